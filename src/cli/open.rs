//! `enfilade open`, and `enfilade` alone: walking through an exhibition.

use std::path::PathBuf;

use clap::Args;
use enfilade::exhibition::Language;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    dir: PathBuf,
    /// The work to stand before, by its id
    #[arg(long, value_name = "ID")]
    work: Option<String>,
    /// Leave out glides, for those whom they make unwell
    #[arg(long)]
    reduced_motion: bool,
}

const EXAMPLES: &str = "\
Drag to look, click the floor to walk, click a work to stand before it; W A S D and
arrows walk, N and P go to the next and previous work, M is the plan, T the tour.

Examples:
  enfilade open show
  enfilade open show --work blue-hour --language zh";

#[cfg(not(feature = "gallery"))]
pub fn run(_: &Arguments, _: Language) -> Outcome {
    Err(Failure::without("gallery"))
}

#[cfg(not(feature = "gallery"))]
pub fn open_built_in(_: Language) -> Outcome {
    Err(Failure::without("gallery"))
}

#[cfg(feature = "gallery")]
pub use walk::{open_built_in, run, show};

#[cfg(feature = "gallery")]
mod walk {
    use std::path::Path;
    use std::sync::Arc;

    use enfilade::gallery::{Opening, Show};
    use enfilade::hang::hang;
    use enfilade::source::{BuiltIn, Folder, built_in_lock};

    use super::{Arguments, Failure, Language, Outcome};

    pub fn run(arguments: &Arguments, language: Language) -> Outcome {
        if arguments.dir.to_string_lossy().starts_with("http") {
            return Err(Failure::misused(
                "an exhibition on the web opens in a browser; name a folder here",
            ));
        }
        let show = show(&arguments.dir)?;
        let at_work = arguments.work.as_deref().map(|id| find(&show, id)).transpose()?;
        let opening = Opening { language, at_work, reduced_motion: arguments.reduced_motion };
        Ok(enfilade::gallery::open(show, &opening, None)?)
    }

    pub fn open_built_in(language: Language) -> Outcome {
        let lock = built_in_lock()?;
        let plan = hang(&lock);
        let show = Show { lock: Arc::new(lock), plan: Arc::new(plan), blobs: Arc::new(BuiltIn) };
        let opening = Opening { language, at_work: None, reduced_motion: false };
        Ok(enfilade::gallery::open(show, &opening, None)?)
    }

    /// An exhibition's folder, hung.
    pub fn show(dir: &Path) -> Result<Show, Failure> {
        let folder = Folder::open(dir)?;
        let lock = folder.read_lock()?;
        let plan = hang(&lock);
        Ok(Show { lock: Arc::new(lock), plan: Arc::new(plan), blobs: Arc::new(folder) })
    }

    fn find(show: &Show, id: &str) -> Result<usize, Failure> {
        let works = &show.lock.works;
        works.iter().position(|work| work.id.as_str() == id).ok_or_else(|| {
            let near = works
                .iter()
                .map(|work| (strsim::damerau_levenshtein(id, work.id.as_str()), &work.id))
                .min();
            let near = near.map(|(_, id)| format!("; did you mean “{id}”?")).unwrap_or_default();
            Failure::misused(format!("there is no work “{id}”{near}"))
        })
    }
}
