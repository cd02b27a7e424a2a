//! The network on the desktop: reqwest on Tokio with rustls and the ring provider.

use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{AddressRefused, AddressRule};

/// A wait that ends.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// An answer whose body is read in pieces.
#[derive(Debug)]
pub struct Incoming(reqwest::Response);

/// Lets a fixed number in at once.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Semaphore>);

/// Held by who was let in.
#[derive(Debug)]
pub struct Pass {
    _permit: Option<OwnedSemaphorePermit>,
}

struct Filtered(AddressRule);

/// A client without cookies, proxies, referrers or redirects of its own, that
/// connects only to what `rule` allows.
pub fn client(
    rule: AddressRule,
    user_agent: &str,
    connect_timeout: Duration,
) -> Result<reqwest::Client, reqwest::Error> {
    // Fails only where a provider stands already, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(user_agent)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .dns_resolver(Arc::new(Filtered(rule)))
        .build()
}

pub fn sleep(duration: Duration) -> Sleep {
    Box::pin(tokio::time::sleep(duration))
}

/// Runs a task beside the caller, on the program's own threads.
pub fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    RUNTIME.spawn(task);
}

/// Awaits what needs the network from a task that knows no reactor; its thread waits.
pub async fn reach<F: Future>(future: F) -> F::Output {
    block_on(future)
}

/// Waits for a future on this thread, which must not be one of the runtime's.
pub fn block_on<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// Runs work that computes, on a thread where it stops nothing else.
///
/// # Errors
/// Why the work broke off, when it panicked.
pub async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    RUNTIME.spawn_blocking(work).await.map_err(|error| error.to_string())
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("network")
        .enable_all()
        .build()
        .expect("a system that runs this program can start two threads")
});

impl Incoming {
    pub fn new(response: reqwest::Response) -> Self {
        Self(response)
    }

    /// The next piece, or none at the end.
    pub async fn piece(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, reqwest::Error> {
        self.0.chunk().await
    }
}

impl Gate {
    pub fn new(places: usize) -> Self {
        Self(Arc::new(Semaphore::new(places)))
    }

    pub async fn enter(&self) -> Pass {
        Pass { _permit: self.0.clone().acquire_owned().await.ok() }
    }
}

impl Resolve for Filtered {
    fn resolve(&self, name: Name) -> Resolving {
        let rule = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let all: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let found = !all.is_empty();
            let allowed: Vec<_> = all.into_iter().filter(|address| rule(address.ip())).collect();
            if found && allowed.is_empty() {
                return Err(AddressRefused(host).into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

impl fmt::Debug for Filtered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filtered")
    }
}
