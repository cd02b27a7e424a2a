//! What is known of works while the visitor looks at them: who holds them now, and
//! whether their stored proofs and signed records hold.

use std::collections::{BTreeMap, HashMap, HashSet};

use bevy::prelude::*;

use super::answers::Answers;
use super::audience::Audience;
use super::line::{Ask, Line};
use super::order::Stage;
use super::pending::Pending;
use super::show::Show;
use super::sight::Sight;
use super::wishes::Attention;
#[cfg(feature = "verify")]
use crate::exhibition::LockedWork;
#[cfg(feature = "verify")]
use crate::ownership::Checked;
use crate::ownership::WorkChecked;
use crate::ownership::live::{LiveRecord, News, Order, Trouble, Watched};
use crate::token::ChainId;

/// What was heard, by the works' indices in `Lock::works`.
#[derive(Resource, Debug, Default)]
pub(super) struct Live {
    /// One record, or one for each holder of editions.
    records: HashMap<usize, Vec<LiveRecord>>,
    checked: HashMap<usize, WorkChecked>,
    troubles: BTreeMap<ChainId, (String, Trouble)>,
}

/// What was heard of one work.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Heard {
    pub records: Vec<LiveRecord>,
    pub checked: Option<WorkChecked>,
    /// What is the matter with the endpoint of its chain.
    pub trouble: Option<(String, Trouble)>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Line>().init_resource::<Live>().add_systems(
        Update,
        (
            hear.in_set(Stage::Input),
            (say_what_is_in_sight, check_what_is_in_sight).in_set(Stage::Show),
        )
            .run_if(resource_exists::<Show>),
    );
}

impl Live {
    pub fn records(&self, work: usize) -> &[LiveRecord] {
        self.records.get(&work).map_or(&[], Vec::as_slice)
    }

    pub fn of(&self, show: &Show, work: usize) -> Heard {
        let chain = show.lock.works[work].token.as_ref().map(|token| &token.chain);
        Heard {
            records: self.records(work).to_vec(),
            checked: self.checked.get(&work).cloned(),
            trouble: chain.and_then(|chain| self.troubles.get(chain)).cloned(),
        }
    }

    fn note(&mut self, show: &Show, answers: &mut Answers, news: News) {
        match news {
            News::Work(record) => {
                let Some(work) = index_of(show, &record.work) else { return };
                let of_work = self.records.entry(work).or_default();
                match of_work.iter_mut().find(|known| known.is_same(&record)) {
                    Some(known) => *known = *record,
                    None => of_work.push(*record),
                }
            }
            News::Checked(checked) => {
                let Some(work) = index_of(show, &checked.work) else { return };
                if let Some(checked) = answers.hold(show, work, checked) {
                    self.checked.insert(work, checked);
                }
            }
            News::Line { chain, trouble: None, .. } => {
                self.troubles.remove(&chain);
            }
            News::Line { chain, endpoint, trouble: Some(trouble) } => {
                self.troubles.insert(chain, (endpoint, trouble));
            }
        }
    }
}

fn index_of(show: &Show, id: &str) -> Option<usize> {
    show.lock.works.iter().position(|work| work.id.as_str() == id)
}

fn hear(show: Res<Show>, line: Res<Line>, mut live: ResMut<Live>, mut answers: Local<Answers>) {
    for news in line.heard() {
        live.note(&show, &mut answers, news);
    }
    for checked in answers.held() {
        if let Some(work) = index_of(&show, &checked.work) {
            live.checked.insert(work, checked);
        }
    }
}

/// Says which works are to be watched, whenever that is another question than before.
fn say_what_is_in_sight(
    show: Res<Show>,
    line: Res<Line>,
    sight: Res<Sight>,
    attention: Res<Attention>,
    audience: Res<Audience>,
    mut said: Local<Order>,
) {
    let same = !audience.is_changed() && !line.is_changed();
    if same && !sight.is_changed() && !attention.is_changed() {
        return;
    }
    let work = |work: usize| &show.lock.works[work];
    let in_sight = sight.rooms.iter().flat_map(|room| &show.plan.room(*room).works);
    let watched = in_sight.flat_map(|index| {
        let work = work(*index);
        let token = work.token.as_ref();
        let all = token.map(|token| Watched::all_of(work.id.as_str(), token, &work.ownership));
        all.unwrap_or_default()
    });
    let order = match audience.sees {
        true => Order {
            works: watched.collect(),
            before: attention.work.map(|index| work(index).id.to_string()),
        },
        // Nobody looks: nothing is asked.
        false => Order::default(),
    };
    if order != *said || line.is_changed() {
        *said = order.clone();
        line.ask(Ask::Watch(order));
    }
}

