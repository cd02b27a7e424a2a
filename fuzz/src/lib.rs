//! What each fuzz target does with a stranger's bytes: reads them, and holds what came of
//! it to what it promises. `tests/strangers.rs` does the same with inputs of its own.

mod cars;
mod models;
mod proofs;

use std::sync::{LazyLock, Once};

use alloy_primitives::{B256, U256, keccak256};
use enfilade::exhibition::{parse_file, read_lock, salvage, write_file, write_lock};
use enfilade::identity::{Attestation, Did, StatusList, Subject, verify};
use enfilade::limits::URI_BYTES_MAX;
use enfilade::media::{
    Bearings, Beside, FontFiles, Fonts, ImportMap, MediaType, PageFile, TextKind, check_claim,
    decode, examine, inspect_page, inspect_recording, is_animated, pack_page, page_text,
    picture_size, sniff,
};
use enfilade::ownership::read_royalty;
use enfilade::platform::faces;
use enfilade::source::{
    Base, Uri, find_tezos_big_map, read_solana_asset, read_tezos_address, read_tzkt_balances,
    read_tzkt_infos,
};
use enfilade::token::metadata::{Rights, parse_contract_metadata};
use enfilade::token::{
    AccountId, AssetId, ChainId, Pasted, Timestamp, Words, autoglyph_svg, clean_text,
    document_of_fields, eth_node, fill_in_uri, iiif, mixed_scripts, name_of_node, parse_beside,
    parse_metadata, parse_solana_metadata, read_update, text_of_answer, update_topics,
};

pub use cars::cars;
pub use models::models;
pub use proofs::witnesses;

/// A target: what it is called, and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, by the name of their file.
pub const TARGETS: [Target; 17] = [
    ("ids", ids),
    ("uris", uris),
    ("metadata", metadata),
    ("manifests", manifests),
    ("accounts", accounts),
    ("cars", cars),
    ("attestations", attestations),
    ("texts", texts),
    ("kinds", kinds),
    ("pages", pages),
    ("pictures", pictures),
    ("drawings", drawings),
    ("models", models),
    ("recordings", recordings),
    ("exhibition_file", exhibition_file),
    ("lock", lock),
    ("witnesses", witnesses),
];

/// The largest picture that is worth decoding whole: as many pixels as two steps of the
/// ladder ask for. Larger ones only take longer.
const DECODED_PIXELS_MAX: u64 = 320 * 320;

