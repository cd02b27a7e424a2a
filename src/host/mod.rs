//! The server of a published site: the right types, compression made ahead, ranges,
//! caching, and headers that keep a page from doing what it has no need to.

mod headers;
mod told;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::middleware;
use thiserror::Error;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

pub use told::{ToldError, serve_as_told};

/// Why a site is not served.
#[derive(Debug, Error)]
pub enum HostError {
    #[error(
        "{} holds no published site (no index.html); write one with `enfilade publish DIR --out {}`",
        .0.display(), .0.display()
    )]
    NoSite(PathBuf),
    #[error("{} is no folder; name the folder that holds the site's index.html", .0.display())]
    NotAFolder(PathBuf),
    #[error("{0} is taken by another program; end it, or choose another port with --listen")]
    Taken(SocketAddr),
    #[error("this program may not listen on {0}; choose a port above 1023 with --listen")]
    Forbidden(SocketAddr),
    #[error("the site cannot be served on {address}: {problem}; choose another with --listen")]
    Listen { address: SocketAddr, problem: io::Error },
    #[error("the server stopped: {0}; start it again")]
    Serve(io::Error),
}

/// A site that is about to be served: its port is taken, its address is known.
#[derive(Debug)]
pub struct Host {
    listener: TcpListener,
    address: SocketAddr,
    site: PathBuf,
}

/// Where a site is served when nobody says where: on this machine alone.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8460);

/// Serves a site until Ctrl-C. `listening` is told the address once the port is
/// taken (port 0 lets the system choose). Blocks; brings its own runtime.
pub fn host(
    site: &Path,
    listen: SocketAddr,
    listening: impl FnOnce(SocketAddr),
) -> Result<(), HostError> {
    let runtime = tokio::runtime::Runtime::new().map_err(HostError::Serve)?;
    runtime.block_on(async {
        let host = Host::bind(site, listen).await?;
        listening(host.address());
        host.serve(async {
            // Where Ctrl-C can't be caught, the system ends the program itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
    })
}

impl Host {
    /// Takes the port. The folder must hold an `index.html`.
    pub async fn bind(site: &Path, listen: SocketAddr) -> Result<Self, HostError> {
        if site.is_file() {
            return Err(HostError::NotAFolder(site.to_owned()));
        }
        if !site.join("index.html").is_file() {
            return Err(HostError::NoSite(site.to_owned()));
        }
        let problem = |problem: io::Error| match problem.kind() {
            io::ErrorKind::AddrInUse => HostError::Taken(listen),
            io::ErrorKind::PermissionDenied => HostError::Forbidden(listen),
            _ => HostError::Listen { address: listen, problem },
        };
        let listener = TcpListener::bind(listen).await.map_err(problem)?;
        let address = listener.local_addr().map_err(HostError::Serve)?;
        Ok(Self { listener, address, site: site.to_owned() })
    }

    /// The address that visitors of this machine reach the site at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `end` comes; requests that have begun are answered.
    pub async fn serve(
        self,
        end: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), HostError> {
        axum::serve(self.listener, router(&self.site))
            .with_graceful_shutdown(end)
            .await
            .map_err(HostError::Serve)
    }
}

/// The site as a service, for whoever brings their own server.
pub fn router(site: &Path) -> Router {
    let files = ServeDir::new(site).precompressed_br();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(site.to_owned(), headers::set))
}
