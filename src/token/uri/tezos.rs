//! Keys in the storage of Tezos contracts (TZIP-16).

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::Uri;
use super::error::{UriError, shorten};

/// What a key must not hold plainly to be read again as it was.
const IN_KEY: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'/').add(b'?').add(b'#');

/// `key`, `//KT1…/key`, `//KT1….network/key`; keys are percent-encoded.
pub(super) fn parse(rest: &str, whole: &str) -> Result<Uri, UriError> {
    let wrong = || UriError::TezosKey(shorten(whole));
    let (contract, key) = match rest.strip_prefix("//") {
        None => (None, rest),
        Some(rest) => {
            let (host, key) = rest.split_once('/').ok_or_else(wrong)?;
            let contract = host.split('.').next().unwrap_or(host);
            let fits = contract.len() == 36
                && contract.starts_with("KT1")
                && contract.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (Some(Some(host.to_owned()).filter(|_| fits).ok_or_else(wrong)?), key)
        }
    };
    let key = percent_decode_str(key).decode_utf8().map_err(|_| wrong())?.into_owned();
    if key.is_empty() {
        return Err(wrong());
    }
    Ok(Uri::TezosStorage { contract, key })
}

/// Storage with its contract and its network written out: those of the token whose
/// document names it, where it says none. Every other address is as it was.
pub(super) fn in_storage_of(uri: Uri, own: &str, network: &str) -> Result<Uri, UriError> {
    match uri {
        Uri::TezosStorage { contract, key } => {
            let named = contract.as_deref().unwrap_or(own);
            let (named, said) = named.split_once('.').unwrap_or((named, network));
            let whole = Some(format!("{named}.{network}"));
            if said != network {
                let uri = Uri::TezosStorage { contract, key };
                return Err(UriError::TezosNetwork(shorten(&uri.to_string())));
            }
            Ok(Uri::TezosStorage { contract: whole, key })
        }
        Uri::Hashed { sha256, place } => {
            let place = Box::new(in_storage_of(*place, own, network)?);
            Ok(Uri::Hashed { sha256, place })
        }
        other => Ok(other),
    }
}

pub(super) fn write(f: &mut fmt::Formatter<'_>, contract: Option<&str>, key: &str) -> fmt::Result {
    let key = utf8_percent_encode(key, IN_KEY);
    match contract {
        Some(contract) => write!(f, "tezos-storage://{contract}/{key}"),
        None => write!(f, "tezos-storage:{key}"),
    }
}
