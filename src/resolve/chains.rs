//! What chains say of tokens: who owns them and what names their metadata, all of one
//! chain at one block, from the first endpoint that answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use alloy_primitives::Address;
use url::Url;

use super::line::Line;
use super::provenance::trace;
use super::rounds::Rounds;
use super::standard::without_standard;
use super::strengthen::{strengthen, take_over};
use super::work::{Strength, Subject, TokenFacts};
use super::{Progress, others};
use crate::exhibition::{ChainSettings, ExhibitionFile, Lock, Problem, ProblemKind, WorkEntry};
use crate::ownership::{BlockRef, Timestamp};
use crate::source::{Answered, Endpoint, Library, Quorum, RpcError, Terms};
use crate::token::{AccountId, AssetId, ChainId, EvmStandard, EvmToken};

/// Fills in what chains say of every subject that is a token, and says what could not be
/// proven and which endpoints lag far behind `now`. Only a failing disk is an error.
pub(super) async fn ask_chains(
    library: &Library,
    file: &ExhibitionFile,
    earlier: Option<&Lock>,
    subjects: &mut [Subject],
    now: Timestamp,
    progress: &dyn Progress,
) -> io::Result<Vec<String>> {
    let mut warnings = Vec::new();
    let mut chains: BTreeMap<ChainId, Vec<usize>> = BTreeMap::new();
    for (i, subject) in subjects.iter().enumerate() {
        if let Some(facts) = &subject.token {
            chains.entry(facts.token.chain.clone()).or_default().push(i);
        }
    }
    for (chain, indices) in chains {
        let settings = file.chains.get(&chain.to_string()).cloned().unwrap_or_default();
        if chain.evm_number().is_none() {
            let others = others::Asking { library, chain: &chain, settings: &settings, progress };
            others.ask(subjects, indices).await?;
            continue;
        }
        let asking = Asking { library, earlier, chain, settings, now, progress };
        warnings.extend(asking.ask(subjects, indices).await?);
    }
    Ok(warnings)
}

/// How often a chain is asked from the beginning where it goes on replacing the block
/// that it is asked at.
const TURNS: usize = 3;

/// One chain that is being asked.
struct Asking<'a> {
    library: &'a Library,
    /// What an earlier resolve locked.
    earlier: Option<&'a Lock>,
    chain: ChainId,
    settings: ChainSettings,
    now: Timestamp,
    progress: &'a dyn Progress,
}

/// A token that no endpoint has answered for yet.
pub(super) struct Open {
    index: usize,
    pub id: AssetId,
    pub token: EvmToken,
    pub holders: Vec<Address>,
    /// Whether only its contract can tell which standard it follows.
    standard_open: bool,
    /// What is asked for, as the journal knows it.
    asked: String,
    /// What was noted before any endpoint was asked.
    pub notes: Vec<Problem>,
}

