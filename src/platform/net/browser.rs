//! The network in the browser: `fetch`, which follows redirects by itself and shows
//! no addresses; CORS and the browser's own rules stand in for ours there.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::AddressRule;

/// A wait that ends.
pub type Sleep = Pin<Box<dyn Future<Output = ()>>>;

/// An answer whose body comes in one piece.
#[derive(Debug)]
pub struct Incoming(Option<reqwest::Response>);

/// The browser itself limits how many requests a host gets at once.
#[derive(Clone, Debug)]
pub struct Gate;

/// Held by who was let in.
#[derive(Debug)]
pub struct Pass;

pub fn client(
    _rule: AddressRule,
    _user_agent: &str,
    _connect_timeout: Duration,
) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder().build()
}

/// A request that takes no cookies along and leaves none: by itself a page's `fetch` sends
/// its own host the visitor's.
pub fn anonymous(request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
    request.fetch_credentials_omit()
}

/// The browser unpacks what comes compressed, and still says that it was.
pub const BODIES_ARE_RAW: bool = false;

/// Time that only goes on, from some moment of this page.
pub fn uptime() -> Duration {
    Duration::from_millis(js_sys::Date::now().max(0.0) as u64)
}

/// Seconds since 1970-01-01T00:00:00Z.
pub fn unix_now() -> i64 {
    (js_sys::Date::now() / 1_000.0) as i64
}

pub fn sleep(duration: Duration) -> Sleep {
    let millis = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _reject| {
        let timer = Reflect::get(&js_sys::global(), &JsValue::from_str("setTimeout"));
        let timer = timer.ok().and_then(|found| found.dyn_into::<Function>().ok());
        if let Some(timer) = timer {
            let _ = timer.call2(&JsValue::UNDEFINED, &resolve, &JsValue::from(millis));
        }
    });
    Box::pin(async move {
        let _ = JsFuture::from(promise).await;
    })
}

/// Runs a task beside the caller.
/// Awaits what needs the network.
pub async fn reach<F: Future>(future: F) -> F::Output {
    future.await
}

pub fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

impl Incoming {
    pub fn new(response: reqwest::Response) -> Self {
        Self(Some(response))
    }

    /// The whole body, then none.
    pub async fn piece(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, reqwest::Error> {
        match self.0.take() {
            Some(response) => Ok(Some(response.bytes().await?)),
            None => Ok(None),
        }
    }
}

impl Gate {
    pub fn new(_places: usize) -> Self {
        Self
    }

    pub async fn enter(&self) -> Pass {
        Pass
    }
}
