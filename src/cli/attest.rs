//! `enfilade attest`: keys, signed records, and the lists that take records back.

#[cfg(feature = "verify")]
mod key;
#[cfg(feature = "verify")]
mod list;
#[cfg(feature = "verify")]
mod record;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use enfilade::token::Timestamp;

#[cfg(not(feature = "verify"))]
use super::Failure;
use super::Outcome;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    deed: Deed,
    /// The file with the issuer's private key (JSON Web Key)
    #[arg(long, value_name = "KEYFILE", conflicts_with = "new_key")]
    key: Option<PathBuf>,
    /// The DID that signs, where it is not the key's own did:key: the did:pkh of its account
    #[arg(long, value_name = "DID", requires = "key")]
    issuer: Option<String>,
    /// The curve of a new key; accounts of EVM chains have secp256k1
    #[arg(long, requires = "new_key", conflicts_with_all = ["subject", "status_list"], value_enum)]
    curve: Option<Curve>,

    /// Who owns it: an account (eip155:1:0x…), a DID, or a holder's name
    #[arg(long, requires = "subject", conflicts_with_all = ["new_key", "status_list"], help_heading = "A record")]
    owner: Option<String>,
    /// How many editions of it they own
    #[arg(long, value_name = "N", requires = "owner", help_heading = "A record")]
    editions: Option<String>,
    /// Who made it
    #[arg(long, value_name = "NAME", requires = "subject", conflicts_with_all = ["new_key", "status_list"], help_heading = "A record")]
    author: Option<String>,
    /// The DID of who made it
    #[arg(long, value_name = "DID", requires = "author", help_heading = "A record")]
    author_did: Option<String>,
    /// From when on it holds; at once when absent
    #[arg(long, value_name = "DATE", requires = "subject", conflicts_with_all = ["new_key", "status_list"], value_parser = date, help_heading = "A record")]
    not_before: Option<Timestamp>,
    /// Your own name for the record; drawn by chance when absent
    #[arg(long, requires = "subject", conflicts_with_all = ["new_key", "status_list"], help_heading = "A record")]
    id: Option<String>,
    /// Where you will say whether it still stands: the list's address and its place there
    #[arg(long, value_name = "URI#PLACE", requires = "subject", conflicts_with_all = ["new_key", "status_list"], help_heading = "A record")]
    status: Option<String>,
    /// The file to write the record to
    #[arg(long, value_name = "FILE", requires = "subject", conflicts_with_all = ["new_key", "status_list"], help_heading = "A record")]
    out: Option<PathBuf>,

    /// The address at which a new list will lie, as its records name it
    #[arg(long, requires = "status_list", conflicts_with_all = ["new_key", "subject"], help_heading = "A status list")]
    uri: Option<String>,
    /// For how many records a new list has place [default: 1000]
    #[arg(long, value_name = "N", requires = "status_list", conflicts_with_all = ["new_key", "subject"], help_heading = "A status list")]
    records: Option<u64>,
    /// How many bits a new list has for each: with 1 a record is valid or revoked, with 2
    /// it may be suspended, too [default: 2]
    #[arg(long, requires = "status_list", conflicts_with_all = ["new_key", "subject"], value_parser = ["1", "2", "4", "8"], help_heading = "A status list")]
    bits: Option<String>,
    /// Says of the record at a place: valid, revoked, suspended, or another number
    #[arg(long, value_name = "PLACE=STATUS", requires = "status_list", conflicts_with_all = ["new_key", "subject"], value_parser = setting, help_heading = "A status list")]
    set: Vec<Setting>,
    /// For how many seconds the list may be kept before it is asked for again
    #[arg(long, value_name = "SECONDS", requires = "status_list", conflicts_with_all = ["new_key", "subject"], help_heading = "A status list",
          value_parser = clap::value_parser!(u32).range(1..))]
    ttl: Option<u32>,

    /// When the record or the list ends: 2027-01-31 (its first moment, UTC) or RFC 3339
    #[arg(long, value_name = "DATE", conflicts_with = "new_key", value_parser = date)]
    expires: Option<Timestamp>,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Deed {
    /// Draw a new key into this file, which only you may read, and print its DID
    #[arg(long, value_name = "KEYFILE")]
    new_key: Option<PathBuf>,
    /// Sign a record about this: a token (CAIP-19), a file, or ni:///sha-256;…
    #[arg(long, value_name = "CAIP19|FILE", requires_all = ["key", "out"])]
    subject: Option<String>,
    /// Sign a status list anew, or a first one where the file is not there
    #[arg(long, value_name = "FILE", requires = "key")]
    status_list: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Curve {
    Ed25519,
    Secp256k1,
}

/// What a list is to say of a record, by the numbers of the standard.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "verify"),
    expect(dead_code, reason = "without the feature nothing is signed")
)]
struct Setting {
    place: u64,
    status: u8,
}

const EXAMPLES: &str = "\
A record says in an issuer's name who owns or made a work; whoever has the issuer's DID
can check that. Tell yours where people trust it, on your own site for instance, and keep
the key file to yourself: who has it signs in your name.

A record that names a status list can be taken back: serve the list at its address, and
sign it anew with --set when something changes.

Examples:
  enfilade attest --new-key museum.jwk
  enfilade attest --key museum.jwk --subject eip155:1/erc721:0x…/42 \\
      --owner eip155:1:0x… --author \"Shen Yu\" --expires 2030-01-01 --out record.jwt
  enfilade attest --key museum.jwk --subject works/dusk.png --owner \"Lin Mei\" \\
      --status https://museum.example/status/1#17 --out record.jwt
  enfilade attest --key museum.jwk --status-list 1 --uri https://museum.example/status/1
  enfilade attest --key museum.jwk --status-list 1 --set 17=revoked";

#[cfg(not(feature = "verify"))]
pub fn run(_: &Arguments) -> Outcome {
    Err(Failure::without("verify"))
}

#[cfg(feature = "verify")]
pub fn run(arguments: &Arguments) -> Outcome {
    match (&arguments.deed.new_key, &arguments.deed.subject, &arguments.deed.status_list) {
        (Some(file), ..) => key::draw(arguments, file),
        (_, Some(subject), _) => record::write(arguments, subject),
        (.., Some(file)) => list::write(arguments, file),
        (None, None, None) => {
            Err(super::Failure::misused("name --new-key, --subject or --status-list"))
        }
    }
}

/// A day's first moment in UTC, or a moment as RFC 3339 has it.
fn date(text: &str) -> Result<Timestamp, String> {
    let day = text.len() == "2027-01-31".len();
    let moment = if day { format!("{text}T00:00:00Z") } else { text.to_owned() };
    moment.parse().map_err(|_| {
        "a date looks like 2027-01-31, or 2027-01-31T12:00:00Z with its time".to_owned()
    })
}

fn setting(text: &str) -> Result<Setting, String> {
    let wrong = || "it looks like 17=revoked; valid and suspended and numbers are known, too";
    let (place, status) = text.split_once('=').ok_or_else(wrong)?;
    let place = place.parse().map_err(|_| wrong())?;
    let status = match status {
        "valid" => 0,
        "revoked" => 1,
        "suspended" => 2,
        number => number.parse().map_err(|_| wrong())?,
    };
    Ok(Setting { place, status })
}