/// An id that exists prints as it parses.
pub fn ids(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(id) = text.parse::<ChainId>() {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Ok(id) = text.parse::<AccountId>() {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Ok(id) = text.parse::<AssetId>() {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Ok(pasted) = text.parse::<Pasted>() {
        assert_eq!(pasted.to_string().parse(), Ok(pasted));
    }
}

/// A URI that was read is read again from what it prints, unless it holds its bytes, or
/// printed it is longer than any that is read.
pub fn uris(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for base in BASES.iter() {
        let Ok(uri) = Uri::parse(text, base) else { continue };
        if let Uri::File(segments) = &uri {
            assert!(segments.iter().all(|part| part != ".." && !part.contains(['/', '\\'])));
        }
        let said = uri.to_string();
        if stands_alone(&uri) && said.len() <= URI_BYTES_MAX {
            assert_eq!(Uri::parse(&said, &Base::Nowhere).as_ref(), Ok(&uri), "{text}: {said}");
        }
    }
}

/// Where documents lie that name something: nowhere, in a folder, on a server, under a
/// content id, a name, a transaction, and with a hash before their place.
static BASES: LazyLock<Vec<Base>> = LazyLock::new(|| {
    const CID: &str = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
    let transaction = "hKMMPNh_emBf8v_at1tFzNYACisyMQNcKzeeE1QE9p8";
    let hash = "ab".repeat(32);
    let places = [
        "https://h.example/a/b.json?c#d".to_owned(),
        format!("ipfs://{CID}/a/b.json"),
        format!("https://h.example/ipfs/{CID}/a/b.json"),
        "ipns://en.example/a/b.json".to_owned(),
        format!("ar://{transaction}/a/b.json"),
        format!("sha256://0x{hash}/https:%2F%2Fh.example%2Fa%2Fb.json"),
        "data:application/json,{}".to_owned(),
    ];
    let at = |place: &String| Base::At(Uri::parse(place, &Base::Nowhere).expect("an address"));
    let file = Uri::File(vec!["documents".to_owned(), "one.json".to_owned()]);
    [Base::Nowhere, Base::At(file)].into_iter().chain(places.iter().map(at)).collect()
});

/// Whether it names bytes without holding them, and wherever it stands.
fn stands_alone(uri: &Uri) -> bool {
    match uri {
        Uri::Data { .. } | Uri::File(_) => false,
        Uri::Hashed { place, .. } => stands_alone(place),
        _ => true,
    }
}

/// Documents of tokens and of contracts; what they say is clean.
pub fn metadata(bytes: &[u8]) {
    let token = "eip155:1/erc1155:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/314592".parse();
    for token in [token.as_ref().ok(), None] {
        let Ok(said) = parse_metadata(bytes, token) else { continue };
        let names = said.credits.iter().map(|credit| &credit.name);
        let texts = [&said.name, &said.description, &said.artist, &said.collection, &said.medium];
        texts.into_iter().flatten().chain(names).for_each(check_words);
        check_rights(&said.rights);
        let traits = said.traits.iter().flat_map(|one| [&one.name, &one.value]);
        for text in [&said.year, &said.symbol, &said.language].into_iter().flatten().chain(traits) {
            assert_eq!(clean_text(text), *text);
        }
        for link in [&said.external_url, &said.video_page].into_iter().flatten() {
            assert!(link.starts_with("https://"), "{link}");
            check_address(link);
        }
    }
    if let Ok(said) = parse_contract_metadata(bytes) {
        let texts = [&said.name, &said.description];
        texts.into_iter().flatten().for_each(check_words);
        check_rights(&said.rights);
        said.external_url.iter().for_each(|link| check_address(link));
    }
}

/// Words are clean, for whoever reads them.
fn check_words(words: &Words) {
    for text in [words.plain(), words.en(), words.zh()] {
        assert_eq!(clean_text(text), text);
    }
}

fn check_rights(rights: &Rights) {
    [&rights.terms, &rights.statement].into_iter().flatten().for_each(check_words);
    rights.uri.iter().chain(&rights.further).for_each(|address| check_address(address));
}

/// An address on a label is on the web, and nothing in it hides or turns.
fn check_address(address: &str) {
    assert!(address.starts_with("https://") || address.starts_with("http://"), "{address}");
    assert!(address.bytes().all(|byte| byte.is_ascii_graphic()), "{address}");
}

/// IIIF manifests, collections and annotation pages: what stands on their labels is clean,
/// and there is an address for every picture.
pub fn manifests(bytes: &[u8]) {
    if let Ok(paintings) = iiif::parse_annotation_page(bytes) {
        paintings.iter().for_each(check_painting);
    }
    let about = match iiif::parse_iiif(bytes) {
        Ok(iiif::Iiif::Manifest(manifest)) => {
            let canvases = &manifest.canvases;
            canvases.iter().flat_map(|canvas| &canvas.paintings).for_each(check_painting);
            (0..canvases.len().min(4)).for_each(|place| check_work(&manifest, place));
            assert!(manifest.work(canvases.len(), 4_096).is_none());
            manifest.about
        }
        Ok(iiif::Iiif::Collection(collection)) => collection.about,
        Err(_) => return,
    };
    about.due.terms.iter().for_each(check_words);
    let homes = about.due.providers.iter().flat_map(|provider| &provider.homepage);
    for address in about.due.rights.iter().chain(&about.homepage).chain(homes) {
        check_address(address);
    }
}

fn check_painting(painting: &iiif::Painting) {
    assert!(!painting.choices.is_empty());
    for body in &painting.choices {
        for side_px_max in [0, 1, 4_096, u32::MAX] {
            assert!(!body.request(side_px_max).is_empty());
        }
        if let Some(part) = body.part_unasked() {
            assert_eq!(clean_text(&part), part);
        }
    }
}

fn check_work(manifest: &iiif::Manifest, place: usize) {
    let work = manifest.work(place, 4_096).expect("a canvas that is there");
    let names = work.credits.iter().map(|credit| &credit.name);
    let texts = [&work.name, &work.description, &work.artist, &work.medium];
    texts.into_iter().flatten().chain(names).for_each(check_words);
    check_rights(&work.rights);
    work.external_url.iter().for_each(|link| check_address(link));
}

/// What accounts, contracts and indexes answer: Solana's metadata and its index, EVM texts,
/// Autoglyphs, royalties, events, names, and an indexer and a node of Tezos.
pub fn accounts(bytes: &[u8]) {
    let _ = parse_solana_metadata(bytes);
    if let Some((_, basis_points)) = read_royalty(bytes) {
        assert!((1..=10_000).contains(&basis_points));
    }
    let (words, _) = bytes.as_chunks::<32>();
    let words: Vec<B256> = words.iter().map(B256::from).collect();
    for event in update_topics() {
        for indexed in 0..=words.len().min(3) {
            let topics = [&[event][..], &words[..indexed]].concat();
            let range = read_update(&topics, &bytes[32 * indexed..]);
            assert!(range.is_none_or(|range| range.first <= range.last));
        }
    }
    if let Some((label, _)) =
        bytes.split_first().and_then(|(length, rest)| rest.split_at_checked(usize::from(*length)))
        && let Some(name) = name_of_node(bytes, eth_node(U256::from_be_bytes(keccak256(label).0)))
    {
        assert!(name.normalised.ends_with(".eth"), "{}", name.normalised);
    }
    if let Ok(asset) = serde_json::from_slice(bytes) {
        let asset = read_solana_asset(&asset);
        assert_eq!(asset.uri.trim(), asset.uri);
    }
    for (_, info) in read_tzkt_infos(bytes).unwrap_or_default() {
        if let Some(document) = document_of_fields(&info) {
            let _ = parse_beside(bytes, None, Some(&document));
        }
    }
    if let Ok(micheline) = serde_json::from_slice(bytes) {
        for name in ["ledger", "token_metadata", "metadata"] {
            if let Some(map) = find_tezos_big_map(&micheline, name) {
                assert!(map.number.bytes().all(|byte| byte.is_ascii_digit()), "{}", map.number);
            }
        }
        if let Some(address) = read_tezos_address(&micheline) {
            assert_eq!(address.to_string().parse(), Ok(address));
        }
    }
    if let Some((records, balances)) = read_tzkt_balances(bytes) {
        assert!(balances.len() <= records);
        assert!(balances.iter().all(|(_, _, editions)| !editions.is_zero()));
    }
    if let Some(text) = text_of_answer(bytes) {
        let _ = autoglyph_svg(&text);
        let _ = fill_in_uri(&text, Default::default());
    }
}

/// What a signed record of the corpus speaks of, and when each of them holds.
const ATTESTED: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/42";
const ATTESTED_AT: i64 = 1_900_000_000;

/// DIDs, records and status lists, signed and as bare claims. A record and its list stand
/// on two lines.
pub fn attestations(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(did) = text.parse::<Did>() {
            assert_eq!(did.to_string().parse(), Ok(did));
        }
        if let Ok(subject) = text.parse::<Subject>() {
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
    }
    if let Ok(said) = Attestation::from_claims(bytes) {
        assert!(said.owner.is_some() || said.author.is_some());
        for name in said.author.iter().map(|author| author.name.as_str()) {
            assert_eq!(clean_text(name), name);
        }
    }
    if let Ok(list) = StatusList::from_claims(bytes) {
        assert!(list.get(list.length()).is_err());
        assert!(list.length() == 0 || list.get(list.length() - 1).is_ok());
    }
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let (record, list) = (lines.next().unwrap_or_default(), lines.next());
    let Ok(subject) = ATTESTED.parse::<Subject>() else { return };
    let now = Timestamp::from_unix(ATTESTED_AT);
    if let Ok(attested) = verify(record, list, &subject, now) {
        assert_eq!(attested.attestation.subject, subject);
        assert!(attested.attestation.expires.is_none_or(|expires| expires > now));
        // Of what a signature holds, no bit can be another.
        let mut other = record.to_vec();
        if let Some(last) = other.last_mut() {
            *last ^= 1;
        }
        assert!(verify(&other, list, &subject, now).is_err());
    }
}

/// A text that was cleaned is clean.
pub fn texts(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let clean = clean_text(&text);
    assert_eq!(clean_text(&clean), clean);
    let _ = mixed_scripts(&clean);
}

/// What bytes are, whatever they call themselves.
pub fn kinds(bytes: &[u8]) {
    let found = sniff(bytes);
    for claim in ["", "png", "image/svg+xml", "video/mp4", "text/html", "gltf"] {
        if let Ok(kind) = check_claim(bytes, claim) {
            assert_eq!(Some(kind), found);
        }
    }
    let _ = (picture_size(bytes), is_animated(bytes), inspect_page(bytes));
}

/// A page, packed with files beside it that are all like itself: it then asks for none of
/// them by its elements.
pub fn pages(bytes: &[u8]) {
    let Ok(text) = page_text(bytes) else { return };
    let bearings = Bearings { page: "/a/index.html".to_owned(), imports: ImportMap::of(text) };
    let found = bearings.beside(text, TextKind::Page, &bearings.page);
    let file =
        |one: &Beside| (one.path.clone(), PageFile { bytes: bytes.to_vec(), role: one.role });
    let files = found.iter().take(4).map(file).collect();
    if let Ok(packed) = pack_page(text, &bearings, &files) {
        assert!(packed.len() > text.len());
    }
    for kind in [TextKind::Style, TextKind::Program] {
        for one in bearings.beside(text, kind, "/a/b/c.js") {
            assert!(one.path.starts_with('/') && !one.path.contains("/../"));
        }
    }
}

/// Pictures and animations of every format, decoded whole.
pub fn pictures(bytes: &[u8]) {
    let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    if matches!(sniff(bytes), Some(MediaType::Svg | MediaType::Glb | MediaType::GltfJson))
        || picture_size(bytes).is_ok_and(|size| pixels(size) > DECODED_PIXELS_MAX)
    {
        return;
    }
    if let Ok(examined) = examine(bytes, &Fonts::default()) {
        assert!(examined.frames >= 1);
    }
}

/// The faces that a resolve sets texts in.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    Fonts::from_files(&FontFiles {
        serif: &[faces::SERIF, faces::SERIF_ITALIC, faces::SERIF_SEMIBOLD],
        sans: &[faces::SANS, faces::SANS_SEMIBOLD],
        mono: &[faces::MONO],
        further: &[faces::SANS_CHINESE],
    })
});

