//! `enfilade open`, and `enfilade` alone: walking through an exhibition.

use std::path::PathBuf;

use clap::Args;
use enfilade::exhibition::Language;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder, or the address of a published one
    #[arg(value_name = "DIR|URL", default_value = ".")]
    dir: PathBuf,
    /// The work to stand before, by its id
    #[arg(long, value_name = "ID")]
    work: Option<String>,
    /// An endpoint of your own (JSON-RPC) that is asked about works while they are in
    /// sight; labels then show what it says and proves
    #[arg(long, value_name = "URL", value_parser = endpoint_address)]
    endpoint: Option<String>,
    /// Leave out glides, for those whom they make unwell
    #[arg(long)]
    reduced_motion: bool,
}

const EXAMPLES: &str = "\
Drag to look, click the floor to walk, click a work to stand before it; W A S D and the
arrows up and down walk, Q, E and the arrows left and right turn, N and P go to the next
and previous work, M is the plan, T the tour, H tells the rest. Panels open before
whoever has come to rest before a work; O leaves them to you.

Works in sight are watched through the endpoints that exhibition.toml names, or through
your own: a transfer changes the label while you look.

Examples:
  enfilade open show
  enfilade open show --endpoint http://127.0.0.1:8545
  enfilade open show --work blue-hour --language zh
  enfilade open https://example.org/show/#work=blue-hour";

/// An endpoint's address.
fn endpoint_address(text: &str) -> Result<String, String> {
    let fits = |url: &url::Url| matches!(url.scheme(), "https" | "http") && url.has_host();
    let url = url::Url::parse(text).ok().filter(fits);
    url.map(String::from)
        .ok_or_else(|| "an endpoint’s address begins with https:// or http://".to_owned())
}

#[cfg(not(feature = "gallery"))]
pub fn run(_: &Arguments, _: Language) -> Outcome {
    Err(Failure::without("gallery"))
}

#[cfg(not(feature = "gallery"))]
pub fn open_built_in(_: Language) -> Outcome {
    Err(Failure::without("gallery"))
}

#[cfg(feature = "gallery")]
pub use walk::{open_built_in, run, show_or_built_in};

#[cfg(feature = "gallery")]
mod walk {
    use std::path::Path;
    use std::sync::Arc;

    use enfilade::exhibition::{Problem, parse_file};
    use enfilade::gallery::{Blobs, Opening, Show};
    use enfilade::ownership::live::Endpoints;
    use enfilade::platform::prefers_reduced_motion;
    #[cfg(feature = "built-in")]
    use enfilade::source::{BuiltIn, built_in_lock};
    use enfilade::source::{FILE_NAME, Folder, LOCK_NAME};
    use enfilade::token::ChainId;
    use url::Url;

    use super::{Arguments, Failure, Language, Outcome};
    use crate::cli::{bar::Bar, outcome::reason, works::find};

    pub fn run(arguments: &Arguments, language: Language) -> Outcome {
        let mut at = None;
        let show = match url_of(&arguments.dir) {
            Some((url, place)) => {
                at = place;
                site(&url)?
            }
            None if arguments.dir.to_string_lossy().contains("://") => {
                let place = arguments.dir.display();
                let sentence = format!(
                    "{place} is neither a folder nor an https address; name the one or the other"
                );
                return Err(Failure::misused(sentence));
            }
            None => show(&arguments.dir)?,
        };
        if let Some(id) = &arguments.work {
            at = Some(place_of(&show, id)?);
        }
        let reduced_motion = arguments.reduced_motion || prefers_reduced_motion();
        let endpoints = endpoints(arguments, &show);
        let opening = Opening { language, at, reduced_motion, endpoints };
        Ok(enfilade::gallery::open(show, &opening, None)?)
    }

    pub fn open_built_in(language: Language) -> Outcome {
        let show = built_in()?;
        let opening = Opening {
            language,
            at: None,
            reduced_motion: prefers_reduced_motion(),
            endpoints: Endpoints::default(),
        };
        Ok(enfilade::gallery::open(show, &opening, None)?)
    }

    /// An exhibition's folder, hung, or the built-in exhibition.
    pub fn show_or_built_in(dir: Option<&Path>) -> Result<Show, Failure> {
        dir.map_or_else(built_in, show)
    }

    /// The endpoints that are published with the exhibition; in its own folder those with
    /// which it is resolved. Before them stands the visitor's own.
    fn endpoints(arguments: &Arguments, show: &Show) -> Endpoints {
        let lock = &show.lock;
        let (mut named, mut agree) = (lock.live.clone(), lock.live_agree.clone());
        let text = std::fs::read_to_string(arguments.dir.join(FILE_NAME)).unwrap_or_default();
        // Who only looks need not know that the file has a mistake.
        for (chain, settings) in parse_file(&text).unwrap_or_default().chains {
            if let Ok(chain) = chain.parse::<ChainId>()
                && !settings.endpoints.is_empty()
            {
                agree.remove(&chain);
                agree.extend(settings.agree.map(|agree| (chain.clone(), agree)));
                named.insert(chain, settings.endpoints);
            }
        }
        Endpoints { named, agree, own: arguments.endpoint.clone() }
    }

