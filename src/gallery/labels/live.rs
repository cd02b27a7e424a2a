//! What a label and a panel say of a work that is watched: its holder now, what changed,
//! and whether its stored proof holds.

use super::evidence;
use crate::exhibition::Language;
use crate::messages::Messages;
use crate::ownership::live::{Holding, LiveRecord, Trouble};
use crate::ownership::{
    BesideVerdict, OwnerVerdict, OwnershipRecord, Said, Stands, Timestamp, WorkChecked,
};

/// Whether what is seen now stands on the label in place of what the exhibition has: it is
/// as strongly known. That another holder was told of more weakly is a mark beside it.
pub(super) fn stands_for(live: &LiveRecord, record: &OwnershipRecord) -> bool {
    live.evidence.level() >= record.evidence.level()
}

/// The holder as a label has room for it; none where the contract names none.
pub(super) fn short_holder(holding: &Holding) -> Option<String> {
    match holding {
        Holding::Owner(owner) => Some(evidence::short_address(&owner.clone().into())),
        Holding::Editions { holder, .. } => Some(evidence::short_address(&holder.clone().into())),
        Holding::Nobody => None,
    }
}

/// The quiet marks on a label: what became of its holders, the first of whom something is
/// told of, and that its metadata is new. Neither keeps the other from being said.
pub(super) fn marks(messages: &Messages, records: &[&LiveRecord]) -> Vec<String> {
    let became = |live: &&LiveRecord| burnt(messages, live).or_else(|| change(messages, live));
    let metadata_in = records.iter().filter_map(|live| live.metadata_in).max();
    let metadata = metadata_in.map(|block| said(messages, "live-metadata", block));
    records.iter().find_map(became).into_iter().chain(metadata).collect()
}

/// Whose editions it is about, for where there are several holders.
pub(in crate::gallery) fn of_holder(messages: &Messages, live: &LiveRecord) -> Option<String> {
    let holder = live.holding.holder()?;
    Some(messages.format("live-of", &[("owner", holder.address())]))
}

/// Everything that was seen, a sentence each, for the panel.
pub(in crate::gallery) fn sentences(messages: &Messages, live: &LiveRecord) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(block) = live.taken_back_from {
        sentences.push(said(messages, "live-taken-back", block));
    }
    let at = live.evidence.block().map_or(0, |block| block.number);
    sentences.push(change(messages, live).unwrap_or_else(|| said(messages, "live-same", at)));
    if let Some(change) = &live.change {
        let named = |key, holding| messages.format(key, &[("owner", &whole(messages, holding))]);
        if !matches!(live.holding, Holding::Editions { .. }) {
            sentences.push(named("live-was", &change.was));
            sentences.push(named("live-is", &live.holding));
        } else {
            sentences.push(named("live-counted", &live.holding));
        }
    }
    // What is proven of it was run here as it was seen.
    sentences.push(evidence::says(messages, &live.evidence, Stands::AsSaid));
    sentences.extend(burnt(messages, live));
    if let Some(block) = live.metadata_in {
        sentences.push(said(messages, "live-metadata", block));
    }
    if let Some(why) = &live.unproven {
        let why = why.trim_end_matches('.');
        sentences.push(messages.format("live-unproven", &[("reason", why)]));
    }
    sentences
}

/// What is the matter with an endpoint.
pub(in crate::gallery) fn trouble(messages: &Messages, endpoint: &str, is: &Trouble) -> String {
    let detail = is.detail();
    let values = [("endpoint", endpoint), ("detail", detail.trim_end_matches('.'))];
    messages.format(&format!("live-{}", is.key()), &values)
}

