//! The one door to the network. Whoever asks it gets bytes within their limits, or a
//! sentence that says why not.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use futures::future::{Either, select};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use url::{Host, Url};

use super::Patience;
use super::address::is_public;
use super::door_allowed::Allowed;
use super::door_answer::{check_head, check_status, deepest, redirect, refusal, timed_out};
use super::door_error::{DoorError, host_of, place};
use super::host::{Host as AskedHost, backoff};
use super::want::Want;
use crate::limits::{CONNECT_TIMEOUT, REDIRECTS_MAX, RETRIES_MAX, RETRY_AFTER_MAX};
use crate::media::HEAD_BYTES;
use crate::platform::net::{self, Incoming, Pass, Sleep};

/// The door. Clones share their connections and their patience with each host.
#[derive(Clone, Debug)]
pub struct Door(Arc<Inner>);

/// An answer that is being read: pieces within the limit and the time of its wish.
pub struct Body {
    incoming: Incoming,
    url: Url,
    want: Want,
    read: u64,
    /// The first bytes, until there are as many as tell what all of them are.
    head: Vec<u8>,
    bytes_max: Option<u64>,
    deadline: Option<Sleep>,
    host: AskedHost,
    _pass: Pass,
}

/// How a client is made that connects only to what a rule allows; tests look names up by
/// themselves.
type Connect = fn(net::AddressRule, &str, Duration) -> Result<reqwest::Client, reqwest::Error>;

#[derive(Debug)]
struct Inner {
    allowed: Allowed,
    connect: Connect,
    public: OnceLock<Result<reqwest::Client, String>>,
    own: OnceLock<Result<reqwest::Client, String>>,
    patience: Patience,
    hosts: Arc<Mutex<HashMap<String, AskedHost>>>,
}

/// One request, before its redirects.
struct Ask<'a> {
    url: &'a Url,
    accept: Option<&'static str>,
    json: Option<&'a [u8]>,
    want: Want,
}

impl Door {
    pub fn new(allowed: Allowed, patience: Patience) -> Self {
        Self::made(allowed, patience, Arc::default(), net::client)
    }

    /// A door that allows other servers. How a host fares is known to both: together they
    /// ask no more of it than one.
    pub fn allowing(&self, allowed: Allowed) -> Self {
        Self::made(allowed, self.0.patience, self.0.hosts.clone(), self.0.connect)
    }

    fn made(
        allowed: Allowed,
        patience: Patience,
        hosts: Arc<Mutex<HashMap<String, AskedHost>>>,
        connect: Connect,
    ) -> Self {
        let (public, own) = (OnceLock::new(), OnceLock::new());
        Self(Arc::new(Inner { allowed, connect, public, own, patience, hosts }))
    }

    pub fn patience(&self) -> Patience {
        self.0.patience
    }

    /// All bytes that lie at an address.
    pub async fn get(&self, url: &Url, want: Want) -> Result<Vec<u8>, DoorError> {
        self.all(Ask { url, accept: None, json: None, want }).await
    }

    /// The answer to a JSON document.
    pub async fn post_json(
        &self,
        url: &Url,
        json: &[u8],
        want: Want,
    ) -> Result<Vec<u8>, DoorError> {
        self.all(Ask { url, accept: None, json: Some(json), want }).await
    }

    /// An answer to be read piece by piece; `accept` is the media type asked for.
    pub async fn open(
        &self,
        url: &Url,
        accept: &'static str,
        want: Want,
    ) -> Result<Body, DoorError> {
        let ask = self.within_patience(Ask { url, accept: Some(accept), json: None, want });
        let mut failures = 0;
        loop {
            match self.once(&ask).await {
                Err(error) => self.wait_or_give_up(url, &mut failures, error).await?,
                opened => return opened,
            }
        }
    }

    /// The bytes at an address, written as they come; each attempt writes into a place of
    /// its own that `place` makes.
    ///
    /// # Errors
    /// [`DoorError::NotKept`] when a place takes no more; it is not tried again.
    pub async fn get_into<W: io::Write>(
        &self,
        url: &Url,
        want: Want,
        mut place: impl FnMut() -> io::Result<W>,
    ) -> Result<W, DoorError> {
        self.patiently(Ask { url, accept: None, json: None, want }, &mut place).await
    }

    async fn all(&self, ask: Ask<'_>) -> Result<Vec<u8>, DoorError> {
        self.patiently(ask, &mut || Ok(Vec::new())).await
    }

