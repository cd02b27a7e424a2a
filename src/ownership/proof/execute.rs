//! A call of a contract, run here over proven state (EIP-150 and what followed, by revm).

use alloy_primitives::{Address, Bytes, U256};
use revm::context::result::{EVMError, ExecutionResult, HaltReason};
use revm::context::{BlockEnv, CfgEnv};
use revm::context_interface::block::BlobExcessGasAndPrice;
use revm::{Context, MainBuilder, MainContext, SystemCallEvm};

use super::apart::{Programs, set_apart};
use super::fork::rules;
use super::state::{ProvenState, StateError, Touched};
use super::witness::Witness;

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Returned(Bytes),
    /// The contract says no, with its reason as it encoded it. Code from before Byzantium
    /// says so without one, by an instruction or a jump that is made to be invalid.
    Reverted(Bytes),
}

/// Runs a call without sender, value and fee, as `eth_call` does by default, at the
/// witness's block of the chain. What is not proven ends it with its name.
pub fn call(
    witness: &Witness,
    chain: u64,
    to: Address,
    input: &[u8],
) -> Result<Outcome, StateError> {
    traced(witness, chain, to, input).map(|(outcome, _)| outcome)
}

/// The same, with what it read.
pub(super) fn traced(
    witness: &Witness,
    chain: u64,
    to: Address,
    input: &[u8],
) -> Result<(Outcome, Touched), StateError> {
    let header = witness.header().fields();
    let rules = rules(chain, header)?;
    let block = BlockEnv {
        number: U256::from(header.number),
        beneficiary: header.beneficiary,
        timestamp: U256::from(header.timestamp),
        gas_limit: header.gas_limit,
        basefee: header.base_fee_per_gas.unwrap_or_default(),
        difficulty: header.difficulty,
        prevrandao: Some(header.mix_hash),
        blob_excess_gas_and_price: header
            .excess_blob_gas
            .map(|excess| BlobExcessGasAndPrice::new_with_spec(excess, rules.spec)),
        slot_num: header.slot_number.unwrap_or_default(),
    };
    let mut evm = Context::mainnet()
        .with_cfg(CfgEnv::new_with_spec(rules.spec).with_chain_id(chain))
        .with_block(block)
        .with_db(ProvenState::new(witness))
        .build_mainnet()
        .with_precompiles(Programs::new(&rules));
    set_apart(&mut evm.instruction, &rules);
    // A system call is a call and nothing else: no fee, no nonce, no reward, so that only
    // what the contract itself reads has to be proven.
    let input = Bytes::copy_from_slice(input);
    let outcome = match evm.system_call_one_with_caller(Address::ZERO, to, input) {
        Ok(ExecutionResult::Success { output, .. }) => Outcome::Returned(output.into_data()),
        Ok(ExecutionResult::Revert { output, .. }) => Outcome::Reverted(output),
        Ok(ExecutionResult::Halt {
            reason: HaltReason::InvalidFEOpcode | HaltReason::InvalidJump,
            ..
        }) => Outcome::Reverted(Bytes::new()),
        // That it breaks off here, by rules that may not be the chain's and within our own
        // bounds, is nothing that the contract says.
        Ok(ExecutionResult::Halt { reason, .. }) => {
            return Err(StateError::BrokeOff(format!("{reason:?}")));
        }
        Err(EVMError::Database(error)) => return Err(error),
        Err(other) => {
            return Err(match evm.precompiles.met {
                Some(address) => StateError::OwnProgram(address),
                None => StateError::BrokeOff(other.to_string()),
            });
        }
    };
    let touched = std::mem::take(&mut evm.ctx.journaled_state.database.touched);
    Ok((outcome, touched))
}
