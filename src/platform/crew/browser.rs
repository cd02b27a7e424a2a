//! A page's crew: Web Workers that run this same program. What they give back lies in
//! the page's memory, and comes into this program's only in pieces, or not at all.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::Given;
use crate::platform::js::{object, page_ask, page_tell};
use crate::platform::net::sleep;

/// Bytes from whoever has made them.
#[derive(Debug)]
pub enum Parcel {
    /// In this program's memory.
    Here(Vec<u8>),
    /// In the page's.
    Beside(Beside),
}

/// A number on the shelf of the page's one thread: what is behind it cannot be sent
/// about, its number can.
#[derive(Debug)]
pub struct Beside {
    number: u32,
    length: usize,
}

thread_local! {
    static SHELF: RefCell<HashMap<u32, Uint8Array>> = RefCell::default();
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Parcel {
    /// Whether its bytes lie outside of this program's memory.
    pub fn lies_beside(&self) -> bool {
        matches!(self, Self::Beside(_))
    }

    /// How many bytes it holds.
    pub fn length(&self) -> usize {
        match self {
            Self::Here(bytes) => bytes.len(),
            Self::Beside(beside) => beside.length,
        }
    }

    /// Some of its bytes.
    pub fn part(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        match self {
            Self::Here(bytes) => Cow::Borrowed(&bytes[range]),
            Self::Beside(beside) => {
                let [from, to] = [range.start, range.end].map(|at| at as u32);
                Cow::Owned(beside.bytes().subarray(from, to).to_vec())
            }
        }
    }

    /// Copies those of its bytes that begin there.
    pub fn copy(&self, at: usize, into: &mut [u8]) {
        match self {
            Self::Here(bytes) => into.copy_from_slice(&bytes[at..at + into.len()]),
            Self::Beside(beside) => {
                let [from, to] = [at, at + into.len()].map(|at| at as u32);
                beside.bytes().subarray(from, to).copy_to(into);
            }
        }
    }

    /// Some of its bytes for themselves; what lies in the page's memory stays where it is.
    pub fn cut(&self, range: Range<usize>) -> Self {
        match self {
            Self::Here(bytes) => Self::Here(bytes[range].to_vec()),
            Self::Beside(beside) => {
                let [from, to] = [range.start, range.end].map(|at| at as u32);
                Self::Beside(Beside::new(beside.bytes().subarray(from, to)))
            }
        }
    }

    /// All of its bytes, copied into this program's memory.
    pub fn unpack(self) -> Vec<u8> {
        match self {
            Self::Here(bytes) => bytes,
            Self::Beside(beside) => beside.bytes().to_vec(),
        }
    }

    /// The bytes for the page's own use.
    pub(in crate::platform) fn for_page(&self) -> Uint8Array {
        match self {
            Self::Here(bytes) => Uint8Array::from(bytes.as_slice()),
            Self::Beside(beside) => beside.bytes(),
        }
    }
}

impl From<Vec<u8>> for Parcel {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Here(bytes)
    }
}

impl Beside {
    fn new(bytes: Uint8Array) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let length = bytes.length() as usize;
        SHELF.with_borrow_mut(|shelf| shelf.insert(number, bytes));
        Self { number, length }
    }

    fn bytes(&self) -> Uint8Array {
        let found = SHELF.with_borrow(|shelf| shelf.get(&self.number).cloned());
        found.unwrap_or_else(|| Uint8Array::new_with_length(self.length as u32))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        SHELF.with_borrow_mut(|shelf| shelf.remove(&self.number));
    }
}

/// Asks the crew for a piece of work. None where the page has no crew; the words of an
/// error where one of the crew broke down over it. Jobs for the same desk are done by
/// the same worker, one after the other.
pub async fn ask(job: impl FnOnce() -> String, desk: Option<u32>) -> Option<Result<Given, String>> {
    let desk = desk.map_or(JsValue::NULL, JsValue::from);
    let given = match page_ask(&job(), &desk).await {
        Ok(given) if given.is_object() => given,
        Ok(_) => return None,
        Err(error) => return Some(Err(words_of(&error))),
    };
    let field = |name: &str| Reflect::get(&given, &name.into()).unwrap_or(JsValue::NULL);
    let note = field("note").as_string().unwrap_or_default();
    let bytes = field("bytes").dyn_into().unwrap_or_else(|_| Uint8Array::new_with_length(0));
    Some(Ok(Given { note, parcel: Parcel::Beside(Beside::new(bytes)) }))
}

/// Tells the worker at a desk something that needs no answer.
pub fn tell(job: &str, desk: u32) {
    // A page without a crew has nothing to be told.
    let _ = page_tell(job, desk);
}

/// Lets the page draw a frame before the work goes on.
pub async fn breathe() {
    sleep(Duration::ZERO).await;
}

/// What a worker hands to the page: a note, and bytes of their own.
pub fn hand_over(note: &str, bytes: &[u8]) -> JsValue {
    object(&[("note", note.into()), ("bytes", Uint8Array::from(bytes).into())])
}

fn words_of(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok();
    message.and_then(|message| message.as_string()).unwrap_or_else(|| format!("{error:?}"))
}
