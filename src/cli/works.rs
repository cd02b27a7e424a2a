//! A work that a command names by its id.

use enfilade::exhibition::{Lock, did_you_mean, nearest};

use super::Failure;

/// How many ids are told where none is near the one that was named.
const TOLD: usize = 5;

/// The index of a work by its id. That there is none is the command's own mistake.
pub fn find(lock: &Lock, id: &str) -> Result<usize, Failure> {
    let ids = || lock.works.iter().map(|work| work.id.as_str());
    ids().position(|one| one == id).ok_or_else(|| {
        let remedy = match nearest(id, ids()) {
            Some(near) => did_you_mean(Some(&near)),
            None if lock.works.is_empty() => "; it holds none at all".to_owned(),
            None => {
                let told = ids().take(TOLD).collect::<Vec<_>>().join(", ");
                let more = if lock.works.len() > TOLD { " …" } else { "" };
                format!("; name one of its works: {told}{more}")
            }
        };
        Failure::misused(format!("the exhibition holds no work “{id}”{remedy}"))
    })
}

#[cfg(test)]
mod tests {
    use enfilade::exhibition::read_lock;

    use super::*;

    #[test]
    fn a_work_that_is_not_there_is_misuse_and_says_what_to_name() {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        let first = lock.works[0].id.clone();
        assert_eq!(find(&lock, first.as_str()).unwrap(), 0);
        let said = |lock: &Lock, id: &str| match find(lock, id) {
            Err(Failure::Misused(sentence)) => sentence,
            other => panic!("{id}: {other:?}"),
        };
        let near = said(&lock, &format!("{first}x"));
        assert!(near.ends_with(&format!("; did you mean “{first}”?")), "{near}");
        let far = said(&lock, "nothing-like-it-in-any-way");
        assert!(far.contains(&format!("name one of its works: {first}, ")), "{far}");
        assert!(far.ends_with(" …") && far.matches(", ").count() == TOLD - 1, "{far}");
        lock.works.truncate(1);
        let far = said(&lock, "nothing-like-it-in-any-way");
        assert!(far.ends_with(&format!("works: {first}")), "{far}");
        lock.works.clear();
        assert!(said(&lock, "a").ends_with("it holds none at all"));
    }
}
