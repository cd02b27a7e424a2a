//! Tokens of Solana: Metaplex metadata and holdings from the chain's accounts, and from
//! an endpoint's index (DAS) what has no accounts of its own.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use url::Url;

use super::others::{Asking, Told, Wanted};
use crate::exhibition::{Problem, ProblemKind};
use crate::ownership::{BlockRef, Evidence, OwnershipRecord};
use crate::source::{Account, ChainError, Mint, Solana, SolanaAsset, metadata_address};
use crate::token::{
    AccountId, Asset, SolanaAddress, SolanaCollection, SolanaCreator, clean_text,
    parse_solana_metadata,
};

/// Asks one endpoint about all tokens, in their order.
pub(super) async fn ask(
    asking: &Asking<'_>,
    url: &Url,
    wanted: &[Wanted],
) -> Result<Vec<Told>, Problem> {
    let door = asking.library.servers();
    let solana = Solana::connect(door, url, asking.chain, &asking.settings.block).await?;
    let mints: Vec<SolanaAddress> = wanted.iter().filter_map(mint_of).collect();
    // Of each token two accounts: the mint, and Metaplex' about it.
    let pairs = mints.iter().flat_map(|mint| [*mint, metadata_address(*mint).unwrap_or(*mint)]);
    let accounts = solana.accounts(&pairs.collect::<Vec<_>>()).await?;
    let slot = accounts.iter().map(|(slot, _)| *slot).min().unwrap_or_default();
    asking.progress.say(&format!(
        "{} of {} at slot {slot}: {} tokens",
        solana.name(),
        asking.chain,
        mints.len()
    ));
    let mut all: Vec<Option<Told>> = Vec::with_capacity(mints.len());
    let (mut minted, mut elsewhere) = (Vec::new(), Vec::new());
    let mut counted = Vec::new();
    for (index, (mint, pair)) in mints.iter().zip(accounts.chunks(2)).enumerate() {
        let [(_, account), (_, metadata)] = pair else { continue };
        let found = account.as_ref().and_then(Account::mint);
        match (found, metadata.as_ref().filter(|account| account.is_metadata())) {
            (Some(found), Some(metadata)) => {
                minted.push((index, *mint, found));
                let (told, collection) = read_metadata(asking, *mint, metadata);
                counted.extend(collection.map(|collection| (index, collection)));
                all.push(Some(told));
            }
            (found, _) => {
                elsewhere.push((index, *mint, found.is_some() || account.is_some()));
                all.push(None);
            }
        }
    }
    let mut blocks = Blocks { solana: &solana, known: BTreeMap::new() };
    name_holders(asking, &mut blocks, wanted, &minted, &mut all).await?;
    counted.extend(ask_index(asking, &mut blocks, slot, &elsewhere, &mut all).await?);
    name_collections(&solana, &counted, &mut all).await?;
    let nothing = || Told::of(Err(ProblemKind::NoSuchToken.into()));
    Ok(all.into_iter().map(|told| told.unwrap_or_else(nothing)).collect())
}

/// The blocks of slots that answers spoke of, each asked for once.
struct Blocks<'a> {
    solana: &'a Solana,
    known: BTreeMap<u64, Option<BlockRef>>,
}

impl Blocks<'_> {
    async fn of(&mut self, slot: u64) -> Result<Option<BlockRef>, ChainError> {
        if let Some(known) = self.known.get(&slot) {
            return Ok(known.clone());
        }
        let block = self.solana.block(slot).await?;
        self.known.insert(slot, block.clone());
        Ok(block)
    }

    /// A record of an owner at a slot; without the slot's block there is none.
    async fn record(
        &mut self,
        asking: &Asking<'_>,
        owner: SolanaAddress,
        editions: Option<u64>,
        slot: u64,
    ) -> Result<Result<OwnershipRecord, Problem>, ChainError> {
        let name = self.solana.name().to_owned();
        Ok(match self.of(slot).await? {
            Some(block) => Ok(OwnershipRecord {
                owner: AccountId::solana(asking.chain.clone(), owner).into(),
                editions: editions.map(U256::from),
                evidence: Evidence::Reported { endpoint: name, block },
            }),
            None => {
                let detail = format!("{name} has no block of slot {slot}");
                Err(Problem::new(ProblemKind::OwnerNotNamed, detail))
            }
        })
    }
}