    async fn patiently<W: io::Write>(
        &self,
        ask: Ask<'_>,
        place: &mut impl FnMut() -> io::Result<W>,
    ) -> Result<W, DoorError> {
        let ask = self.within_patience(ask);
        let mut failures = 0;
        loop {
            let mut into = place().map_err(|error| DoorError::NotKept(error.kind()))?;
            let read = match self.once(&ask).await {
                Ok(body) => body.read_into(&mut into).await,
                Err(error) => Err(error),
            };
            match read {
                Err(error) => self.wait_or_give_up(ask.url, &mut failures, error).await?,
                Ok(()) => return Ok(into),
            }
        }
    }

    fn within_patience<'a>(&self, mut ask: Ask<'a>) -> Ask<'a> {
        ask.want.timeout = ask.want.timeout.min(self.0.patience.answer_max);
        ask
    }

    /// Waits as long as the failure asks for, or hands it on when it is final. A host that
    /// asks for rest is left alone by everybody.
    async fn wait_or_give_up(
        &self,
        url: &Url,
        failures: &mut u32,
        error: DoorError,
    ) -> Result<(), DoorError> {
        let doubling = backoff(self.0.patience.backoff, *failures, url);
        let wait = match &error {
            DoorError::Busy { host, after } => {
                let wait = after.unwrap_or(doubling);
                self.host_named(host).rest(wait);
                wait
            }
            _ => doubling,
        };
        if *failures >= RETRIES_MAX || !error.may_pass() || wait > RETRY_AFTER_MAX {
            return Err(error);
        }
        tracing::debug!("{error}; asked again in {} ms", wait.as_millis());
        *failures += 1;
        net::sleep(wait).await;
        Ok(())
    }

    /// One request with its redirects, each of them checked as the first was.
    async fn once(&self, ask: &Ask<'_>) -> Result<Body, DoorError> {
        let mut deadline = None;
        let mut url = ask.url.clone();
        for _ in 0..=REDIRECTS_MAX {
            let (client, checked) = self.admit(&url, ask.url)?;
            url = checked;
            let host = self.host_named(&host_of(&url));
            let pass = host.enter(&url, self.0.patience).await?;
            // The time begins here: for the wait before a gate, nobody answers.
            let left = deadline.take().unwrap_or_else(|| net::sleep(ask.want.timeout));
            let mut request = match ask.json {
                Some(json) => client
                    .post(url.clone())
                    .header(CONTENT_TYPE, "application/json")
                    .body(json.to_vec()),
                None => client.get(url.clone()),
            };
            if let Some(accept) = ask.accept {
                request = request.header(ACCEPT, accept);
            }
            let sending = Box::pin(net::anonymous(request).send());
            let response = match select(sending, left).await {
                Either::Left((sent, rest)) => {
                    deadline = Some(rest);
                    sent.map_err(|error| refusal(&url, error))
                }
                Either::Right(_) => Err(timed_out(&url, &ask.want)),
            };
            let response = response.inspect_err(|error| host.note(error))?;
            if !response.status().is_success() {
                host.answered();
            }
            if let Some(next) = redirect(&url, &response)? {
                url = self.0.allowed.without_keys(next);
                continue;
            }
            check_status(&url, &response)?;
            check_head(&url, &response, &ask.want)?;
            return Ok(Body {
                incoming: Incoming::new(response),
                url,
                want: ask.want,
                read: 0,
                head: Vec::new(),
                bytes_max: None,
                deadline,
                host,
                _pass: pass,
            });
        }
        Err(DoorError::Redirects { place: place(ask.url) })
    }

    /// The client for an address that may be asked, and the address as it is asked. `first`
    /// is what was asked for before it led there.
    fn admit(&self, url: &Url, first: &Url) -> Result<(&reqwest::Client, Url), DoorError> {
        let mut url = url.clone();
        let own = self.0.allowed.holds(&url, first);
        if url.scheme() == "http" && !own {
            // What is public is asked over TLS or not at all.
            let _ = url.set_scheme("https");
        }
        if !matches!(url.scheme(), "https" | "http") {
            return Err(DoorError::Scheme { place: place(&url) });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(DoorError::Credentials { host: host_of(&url) });
        }
        let literal_fits = match url.host() {
            Some(Host::Ipv4(address)) => is_public(address.into()),
            Some(Host::Ipv6(address)) => is_public(address.into()),
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                name != "localhost" && !name.ends_with(".localhost")
            }
            None => false,
        };
        if !literal_fits && !own {
            return Err(DoorError::Private { host: host_of(&url) });
        }
        let slot = if own { &self.0.own } else { &self.0.public };
        let made = slot.get_or_init(|| {
            let rule: net::AddressRule = if own { Arc::new(|_| true) } else { Arc::new(is_public) };
            let agent = concat!("enfilade/", env!("CARGO_PKG_VERSION"));
            (self.0.connect)(rule, agent, CONNECT_TIMEOUT).map_err(|error| deepest(&error))
        });
        let client = made.as_ref().map_err(|problem| DoorError::NoClient(problem.clone()))?;
        Ok((client, url))
    }

    fn host_named(&self, name: &str) -> AskedHost {
        let mut hosts = self.0.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(name.to_owned()).or_insert_with(AskedHost::new).clone()
    }
}

