//! What other chains do apart from Ethereum and no header or state tells: a call that comes
//! to such a thing breaks off, however deep, and nothing is guessed in its place.

use alloy_primitives::Address;
use revm::context::Cfg;
use revm::context_interface::{ContextError, ContextTr};
use revm::handler::instructions::EthInstructions;
use revm::handler::{EthPrecompiles, MainnetContext, PrecompileProvider};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::{
    CallInputs, Instruction, InstructionContext, InstructionExecResult, InstructionResult,
    InterpreterResult,
};
use revm::primitives::AddressSet;

use super::fork::Rules;
use super::state::{ProvenState, StateError};

/// What the instructions run on.
type Host<'a> = MainnetContext<ProvenState<'a>>;

/// Puts an end to calls in the place of what the chain does not answer from its header.
pub(super) fn set_apart<'a>(
    instructions: &mut EthInstructions<EthInterpreter, Host<'a>>,
    rules: &Rules,
) {
    for opcode in rules.elsewhere {
        instructions.insert_instruction(*opcode, Instruction::new(elsewhere), 0);
    }
}

/// As what cannot be read of the state does it, this ends the calls around it, too.
fn elsewhere<'a>(
    context: InstructionContext<'_, Host<'a>, EthInterpreter>,
) -> InstructionExecResult {
    *context.host.error() = Err(ContextError::Db(StateError::Elsewhere));
    Err(InstructionResult::FatalExternalError)
}

/// The programs that Ethereum has built in, and word of those that another chain may have.
#[derive(Debug)]
pub(super) struct Programs {
    known: EthPrecompiles,
    /// Whether the chain may have programs of its own.
    own: bool,
    /// Where a call went that may have run one.
    pub met: Option<Address>,
}

impl Programs {
    pub fn new(rules: &Rules) -> Self {
        Self { known: EthPrecompiles::new(rules.spec), own: rules.own_programs, met: None }
    }
}

impl<CTX: ContextTr> PrecompileProvider<CTX> for Programs {
    type Output = InterpreterResult;

    fn set_spec(&mut self, spec: <CTX::Cfg as Cfg>::Spec) -> bool {
        <EthPrecompiles as PrecompileProvider<CTX>>::set_spec(&mut self.known, spec)
    }

    fn run(
        &mut self,
        context: &mut CTX,
        inputs: &CallInputs,
    ) -> Result<Option<InterpreterResult>, String> {
        let ran =
            <EthPrecompiles as PrecompileProvider<CTX>>::run(&mut self.known, context, inputs)?;
        let (_, code) = &inputs.known_bytecode;
        if ran.is_none() && self.own && code.is_empty() {
            self.met = Some(inputs.bytecode_address);
            return Err("a program of the chain's own".to_owned());
        }
        Ok(ran)
    }

    fn warm_addresses(&self) -> &AddressSet {
        self.known.warm_addresses()
    }
}