impl Asking<'_> {
    /// Asks about the subjects at these places, and says what could not be proven, and who
    /// lags.
    async fn ask(&self, subjects: &mut [Subject], indices: Vec<usize>) -> io::Result<Vec<String>> {
        let (mut open, mut weak) = (Vec::new(), Vec::new());
        for index in indices.iter().copied() {
            let asked = asked_for(&self.settings, &subjects[index].entry);
            match self.known(&subjects[index], &asked) {
                Some(facts) => {
                    subjects[index].token = Some(facts);
                    let earlier = self.earlier;
                    let subject = &mut subjects[index];
                    let traced = self.settings.provenance;
                    let known = |lock| take_over(subject, lock, self.library, traced);
                    if !earlier.is_some_and(known) {
                        weak.push(index);
                    }
                }
                None => open.extend(self.open(&subjects[index], index, asked)),
            }
        }
        if open.is_empty() && weak.is_empty() {
            return Ok(Vec::new());
        }
        weak.extend(open.iter().map(|open: &Open| open.index));
        let (mut problems, mut late, mut shortfall) = (Vec::new(), None, None);
        let mut again = self.library.journal().block(&self.chain, &self.settings.block);
        for turn in 1..=TURNS {
            problems.clear();
            let taken = again.take();
            let quorum = match self.gather(taken.as_ref()).await {
                Ok(quorum) => quorum,
                Err(errors) => {
                    problems.extend(errors.into_iter().map(Problem::from));
                    break;
                }
            };
            late = self.lateness(&quorum);
            let before = open.len();
            problems.extend(self.ask_endpoints(&quorum, subjects, &mut open).await?);
            // The endpoints may have forgotten the block of a resolve that was broken off.
            let forgotten = taken.is_some() && before > 0 && open.len() == before;
            let last = turn == TURNS;
            if !last && (forgotten && !problems.is_empty() || lost(&quorum, &open).await) {
                continue;
            }
            weak.sort_unstable();
            let mut line = Line::new(self.chain.clone(), quorum, &self.settings);
            strengthen(&mut line, self.library, subjects, &weak).await?;
            if !last && line.is_replaced() {
                forget(subjects, &weak);
                continue;
            }
            shortfall = line.shortfall();
            if self.settings.provenance {
                let (earlier, progress) = (self.earlier, self.progress);
                let said = trace(&line, self.library, earlier, subjects, &weak, progress);
                shortfall = said.await?.or(shortfall);
            }
            break;
        }
        for left in open {
            let facts = subjects[left.index].token.as_mut();
            // What an endpoint refused a single token is said there already.
            if let Some(facts) = facts.filter(|facts| facts.uri.is_none()) {
                facts.uri = Some(Err(nobody_answered(&self.chain, &self.settings, &problems)));
            }
        }
        Ok(late.into_iter().chain(shortfall).collect())
    }

    /// Which endpoints lag far behind, and at which block works are asked about for it.
    fn lateness(&self, quorum: &Quorum) -> Option<String> {
        let block = quorum.block();
        (!quorum.late.is_empty()).then(|| {
            format!(
                "{}: {}; its works are asked about at block {} of {}",
                self.chain,
                quorum.late.join("; "),
                block.number,
                block.time
            )
        })
    }

    /// What an earlier resolve was told, where that is still at hand.
    fn known(&self, subject: &Subject, asked: &str) -> Option<TokenFacts> {
        let token = &subject.token.as_ref()?.token;
        let answered = self.library.journal().answered(token, asked)?;
        let uri = self.library.blobs().read_whole(&answered.uri)?;
        Some(TokenFacts {
            token: answered.token,
            uri: Some(Ok(String::from_utf8(uri).ok()?)),
            owners: answered.owners,
            notes: answered.notes,
            said: answered.said,
        })
    }

    fn open(&self, subject: &Subject, index: usize, asked: String) -> Option<Open> {
        let id = subject.token.as_ref()?.token.clone();
        let token = id.evm()?;
        let (mut holders, mut notes) = (Vec::new(), Vec::new());
        for text in &subject.entry.holders {
            match self.holder(text) {
                Ok(holder) => holders.push(holder),
                Err(detail) => {
                    notes.push(Problem::new(ProblemKind::HolderUnreadable, detail));
                }
            }
        }
        let standard_open = without_standard(&subject.entry).is_some();
        Some(Open { index, id, token, holders, standard_open, asked, notes })
    }

    fn holder(&self, text: &str) -> Result<Address, String> {
        let whole =
            if text.contains(':') { text.to_owned() } else { format!("{}:{text}", self.chain) };
        let account: AccountId = whole.parse().map_err(|error| format!("{error}"))?;
        let address = account.evm_address().filter(|_| account.chain == self.chain);
        address.ok_or_else(|| format!("{text} is no account of {}", self.chain))
    }

    /// The endpoints that agree on the block to ask at.
    async fn gather(&self, again: Option<&BlockRef>) -> Result<Quorum, Vec<RpcError>> {
        let urls = self.settings.endpoints.iter().filter_map(|endpoint| Url::parse(endpoint).ok());
        let urls: Vec<Url> = urls.collect();
        let block = &self.settings.block;
        // Other blocks than the newest are older, as they are meant to be.
        let now = (block == "latest").then_some(self.now);
        let terms = Terms { chain: &self.chain, block, again, needed: self.settings.agree, now };
        match Quorum::gather(self.library.servers(), &urls, terms).await {
            // The block is gone from some of them.
            Ok(quorum) if again.is_some() && !quorum.is_reached() => {
                let terms = Terms { again: None, ..terms };
                Quorum::gather(self.library.servers(), &urls, terms).await
            }
            gathered => gathered,
        }
    }

    /// Asks one endpoint after the other until nothing is open, and says what went wrong.
    async fn ask_endpoints(
        &self,
        quorum: &Quorum,
        subjects: &mut [Subject],
        open: &mut Vec<Open>,
    ) -> io::Result<Vec<Problem>> {
        let mut problems = Vec::new();
        for endpoint in &quorum.endpoints {
            if open.is_empty() {
                break;
            }
            match self.ask_endpoint(endpoint.clone(), subjects, open).await {
                Ok(()) => {}
                Err(Trouble::Endpoint(error)) => problems.push(Problem::from(error)),
                Err(Trouble::Disk(error)) => return Err(error),
            }
        }
        Ok(problems)
    }

    /// Asks one endpoint about all that is open; what it answers is open no more.
    async fn ask_endpoint(
        &self,
        endpoint: Endpoint,
        subjects: &mut [Subject],
        open: &mut Vec<Open>,
    ) -> Result<(), Trouble> {
        let journal = self.library.journal();
        let again = journal.block(&self.chain, &self.settings.block);
        let contracts: BTreeSet<Address> = open.iter().map(|open| open.token.contract).collect();
        let contracts: Vec<Address> = contracts.into_iter().collect();
        let codes = endpoint.code_at(&contracts).await?;
        if again.as_ref() != Some(endpoint.block()) {
            let block = endpoint.block().clone();
            journal
                .add_block(self.chain.clone(), &self.settings.block, block)
                .map_err(Trouble::Disk)?;
        }
        let empty: HashMap<Address, bool> =
            contracts.into_iter().zip(codes.iter().map(|code| code.is_empty())).collect();
        let block = endpoint.block().number;
        let count = open.len();
        self.progress.say(&format!(
            "{} of {} at block {block}: {count} tokens",
            endpoint.name(),
            self.chain
        ));
        let there = empty.iter().filter(|(_, empty)| !**empty).map(|(contract, _)| *contract);
        let names = self.settings.names.as_deref();
        let rounds = Rounds::survey(&self.chain, &endpoint, names, self.library, there.collect());
        let rounds = rounds.await.map_err(Trouble::Disk)??;
        self.settle_standards(&rounds, subjects, open);
        let (none, asked): (Vec<Open>, Vec<Open>) =
            std::mem::take(open).into_iter().partition(|open| empty[&open.token.contract]);
        for open in none {
            if let Some(facts) = &mut subjects[open.index].token {
                facts.uri = Some(Err(rounds.no_contract(&open)));
            }
        }
        let settle = |open: Open, facts: TokenFacts, refused: bool| {
            let settled = self.settle(&open, &facts, refused);
            subjects[open.index].token = Some(facts);
            settled.map(|()| refused.then_some(open))
        };
        let (left, trouble) = rounds.ask(asked, settle).await.map_err(Trouble::Disk)?;
        open.extend(left);
        trouble.map_or(Ok(()), |trouble| Err(Trouble::Endpoint(trouble)))
    }

    /// Names tokens whose contract says that it follows ERC-1155 as what they are.
    fn settle_standards(&self, rounds: &Rounds, subjects: &mut [Subject], open: &mut [Open]) {
        for open in open.iter_mut().filter(|open| open.standard_open) {
            if rounds.standard_of(open.token.contract) != Some(EvmStandard::Erc1155) {
                continue;
            }
            open.token.standard = EvmStandard::Erc1155;
            open.id = AssetId::of_evm(self.chain.clone(), open.token);
            if let Some(facts) = &mut subjects[open.index].token {
                facts.token = open.id.clone();
            }
        }
    }

    /// Puts what was answered for into the journal, so that it is not asked again.
    fn settle(&self, open: &Open, facts: &TokenFacts, refused: bool) -> io::Result<()> {
        let Some(Ok(uri)) = facts.uri.as_ref().filter(|_| !refused) else { return Ok(()) };
        self.library.journal().add_answered(Answered {
            token: facts.token.clone(),
            asked: open.asked.clone(),
            uri: self.library.blobs().keep(uri.as_bytes())?,
            owners: facts.owners.clone(),
            notes: facts.notes.clone(),
            said: facts.said.clone(),
        })
    }
}