/// What came of checking the stored proof and the signed records, and when: of the owner
/// first, then of what is said beside it.
pub(in crate::gallery) fn checked(messages: &Messages, checked: &WorkChecked) -> String {
    let time = minute(checked.at);
    let at = ("time", time.as_str());
    let beside = checked.beside();
    let mut sentences = vec![match checked.owner() {
        OwnerVerdict::Holds { block } => {
            messages.format("check-holds", &[at, ("block", &block.to_string())])
        }
        OwnerVerdict::HoldsOfSome { block, held, all } => {
            let [block, held, all] = [block.to_string(), held.to_string(), all.to_string()];
            let values = [at, ("block", &block), ("held", &held), ("all", &all)];
            messages.format("check-holds-of-some", &values)
        }
        OwnerVerdict::Refused(why) => {
            messages.format("check-refused", &[at, ("reason", why.trim_end_matches('.'))])
        }
        OwnerVerdict::Signed { signed, all } => {
            let [signed, all] = [signed, all].map(|count| count.to_string());
            messages.format("check-signed", &[at, ("signed", &signed), ("all", &all)])
        }
        OwnerVerdict::Unsigned(why) => {
            messages.format("check-unsigned", &[at, ("reason", why.trim_end_matches('.'))])
        }
        OwnerVerdict::Unproven if beside == BesideVerdict::default() => {
            messages.format("check-nothing", &[at])
        }
        OwnerVerdict::Unproven => messages.format("check-unproven", &[at]),
    }];
    if !beside.holds.is_empty() {
        let what = kinds(messages, &beside.holds);
        sentences.push(messages.format("check-beside-holds", &[("what", &what)]));
    }
    if let Some(why) = beside.why {
        let what = kinds(messages, &beside.refused);
        let values = [("what", what.as_str()), ("reason", why.trim_end_matches('.'))];
        sentences.push(messages.format("check-beside-refused", &values));
    }
    if !beside.signed.is_empty() {
        let what = kinds(messages, &beside.signed);
        sentences.push(messages.format("check-beside-signed", &[("what", &what)]));
    }
    if let Some(why) = beside.why_unsigned {
        let what = kinds(messages, &beside.unsigned);
        let values = [("what", what.as_str()), ("reason", why.trim_end_matches('.'))];
        sentences.push(messages.format("check-beside-unsigned", &values));
    }
    sentences.join(match messages.language() {
        Language::English => " ",
        Language::Chinese => "",
    })
}

/// What was checked beside the owner, as a list.
fn kinds(messages: &Messages, said: &[&Said]) -> String {
    let named = |said: &&Said| match said {
        Said::Owner(owner) => owner.clone(),
        Said::Metadata => messages.get("check-said-metadata"),
        Said::Collection => messages.get("check-said-collection"),
        Said::Royalty => messages.get("check-said-royalty"),
        Said::Binding => messages.get("check-said-binding"),
        Said::Right => messages.get("check-said-right"),
        Said::Author => messages.get("check-said-author"),
    };
    let named: Vec<String> = said.iter().map(named).collect();
    named.join(match messages.language() {
        Language::English => ", ",
        Language::Chinese => "、",
    })
}

fn change(messages: &Messages, live: &LiveRecord) -> Option<String> {
    let change = live.change.as_ref()?;
    // Where it happened is known by an event alone; else only where it was seen.
    let (key, block) = match (&live.holding, change.in_block) {
        (Holding::Owner(_), Some(block)) => ("live-held-now", block),
        (Holding::Owner(_), None) => ("live-held-since", change.block),
        // Why a contract names no owner, and since when, no event proves.
        (Holding::Nobody, _) => ("live-gone", change.block),
        (Holding::Editions { .. }, Some(block)) => ("live-count-now", block),
        (Holding::Editions { .. }, None) => ("live-count-since", change.block),
    };
    Some(said(messages, key, block))
}

fn said(messages: &Messages, key: &str, block: u64) -> String {
    messages.format(key, &[("block", &block.to_string())])
}

/// That it was burnt, where that was told: the word of the endpoint that is watched through,
/// which stands first. What is proven beside it is only that the contract names no owner.
fn burnt(messages: &Messages, live: &LiveRecord) -> Option<String> {
    let change = live.change.as_ref().filter(|change| change.burnt)?;
    let block = change.in_block?.to_string();
    let by = live.evidence.sources().first()?;
    Some(messages.format("live-burnt", &[("by", by), ("block", &block)]))
}

/// The holder in full. That the contract names none does not say that it is nobody's.
fn whole(messages: &Messages, holding: &Holding) -> String {
    match holding {
        Holding::Owner(owner) => owner.address().to_owned(),
        Holding::Editions { count, .. } => count.to_string(),
        Holding::Nobody => messages.get("live-unnamed"),
    }
}

/// `2026-01-31 12:00:00 UTC`.
fn minute(moment: Timestamp) -> String {
    moment.to_string().replace('T', " ").replace('Z', " UTC")
}

