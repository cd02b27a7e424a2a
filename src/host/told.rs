//! The server of a build without the command line: `enfilade SITE [ADDRESS]`.

use std::net::{AddrParseError, SocketAddr};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{DEFAULT_LISTEN, HostError, host};

/// Why nothing is served.
#[derive(Debug, Error)]
pub enum ToldError {
    #[error(
        "name the folder of a published site, and then, if you like, an address such as {DEFAULT_LISTEN}"
    )]
    NoSite,
    #[error("“{0}” is no address; one looks like {DEFAULT_LISTEN}")]
    NoAddress(String),
    #[error("“{0}” is one word too many; name a folder and an address")]
    TooMany(String),
    #[error(transparent)]
    Host(#[from] HostError),
}

impl ToldError {
    /// 2 where the command itself makes no sense, 1 where it could not be done.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NoSite | Self::NoAddress(_) | Self::TooMany(_) => 2,
            Self::Host(_) => 1,
        }
    }
}

/// Serves as the arguments of the program say, until Ctrl-C. `listening` is told the
/// address.
pub fn serve_as_told(
    arguments: impl Iterator<Item = String>,
    listening: impl FnOnce(SocketAddr),
) -> Result<(), ToldError> {
    let (site, address) = told(arguments)?;
    Ok(host(Path::new(&site), address, listening)?)
}

fn told(mut arguments: impl Iterator<Item = String>) -> Result<(PathBuf, SocketAddr), ToldError> {
    let site = arguments.next().ok_or(ToldError::NoSite)?;
    let address = match arguments.next() {
        None => DEFAULT_LISTEN,
        Some(text) => {
            text.parse().map_err(|_: AddrParseError| ToldError::NoAddress(text.clone()))?
        }
    };
    match arguments.next() {
        None => Ok((site.into(), address)),
        Some(word) => Err(ToldError::TooMany(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_done_or_refused_in_a_sentence() {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let check = |line: &str, code: u8, sentence: &str| {
            let error = serve_as_told(words(line).into_iter(), |_| ()).unwrap_err();
            assert_eq!(error.exit_code(), code, "{line}");
            assert!(error.to_string().contains(sentence), "{line}: {error}");
        };
        check("", 2, "name the folder of a published site");
        check("site nowhere", 2, "“nowhere” is no address; one looks like 127.0.0.1:8460");
        check("site 127.0.0.1:0 more", 2, "“more” is one word too many");
        check("no-such-site", 1, "holds no published site");
        let (site, address) = told(words("site 0.0.0.0:80").into_iter()).unwrap();
        assert_eq!((site, address.to_string()), ("site".into(), "0.0.0.0:80".to_owned()));
    }
}
