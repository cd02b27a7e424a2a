//! Key files: drawn anew, and read to sign.

use std::io;
use std::path::Path;

use enfilade::exhibition::did_you_mean;
use enfilade::identity::{Did, KeyKind, Secret};
use enfilade::platform::chance::random_bytes;
use enfilade::platform::files::write_secret;
use enfilade::source::cannot_write;
use enfilade::source::near::near_name;
use enfilade::token::ChainId;
use serde_json::json;

use super::{Arguments, Curve};
use crate::cli::{Failure, Outcome, output};

/// No key file is larger.
const KEY_BYTES_MAX: u64 = 16 << 10;

/// Draws a key, and says whose signatures it makes.
pub fn draw(arguments: &Arguments, file: &Path) -> Outcome {
    let kind = match arguments.curve {
        None | Some(Curve::Ed25519) => KeyKind::Ed25519,
        Some(Curve::Secp256k1) => KeyKind::Secp256k1,
    };
    let secret = loop {
        // Nearly all numbers are keys.
        if let Ok(secret) = Secret::from_bytes(kind, &random_bytes()?) {
            break secret;
        }
    };
    let did = secret.did()?;
    write_secret(file, format!("{}\n", secret.to_jwk()).as_bytes()).map_err(
        |problem| match problem.kind() {
            io::ErrorKind::AlreadyExists => Failure::failed(format!(
                "{} is there already, and a key is never written over; name another file",
                file.display()
            )),
            _ => cannot_write(file, problem).into(),
        },
    )?;
    let account = secret.did_of_account(ChainId::evm(1));
    if arguments.json {
        output::json(
            &json!({ "written": file.display().to_string(), "did": did, "account": account }),
        )?;
        return Ok(());
    }
    output::say(&did.to_string());
    if let Some(account) = account {
        output::say(&format!("{account} (with --issuer, on any EVM chain)"));
    }
    Ok(())
}

/// The key of the command, and the DID that it is to sign for.
pub fn issuer(arguments: &Arguments) -> Result<(Secret, Did), Failure> {
    let Some(file) = &arguments.key else {
        return Err(Failure::misused("name the issuer's key with --key"));
    };
    let unreadable = |problem: &dyn std::fmt::Display| {
        Failure::failed(format!("the key {} cannot be read: {problem}", file.display()))
    };
    let about = std::fs::metadata(file).map_err(|problem| {
        let near = did_you_mean(near_name(file).as_deref());
        unreadable(&format!("{problem}{near}; enfilade attest --new-key draws one"))
    })?;
    if about.len() > KEY_BYTES_MAX {
        return Err(unreadable(&format!("it is larger than {KEY_BYTES_MAX} bytes")));
    }
    let bytes = std::fs::read(file).map_err(|problem| unreadable(&problem))?;
    let secret = Secret::from_jwk(&bytes).map_err(|problem| unreadable(&problem))?;
    let issuer = match &arguments.issuer {
        Some(text) => text.parse().map_err(Failure::misused)?,
        None => secret.did()?,
    };
    if !secret.signs_for(&issuer) {
        let own = secret.did()?;
        return Err(Failure::misused(format!(
            "the key {} does not sign for {issuer}; it is {own}'s",
            file.display()
        )));
    }
    Ok((secret, issuer))
}
