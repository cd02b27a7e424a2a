//! An exhibition in a folder of its own, for a test to write, resolve and look into.

use std::fs;
use std::path::Path;
use std::time::Duration;

use enfilade::exhibition::{Language, Lock, LockedWork, Media, Problem, Visual, read_lock};
use enfilade::media::Fonts;
use enfilade::messages::Messages;
use enfilade::ownership::Timestamp;
use enfilade::resolve::{Report, ResolveError, ResolveOptions, Silent, resolve};
use enfilade::source::Patience;
use tempfile::TempDir;

pub struct Show {
    pub dir: TempDir,
    /// How long servers are waited for.
    pub patience: Patience,
    /// The moment at which it is resolved.
    pub now: Timestamp,
}

/// As a resolve has it, but that repetitions follow at once: the servers are near.
const PATIENCE: Patience = Patience { backoff: Duration::from_millis(20), ..Patience::RESOLVE };

impl Show {
    /// A show with this `exhibition.toml`, below a title.
    pub fn new(toml: &str) -> Self {
        let now = options(false).now;
        let show = Self { dir: tempfile::tempdir().unwrap(), patience: PATIENCE, now };
        show.file(toml);
        show
    }

    /// The same with little patience for servers that do not answer.
    pub fn in_haste(mut self) -> Self {
        self.patience.answer_max = Duration::from_secs(5);
        self
    }

    pub fn file(&self, toml: &str) {
        self.write("exhibition.toml", format!("title = \"A show\"\n{toml}").as_bytes());
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn try_resolve(&self, refresh: bool) -> Result<Report, ResolveError> {
        resolve(
            self.path(),
            &ResolveOptions { patience: self.patience, now: self.now, ..options(refresh) },
            &Silent,
        )
    }

    pub fn resolve(&self) -> Report {
        self.try_resolve(false).unwrap()
    }

    pub fn lock(&self) -> Lock {
        read_lock(&fs::read(self.path().join("exhibition.lock")).unwrap()).unwrap()
    }

    pub fn work(&self, id: &str) -> LockedWork {
        let lock = self.lock();
        let found = lock.works.into_iter().find(|work| work.id.as_str() == id);
        found.unwrap_or_else(|| panic!("the lock holds no work {id}"))
    }

    pub fn visual(&self, id: &str) -> Visual {
        match self.work(id).media {
            Media::Shown(visual) => visual,
            Media::Missing(problem) => panic!("{id} is missing: {problem}"),
        }
    }

    pub fn problem(&self, id: &str) -> Problem {
        match self.work(id).media {
            Media::Missing(problem) => problem,
            Media::Shown(_) => panic!("{id} is shown"),
        }
    }

    /// Why a work is missing, as its frame says it in English, with the particulars.
    pub fn reason(&self, id: &str) -> String {
        Messages::new(Language::English).problem_in_full(&self.problem(id))
    }

    /// The bytes of a visual's original, as they lie in the blobs.
    pub fn original(&self, id: &str) -> Vec<u8> {
        fs::read(self.path().join(self.visual(id).original.hash.path())).unwrap()
    }
}

pub fn options(refresh: bool) -> ResolveOptions {
    let now = "2026-03-01T12:00:00Z".parse().unwrap();
    ResolveOptions {
        now,
        refresh,
        fonts: Fonts::default(),
        patience: PATIENCE,
        cache: None,
        at: Vec::new(),
    }
}

/// A PNG of one colour and some grain.
pub fn png(width: u32, height: u32, seed: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([seed, (x * 7 + y * 3) as u8, (x ^ y) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