/// Whether what is still open may be so because the block was replaced.
async fn lost(quorum: &Quorum, open: &[Open]) -> bool {
    !open.is_empty() && quorum.first().has_its_block().await == Some(false)
}

/// Forgets how strongly works were known at a block that is no more.
fn forget(subjects: &mut [Subject], places: &[usize]) {
    for place in places {
        let subject = &mut subjects[*place];
        subject.strong = Strength::default();
        if let Some(facts) = &mut subject.token {
            facts.notes.retain(|note| !note.kind.is_about_evidence());
        }
    }
}

/// Why none of a chain's endpoints told anything, by what each of them said.
pub(super) fn nobody_answered(
    chain: &ChainId,
    settings: &ChainSettings,
    problems: &[Problem],
) -> Problem {
    if settings.endpoints.is_empty() {
        let detail = format!(
            "exhibition.toml names no endpoint for {chain}; add [chains.\"{chain}\"] with endpoints = [\"https://…\"]"
        );
        return Problem::new(ProblemKind::NoEndpoint, detail);
    }
    let kind = match problems {
        [first, others @ ..] if others.iter().all(|other| other.kind == first.kind) => first.kind,
        _ => ProblemKind::EndpointSilent,
    };
    let said: Vec<&str> = problems.iter().map(|problem| problem.detail.as_str()).collect();
    Problem::new(kind, said.join("; ")).about(&chain.to_string())
}

/// What is asked for about a work's token, as the journal knows it.
pub(super) fn asked_for(settings: &ChainSettings, entry: &WorkEntry) -> String {
    let mut asked = settings.block.clone();
    // Who wants more than before asks again.
    if !settings.proof {
        asked.push_str(" unproven");
    }
    if let Some(agree) = settings.agree {
        asked.push_str(&format!(" agree {agree}"));
    }
    if let Some(names) = &settings.names {
        asked.push_str(&format!(" names {names}"));
    }
    for holder in &entry.holders {
        asked.push(' ');
        asked.push_str(holder);
    }
    asked
}

/// What ends the asking of one endpoint, or of everything.
enum Trouble {
    Endpoint(RpcError),
    Disk(io::Error),
}

impl From<RpcError> for Trouble {
    fn from(error: RpcError) -> Self {
        Self::Endpoint(error)
    }
}
