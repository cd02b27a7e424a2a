//! `enfilade publish`: an exhibition as a web site.

use std::path::PathBuf;

use clap::Args;

#[cfg(not(feature = "publish"))]
use super::Failure;
use super::Outcome;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The folder to write the site to: a new one, or one that holds an earlier site
    #[arg(long, value_name = "SITE")]
    out: PathBuf,
    /// The folder with the browser build (enfilade.js, enfilade_bg.wasm); without it the
    /// site is the catalogue alone
    #[arg(long, value_name = "DIR")]
    browser_build: Option<PathBuf>,
    /// Where the site will stand, for previews of links to it
    #[arg(long, value_name = "https://…", value_parser = web_address)]
    address: Option<String>,
    /// How hard to compress, 0 to 11: smaller files for more time
    #[arg(long, value_name = "N", default_value_t = 11,
          value_parser = clap::value_parser!(u32).range(0..=11))]
    quality: u32,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
The site is plain files: any static host serves it, from any path.

Examples:
  enfilade publish show --out site --browser-build ~/.cache/enfilade/browser
  enfilade publish show --out site --json | jq .bytes";

/// An address that a site can stand at: all its pages' own lie below it.
fn web_address(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).ok();
    let fits = |url: &url::Url| {
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        web && url.query().is_none() && url.fragment().is_none()
    };
    let url = url.filter(fits).ok_or("a site's address looks like https://example.org/show/")?;
    Ok(url.into())
}

#[cfg(not(feature = "publish"))]
pub fn run(_: &Arguments) -> Outcome {
    Err(Failure::without("publish"))
}

#[cfg(feature = "publish")]
pub fn run(arguments: &Arguments) -> Outcome {
    use enfilade::exhibition::Language;
    use enfilade::hang::{draw_plan, hang};
    use enfilade::messages::Messages;
    use enfilade::ownership::Timestamp;
    use enfilade::platform::clock::unix_now;
    use enfilade::publish::{PlanSvg, PublishOptions, publish};
    use enfilade::source::Folder;

    use super::{bar::Bar, output};

    let bar = Bar::new(0);
    bar.say("hanging the works");
    let folder = Folder::open(&arguments.dir)?;
    let lock = folder.read_lock()?;
    let plan = hang(&lock);
    let drawn = |language: Language| {
        let messages = Messages::new(language);
        draw_plan(&plan, &lock, language, &|key, values| messages.format(key, values))
    };
    let options = PublishOptions {
        browser_build: arguments.browser_build.clone(),
        plan_svg: Some(PlanSvg {
            english: drawn(Language::English),
            chinese: drawn(Language::Chinese),
        }),
        address: arguments.address.clone(),
        now: Some(Timestamp::from_unix(unix_now())),
        brotli_quality: arguments.quality,
    };
    let report = publish(&lock, &plan, &folder, &arguments.out, &options, &mut |progress| {
        bar.set_steps(progress.all);
        bar.at(progress.done, progress.file);
    });
    bar.clear();
    let report = report?;
    if arguments.json {
        return Ok(output::json(&report)?);
    }
    let site = arguments.out.display();
    output::say(&format!(
        "{site}: {} in {} files, {}",
        output::counted(report.works as u64, "work"),
        report.files,
        output::bytes(report.bytes)
    ));
    if report.missing > 0 {
        let works = output::counted(report.missing as u64, "work");
        output::say(&format!("without a picture: {works}"));
    }
    output::say(&format!("  enfilade host {site}"));
    Ok(())
}
