//! Locks whose bytes were changed at random: each is refused with a sentence, or is as
//! good as any other to hang, draw, check and publish.

use enfilade::exhibition::{Language, Lock, check, read_lock, write_lock};
use enfilade::hang::{draw_plan, hang};
use enfilade::messages::Messages;
use enfilade::publish::{PublishOptions, publish};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::fixture;

const LOCKS: usize = 600;

/// How many of those that can be read are published, which takes longer.
const PUBLISHED: usize = 12;

/// One number is another, or one byte.
fn changed(text: &str, rng: &mut ChaCha8Rng) -> Vec<u8> {
    let numbers =
        ["0", "1", "-1", "7", "255", "65536", "4294967295", "18446744073709551615", "1e9"];
    let starts: Vec<usize> = text
        .match_indices(": ")
        .map(|(at, colon)| at + colon.len())
        .filter(|at| text.as_bytes()[*at].is_ascii_digit())
        .collect();
    if rng.random_bool(0.6) {
        let start = *starts.choose(rng).unwrap();
        let length = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap();
        let number = numbers.choose(rng).unwrap();
        return [&text[..start], number, &text[start + length..]].concat().into_bytes();
    }
    let mut bytes = text.as_bytes().to_vec();
    let at = rng.random_range(0..bytes.len());
    bytes[at] ^= 1 << rng.random_range(0..8);
    bytes
}

#[test]
fn whatever_a_lock_says_nothing_breaks() {
    let (lock, _, blobs) = fixture::exhibition();
    let text = String::from_utf8(write_lock(&lock)).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(20_261_121);
    let mut read: Vec<Lock> = Vec::new();
    for _ in 0..LOCKS {
        let bytes = changed(&text, &mut rng);
        match read_lock(&bytes) {
            Ok(lock) => read.push(lock),
            Err(error) => {
                let said = error.to_string();
                assert!(said.contains("exhibition.lock") && !said.contains('\n'), "{said}");
            }
        }
    }
    assert!(read.len() > LOCKS / 4 && read.len() < LOCKS, "{} could be read", read.len());
    let folder = tempfile::tempdir().unwrap();
    for (i, lock) in read.iter().enumerate() {
        let plan = hang(lock);
        for language in [Language::English, Language::Chinese] {
            let messages = Messages::new(language);
            let sheet =
                draw_plan(&plan, lock, language, &|key, values| messages.format(key, values));
            assert!(sheet.starts_with("<svg"));
        }
        assert_eq!(check(lock, &blobs, lock.resolved).works.len(), lock.works.len());
        if i < PUBLISHED {
            let options = PublishOptions { brotli_quality: 0, ..PublishOptions::default() };
            let site = folder.path().join(i.to_string());
            // A hash that is another names a blob that is not there; all else is fine.
            if let Err(error) = publish(lock, &plan, &blobs, &site, &options, &mut |_| {}) {
                assert!(error.to_string().contains("enfilade resolve"), "{error}");
            }
        }
    }
}