    /// The built-in exhibition, hung.
    fn built_in() -> Result<Show, Failure> {
        #[cfg(feature = "built-in")]
        return Ok(Show::new(built_in_lock()?, Blobs::Here(Arc::new(BuiltIn))));
        #[cfg(not(feature = "built-in"))]
        Err(Failure::without("built-in"))
    }

    /// An exhibition's folder, hung.
    fn show(dir: &Path) -> Result<Show, Failure> {
        let folder = Folder::open(dir)?;
        let bar = Bar::new(2);
        bar.say(LOCK_NAME);
        let lock = folder.read_lock()?;
        bar.at(1, "the hang");
        let show = Show::new(lock, Blobs::Here(Arc::new(folder)));
        bar.clear();
        Ok(show)
    }

    /// A published site, hung. Its future reaches for the network by itself, so nothing
    /// of the network's own may run it.
    fn site(url: &Url) -> Result<Show, Failure> {
        let bar = Bar::new(1);
        bar.say(url.as_str());
        let show = futures::executor::block_on(Show::of_site(url.clone()));
        bar.clear();
        show.map_err(|problem| Failure::failed(cannot_open(url, &problem)))
    }

    fn cannot_open(url: &Url, problem: &Problem) -> String {
        let why = reason(problem);
        format!("{url} cannot be opened: {why}; see that a published exhibition lies there")
    }

    /// The address of a published site, ending in `/`, if that is what was named, and the
    /// place in it that stands behind its `#`.
    fn url_of(named: &Path) -> Option<(Url, Option<String>)> {
        let mut url = Url::parse(named.to_str()?).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let place = url.fragment().map(str::to_owned);
        url.set_fragment(None);
        let folder = url.path().trim_end_matches("index.html").trim_end_matches('/');
        let folder = format!("{folder}/");
        url.set_path(&folder);
        Some((url, place))
    }

    /// The address of a work by its id.
    fn place_of(show: &Show, id: &str) -> Result<String, Failure> {
        Ok(format!("work={}", show.lock.works[find(&show.lock, id)?].id))
    }

    #[cfg(test)]
    mod tests {
        use clap::Parser as _;
        use enfilade::exhibition::ProblemKind;

        use super::*;
        use crate::cli::{Arguments as Line, Command};

        #[test]
        fn a_visitors_own_endpoint_stands_beside_those_of_the_exhibition() {
            let folder = tempfile::tempdir().unwrap();
            let chain = "title = \"A show\"\n[chains.\"eip155:1\"]\nendpoints = [\"https://node.example\"]\nagree = 1\n";
            std::fs::write(folder.path().join(FILE_NAME), chain).unwrap();
            let dir = folder.path().to_str().unwrap();
            let hung = show(Path::new("assets/exhibition")).unwrap();
            let check = |more: &[&str], own: Option<&str>| {
                let open = ["enfilade", "open", dir];
                let line = Line::try_parse_from(open.iter().chain(more)).unwrap();
                let Some(Command::Open(arguments)) = line.command else {
                    panic!("it is another command");
                };
                let chain: ChainId = "eip155:1".parse().unwrap();
                let mut expected = Endpoints {
                    named: hung.lock.live.clone(),
                    agree: hung.lock.live_agree.clone(),
                    own: own.map(str::to_owned),
                };
                expected.named.insert(chain.clone(), vec!["https://node.example".to_owned()]);
                expected.agree.insert(chain, 1);
                assert_eq!(endpoints(&arguments, &hung), expected, "{more:?}");
            };
            check(&[], None);
            let own = "http://127.0.0.1:8545/";
            check(&["--endpoint", "http://127.0.0.1:8545"], Some(own));
            let keyed = "https://node.example/v2/key?a=b";
            check(&["--endpoint", keyed], Some(keyed));
        }

        #[test]
        fn a_site_that_cannot_be_opened_is_told_in_one_sentence() {
            let url = Url::parse("https://a.example/show/").unwrap();
            let problem = Problem::new(ProblemKind::NotFound, "https://a.example/show/x (404)");
            assert_eq!(
                cannot_open(&url, &problem),
                "https://a.example/show/ cannot be opened: the file was not found where it should lie: https://a.example/show/x (404); see that a published exhibition lies there"
            );
        }

        #[test]
        fn an_address_names_a_site_and_a_place_in_it() {
            let check = |named: &str, expected: Option<(&str, Option<&str>)>| {
                let found = url_of(Path::new(named));
                let found = found.as_ref().map(|(url, place)| (url.as_str(), place.as_deref()));
                assert_eq!(found, expected, "{named}");
            };
            let site = "https://a.example/show/";
            check("https://a.example/show", Some((site, None)));
            check("https://a.example/show/index.html", Some((site, None)));
            check("https://a.example/show/#work=edge", Some((site, Some("work=edge"))));
            check("https://a.example/show#room=2", Some((site, Some("room=2"))));
            check("https://a.example/show/index.html#work=edge", Some((site, Some("work=edge"))));
            check("http://127.0.0.1:8080", Some(("http://127.0.0.1:8080/", None)));
            check("show", None);
            check("ftp://a.example/show#work=edge", None);
        }
    }
}