/// SVG, drawn. What is made of the pixels afterwards is met by `pictures`.
pub fn drawings(bytes: &[u8]) {
    static LET_PASS: Once = Once::new();
    LET_PASS.call_once(let_layout_give_up);
    if sniff(bytes) == Some(MediaType::Svg) {
        let _ = decode(bytes, &FONTS);
    }
}

/// Lets pass what the layout of drawings gives up on, which is caught where it is called; a
/// fuzzer would end before that. All else is told of as before.
fn let_layout_give_up() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |location| location.file());
        if !["/usvg-", "/tiny-skia-path-"].iter().any(|of| file.contains(of)) {
            before(panic);
        }
    }));
}

/// Films and sounds.
pub fn recordings(bytes: &[u8]) {
    if let Ok(recording) = inspect_recording(bytes) {
        let _ = recording.playback();
    }
}

/// An exhibition file that was read is read again from what is written of it.
pub fn exhibition_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(file) = parse_file(text) {
        let written = write_file(&file);
        assert_eq!(parse_file(&written).expect("what was written is read"), file, "{written}");
    }
}

/// A lock that was read is read again from its one canonical form.
pub fn lock(bytes: &[u8]) {
    if let Ok(lock) = read_lock(bytes) {
        let written = write_lock(&lock);
        assert_eq!(read_lock(&written).expect("what was written is read"), lock);
    }
    let _ = salvage(bytes);
}
