//! TLS as the door has it: a server with a certificate that is vouched for is read, and
//! every other one is refused with its reason.

use std::io::{Read, Write};
use std::net::TcpListener;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::*;

const AUTHORITY: &[u8] = include_bytes!("../../../tests/fixtures/tls/authority.pem");
const KEY: &[u8] = include_bytes!("../../../tests/fixtures/tls/server.key");
const SERVER: &[u8] = include_bytes!("../../../tests/fixtures/tls/server.pem");
const EXPIRED: &[u8] = include_bytes!("../../../tests/fixtures/tls/expired.pem");

/// Answers each connection with “ok”, under this certificate; gives the port.
fn serve(certificate: &[u8]) -> u16 {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let chain = vec![CertificateDer::from_pem_slice(certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut session = ServerConnection::new(config.clone()).unwrap();
            let mut tls = Stream::new(&mut session, &mut stream);
            // Who does not trust the certificate hangs up before asking.
            let Ok(1..) = tls.read(&mut [0; 1_024]) else { continue };
            let _ = tls
                .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok");
            session.send_close_notify();
            let _ = session.complete_io(&mut stream);
        }
    });
    port
}

/// Asks it by a name, as somebody who trusts the test's own authority or only those that
/// the system trusts.
fn ask(port: u16, name: &str, trusting: bool) -> Result<String, reqwest::Error> {
    let lookup: Lookup = Arc::new(|_| Box::pin(async { Ok(vec![([127, 0, 0, 1], 0).into()]) }));
    let mut builder = builder_with(Arc::new(|_| true), lookup, "test", Duration::from_secs(5));
    if trusting {
        let authority = reqwest::Certificate::from_pem(AUTHORITY).unwrap();
        builder = builder.tls_certs_merge([authority]);
    }
    let request = builder.build().unwrap().get(format!("https://{name}:{port}/"));
    block_on(async { request.send().await?.text().await })
}

#[test]
fn a_certificate_that_is_vouched_for_is_believed() {
    assert_eq!(ask(serve(SERVER), "gateway.example", true).unwrap(), "ok");
}

#[test]
fn every_other_certificate_is_refused_with_its_reason() {
    let (server, expired) = (serve(SERVER), serve(EXPIRED));
    let check = |port: u16, name: &str, trusting: bool, reason: &str| {
        let refused = ask(port, name, trusting).unwrap_err();
        let said = format!("{refused:?}");
        assert!(said.contains(reason), "{name}: {said}");
    };
    check(server, "gateway.example", false, "UnknownIssuer");
    check(server, "other.example", true, "NotValidForName");
    check(expired, "gateway.example", true, "Expired");
}