#[cfg(test)]
mod tests {
    use alloy_primitives::U256;

    use super::*;
    use crate::ownership::live::Change;
    use crate::ownership::{BlockRef, Checked, Evidence, Verdict};

    #[test]
    fn burnt_is_an_endpoints_word_beside_a_proof_that_no_owner_is_named() {
        let block = BlockRef { number: 9, hash: Default::default(), time: Timestamp::from_unix(0) };
        let endpoints = ["a.example", "b.example"].map(str::to_owned).to_vec();
        let proven = Evidence::Proven { endpoints, asked: 2, block: block.clone() };
        let reported = Evidence::Reported { endpoint: "a.example".to_owned(), block };
        let check = |evidence: &Evidence, language: Language, burnt: bool, expected: [&str; 3]| {
            let was = Holding::Nobody;
            let live = LiveRecord {
                work: "w".to_owned(),
                holding: Holding::Nobody,
                evidence: evidence.clone(),
                change: Some(Change { was, block: 9, in_block: Some(7), burnt }),
                metadata_in: None,
                taken_back_from: None,
                unproven: None,
            };
            let messages = Messages::new(language);
            let [gone, is, of_burning] = expected;
            let code = evidence::says(&messages, evidence, Stands::AsSaid);
            let mut said = sentences(&messages, &live);
            // What is proven stands before its evidence, and the burning apart from both.
            let told = if burnt { said.pop() } else { None };
            assert_eq!(told.as_deref(), burnt.then_some(of_burning));
            assert_eq!([&said[0], &said[2], &said[3]], [gone, is, code.as_str()]);
            assert_eq!(said.len(), 4, "{said:?}");
            let of_label = if burnt { of_burning } else { gone };
            assert_eq!(marks(&messages, &[&live]), [of_label]);
        };
        let english = [
            "The contract names no owner any more, seen at block 9.",
            "Now: the contract names no owner.",
            "a.example says that it was burnt in block 7; that is its word, and not proven.",
        ];
        let chinese = [
            "合约不再指明任何持有人，见于区块 9。",
            "现在：合约未指明持有人。",
            "据 a.example 所述，已于区块 7 销毁；此为其一家之言，未获证明。",
        ];
        for evidence in [&proven, &reported] {
            for burnt in [true, false] {
                check(evidence, Language::English, burnt, english);
                check(evidence, Language::Chinese, burnt, chinese);
            }
        }
    }

    #[test]
    fn a_change_is_of_just_now_where_an_event_says_so_and_else_seen_at_a_block() {
        let account = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        let account = || account.parse().unwrap();
        let owner = || Holding::Owner(account());
        let editions = || Holding::Editions { holder: account(), count: U256::ONE };
        let check = |holding: Holding, in_block: Option<u64>, expected: [&str; 2]| {
            let change = Change { was: Holding::Nobody, block: 90, in_block, burnt: false };
            let live = LiveRecord {
                work: "w".to_owned(),
                holding,
                evidence: Evidence::Claimed { by: "x".to_owned(), as_of: None },
                change: Some(change),
                metadata_in: None,
                taken_back_from: None,
                unproven: None,
            };
            for (language, expected) in [Language::English, Language::Chinese].iter().zip(expected)
            {
                let messages = Messages::new(*language);
                assert_eq!(marks(&messages, &[&live]), [expected]);
                assert_eq!(sentences(&messages, &live)[0], expected);
            }
        };
        let now = ["Changed hands just now, block 7.", "刚刚易手，区块 7。"];
        check(owner(), Some(7), now);
        let seen = "Changed hands since the exhibition was put together, seen at block 90.";
        check(owner(), None, [seen, "展览编成之后已易手，见于区块 90。"]);
        let now = "Another number of editions is held since just now, block 7.";
        check(editions(), Some(7), [now, "所持版数刚刚改变，区块 7。"]);
        let seen = "The number of editions held has changed since the exhibition was put together, seen at block 90.";
        check(editions(), None, [seen, "展览编成之后所持版数已改变，见于区块 90。"]);
    }

