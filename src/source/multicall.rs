//! Many calls in one, through the contract `Multicall3` where a chain has it: an endpoint
//! counts it as a single call.

use alloy_primitives::{Address, Bytes, address};
use alloy_sol_types::{SolCall, sol};
use serde_json::{Value, json};

use super::{Answer, Endpoint, RpcError};

/// `Multicall3`, at the same address on every chain that has it.
pub(super) const MULTICALL: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");

/// Calls in one. Its gas is that of one call, so that many that cost much would starve
/// each other.
const CALLS_IN_ONE: usize = 50;

sol! {
    #[derive(Debug)]
    interface IMulticall3 {
        struct Call3 {
            address target;
            bool allowFailure;
            bytes callData;
        }
        struct Result {
            bool success;
            bytes returnData;
        }
        function aggregate3(Call3[] calls) external payable returns (Result[] memory results);
    }
}

impl Endpoint {
    /// Makes calls through `Multicall3`. What fails there is asked by itself afterwards:
    /// it may have been short of gas, or not have liked who called.
    pub(super) async fn call_together(
        &self,
        calls: &[(Address, Vec<u8>)],
    ) -> Result<Vec<Answer>, RpcError> {
        let at = self.block_parameter();
        let asked: Vec<Value> = calls
            .chunks(CALLS_IN_ONE)
            .map(|calls| json!([{ "to": MULTICALL, "data": encode(calls) }, at]))
            .collect();
        let answers = self.ask::<Bytes>("eth_call", &asked).await?;
        let mut found: Vec<Option<Answer>> = Vec::with_capacity(calls.len());
        for (calls, answer) in calls.chunks(CALLS_IN_ONE).zip(&answers) {
            match answer {
                Answer::Data(data) => found.extend(decode(data, calls.len())),
                Answer::Reverted(_) | Answer::Refused(_) => {
                    found.extend(std::iter::repeat_n(None, calls.len()));
                }
            }
        }
        found.resize(calls.len(), None);
        let open: Vec<usize> = (0..calls.len()).filter(|place| found[*place].is_none()).collect();
        let alone: Vec<(Address, Vec<u8>)> =
            open.iter().map(|place| calls[*place].clone()).collect();
        if !alone.is_empty() {
            for (place, answer) in open.into_iter().zip(self.call_each(&alone).await?) {
                found[place] = Some(answer);
            }
        }
        Ok(found.into_iter().flatten().collect())
    }
}

fn encode(calls: &[(Address, Vec<u8>)]) -> Bytes {
    let call = |(target, data): &(Address, Vec<u8>)| IMulticall3::Call3 {
        target: *target,
        allowFailure: true,
        callData: data.clone().into(),
    };
    let calls = calls.iter().map(call).collect();
    IMulticall3::aggregate3Call { calls }.abi_encode().into()
}

/// The answers of the calls that went well; none for the others, and for all of them
/// where it is no answer to so many calls.
fn decode(data: &Bytes, count: usize) -> Vec<Option<Answer>> {
    let results = IMulticall3::aggregate3Call::abi_decode_returns(data);
    match results {
        Ok(results) if results.len() == count => results
            .into_iter()
            .map(|result| result.success.then_some(Answer::Data(result.returnData)))
            .collect(),
        _ => vec![None; count],
    }
}

#[cfg(test)]
mod tests {
    use alloy_sol_types::SolValue;

    use super::*;

    #[test]
    fn answers_are_told_apart_from_failures() {
        let check = |results: &[(bool, &'static [u8])], count, expected: Vec<Option<Answer>>| {
            let results: Vec<(bool, Bytes)> =
                results.iter().map(|(well, data)| (*well, Bytes::from_static(data))).collect();
            assert_eq!(decode(&(results,).abi_encode_params().into(), count), expected);
        };
        let data = |data| Some(Answer::Data(Bytes::from_static(data)));
        check(&[(true, b"a"), (false, b"no"), (true, b"")], 3, vec![data(b"a"), None, data(b"")]);
        // Too few and too many are no answer.
        check(&[(true, b"a")], 2, vec![None, None]);
        check(&[(true, b"a"), (true, b"b")], 1, vec![None]);
        assert_eq!(decode(&Bytes::from_static(b"nonsense"), 1), vec![None]);
        assert_eq!(decode(&Bytes::new(), 1), vec![None]);
    }
}