fn mint_of(wanted: &Wanted) -> Option<SolanaAddress> {
    match wanted.token.asset {
        Asset::Solana { mint } => Some(mint),
        _ => None,
    }
}

/// What a metadata account says, where it is this mint's, and the collection that agreed
/// to count it.
fn read_metadata(
    asking: &Asking<'_>,
    mint: SolanaAddress,
    account: &Account,
) -> (Told, Option<SolanaAddress>) {
    let mut collection = None;
    let mut told = Told::of(Ok(String::new()));
    let unreadable = |problem: &str| {
        Err(Problem::new(ProblemKind::MetadataUnreadable, format!("{mint}: {problem}")))
    };
    match parse_solana_metadata(&account.data) {
        Ok(metadata) if metadata.mint != mint => {
            told.uri = unreadable("its metadata account is another mint's");
        }
        Ok(metadata) => {
            collection = agreed(metadata.collection);
            note_unverified(&mut told, &metadata.creators, metadata.collection);
            told.title = title_of(&metadata.name);
            told.makers = makers(asking, &metadata.creators);
            told.uri = match metadata.uri.as_str() {
                "" => Err(Problem::new(ProblemKind::NoMetadataNamed, mint)),
                uri => Ok(uri.to_owned()),
            };
        }
        Err(error) => told.uri = unreadable(&error.to_string()),
    }
    (told, collection)
}

/// A collection that signed for counting the token.
fn agreed(collection: Option<SolanaCollection>) -> Option<SolanaAddress> {
    collection.filter(|collection| collection.verified).map(|collection| collection.mint)
}

/// A name on the chain, cleaned.
fn title_of(name: &str) -> Option<String> {
    let name = clean_text(name);
    (!name.is_empty()).then_some(name)
}

/// What the collections call themselves, each asked once.
async fn name_collections(
    solana: &Solana,
    counted: &[(usize, SolanaAddress)],
    all: &mut [Option<Told>],
) -> Result<(), ChainError> {
    let mints: BTreeSet<SolanaAddress> = counted.iter().map(|(_, mint)| *mint).collect();
    let mints: Vec<SolanaAddress> = mints.into_iter().collect();
    let places: Vec<SolanaAddress> =
        mints.iter().map(|mint| metadata_address(*mint).unwrap_or(*mint)).collect();
    let accounts = solana.accounts(&places).await?;
    let named: BTreeMap<SolanaAddress, String> = mints
        .iter()
        .zip(accounts)
        .filter_map(|(mint, (_, account))| {
            let account = account.filter(Account::is_metadata)?;
            let metadata = parse_solana_metadata(&account.data).ok()?;
            Some((*mint, title_of(&metadata.name).filter(|_| metadata.mint == *mint)?))
        })
        .collect();
    for (index, mint) in counted {
        if let Some(told) = &mut all[*index] {
            told.collection = named.get(mint).cloned();
        }
    }
    Ok(())
}

/// Whoever made a token can name anybody as its creator, and any collection; only a
/// signature says that they know of it.
fn note_unverified(
    told: &mut Told,
    creators: &[SolanaCreator],
    collection: Option<SolanaCollection>,
) {
    let unsigned: Vec<String> = creators
        .iter()
        .filter(|creator| !creator.verified)
        .map(|creator| creator.address.to_string())
        .collect();
    if !unsigned.is_empty() {
        told.notes.push(Problem::new(ProblemKind::CreatorUnverified, unsigned.join(", ")));
    }
    if let Some(collection) = collection.filter(|collection| !collection.verified) {
        told.notes.push(Problem::new(ProblemKind::CollectionUnverified, collection.mint));
    }
}

/// Those who signed for having made it. Programs that mint sign, too: they have no share.
fn makers(asking: &Asking<'_>, creators: &[SolanaCreator]) -> Vec<AccountId> {
    let signed = creators.iter().filter(|creator| creator.verified);
    let shared = signed.clone().filter(|creator| creator.share > 0);
    let account = |one: &SolanaCreator| AccountId::solana(asking.chain.clone(), one.address);
    let makers: Vec<AccountId> = shared.map(account).collect();
    if makers.is_empty() { signed.map(account).collect() } else { makers }
}

