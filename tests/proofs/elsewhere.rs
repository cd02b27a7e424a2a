//! Whole shows on chains other than Ethereum: what is proven there, what is not, and what
//! is said of it.

use enfilade::exhibition::{Finding, ProblemKind};
use enfilade::ownership::Level;
use serde_json::json;

use crate::liar::{Liar, Lie};
use crate::show::Show;
use crate::stage::{Stage, checked, level, owner};

/// A show of one work, through so many endpoints of what they call the chain of this number.
fn show(stage: &Stage, number: u64, endpoints: &[Liar]) -> Show {
    let urls: Vec<String> = endpoints.iter().map(Liar::url).collect();
    let show = Show::new(&format!(
        "[chains.\"eip155:{number}\"]\nendpoints = {}\n[[work]]\ntoken = \"eip155:{number}/erc721:{}/1\"\nid = \"w\"\n",
        json!(urls),
        stage.works,
    ));
    show.resolve();
    show
}

#[test]
fn what_is_said_of_a_work_fits_how_its_chain_runs_contracts() {
    let stage = Stage::new();
    let check = |number: u64, voices: usize, expected: Level, note: Option<ProblemKind>| {
        let start = |_| Liar::start(&stage.chain.url, &[Lie::ChainId(number)]);
        let endpoints: Vec<Liar> = (0..voices).map(start).collect();
        let show = show(&stage, number, &endpoints);
        let work = show.work("w");
        assert_eq!((level(&work), owner(&work)), (Some(expected), Some(stage.holder())));
        let said: Vec<ProblemKind> = work.notes.iter().map(|note| note.kind).collect();
        assert_eq!(said, Vec::from_iter(note), "{number}: {:?}", work.notes);
        // A plain resolve takes over what was found, with what was said of it.
        show.resolve();
        assert_eq!(show.work("w").notes, work.notes, "{number}");
        let (_, findings) = checked(&show);
        match note {
            Some(ProblemKind::RulesAssumed) => {
                assert!(matches!(&findings[..], [Finding::RulesAssumed { .. }]), "{findings:?}");
            }
            _ => assert_eq!(findings, [], "{number}"),
        }
        work
    };
    let work = check(42_161, 1, Level::Reported, Some(ProblemKind::ForeignRules));
    assert!(work.notes[0].detail.contains("Arbitrum One"), "{:?}", work.notes);
    check(42_161, 2, Level::Agreed, Some(ProblemKind::ForeignRules));
    check(324, 2, Level::Agreed, Some(ProblemKind::ForeignRules));
    check(8_453, 1, Level::Proven, None);
    check(4_711, 1, Level::Proven, Some(ProblemKind::RulesAssumed));
}

/// A lock from when it was not known: what is called proven is refused now.
#[test]
fn a_proof_of_a_chain_that_runs_contracts_otherwise_is_refused() {
    let stage = Stage::new();
    let endpoint = Liar::start(&stage.chain.url, &[Lie::ChainId(8_453)]);
    let show = show(&stage, 8_453, std::slice::from_ref(&endpoint));
    assert_eq!(checked(&show).1, []);
    let lock = std::fs::read_to_string(show.path().join("exhibition.lock")).unwrap();
    show.write("exhibition.lock", lock.replace("eip155:8453", "eip155:42161").as_bytes());
    let said: Vec<String> = checked(&show).1.iter().map(ToString::to_string).collect();
    let refused =
        "the proof does not hold: contracts of Arbitrum One (eip155:42161) are not run here";
    assert!(said.iter().any(|said| said.contains(refused)), "{said:?}");
}
