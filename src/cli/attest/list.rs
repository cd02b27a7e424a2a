//! A status list: a first one, or the one that is there with something changed.

use std::io;
use std::path::Path;

use enfilade::identity::{Status, StatusList};
use enfilade::platform::clock::unix_now;
use enfilade::platform::files::write_aside;
use enfilade::source::cannot_write;
use enfilade::token::Timestamp;
use serde_json::json;

use super::{Arguments, key};
use crate::cli::{Failure, Outcome, output};

/// A list has this many places where nobody says how many.
const RECORDS: u64 = 1_000;

/// Signs a list and writes it in its place.
pub fn write(arguments: &Arguments, file: &Path) -> Outcome {
    let now = Timestamp::from_unix(unix_now());
    let (secret, issuer) = key::issuer(arguments)?;
    let (mut list, is_new) = match std::fs::read(file) {
        Ok(bytes) => {
            let there = StatusList::read(&bytes, &issuer).map_err(|problem| {
                Failure::failed(format!("{} is no list of {issuer}: {problem}", file.display()))
            })?;
            (again(there, arguments, now)?, false)
        }
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => (first(arguments, now)?, true),
        Err(problem) => {
            let reason = format!("the list {} cannot be read: {problem}", file.display());
            return Err(Failure::failed(reason));
        }
    };
    if let Some(expires) = arguments.expires {
        list.expires = Some(expires);
    }
    if arguments.ttl.is_some() {
        list.ttl_secs = arguments.ttl;
    }
    if list.expires.is_some_and(|expires| expires <= now) {
        return Err(Failure::misused(
            "the list would end before it begins; name a later --expires",
        ));
    }
    for setting in &arguments.set {
        let status = Status::from_number(setting.status);
        list.set(setting.place, status).map_err(Failure::misused)?;
    }
    let signed = list.sign(&secret, &issuer)?;
    // It is read again as everybody will read it.
    StatusList::read(signed.as_bytes(), &issuer)?;
    write_aside(file, signed.as_bytes()).map_err(|problem| cannot_write(file, problem))?;
    if arguments.json {
        output::json(&json!({
            "written": file.display().to_string(),
            "issuer": issuer,
            "uri": list.uri(),
            "records": list.length(),
            "new": is_new,
            "expires": list.expires,
        }))?;
    } else {
        let ends = list.expires.map_or("without an end".to_owned(), |end| format!("until {end}"));
        output::say(&format!(
            "{} has place for {}; it is signed by {issuer}, {ends}. Serve it at {}.",
            file.display(),
            output::counted(list.length(), "record"),
            list.uri()
        ));
    }
    Ok(())
}

fn first(arguments: &Arguments, now: Timestamp) -> Result<StatusList, Failure> {
    let Some(uri) = &arguments.uri else {
        let needs = "there is no list yet; say with --uri at which address the new one will lie";
        return Err(Failure::misused(needs));
    };
    // The arguments let only numbers through.
    let bits = arguments.bits.as_deref().and_then(|bits| bits.parse().ok()).unwrap_or(2);
    StatusList::new(uri, bits, arguments.records.unwrap_or(RECORDS), now).map_err(Failure::misused)
}

/// The list that is there, as of now, and for as long as it was made for.
fn again(
    mut there: StatusList,
    arguments: &Arguments,
    now: Timestamp,
) -> Result<StatusList, Failure> {
    let uri = arguments.uri.as_ref().is_some_and(|uri| *uri != there.uri());
    if uri || arguments.records.is_some() || arguments.bits.is_some() {
        return Err(Failure::misused(format!(
            "the list is there already, for {}; its address, bits and length stay",
            there.uri()
        )));
    }
    let span = there.expires.map(|expires| expires.unix() - there.issued.unix());
    let expires = span.map(|span| Timestamp::from_unix(now.unix().saturating_add(span)));
    (there.issued, there.expires) = (now, expires);
    Ok(there)
}