/// Has the stored proofs and signed records of what is in sight checked here, once each and
/// one in a frame: a label is to stand on what was run by this machine, and not on the word of
/// a lock.
fn check_what_is_in_sight(
    show: Res<Show>,
    (line, live): (Res<Line>, Res<Live>),
    sight: Res<Sight>,
    attention: Res<Attention>,
    mut pending: ResMut<Pending>,
    mut asked: Local<HashSet<usize>>,
    mut settled: Local<bool>,
) {
    // A picture is taken once the labels in it say what was run. Whether a page's worker
    // answers is not this program's to await.
    if cfg!(feature = "verify") {
        let open = asked.iter().filter(|index| !live.checked.contains_key(index));
        pending.set("proofs", open.count());
    }
    if *settled && !sight.is_changed() && !attention.is_changed() {
        return;
    }
    let in_sight = sight.rooms.iter().flat_map(|room| &show.plan.room(*room).works).copied();
    let next = attention
        .work
        .into_iter()
        .chain(in_sight)
        .find(|index| is_checkable(&show, *index) && !asked.contains(index));
    *settled = next.is_none();
    if let Some(index) = next {
        asked.insert(index);
        check(&show, &line, index);
    }
}

/// Whether a work has a proof that can be run, or is said to have been signed for.
fn is_checkable(show: &Show, index: usize) -> bool {
    let work = &show.lock.works[index];
    work.proof.is_some() && work.token.is_some() || work.is_attested()
}

#[cfg(not(feature = "verify"))]
fn check(show: &Show, line: &Line, index: usize) {
    line.ask(Ask::Check(show.lock.works[index].id.to_string()));
}

#[cfg(feature = "verify")]
fn check(show: &Show, line: &Line, index: usize) {
    use crate::ownership::Timestamp;
    use crate::platform::net::unix_now;
    let (show, tell) = (show.clone(), line.teller());
    let checking = async move {
        let work = &show.lock.works[index];
        let mut checks = run_proof(&show, work).await;
        let at = Timestamp::from_unix(unix_now());
        if work.is_attested() {
            hold_to_records(&show, work, &mut checks, at).await;
        }
        // A gallery that is closing listens no more.
        let _ = tell.send(News::Checked(WorkChecked { work: work.id.to_string(), at, checks }));
    };
    bevy::tasks::IoTaskPool::get().spawn(checking).detach();
}

/// Runs a work's stored proof; nothing comes of it where none is stored.
#[cfg(feature = "verify")]
async fn run_proof(show: &Show, work: &LockedWork) -> Vec<Checked> {
    use crate::ownership::{Named, Stored};
    let (Some(proof), Some(token)) = (&work.proof, &work.token) else { return Vec::new() };
    let mut named = None;
    if let Some(naming) = &work.naming {
        let text = show.read(&naming.text).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        named = Some(Named { text, evidence: naming.evidence.clone() });
    }
    let stored = Stored {
        token: token.clone(),
        ownership: work.ownership.clone(),
        naming: named,
        called: work.called.clone(),
        royalty: work.royalty.clone(),
        binding: work.binding.clone(),
        rights: work.rights.clone(),
    };
    // A blob that cannot be read proves nothing, and the check says so.
    let witness = show.read(&proof.witness).await.unwrap_or_default();
    let mut codes = Vec::new();
    for code in &proof.codes {
        codes.push(show.read(code).await.unwrap_or_default());
    }
    crate::verifier::check(&stored, &witness, codes)
}

/// Holds what is called attested of a work to its signed records.
#[cfg(feature = "verify")]
async fn hold_to_records(
    show: &Show,
    work: &LockedWork,
    checks: &mut Vec<Checked>,
    now: crate::ownership::Timestamp,
) {
    use crate::exhibition::{Attestable, SignedBytes};
    let mut signed = Vec::new();
    for kept in &work.signed {
        // One that cannot be read says nothing.
        let record = show.read(&kept.record).await.unwrap_or_default();
        let status = match &kept.status {
            Some(list) => Some(show.read(list).await.unwrap_or_default()),
            None => None,
        };
        signed.push(SignedBytes { record, status });
    }
    crate::verifier::add_signed(checks, &Attestable::of(work), &signed, now);
}