/// Who holds each mint: the largest holdings, each read from its own account.
async fn name_holders(
    asking: &Asking<'_>,
    blocks: &mut Blocks<'_>,
    wanted: &[Wanted],
    minted: &[(usize, SolanaAddress, Mint)],
    all: &mut [Option<Told>],
) -> Result<(), ChainError> {
    let solana = blocks.solana;
    let mints: Vec<SolanaAddress> = minted.iter().map(|(_, mint, _)| *mint).collect();
    let largest = solana.largest_holdings(&mints).await?;
    let listed: Vec<SolanaAddress> = largest.iter().flatten().flatten().copied().collect();
    let mut holdings = solana.accounts(&listed).await?.into_iter();
    for ((index, mint, known), listed) in minted.iter().zip(largest) {
        let Some(told) = &mut all[*index] else { continue };
        let listed = match listed {
            Ok(listed) => listed,
            Err(said) => {
                let detail = format!("{}: {said}", solana.name());
                told.notes.push(Problem::new(ProblemKind::OwnerNotNamed, detail));
                continue;
            }
        };
        let alone = known.supply == 1 && known.decimals == 0;
        for (slot, account) in holdings.by_ref().take(listed.len()) {
            let holding = account.as_ref().and_then(Account::holding);
            // An account that holds another mint, or nothing, is no holding of this one.
            let Some(holding) = holding.filter(|own| own.mint == *mint && own.amount > 0) else {
                continue;
            };
            let owner = AccountId::solana(asking.chain.clone(), holding.owner);
            let asked = &wanted[*index].holders;
            if !asked.is_empty() && !asked.contains(&owner) {
                continue;
            }
            let editions = (!alone).then_some(holding.amount);
            match blocks.record(asking, holding.owner, editions, slot).await? {
                Ok(record) => told.owners.push(record),
                Err(problem) => told.notes.push(problem),
            }
        }
        if told.owners.is_empty() && told.notes.iter().all(|n| n.kind != ProblemKind::OwnerNotNamed)
        {
            told.notes.push(Problem::new(ProblemKind::OwnerNotNamed, mint));
        }
    }
    Ok(())
}

/// Asks the endpoint's index about what has no metadata account, and gives the collections
/// that agreed to count it. It names no slot of its own: its answer is dated with the slot
/// that the accounts were read at before.
async fn ask_index(
    asking: &Asking<'_>,
    blocks: &mut Blocks<'_>,
    slot: u64,
    elsewhere: &[(usize, SolanaAddress, bool)],
    all: &mut [Option<Told>],
) -> Result<Vec<(usize, SolanaAddress)>, ChainError> {
    let mut counted = Vec::new();
    if elsewhere.is_empty() {
        return Ok(counted);
    }
    let ids: Vec<SolanaAddress> = elsewhere.iter().map(|(_, mint, _)| *mint).collect();
    let name = blocks.solana.name();
    let assets = blocks.solana.assets(&ids).await?;
    let indexed = assets.is_some();
    let assets = assets.unwrap_or_else(|| vec![None; ids.len()]);
    for ((index, mint, exists), asset) in elsewhere.iter().zip(assets) {
        let mut told = Told::of(Ok(String::new()));
        match asset {
            None => {
                let kind = match exists {
                    true => ProblemKind::NoMetadataNamed,
                    false => ProblemKind::NoSuchToken,
                };
                let detail = match indexed {
                    true => format!("{mint}, {name}"),
                    false => format!(
                        "{mint}; if it is compressed, only an endpoint with DAS knows it, and {name} has none"
                    ),
                };
                told.uri = Err(Problem::new(kind, detail));
            }
            Some(asset) if asset.burnt => {
                told.uri = Err(Problem::new(ProblemKind::NoSuchToken, format!("{mint} is burnt")));
            }
            Some(SolanaAsset { uri, name, owner, creators, collection, .. }) => {
                counted.extend(agreed(collection).map(|collection| (*index, collection)));
                note_unverified(&mut told, &creators, collection);
                told.title = title_of(&name);
                told.makers = makers(asking, &creators);
                told.uri = match uri.as_str() {
                    "" => Err(Problem::new(ProblemKind::NoMetadataNamed, mint)),
                    _ => Ok(uri),
                };
                match owner {
                    Some(owner) => match blocks.record(asking, owner, None, slot).await? {
                        Ok(record) => told.owners.push(record),
                        Err(problem) => told.notes.push(problem),
                    },
                    None => told.notes.push(Problem::new(ProblemKind::OwnerNotNamed, mint)),
                }
            }
        }
        all[*index] = Some(told);
    }
    Ok(counted)
}