impl Body {
    /// The next piece, or none at the end.
    pub async fn piece(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, DoorError> {
        let Some(deadline) = self.deadline.take() else {
            return Err(timed_out(&self.url, &self.want));
        };
        let piece = match select(Box::pin(self.incoming.piece()), deadline).await {
            Either::Left((piece, rest)) => {
                self.deadline = Some(rest);
                piece.map_err(|error| refusal(&self.url, error))
            }
            Either::Right(_) => Err(timed_out(&self.url, &self.want)),
        };
        let Some(piece) = piece.inspect_err(|error| self.host.note(error))? else {
            self.host.answered();
            return Ok(None);
        };
        let bytes: &[u8] = piece.as_ref();
        self.read += bytes.len() as u64;
        let bytes_max = match self.bytes_max {
            Some(bytes_max) => bytes_max,
            None => self.bytes_max_so_far(bytes),
        };
        if self.read > bytes_max {
            return Err(DoorError::TooLarge {
                place: place(&self.url),
                what: self.want.what,
                bytes_max,
            });
        }
        Ok(Some(piece))
    }

    /// The most bytes that there may be, by those that came and these. How a server cuts
    /// its pieces tells nothing: what there is of a head is judged when it is whole, and
    /// until then no limit is in reach.
    fn bytes_max_so_far(&mut self, bytes: &[u8]) -> u64 {
        let more = bytes.len().min(HEAD_BYTES - self.head.len());
        self.head.extend_from_slice(&bytes[..more]);
        if self.head.len() < HEAD_BYTES {
            return self.want.bytes_max_of_any();
        }
        let bytes_max = self.want.bytes_max(&std::mem::take(&mut self.head));
        self.bytes_max = Some(bytes_max);
        bytes_max
    }

    pub async fn read_all(self) -> Result<Vec<u8>, DoorError> {
        let mut bytes = Vec::new();
        self.read_into(&mut bytes).await?;
        Ok(bytes)
    }

    async fn read_into(mut self, into: &mut impl io::Write) -> Result<(), DoorError> {
        while let Some(piece) = self.piece().await? {
            into.write_all(piece.as_ref()).map_err(|error| DoorError::NotKept(error.kind()))?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("place", &place(&self.url)).field("read", &self.read).finish()
    }
}

#[cfg(test)]
#[path = "door_tests.rs"]
mod names;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public_is_asked_over_tls_alone() {
        let mut allowed = Allowed::default();
        allowed.host("gateway.example:8080");
        allowed.server(&"http://127.0.0.1:8545".parse().unwrap());
        let door = Door::new(allowed, Patience::VISITOR);
        let check = |address: &str, expected: Option<&str>| {
            let url: Url = address.parse().unwrap();
            let asked = door.admit(&url, &url).map(|(_, url)| url.to_string());
            assert_eq!(asked.ok().as_deref(), expected, "{address}");
        };
        check("https://h.example/a", Some("https://h.example/a"));
        check("http://h.example/a", Some("https://h.example/a"));
        check("http://gateway.example:8080/a", Some("http://gateway.example:8080/a"));
        check("http://gateway.example/a", Some("https://gateway.example/a"));
        check("http://127.0.0.1:8545/", Some("http://127.0.0.1:8545/"));
        check("http://127.0.0.1:8546/", None);
        check("https://127.0.0.1:8545/", None);
        check("ftp://h.example/a", None);
        check("https://a@h.example/", None);
    }
}
