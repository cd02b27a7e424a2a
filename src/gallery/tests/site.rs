//! A published site, opened from its address as the desktop opens it.

use futures::executor::block_on;
use tokio::sync::oneshot;
use url::Url;

use super::house::built_in;
use crate::exhibition::{Media, ProblemKind};
use crate::gallery::show::{Blobs, Show};
use crate::hang::hang;
use crate::host::Host;
use crate::publish::{PublishOptions, publish};
use crate::source::BuiltIn;

#[test]
fn a_site_opens_from_its_address_and_its_works_are_checked() {
    let lock = built_in();
    let folder = tempfile::tempdir().expect("a folder for the site");
    let site = folder.path().join("site");
    let options = PublishOptions { brotli_quality: 0, ..PublishOptions::default() };
    publish(&lock, &hang(&lock), &BuiltIn, &site, &options, &mut |_| {}).expect("it is published");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the server");
    let any_port = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let host = runtime.block_on(Host::bind(&site, any_port)).expect("a port is free");
    let base: Url = format!("http://{}/", host.address()).parse().expect("an address");
    let (end, ended) = oneshot::channel::<()>();
    let serving = runtime.spawn(host.serve(async { ended.await.unwrap_or_default() }));

    let show = block_on(Show::of_site(base)).expect("the site opens");
    assert_eq!(show.lock.works.len(), lock.works.len());
    assert!(matches!(show.blobs, Blobs::Site(..)));
    let first = show.lock.works.iter().find_map(|work| match &work.media {
        Media::Shown(visual) => visual.rungs.first(),
        Media::Missing(_) => None,
    });
    let rung = first.expect("a work has a picture");
    let bytes = block_on(show.read(&rung.hash)).expect("its smallest picture comes");
    assert_eq!(bytes.len() as u64, rung.length);
    // Another file under its name is refused.
    std::fs::write(site.join(rung.hash.path()), b"something else").expect("the site is here");
    let problem = block_on(show.read(&rung.hash)).expect_err("the bytes are others");
    assert_eq!(problem.kind, ProblemKind::Damaged);

    end.send(()).expect("the server still listens");
    runtime.block_on(serving).expect("the server ends").expect("and ends well");
}

#[test]
fn an_address_where_nothing_listens_is_a_sentence() {
    // Bound and let go: nothing listens there any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = gone.local_addr().expect("it has an address");
    drop(gone);
    let base: Url = format!("http://{address}/").parse().expect("an address");
    let problem = block_on(Show::of_site(base)).expect_err("nothing is there");
    assert_eq!(problem.kind, ProblemKind::Unreachable);
}
