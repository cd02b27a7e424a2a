//! The shared cache: what it lends, what it does not believe, and what it throws away.

use super::*;

const NOW: u64 = 1_800_000_000;

fn moment(secs: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(secs)
}

fn file(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn kept(bytes: &[u8]) -> Kept {
    Kept { hash: BlobHash::of(bytes), length: bytes.len() as u64 }
}

#[test]
fn what_is_kept_is_lent_and_what_is_damaged_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let cache = Cache::open(&dir.path().join("cache"), moment(NOW));
    let blob = kept(b"whole");
    let from = file(dir.path(), "show/blob", b"whole");
    cache.keep(blob, &from, Some("ipfs://a"));
    assert_eq!(cache.at("ipfs://a"), Some(blob));
    assert_eq!(cache.at("ipfs://b"), None);
    let to = dir.path().join("other/blob");
    assert!(cache.lend(&blob.hash, &to));
    assert_eq!(fs::read(&to).unwrap(), b"whole");
    // Also over what is there and damaged.
    fs::remove_file(&to).unwrap();
    fs::write(&to, b"half").unwrap();
    assert!(cache.lend(&blob.hash, &to));
    assert_eq!(fs::read(&to).unwrap(), b"whole");
    assert!(!cache.lend(&BlobHash::of(b"other"), &to));

    let own = dir.path().join("cache").join(blob.hash.path());
    fs::remove_file(&own).unwrap();
    fs::write(&own, b"wrong").unwrap();
    assert!(!cache.lend(&blob.hash, &to), "a damaged blob is not lent");
    assert!(!own.exists(), "and is thrown away");
    let place = cache.0.as_ref().unwrap().place("ipfs://a");
    let mut line = fs::read(&place).unwrap();
    line[20] ^= 1;
    fs::write(&place, line).unwrap();
    assert_eq!(cache.at("ipfs://a"), None, "a flipped bit is not believed");
    assert_eq!(cache.trouble(), None);
    // A place's line in another place's file says nothing about that.
    cache.keep(blob, &from, Some("ipfs://a"));
    let other = cache.0.as_ref().unwrap().place("ipfs://c");
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    fs::copy(&place, &other).unwrap();
    assert_eq!(cache.at("ipfs://c"), None);
}

#[test]
fn a_cache_that_cannot_be_written_says_so_and_stops_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let taken = file(dir.path(), "taken", b"a file, and no folder");
    let from = file(dir.path(), "show/blob", b"whole");
    let cache = Cache::open(&taken, moment(NOW));
    cache.keep(kept(b"whole"), &from, Some("ipfs://a"));
    cache.sweep();
    assert_eq!(cache.at("ipfs://a"), None);
    assert!(!cache.lend(&BlobHash::of(b"whole"), &dir.path().join("to")));
    let said = cache.trouble().unwrap();
    assert!(said.contains("cannot be written") && said.contains("taken"), "{said}");
    assert_eq!(Cache::none().trouble(), None);
}

#[test]
fn the_least_recently_used_goes_first_and_old_litter_always() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    let old = |secs: u64, path: &Path| {
        File::open(path).unwrap().set_modified(moment(NOW - secs)).unwrap();
    };
    let ages = [500, 400, 300, 200];
    let blobs: Vec<PathBuf> = ages
        .iter()
        .map(|age| {
            let blob = file(path, &format!("blobs/aa/{age}"), &[0; 100]);
            old(*age, &blob);
            blob
        })
        .collect();
    let litter = file(path, "blobs/.part-dead", b"x");
    old(LITTER_AGE.as_secs() + 1, &litter);
    let inner = file(path, "places/aa/.part-dead", b"x");
    old(LITTER_AGE.as_secs() + 1, &inner);
    let fresh = file(path, "blobs/aa/.part-alive", b"x");
    old(LITTER_AGE.as_secs() - 1, &fresh);
    let there = || blobs.iter().map(|blob| blob.exists()).collect::<Vec<_>>();

    sweep(path, 400, moment(NOW));
    assert_eq!(there(), [true; 4], "what fits stays");
    assert_eq!([litter.exists(), inner.exists(), fresh.exists()], [false, false, true]);
    sweep(path, 399, moment(NOW));
    assert_eq!(there(), [false, false, true, true], "down to three quarters, the oldest first");
}

#[test]
fn the_cache_is_so_large_and_no_larger() {
    let check = |more: u64, expected: [bool; 2]| {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::open(dir.path(), moment(NOW));
        // Files with nothing in them but their length.
        let blobs =
            [(2, CACHE_BYTES_MAX / 2), (1, CACHE_BYTES_MAX / 2 + more)].map(|(age, length)| {
                let blob = file(dir.path(), &format!("blobs/aa/{age}"), b"");
                let handle = File::options().write(true).open(&blob).unwrap();
                handle.set_len(length).unwrap();
                handle.set_modified(moment(NOW - age)).unwrap();
                blob
            });
        cache.sweep();
        assert_eq!(blobs.map(|blob| blob.exists()), expected, "{more}");
    };
    check(0, [true, true]);
    check(1, [false, true]);
}

#[test]
fn sweeping_is_for_now_and_then() {
    let dir = tempfile::tempdir().unwrap();
    let due = |secs: u64| {
        let Cache(shelf) = Cache::open(dir.path(), moment(secs));
        shelf.unwrap().is_due()
    };
    let every = SWEEP_EVERY.as_secs();
    assert_eq!(
        [due(NOW), due(NOW + every - 1), due(NOW + every), due(NOW + every)],
        [true, false, true, false]
    );
}

#[test]
fn what_is_lent_counts_as_used() {
    let dir = tempfile::tempdir().unwrap();
    let from = file(dir.path(), "show/blob", b"whole");
    File::open(&from).unwrap().set_modified(moment(NOW)).unwrap();
    let blob = kept(b"whole");
    let own = dir.path().join("cache");
    Cache::open(&own, moment(NOW)).keep(blob, &from, None);
    let used_at = |now: u64| {
        Cache::open(&own, moment(now)).lend(&blob.hash, &dir.path().join("to"));
        let used = fs::metadata(own.join(blob.hash.path())).unwrap().modified().unwrap();
        used.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
    };
    let day = TOUCHED_EVERY.as_secs();
    assert_eq!(used_at(NOW + day - 1), NOW, "not for every little");
    assert_eq!(used_at(NOW + day), NOW + day);
}