    #[test]
    fn new_metadata_is_said_beside_what_became_of_holders() {
        let account = |last: char| {
            let account = format!("eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe{last}");
            Holding::Owner(account.to_lowercase().parse().unwrap())
        };
        let record = |changed_in: Option<u64>, metadata_in: Option<u64>| LiveRecord {
            work: "w".to_owned(),
            holding: account('d'),
            evidence: Evidence::Claimed { by: "x".to_owned(), as_of: None },
            change: changed_in.map(|block| Change {
                was: account('e'),
                block,
                in_block: Some(block),
                burnt: false,
            }),
            metadata_in,
            taken_back_from: None,
            unproven: None,
        };
        let check = |records: &[LiveRecord], english: &[&str], chinese: &[&str]| {
            let records: Vec<&LiveRecord> = records.iter().collect();
            for (language, expected) in [(Language::English, english), (Language::Chinese, chinese)]
            {
                assert_eq!(marks(&Messages::new(language), &records), expected);
            }
        };
        let given = ["Changed hands just now, block 7.", "刚刚易手，区块 7。"];
        let named = [
            "New metadata was announced in block 9; what hangs here is as it was before.",
            "区块 9 中宣布了新的元数据；此处所展仍为此前的内容。",
        ];
        check(&[], &[], &[]);
        check(&[record(None, None)], &[], &[]);
        check(&[record(Some(7), None)], &given[..1], &given[1..]);
        check(&[record(None, Some(9))], &named[..1], &named[1..]);
        let both = [[given[0], named[0]], [given[1], named[1]]];
        check(&[record(Some(7), Some(9))], &both[0], &both[1]);
        // Of several holders' records each tells of the metadata, and some heard it earlier.
        let several = [record(None, Some(8)), record(Some(7), Some(9)), record(Some(5), None)];
        check(&several, &both[0], &both[1]);
    }

    #[test]
    fn a_check_speaks_of_the_owner_first_and_of_the_rest_apart() {
        let owner = || Said::Owner("eip155:1:0x1".to_owned());
        let weaker = || Verdict::Weaker("reported".to_owned());
        let refused = || Verdict::Refused("it is another.".to_owned());
        let holds = Verdict::Holds { block: 9 };
        let check = |checks: Vec<(Said, Verdict)>, said: &[&str], unsaid: &str| {
            let one = |(said, verdict)| Checked { said, verdict };
            let checks = checks.into_iter().map(one).collect();
            let at = Timestamp::from_unix(1_800_000_000);
            let checked = WorkChecked { work: "w".to_owned(), at, checks };
            let words = super::checked(&Messages::new(Language::English), &checked);
            for part in said {
                assert!(words.contains(part), "{part}: {words}");
            }
            assert!(unsaid.is_empty() || !words.contains(unsaid), "{unsaid}: {words}");
        };
        let own_code = "own code says so at block 9";
        let whose_word = "is the exhibition’s word";
        check(vec![(owner(), holds.clone())], &[own_code, whose_word], "On the same proof");
        // What holds beside an owner who is only reported proves no owner.
        let beside = vec![(owner(), weaker()), (Said::Metadata, holds.clone())];
        let apart = "On the same proof stands: what names the metadata.";
        check(beside, &["nothing is stored that proves who owns it", apart], "own code");
        let beside = vec![(owner(), holds.clone()), (Said::Royalty, refused())];
        let apart = "Not borne out by its proof: the royalty. it is another.";
        check(beside, &[own_code, apart], "of who owns it does not hold");
        let beside = vec![(owner(), refused()), (Said::Royalty, holds.clone())];
        check(beside, &["of who owns it does not hold. it is another."], own_code);
        let two = vec![(owner(), holds), (owner(), weaker())];
        check(two, &["of 1 of 2 owners", own_code], "");
        check(vec![(owner(), weaker())], &["nothing that is said of this work"], own_code);
        let unsigned = || Verdict::Unsigned("it expired.".to_owned());
        let says_who = "of 1 of 1 owners that are named, a record says so that its issuer signed";
        let signed = vec![(owner(), Verdict::Signed), (Said::Author, Verdict::Signed)];
        check(signed, &[says_who, "signed also says: who made it."], own_code);
        let unsigned = vec![(owner(), unsigned()), (Said::Author, unsigned())];
        let who = "no signed record says who owns it. it expired.";
        check(unsigned, &[who, "No signed record says: who made it. it expired."], says_who);
        let author = vec![(owner(), weaker()), (Said::Author, Verdict::Signed)];
        check(author, &["signed also says: who made it."], "nothing that is said of this work");
    }
}
