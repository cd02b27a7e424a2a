//! A worker's desk: what the script of a worker calls in its own copy of this program.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use url::Url;
use wasm_bindgen::prelude::*;

use super::job::{Done, Job, work, written};
use super::strip::{gone, shoot};
use crate::exhibition::Problem;
use crate::gallery::show::Show;
use crate::media::Animation;
use crate::messages::Messages;
use crate::platform::crew::hand_over;

/// The exhibition that is open in the page.
static SHOW: OnceLock<Show> = OnceLock::new();

thread_local! {
    /// Animations under their numbers.
    static STRIPS: RefCell<HashMap<u32, Animation>> = RefCell::default();
}

/// Sits down at a desk: reads the lock of the exhibition below `base`.
#[wasm_bindgen]
pub async fn sit_down(base: String) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let show = Show::of_site(Url::parse(&base)?).await.map_err(|problem| {
        JsError::new(&Messages::new(Default::default()).problem_in_full(&problem))
    })?;
    // Who sits already has the same exhibition open.
    let _ = SHOW.set(show);
    Ok(())
}

/// Does one job; what comes of it is `{ note, bytes }`.
#[wasm_bindgen]
pub async fn do_job(job: String) -> Result<JsValue, JsError> {
    let job = serde_json::from_str(&job)?;
    let show = SHOW.get().ok_or_else(|| JsError::new("nobody sits at this desk"))?;
    let done = done(show, job).await;
    Ok(match done {
        Ok(Done { note, parcel }) => hand_over(&written(&Ok(note)), &parcel.unpack()),
        Err(problem) => hand_over(&written(&Err(problem)), &[]),
    })
}

async fn done(show: &Show, job: Job) -> Result<Done, Problem> {
    match job {
        Job::Open { strip, hash } => {
            let bytes = show.read(&hash).await?;
            let mut animation = Animation::open(bytes)?;
            let shot = shoot(&mut animation)?;
            STRIPS.with_borrow_mut(|strips| strips.insert(strip, animation));
            Ok(shot.into())
        }
        Job::Next { strip } => STRIPS.with_borrow_mut(|strips| {
            let animation = strips.get_mut(&strip).ok_or_else(gone)?;
            Ok(shoot(animation)?.into())
        }),
        Job::Close { strip } => {
            STRIPS.with_borrow_mut(|strips| strips.remove(&strip));
            Ok(Vec::new().into())
        }
        job => work(show, job).await,
    }
}
