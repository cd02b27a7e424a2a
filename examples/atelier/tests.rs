//! The kept works are what the programs make: a few that are quick are made again.

use super::*;

/// A drawing within its document, a drawing in a file of its own, and a picture.
const QUICK: [&str; 3] = ["whirl", "staves", "kissing"];

#[test]
fn a_program_makes_its_kept_work_again_byte_for_byte() {
    // Each with its document and its owners; one of them has no file of its own.
    assert_eq!(made_again(&QUICK), 3 * QUICK.len() - 1);
}

/// `cargo test --release --no-default-features --example atelier -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn every_program_makes_its_kept_work_again_byte_for_byte() {
    let all: Vec<&str> = PROGRAMS.iter().map(|program| program.id).collect();
    let kept = fs::read_dir(Path::new(EXHIBITION).join("works")).expect("the works are kept");
    assert_eq!(made_again(&all), kept.count());
}

/// Makes works and compares each file with the one that is kept; gives how many there are.
fn made_again(ids: &[&str]) -> usize {
    let out = tempfile::tempdir().expect("a folder for the works");
    let made = out.path().join("works");
    fs::create_dir(&made).expect("the folder is empty");
    let words = fs::read_to_string(Path::new(EXHIBITION).join("exhibition.toml"));
    let show: ExhibitionFile =
        toml::from_str(&words.expect("the exhibition is here")).expect("it is a valid one");
    for id in ids {
        let program =
            PROGRAMS.iter().find(|program| program.id == *id).expect("it is in the table");
        let entry = show.works.iter().find(|work| work.id.as_deref() == Some(*id));
        make_work(program, entry, out.path()).expect("it is made");
    }
    let mut files = 0;
    for file in fs::read_dir(made).expect("the works are there") {
        let file = file.expect("its name can be read");
        let kept = Path::new(EXHIBITION).join("works").join(file.file_name());
        let kept = fs::read(kept).expect("a work of this name is kept");
        let made = fs::read(file.path()).expect("it was made");
        assert!(kept == made, "{:?} is made otherwise than it is kept", file.file_name());
        files += 1;
    }
    files
}
