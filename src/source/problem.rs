//! What it means to a visitor that bytes could not be had.

use super::{DoorError, UriError};
#[cfg(feature = "resolve")]
use super::{FetchError, GatewayError, IpfsError, RpcError};
use crate::exhibition::{Problem, ProblemKind};

impl From<DoorError> for Problem {
    fn from(error: DoorError) -> Self {
        let kind = match &error {
            DoorError::Scheme { .. }
            | DoorError::Private { .. }
            | DoorError::Credentials { .. } => ProblemKind::AddressRefused,
            DoorError::NotFound { place } => {
                return Self::new(ProblemKind::NotFound, format!("{place} (404)"));
            }
            DoorError::Unreachable { host, problem } => {
                return Self::new(ProblemKind::Unreachable, format!("{host}: {problem}"));
            }
            DoorError::Redirects { .. }
            | DoorError::LeadsNowhere { .. }
            | DoorError::Status { .. }
            | DoorError::Busy { .. }
            | DoorError::Compressed { .. }
            | DoorError::NotKept(_)
            | DoorError::NoClient(_) => ProblemKind::Unreachable,
            DoorError::TimedOut { .. } | DoorError::GivenUp { .. } => ProblemKind::TooSlow,
            DoorError::TooLarge { .. } => ProblemKind::TooLarge,
        };
        Self::new(kind, error)
    }
}

impl From<UriError> for Problem {
    fn from(error: UriError) -> Self {
        let kind = match &error {
            UriError::TooLong | UriError::DataTooLong => ProblemKind::TooLarge,
            UriError::Outside(_) | UriError::Hops => ProblemKind::AddressRefused,
            UriError::Empty
            | UriError::Data(_)
            | UriError::Charset(_)
            | UriError::Cid(_)
            | UriError::Name(_)
            | UriError::Arweave(_)
            | UriError::Hash(_)
            | UriError::TezosKey(_)
            | UriError::TezosNetwork(_)
            | UriError::Unsupported { .. }
            | UriError::Scheme(_)
            | UriError::Relative(_) => ProblemKind::AddressUnreadable,
        };
        Self::new(kind, error)
    }
}

#[cfg(feature = "resolve")]
impl From<IpfsError> for Problem {
    fn from(error: IpfsError) -> Self {
        let kind = match &error {
            IpfsError::NoGateway { each, .. } => kind_of_all(each),
            IpfsError::Folder(_) | IpfsError::NoEntry { .. } => ProblemKind::NotFound,
            IpfsError::Hash { .. } => ProblemKind::AddressUnreadable,
            IpfsError::NoFile { .. } => ProblemKind::Damaged,
            IpfsError::TooLarge { .. } => ProblemKind::TooLarge,
            IpfsError::NotKept(_) => ProblemKind::Unreachable,
        };
        Self::new(kind, error)
    }
}

/// What all gateways together mean: what they agree on, and before that, that one of
/// them served something else.
#[cfg(feature = "resolve")]
fn kind_of_all(each: &[GatewayError]) -> ProblemKind {
    let kind = |error: &GatewayError| match error {
        GatewayError::OtherBytes { .. } => ProblemKind::OtherBytes,
        GatewayError::TooLittle(_) => ProblemKind::CutOff,
        GatewayError::Door(error) => Problem::from(error.clone()).kind,
    };
    let kinds: Vec<ProblemKind> = each.iter().map(kind).collect();
    if kinds.contains(&ProblemKind::OtherBytes) { ProblemKind::OtherBytes } else { common(&kinds) }
}

/// The kind that all have; where they differ, that the bytes were not to be had.
#[cfg(feature = "resolve")]
fn common(kinds: &[ProblemKind]) -> ProblemKind {
    match kinds.first() {
        Some(first) if kinds.iter().all(|kind| kind == first) => *first,
        _ => ProblemKind::Unreachable,
    }
}

#[cfg(feature = "resolve")]
impl From<FetchError> for Problem {
    fn from(error: FetchError) -> Self {
        let kind = match error {
            FetchError::Door(error) => return error.into(),
            FetchError::Ipfs(error) => return error.into(),
            FetchError::Storage(error) => return error.into(),
            FetchError::NotStored(_) => ProblemKind::NotFound,
            FetchError::Nowhere { ref each } => {
                let kinds: Vec<_> =
                    each.iter().map(|error| Self::from(error.clone()).kind).collect();
                common(&kinds)
            }
            FetchError::OtherHash { .. } => ProblemKind::OtherBytes,
            FetchError::InStorage(_) | FetchError::Nameless(_) => ProblemKind::AddressUnreadable,
            FetchError::NoFile(path) => return Self::new(ProblemKind::NotFound, path),
            FetchError::Outside(_) => ProblemKind::AddressRefused,
            FetchError::TooLarge { .. } => ProblemKind::TooLarge,
            FetchError::Unreadable { .. } | FetchError::Disk(_) => ProblemKind::Unreachable,
        };
        Self::new(kind, error)
    }
}

#[cfg(feature = "resolve")]
impl From<RpcError> for Problem {
    fn from(error: RpcError) -> Self {
        Self::from_rpc(&error)
    }
}

#[cfg(feature = "resolve")]
impl Problem {
    /// What an endpoint that cannot be asked means to a visitor.
    pub fn from_rpc(error: &RpcError) -> Self {
        let kind = match error {
            RpcError::WrongChain { .. } => ProblemKind::OtherChain,
            RpcError::NotEvm(_) => ProblemKind::NoEndpoint,
            RpcError::Replaced { .. } => ProblemKind::BlockReplaced,
            RpcError::NoBlock { .. } | RpcError::NoEndpoint { .. } | RpcError::Door(_) => {
                ProblemKind::EndpointSilent
            }
        };
        Self::new(kind, error)
    }
}

#[cfg(all(test, feature = "resolve"))]
mod tests {
    use super::*;

    #[test]
    fn gateways_are_summed_up() {
        use ProblemKind::{NotFound, OtherBytes, TooSlow, Unreachable};
        let lies = || GatewayError::OtherBytes { gateway: "a".into(), cid: "b".into() };
        let gone = || GatewayError::Door(DoorError::NotFound { place: "https://a".into() });
        let slow = || GatewayError::Door(DoorError::TimedOut { host: "a".into(), secs: 10 });
        let check = |each: Vec<GatewayError>, expected| {
            let error = IpfsError::NoGateway { path: "ipfs://x".into(), each };
            assert_eq!(Problem::from(error).kind, expected);
        };
        check(vec![], Unreachable);
        check(vec![gone(), gone()], NotFound);
        check(vec![slow()], TooSlow);
        check(vec![gone(), slow()], Unreachable);
        check(vec![slow(), lies()], OtherBytes);
    }
}
