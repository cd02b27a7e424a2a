//! What the head of an answer says before any of its bytes are read: where it leads on
//! to, that there is none, that it is too much; and what went wrong where none came.

use std::error::Error as _;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, LOCATION, RETRY_AFTER};
use url::Url;

use super::door_error::{DoorError, host_of, place};
use super::host::retry_after;
use super::want::Want;
use crate::platform::net::{self, AddressRefused};

/// Where an answer leads on to, if it does.
pub(super) fn redirect(url: &Url, response: &reqwest::Response) -> Result<Option<Url>, DoorError> {
    let leads_on = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if !leads_on {
        return Ok(None);
    }
    let location = response.headers().get(LOCATION).map(|value| in_ascii(value.as_bytes()));
    let next = location.and_then(|location| url.join(&location).ok());
    next.map(Some).ok_or_else(|| DoorError::LeadsNowhere { place: place(url) })
}

/// An address as a header has it, which may be spelled in any bytes: those beyond ASCII
/// become escapes, as browsers send them.
fn in_ascii(location: &[u8]) -> String {
    let mut address = String::with_capacity(location.len());
    for byte in location {
        match byte {
            0..=0x7f => address.push(char::from(*byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// Whether an answer's bytes are packed. Servers also name here what packs nothing: a
/// charset, the way in which a store took the file in, or nothing at all.
fn is_packed(encodings: &str) -> bool {
    const PLAIN: [&str; 7] = ["", "identity", "none", "utf-8", "utf8", "binary", "aws-chunked"];
    let plain = |name: &str| PLAIN.iter().any(|plain| name.trim().eq_ignore_ascii_case(plain));
    !encodings.split(',').all(plain)
}

pub(super) fn check_status(url: &Url, response: &reqwest::Response) -> Result<(), DoorError> {
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let after = asked.and_then(|text| retry_after(text, net::unix_now()));
    Err(match status {
        StatusCode::TOO_MANY_REQUESTS => DoorError::Busy { host: host_of(url), after },
        StatusCode::SERVICE_UNAVAILABLE if after.is_some() => {
            DoorError::Busy { host: host_of(url), after }
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => DoorError::NotFound { place: place(url) },
        status => DoorError::Status { place: place(url), status: status.as_u16() },
    })
}

/// Refuses what is known to be too much before any of it was read, and what comes
/// compressed, which nobody asked for: so the bytes that are counted are all there are.
pub(super) fn check_head(
    url: &Url,
    response: &reqwest::Response,
    want: &Want,
) -> Result<(), DoorError> {
    let encodings = response.headers().get_all(CONTENT_ENCODING).iter();
    let mut encodings = encodings.map(|found| String::from_utf8_lossy(found.as_bytes()));
    if let Some(encoding) = encodings.find(|found| net::BODIES_ARE_RAW && is_packed(found)) {
        return Err(DoorError::Compressed { place: place(url), encoding: encoding.into_owned() });
    }
    let bytes_max = want.bytes_max_of_any();
    match response.content_length() {
        Some(length) if length > bytes_max => {
            Err(DoorError::TooLarge { place: place(url), what: want.what, bytes_max })
        }
        _ => Ok(()),
    }
}

pub(super) fn timed_out(url: &Url, want: &Want) -> DoorError {
    DoorError::TimedOut { host: host_of(url), secs: want.timeout.as_secs() }
}

/// What went wrong below HTTP. The address is left out of it: it may hold a key.
pub(super) fn refusal(url: &Url, error: reqwest::Error) -> DoorError {
    let error = error.without_url();
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<AddressRefused>() {
            return DoorError::Private { host: host_of(url) };
        }
        cause = inner.source();
    }
    DoorError::Unreachable { host: host_of(url), problem: deepest(&error) }
}

/// The innermost cause, which is the one that a person can do something about.
pub(super) fn deepest(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(inner) = innermost.source() {
        innermost = inner;
    }
    innermost.to_string()
}
