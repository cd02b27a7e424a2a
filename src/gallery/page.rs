//! The gallery inside a page: what the page may call, and where it is told that the
//! visitor stands.

use std::sync::mpsc::Sender;
use std::sync::{Mutex, OnceLock, PoisonError};

use bevy::prelude::*;
use url::Url;
use wasm_bindgen::prelude::*;

use super::app::{self, Opening};
use super::labels::Card;
use super::lettering::Print;
use super::line::{Ask, Line};
use super::order::Stage;
use super::show::{Reading, Show};
use super::sight::Sight;
use super::visitor::Visitor;
use super::wishes::{Attention, Wish};
use crate::exhibition::Language;
use crate::messages::Messages;
use crate::ownership::live::News;
use crate::platform;

/// What the page has asked for since the last frame.
static ASKED: Mutex<Vec<Asked>> = Mutex::new(Vec::new());

/// Where the visitor stands, as JSON.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// What stands on the label that the visitor is before.
static LABEL: Mutex<String> = Mutex::new(String::new());

/// Where news for the gallery go.
static TELL: OnceLock<Sender<News>> = OnceLock::new();

enum Asked {
    GoTo(String),
    Language(Language),
}

/// Opens the exhibition below `base` in a canvas. Returns when the gallery runs; the
/// page is told when its first picture stands.
#[wasm_bindgen]
pub async fn start(canvas: String, base: String, language: String) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let base = Url::parse(&base)?;
    let language = Language::from_tag(&language);
    let show = Show::of_site(base)
        .await
        .map_err(|problem| JsError::new(&Messages::new(language).problem_in_full(&problem)))?;
    let opening = Opening {
        language,
        at: None,
        reduced_motion: platform::prefers_reduced_motion(),
        // A worker of the page asks them, not the gallery.
        endpoints: Default::default(),
    };
    let mut app = app::in_window(show, &opening, Some(canvas));
    app.insert_resource(line_to_the_page());
    app.add_systems(
        Update,
        (heed_the_page.in_set(Stage::Input), (note_place, note_label).in_set(Stage::Show)),
    );
    app.run();
    Ok(())
}

/// Goes to `work=ID` or `room=N` (from 1), as an address has it behind its `#`.
#[wasm_bindgen]
pub fn go_to(place: String) {
    ask(Asked::GoTo(place));
}

/// Lets the visitor read another language: `en` or `zh-CN`.
#[wasm_bindgen]
pub fn set_language(tag: String) {
    ask(Asked::Language(Language::from_tag(&tag)));
}

/// What the page's worker has seen or checked: `News` as JSON.
#[wasm_bindgen]
pub fn told(news: &str) {
    // The worker is of the same build; what cannot be read is of no use.
    if let (Ok(news), Some(tell)) = (serde_json::from_str::<News>(news), TELL.get()) {
        let _ = tell.send(news);
    }
}

/// The line over which the page's worker watches and checks.
fn line_to_the_page() -> Line {
    let line = Line::new(|ask| match ask {
        Ask::Watch(order) => {
            // An order holds only texts and numbers, which JSON always can.
            platform::watch_works(&serde_json::to_string(&order).unwrap_or_default());
        }
        #[cfg(not(feature = "verify"))]
        Ask::Check(work) => platform::check_proof(&work),
    });
    // A page has one gallery.
    let _ = TELL.set(line.teller());
    line
}

/// Where the visitor stands: `{"x": …, "y": …, "heading": …, "room": …, "work": …}`,
/// in metres of the plan and degrees clockwise from north.
#[wasm_bindgen]
pub fn where_am_i() -> String {
    PLACE.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// What stands on the label of the work that the visitor is before, a paragraph a line;
/// nothing where there is none. Nobody can read it out of a canvas.
#[wasm_bindgen]
pub fn label_before() -> String {
    LABEL.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Keeps [`label_before`] true.
fn note_label(attention: Res<Attention>, labels: Query<(&Card, Ref<Print>)>) {
    let is_it = |card: &Card| attention.work == Some(card.work);
    let label = labels.iter().find(|(card, _)| is_it(card)).map(|(_, print)| print);
    let same = label.as_ref().is_some_and(|print| !print.is_changed());
    if same && !attention.is_changed() {
        return;
    }
    let words = label.map(|print| print.words()).unwrap_or_default();
    *LABEL.lock().unwrap_or_else(PoisonError::into_inner) = words;
}

/// Keeps [`where_am_i`] true.
fn note_place(
    show: Res<Show>,
    sight: Res<Sight>,
    attention: Res<Attention>,
    visitor: Single<(&Visitor, &Transform), Or<(Changed<Visitor>, Changed<Transform>)>>,
) {
    let (visitor, transform) = *visitor;
    let place = serde_json::json!({
        "x": transform.translation.x,
        "y": -transform.translation.z,
        "heading": visitor.heading.to_degrees().rem_euclid(360.0),
        "room": sight.here.map(|room| room.0 + 1),
        "work": attention.work.map(|work| show.lock.works[work].id.as_str()),
    });
    *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place.to_string();
}

fn ask(asked: Asked) {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
}

fn heed_the_page(show: Res<Show>, mut reading: ResMut<Reading>, mut wishes: MessageWriter<Wish>) {
    for asked in ASKED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        match asked {
            Asked::GoTo(place) => {
                if let Some(wish) = super::address::wish_for(&show, &place) {
                    wishes.write(wish);
                }
            }
            Asked::Language(language) => {
                reading.set_if_neq(Reading(language));
            }
        }
    }
}
