//! Holding what is shown of a work to what its contract answers, wherever a proof of those
//! answers is believed: a proof says what the contract answers, and not what hangs here.

use super::{BlobHash, BlobStore, LockedWork, Severity, check_called, check_named};
use crate::ownership::{Called, Checked, Evidence, Level, Said, Verdict};

/// The blobs of the answers to which a work is held.
pub fn answers_of(work: &LockedWork) -> impl Iterator<Item = BlobHash> + use<'_> {
    let named = work.naming.iter().map(|naming| naming.text);
    let called = work.called.iter().flat_map(Called::blobs);
    named.chain(called.map(|blob| BlobHash::from_bytes(blob.0)))
}

/// Refuses, of what came of checking a work, that its contract names what hangs or calls the
/// collection so, where it is called proven and something else is shown. It is what a check of
/// the lock finds; nothing that was checked becomes better by it.
pub fn hold_to_answers(work: &LockedWork, blobs: &dyn BlobStore, checks: &mut Vec<Checked>) {
    let is_proven = |evidence: &Evidence| evidence.level() >= Level::Proven;
    let naming = work.naming.as_ref();
    let naming = naming.filter(|naming| is_proven(&naming.evidence) || naming.is_overstated());
    let called = work.called.as_ref().filter(|called| is_proven(&called.evidence));
    let named = naming.and_then(|_| check_named(work, blobs)).map(|why| (Said::Metadata, why));
    let called = called.and_then(|_| check_called(work, blobs)).map(|why| (Said::Collection, why));
    for (said, why) in named.into_iter().chain(called) {
        if why.severity() < Severity::Failure {
            continue;
        }
        let verdict = Verdict::Refused(why.to_string());
        match checks.iter_mut().find(|check| check.said == said) {
            // That the proof itself does not hold goes before.
            Some(Checked { verdict: Verdict::Refused(_), .. }) => {}
            Some(check) => check.verdict = verdict,
            None => checks.push(Checked { said, verdict }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::{
        ByteStrength, Bytes, MemoryBlobs, Naming, Problem, ProblemKind, Text, read_lock,
    };
    use crate::ownership::CalledBy;

    const DOCUMENT: &str = r#"{"name":"Kiln"}"#;

    /// A work whose contract names the document that hangs, and calls its collection so.
    fn work(level: Level) -> (LockedWork, MemoryBlobs) {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut work = read_lock(lock).unwrap().works.swap_remove(0);
        let mut blobs = MemoryBlobs::default();
        let text = blobs.keep(format!("data:application/json,{DOCUMENT}").into_bytes());
        work.naming = Some(Naming { text, made: false, evidence: Evidence::of(level) });
        work.metadata = Some(Bytes {
            uri: "data:application/json".to_owned(),
            hash: BlobHash::of(DOCUMENT.as_bytes()),
            length: DOCUMENT.len() as u64,
            strength: ByteStrength::OnChain,
        });
        work.collection = Text::one("Kiln");
        work.called = Some(Called::of(CalledBy::Name, "Kiln", Evidence::of(level)));
        (work, blobs)
    }

    /// What comes of it where the proof of both holds.
    fn held(work: &LockedWork, blobs: &MemoryBlobs) -> [Option<String>; 2] {
        let holds = |said| Checked { said, verdict: Verdict::Holds { block: 9 } };
        let mut checks = vec![holds(Said::Metadata), holds(Said::Collection)];
        hold_to_answers(work, blobs, &mut checks);
        let verdicts = [Said::Metadata, Said::Collection];
        verdicts.map(|said| match &checks.iter().find(|check| check.said == said)?.verdict {
            Verdict::Refused(why) => Some(why.clone()),
            _ => None,
        })
    }

    #[test]
    fn what_is_proven_is_refused_where_something_else_is_shown() {
        let check = |spoil: &dyn Fn(&mut LockedWork), named: Option<&str>, called: Option<&str>| {
            let (mut work, blobs) = work(Level::Proven);
            spoil(&mut work);
            let found = held(&work, &blobs);
            assert_eq!([found[0].as_deref(), found[1].as_deref()], [named, called]);
        };
        let other = Some("what hangs is not what its contract names");
        let otherwise = Some("the collection is not called as its contract calls it");
        check(&|_| {}, None, None);
        check(&|work| work.collection = Text::one("Bored Ape Yacht Club"), None, otherwise);
        let foreign = |work: &mut LockedWork| {
            work.metadata.as_mut().unwrap().hash = BlobHash::of(b"another document");
        };
        check(&foreign, other, None);
        let elsewhere = |work: &mut LockedWork| {
            work.metadata.as_mut().unwrap().uri = "https://h.example/7".to_owned();
            foreign(work);
        };
        check(&elsewhere, other, None);
        // Where the way to it is not kept nothing speaks against it.
        let passed_on = |work: &mut LockedWork| {
            work.notes = vec![Problem::new(ProblemKind::MetadataElsewhere, "on")];
            foreign(work);
        };
        check(&passed_on, None, None);
        let made = |work: &mut LockedWork| work.naming.as_mut().unwrap().made = true;
        let made_here = crate::exhibition::Finding::MadeHere.to_string();
        check(&made, Some(&made_here), None);
    }

    #[test]
    fn a_document_that_gives_the_name_is_read() {
        let check = |document: &str, refused: bool| {
            let (mut work, mut blobs) = work(Level::Proven);
            let text = format!("data:application/json,{document}");
            blobs.keep(text.clone().into_bytes());
            let called = Called::of(CalledBy::Document, &text, Evidence::of(Level::Proven));
            work.called = Some(called);
            assert_eq!(held(&work, &blobs)[1].is_some(), refused, "{document}");
            let needed: Vec<_> = answers_of(&work).collect();
            assert_eq!(needed, [work.naming.as_ref().unwrap().text, BlobHash::of(text.as_bytes())]);
            // Without its text nothing holds.
            assert!(held(&work, &MemoryBlobs::default()).iter().all(Option::is_some));
        };
        check(DOCUMENT, false);
        check(r#"{"name":"Other"}"#, true);
    }

    #[test]
    fn what_is_only_told_is_left_to_its_tellers_and_a_refusal_stays() {
        for level in [Level::Reported, Level::Agreed] {
            let (mut work, blobs) = work(level);
            work.collection = Text::one("Other");
            work.metadata.as_mut().unwrap().hash = BlobHash::of(b"another document");
            let mut checks = Vec::new();
            hold_to_answers(&work, &blobs, &mut checks);
            assert_eq!(checks, []);
        }
        let (mut work, blobs) = work(Level::Proven);
        work.collection = Text::one("Other");
        let refused = |why: &str| {
            vec![Checked { said: Said::Collection, verdict: Verdict::Refused(why.to_owned()) }]
        };
        let mut checks = refused("the proof does not hold");
        hold_to_answers(&work, &blobs, &mut checks);
        assert_eq!(checks, refused("the proof does not hold"));
        // What nobody ran is refused all the same.
        let mut checks = Vec::new();
        hold_to_answers(&work, &blobs, &mut checks);
        assert_eq!(checks, refused("the collection is not called as its contract calls it"));
    }
}
