//! A record: read from the command, signed, held to what verifies it, and written.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use alloy_primitives::U256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use enfilade::identity::{
    Attestation, Author, Did, Holding, Name, Owner, Revocation, StatusRef, Subject, verify,
};
use enfilade::limits::FILM_BYTES_MAX;
use enfilade::platform::chance::random_bytes;
use enfilade::platform::clock::unix_now;
use enfilade::platform::files::write_aside;
use enfilade::source::cannot_write;
use enfilade::token::{AccountId, AssetId, Timestamp};
use serde_json::json;

use super::{Arguments, key};
use crate::cli::{Failure, Outcome, output};

/// Signs a record and writes it.
pub fn write(arguments: &Arguments, subject: &str) -> Outcome {
    let Some(out) = &arguments.out else {
        return Err(Failure::misused("name the file of the record with --out"));
    };
    if arguments.owner.is_none() && arguments.author.is_none() {
        return Err(Failure::misused("say who owns it with --owner, or who made it with --author"));
    }
    if out.exists() {
        return Err(Failure::failed(format!(
            "{} is there already; name another file",
            out.display()
        )));
    }
    let now = Timestamp::from_unix(unix_now());
    let (secret, issuer) = key::issuer(arguments)?;
    let id = match &arguments.id {
        Some(id) => id.clone(),
        None => URL_SAFE_NO_PAD.encode(random_bytes::<16>()?),
    };
    let attestation = Attestation {
        issuer,
        subject: read_subject(subject)?,
        owner: read_holding(arguments)?,
        author: read_author(arguments)?,
        issued: now,
        not_before: arguments.not_before,
        expires: arguments.expires,
        id: Some(id),
        status: arguments.status.as_deref().map(read_status).transpose()?,
    };
    let record = attestation.sign(&secret).map_err(Failure::misused)?;
    // It is read again as everybody will read it, from when on it holds.
    let begins = attestation.not_before.unwrap_or(now).max(now);
    let attested = verify(record.as_bytes(), None, &attestation.subject, begins)?;
    write_aside(out, record.as_bytes()).map_err(|problem| cannot_write(out, problem))?;
    if arguments.json {
        output::json(&json!({
            "written": out.display().to_string(),
            "issuer": attestation.issuer,
            "subject": attestation.subject.to_string(),
            "id": attestation.id,
            "expires": attestation.expires,
        }))?;
    } else {
        tell(out, &attestation, attested.revocation);
    }
    Ok(())
}

fn tell(out: &Path, attestation: &Attestation, revocation: Revocation) {
    let Attestation { issuer, subject, owner, author, expires, .. } = attestation;
    let owner = owner.as_ref().map(|holding| {
        let editions = holding.editions.map(|count| format!(", {count} of its editions"));
        let owner = match &holding.owner {
            Owner::Account(account) => account.to_string(),
            Owner::Did(did) => did.to_string(),
            Owner::Name(name) => name.as_str().to_owned(),
        };
        format!(" belongs to {owner}{}", editions.unwrap_or_default())
    });
    let author = author.as_ref().map(|author| format!(" was made by {}", author.name.as_str()));
    let says: Vec<String> = owner.into_iter().chain(author).collect();
    let ends = expires.map_or("without an end".to_owned(), |end| format!("until {end}"));
    let back = match revocation {
        Revocation::NoList => "; it names no status list, so that it cannot be taken back",
        _ => "",
    };
    output::say(&format!(
        "{} says that {subject}{}. It is signed by {issuer}, {ends}{back}.",
        out.display(),
        says.join(" and")
    ));
}

/// A token, a file's name by its hash, or a file.
fn read_subject(text: &str) -> Result<Subject, Failure> {
    if text.starts_with("ni:") {
        return text.parse().map_err(Failure::misused);
    }
    let no_token = match text.parse::<AssetId>() {
        Ok(token) => return Ok(Subject::Token(token)),
        Err(problem) => problem,
    };
    let mut bytes = Vec::new();
    let file = File::open(text).map_err(|problem| {
        Failure::failed(format!("{no_token}, and there is no file of that name: {problem}"))
    })?;
    file.take(FILM_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILM_BYTES_MAX {
        return Err(Failure::failed(format!(
            "{text} is larger than {FILM_BYTES_MAX} bytes, more than any work that hangs"
        )));
    }
    Ok(Subject::of_file(&bytes))
}

fn read_holding(arguments: &Arguments) -> Result<Option<Holding>, Failure> {
    let Some(text) = &arguments.owner else { return Ok(None) };
    let wrong = |text| Failure::misused(format!("“{text}” is no number of editions from 1 on"));
    let read = |text: &String| {
        let number = U256::from_str_radix(text, 10).ok().filter(|number| !number.is_zero());
        number.ok_or_else(|| wrong(text.clone()))
    };
    let editions = arguments.editions.as_ref().map(read);
    Ok(Some(Holding { owner: read_owner(text)?, editions: editions.transpose()? }))
}

fn read_owner(text: &str) -> Result<Owner, Failure> {
    if text.starts_with("did:") {
        return text.parse().map(Owner::Did).map_err(Failure::misused);
    }
    let chain = ["eip155:", "tezos:", "solana:"].iter().any(|chain| text.starts_with(chain));
    match text.parse::<AccountId>() {
        Ok(account) => Ok(Owner::Account(account)),
        Err(problem) if chain || text.starts_with("0x") => Err(Failure::misused(problem)),
        Err(_) => read_name(text).map(Owner::Name),
    }
}

fn read_author(arguments: &Arguments) -> Result<Option<Author>, Failure> {
    let Some(name) = &arguments.author else { return Ok(None) };
    let did = arguments.author_did.as_deref().map(str::parse::<Did>).transpose();
    Ok(Some(Author { name: read_name(name)?, did: did.map_err(Failure::misused)? }))
}

fn read_name(text: &str) -> Result<Name, Failure> {
    let wrong = || Failure::misused("a name has between 1 and 200 characters that can be read");
    Name::new(text).ok_or_else(wrong)
}

fn read_status(text: &str) -> Result<StatusRef, Failure> {
    let place = text.rsplit_once('#').and_then(|(uri, place)| {
        let place = place.parse().ok()?;
        StatusRef::new(uri, place)
    });
    place.ok_or_else(|| {
        Failure::misused(format!(
            "“{text}” is no place in a status list; one looks like https://museum.example/status/1#17"
        ))
    })
}
