//! The network on the desktop: reqwest on Tokio with rustls and the ring provider.

use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT_ENCODING, HeaderValue};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

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

/// Threads of their own for work that takes much memory: as few as work at once, so that
/// what one piece of work leaves behind in a thread's heap the next one takes.
#[derive(Clone, Debug)]
pub struct Workers(mpsc::Sender<Job>);

type Job = Box<dyn FnOnce() + Send>;

/// How names become addresses, before the rule is asked.
type Lookup = Arc<dyn Fn(String) -> Looking + Send + Sync>;

type Looking = Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;

/// The resolver of a client. Whom it connects to is taken from here and asked nowhere
/// else, so that a name cannot have another address when it is connected to than when it
/// was checked.
struct Filtered {
    rule: AddressRule,
    lookup: Lookup,
}

/// Nothing unpacks what comes compressed.
pub const BODIES_ARE_RAW: bool = true;

/// A client without cookies, proxies, referrers or redirects of its own, that
/// connects only to what `rule` allows.
pub fn client(
    rule: AddressRule,
    user_agent: &str,
    connect_timeout: Duration,
) -> Result<reqwest::Client, reqwest::Error> {
    let lookup: Lookup = Arc::new(|host| {
        Box::pin(async move { Ok(tokio::net::lookup_host((host.as_str(), 0)).await?.collect()) })
    });
    builder_with(rule, lookup, user_agent, connect_timeout).build()
}

/// A request that takes no cookies along and leaves none, as the client has none.
pub fn anonymous(request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
    request
}

/// Time that only goes on, from some moment of this process.
pub fn uptime() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// Seconds since 1970-01-01T00:00:00Z.
pub fn unix_now() -> i64 {
    crate::platform::clock::unix_now()
}

fn builder_with(
    rule: AddressRule,
    lookup: Lookup,
    user_agent: &str,
    connect_timeout: Duration,
) -> reqwest::ClientBuilder {
    // Fails only where a provider stands already, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .user_agent(user_agent)
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        // Who packs its answers all the same is refused: a byte is a byte here.
        .default_headers(
            [(ACCEPT_ENCODING, HeaderValue::from_static("identity"))].into_iter().collect(),
        )
        .dns_resolver(Arc::new(Filtered { rule, lookup }))
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

/// The stack of a worker, in bytes. What nests in a file is gone through by recursion, as
/// deep as the limits let it nest; a thread's usual stack would do, and this leaves room.
const STACK_BYTES: usize = 8 << 20;

impl Workers {
    pub fn new(threads: usize) -> Self {
        let (sender, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..threads {
            let receiver = receiver.clone();
            std::thread::Builder::new()
                .name("examiner".to_owned())
                .stack_size(STACK_BYTES)
                .spawn(move || {
                    let next = || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    while let Ok(job) = next() {
                        job();
                    }
                })
                .expect("a system that runs this program can start its threads");
        }
        Self(sender)
    }

    /// Runs work that computes.
    ///
    /// # Errors
    /// Why the work broke off, when it panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let (tell, told) = oneshot::channel();
        let job = move || {
            // Whoever asked may have gone; then nobody wants the answer.
            let _ = tell.send(catch_unwind(AssertUnwindSafe(work)));
        };
        self.0.send(Box::new(job)).map_err(|_| "no thread is left".to_owned())?;
        told.await.map_err(|error| error.to_string())?.map_err(|_| "it panicked".to_owned())
    }
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
        self.enter_as(1).await
    }

    /// Takes so many places at once; more than there are is never let in.
    pub async fn enter_as(&self, places: usize) -> Pass {
        let places = u32::try_from(places).unwrap_or(u32::MAX);
        Pass { _permit: self.0.clone().acquire_many_owned(places).await.ok() }
    }
}

impl Resolve for Filtered {
    fn resolve(&self, name: Name) -> Resolving {
        let (rule, lookup) = (self.rule.clone(), self.lookup.clone());
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let all = lookup(host.clone()).await?;
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

/// A client as [`client`] makes it, with somebody else to say which addresses a name has.
#[cfg(test)]
pub fn client_by(
    addresses: fn(&str) -> Vec<std::net::IpAddr>,
    rule: AddressRule,
    user_agent: &str,
    connect_timeout: Duration,
) -> Result<reqwest::Client, reqwest::Error> {
    let lookup: Lookup = Arc::new(move |host| {
        let found = addresses(&host).into_iter().map(|address| SocketAddr::new(address, 0));
        let found: Vec<SocketAddr> = found.collect();
        Box::pin(async move { Ok(found) })
    });
    builder_with(rule, lookup, user_agent, connect_timeout).build()
}

#[cfg(test)]
#[path = "tls_tests.rs"]
mod tls_tests;

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::limits::CONNECT_TIMEOUT;

    #[test]
    fn the_time_for_a_connection_is_met_from_both_sides() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 1_024]);
                let _ = stream.write_all(
                    b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                );
            }
        });
        let check = |takes: Duration, expected: bool| {
            let lookup: Lookup = Arc::new(move |_| {
                Box::pin(async move {
                    sleep(takes).await;
                    Ok(vec![([127, 0, 0, 1], 0).into()])
                })
            });
            let client = builder_with(Arc::new(|_| true), lookup, "test", CONNECT_TIMEOUT).build();
            let request = client.unwrap().get(format!("http://slow.example:{port}/")).send();
            let start = Instant::now();
            assert_eq!(block_on(request).is_ok(), expected, "{takes:?}");
            assert_eq!(start.elapsed() >= CONNECT_TIMEOUT, !expected, "{:?}", start.elapsed());
        };
        check(CONNECT_TIMEOUT / 10, true);
        check(CONNECT_TIMEOUT * 10, false);
    }

    /// A name whose second answer is another than its first: what was checked is what is
    /// connected to, and what is looked up anew is checked anew.
    #[test]
    fn a_name_that_changes_its_address_leads_nowhere() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = connections.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 1_024]);
                let _ = stream.write_all(
                    b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok",
                );
            }
        });
        let lookups = Arc::new(AtomicUsize::new(0));
        let looked_up = lookups.clone();
        let lookup: Lookup = Arc::new(move |_| {
            let before = looked_up.fetch_add(1, Ordering::SeqCst);
            let address = if before == 0 { [127, 0, 0, 1] } else { [127, 0, 0, 2] };
            Box::pin(async move { Ok(vec![(address, 0).into()]) })
        });
        // The first address stands for a public one, the second for a private one.
        let rule: AddressRule = Arc::new(|address| address.to_string() == "127.0.0.1");
        let client = builder_with(rule, lookup, "test", Duration::from_secs(5)).build().unwrap();
        let url = format!("http://rebind.example:{port}/");
        let first = block_on(async { client.get(&url).send().await?.text().await });
        assert_eq!(first.unwrap(), "ok");
        assert_eq!(lookups.load(Ordering::SeqCst), 1, "one look-up serves check and connection");
        let second = block_on(client.get(&url).send()).unwrap_err();
        let said = format!("{second:?}");
        assert!(said.contains("AddressRefused"), "{said}");
        assert_eq!(connections.load(Ordering::SeqCst), 1);
    }
}
