//! `index.html`: the stage above, and below it the catalogue, whole without a script.

use serde_json::{Map, Value as Json, json};

use super::PublishOptions;
use super::floor_plan;
use super::html::{self, escape, line, paragraphs};
use super::label;
use super::poster::poster;
use super::words::Words;
use crate::exhibition::{Language, Lock, Media, SizeSource};
use crate::hang::Plan;
use crate::ownership::WorkChecked;

/// What the page has to know about the files that lie beside it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    /// The bytes of `enfilade_bg.wasm`, where a browser build is published.
    pub(super) wasm: Option<u64>,
    /// Whether the verifier is published, which checks proofs in the page.
    pub(super) verifier: bool,
    pub(super) plan_svg: bool,
}

/// The page's own policy: nothing from elsewhere, nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; \
     connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/// The whole page. What each work was held to as it is written stands in the lock's order.
pub(super) fn page(
    lock: &Lock,
    plan: &Plan,
    checked: &[WorkChecked],
    options: &PublishOptions,
    beside: Beside,
) -> String {
    let words = &Words::new();
    let title = escape(lock.title.get(Language::English));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n{head}</head>\n<body>\n\
         <a class=\"skip\" href=\"#catalogue\">{skip}</a>\n{stage}\
         <p id=\"here\" class=\"unseen\" aria-live=\"polite\"></p>\n\
         <main id=\"catalogue\" tabindex=\"-1\">\n{introduction}{sections}{plan}</main>\n{footer}\
         <script type=\"application/json\" id=\"page\">{data}</script>\n</body>\n</html>\n",
        head = head(words, lock, options, &title),
        skip = words.both("page-skip", &[]),
        stage = stage(words, lock, beside),
        introduction = introduction(words, lock),
        sections = sections(words, lock, plan, checked),
        plan = floor_plan::section(words, beside),
        footer = footer(words, lock, beside),
        data = html::json(&page_data(words, lock, beside)),
    )
}

fn head(words: &Words, lock: &Lock, options: &PublishOptions, title: &str) -> String {
    let about = first_sentence(lock.text.get(Language::English));
    let about = match about.as_str() {
        "" => lock.subtitle.get(Language::English).to_owned(),
        about => about.to_owned(),
    };
    let mut head = format!(
        "<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
         <title>{title}</title>\n\
         <meta name=\"description\" content=\"{about}\">\n\
         <meta name=\"generator\" content=\"Enfilade {version}\">\n\
         <meta name=\"color-scheme\" content=\"light\">\n\
         <meta name=\"theme-color\" content=\"#1b1815\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta property=\"og:type\" content=\"website\">\n\
         <meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:description\" content=\"{about}\">\n",
        about = escape(&about),
        version = env!("CARGO_PKG_VERSION"),
    );
    let at = |path: &str| match &options.address {
        Some(address) => format!("{}/{path}", address.trim_end_matches('/')),
        None => path.to_owned(),
    };
    if let Some(address) = &options.address {
        let address = escape(&format!("{}/", address.trim_end_matches('/')));
        head += &format!(
            "<link rel=\"canonical\" href=\"{address}\">\n<meta property=\"og:url\" content=\"{address}\">\n"
        );
    }
    let hero = lock.works.iter().find(|w| w.hero).or(lock.works.first());
    if let Some(Media::Shown(visual)) = hero.map(|work| &work.media)
        && let Some(rung) = visual.rungs.last()
    {
        head += &format!(
            "<meta property=\"og:image\" content=\"{}\">\n<meta property=\"og:image:type\" content=\"{}\">\n\
             <meta name=\"twitter:card\" content=\"summary_large_image\">\n",
            escape(&at(&rung.hash.path())),
            escape(&rung.mime),
        );
    }
    head + "<link rel=\"icon\" href=\"icon.svg\" type=\"image/svg+xml\">\n\
            <link rel=\"stylesheet\" href=\"catalogue.css\">\n<link rel=\"stylesheet\" href=\"works.css\">\n\
            <script type=\"module\" src=\"gallery.js\"></script>\n\
            <script type=\"application/ld+json\">"
        + &html::json(&linked_data(words, lock))
        + "</script>\n"
}

fn stage(words: &Words, lock: &Lock, beside: Beside) -> String {
    let curator = if lock.curator.is_empty() {
        String::new()
    } else {
        format!(
            "<p class=\"curator\">{} {}</p>\n",
            words.both("page-curator", &[]),
            line(&lock.curator)
        )
    };
    let gallery = if beside.wasm.is_some() {
        format!(
            "<div class=\"enter\" hidden><button id=\"walk-in\" type=\"button\">{walk}</button>\n\
             <p id=\"state\" role=\"status\"></p>\n<progress id=\"progress\" max=\"1\" hidden></progress>\n\
             <button id=\"reload\" type=\"button\" hidden>{reload}</button></div>\n",
            walk = words.both("page-walk-in", &[]),
            reload = words.both("page-reload", &[]),
        )
    } else {
        String::new()
    };
    let canvas = if beside.wasm.is_some() {
        format!(
            "<div class=\"screen\"><canvas id=\"enfilade\" tabindex=\"0\"{}></canvas></div>\n",
            html::named("aria-label", &|language| lock.title.get(language).to_owned()),
        )
    } else {
        String::new()
    };
    format!(
        "<header class=\"stage\" id=\"stage\">\n{poster}\n{canvas}\
         <div class=\"opening\">\n<h1>{title}</h1>\n{subtitle}{curator}{gallery}</div>\n\
         <button id=\"back\" type=\"button\" hidden>{back}</button>\n\
         <fieldset class=\"language\"><legend class=\"unseen\">{language}</legend>\n\
         <label><input type=\"radio\" name=\"language\" id=\"language-en\" value=\"en\" checked>\
         <span translate=\"no\">English</span></label>\n\
         <label><input type=\"radio\" name=\"language\" id=\"language-zh\" value=\"zh-CN\">\
         <span translate=\"no\">中文</span></label></fieldset>\n</header>\n",
        poster = poster(lock),
        title = line(&lock.title),
        subtitle = match lock.subtitle.is_empty() {
            true => String::new(),
            false => format!("<p class=\"subtitle\">{}</p>\n", line(&lock.subtitle)),
        },
        back = words.both("page-back", &[]),
        language = words.both("page-language", &[]),
    )
}

fn introduction(words: &Words, lock: &Lock) -> String {
    let list: String = lock
        .sections
        .iter()
        .enumerate()
        .map(|(index, section)| {
            let count = lock.works.iter().filter(|work| work.section == index).count() as u64;
            format!(
                "<li><a href=\"#section={}\">{}</a> <small>{}</small></li>\n",
                index + 1,
                line(&section.title),
                words.both("section-works", &[("count", count.to_string().as_str())]),
            )
        })
        .collect();
    format!(
        "<div class=\"introduction\">\n<div class=\"text\">{}</div>\n\
         <nav aria-labelledby=\"sections\"><h2 id=\"sections\">{}</h2><ol>\n{list}</ol></nav>\n</div>\n",
        paragraphs(&lock.text),
        words.both("page-sections", &[]),
    )
}

/// Every section in its order, its rooms as the plan has them, and what no room
/// holds at the end: no work is left out of the catalogue.
fn sections(words: &Words, lock: &Lock, plan: &Plan, checked: &[WorkChecked]) -> String {
    let mut html = String::new();
    let mut listed = vec![false; lock.works.len()];
    let mut room_listed = vec![false; plan.rooms.len()];
    for (index, section) in lock.sections.iter().enumerate() {
        html += &format!(
            "<section class=\"section\" id=\"section={number}\" aria-labelledby=\"section-{number}\">\n\
             <header><h2 id=\"section-{number}\">{}</h2>\n<div class=\"text\">{}</div></header>\n",
            line(&section.title),
            paragraphs(&section.text),
            number = index + 1,
        );
        for (room_index, room) in plan.rooms.iter().enumerate() {
            let works: Vec<usize> = room
                .works
                .iter()
                .copied()
                .filter(|work| lock.works.get(*work).is_some_and(|w| w.section == index))
                .collect();
            if works.is_empty() {
                continue;
            }
            let number = u64::from(room.id.0) + 1;
            let anchor = match room_listed[room_index] {
                true => String::new(),
                false => format!(" id=\"room={number}\""),
            };
            room_listed[room_index] = true;
            html += &format!(
                "<div class=\"room\"{anchor}>\n<h3>{}</h3>\n<div class=\"works\">\n",
                words.both("plan-room", &[("number", number.to_string().as_str())]),
            );
            for work in works {
                if !std::mem::replace(&mut listed[work], true) {
                    html += &label::article(words, lock, work, &checked[work]);
                }
            }
            html += "</div></div>\n";
        }
        let left: Vec<usize> = (0..lock.works.len())
            .filter(|work| !listed[*work] && lock.works[*work].section == index)
            .collect();
        if !left.is_empty() {
            html += "<div class=\"room\"><div class=\"works\">\n";
            for work in left {
                html += &label::article(words, lock, work, &checked[work]);
                listed[work] = true;
            }
            html += "</div></div>\n";
        }
        html += "</section>\n";
    }
    html
}

/// Where a visitor names an endpoint of their own; a script shows it.
fn own_endpoint(words: &Words, beside: Beside) -> String {
    if !beside.verifier {
        return String::new();
    }
    format!(
        "<div id=\"own-endpoint\" hidden>\n<label for=\"endpoint\">{}</label>\n\
         <input id=\"endpoint\" type=\"url\" inputmode=\"url\" autocomplete=\"off\" \
         spellcheck=\"false\" placeholder=\"https://\">\n\
         <button id=\"endpoint-use\" type=\"button\">{}</button>\n\
         <button id=\"endpoint-stop\" type=\"button\" hidden>{}</button>\n\
         <p id=\"endpoint-state\" role=\"status\"></p>\n<p>{}</p>\n</div>\n",
        words.both("page-endpoint", &[]),
        words.both("page-endpoint-use", &[]),
        words.both("page-endpoint-stop", &[]),
        words.both("page-endpoint-hint", &[]),
    )
}

/// Whom the page asks beside its own server.
fn who_is_asked(words: &Words, lock: &Lock, beside: Beside) -> String {
    let hosts = lock.live.values().flatten().filter_map(|address| {
        let url = url::Url::parse(address).ok()?;
        Some(url.host_str()?.to_owned())
    });
    let hosts: std::collections::BTreeSet<String> = hosts.collect();
    if hosts.is_empty() || !beside.verifier {
        return words.both("page-private", &[]);
    }
    let hosts = hosts.into_iter().collect::<Vec<_>>().join(", ");
    words.both("page-watched", &[("endpoints", &hosts)])
}

fn footer(words: &Words, lock: &Lock, beside: Beside) -> String {
    format!(
        "<footer>\n{}<p>{}</p>\n<p>{}</p>\n<p><a href=\"exhibition.lock\">{}</a></p>\n<p>{}</p>\n</footer>\n",
        own_endpoint(words, beside),
        words.both("page-resolved", &[("date", &lock.resolved.date())]),
        who_is_asked(words, lock, beside),
        words.both("page-lock", &[]),
        words.both("page-made-with", &[]),
    )
}

/// What `gallery.js` reads: sentences with their blanks left open, titles, sizes.
fn page_data(words: &Words, lock: &Lock, beside: Beside) -> Json {
    const SENTENCES: [&str; 11] = [
        "page-loading",
        "page-preparing",
        "page-ready",
        "page-saving",
        "page-no-webgl",
        "page-failed",
        "page-lost",
        "page-at-work",
        "page-at-room",
        "page-code-touch",
        "page-code-leave",
    ];
    const BLANKS: [&str; 18] = [
        "done", "all", "reason", "title", "room", "block", "owner", "time", "endpoint", "by",
        "date", "count", "asked", "chain", "detail", "held", "signed", "what",
    ];
    let open = BLANKS.map(|name| format!("{{{name}}}"));
    let blanks: Vec<(&str, &str)> =
        BLANKS.into_iter().zip(open.iter().map(String::as_str)).collect();
    let mut messages = Map::new();
    for language in [Language::English, Language::Chinese] {
        let said: Map<String, Json> = SENTENCES
            .iter()
            .chain(super::words::CHECKS.iter().filter(|_| beside.verifier))
            .map(|key| {
                let name = key.trim_start_matches("page-").to_owned();
                (name, Json::from(words.say(language, key, &blanks)))
            })
            .chain([("title".to_owned(), Json::from(lock.title.get(language)))])
            .collect();
        messages.insert(language.tag().to_owned(), Json::Object(said));
    }
    let bilingual = label::in_both(&lock.title)
        || label::in_both(&lock.text)
        || lock.works.iter().any(|work| label::in_both(&work.title));
    json!({
        "messages": messages,
        "wasm_bytes": beside.wasm,
        "bilingual": bilingual,
        "verifier": beside.verifier,
        "live": lock.live,
        "agree": lock.live_agree,
    })
}

/// schema.org: the exhibition as a collection of visual artworks.
fn linked_data(words: &Words, lock: &Lock) -> Json {
    let works: Vec<Json> = lock
        .works
        .iter()
        .map(|work| {
            let mut artwork = json!({
                "@type": "VisualArtwork",
                "@id": format!("#work={}", work.id),
                "name": label::title(words, work, Language::English),
            });
            let mut set = |key: &str, value: &str| {
                if !value.trim().is_empty() {
                    artwork[key] = Json::from(value);
                }
            };
            set("artMedium", work.medium.get(Language::English));
            set("dateCreated", &work.year);
            set("description", work.description.get(Language::English));
            set("identifier", &work.token.as_ref().map(ToString::to_string).unwrap_or_default());
            if let Media::Shown(visual) = &work.media
                && let Some(rung) = visual.rungs.last()
            {
                set("image", &rung.hash.path());
            }
            let artist = work.artist.get(Language::English);
            if !artist.is_empty() {
                artwork["creator"] = json!({ "@type": "Thing", "name": artist });
            }
            if work.size.source != SizeSource::Unknown {
                let length = |mm: u32| json!({ "@type": "Distance", "name": format!("{mm} mm") });
                artwork["width"] = length(work.size.width_mm);
                artwork["height"] = length(work.size.height_mm);
            }
            artwork
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "Collection",
        "name": lock.title.get(Language::English),
        "description": first_sentence(lock.text.get(Language::English)),
        "hasPart": works,
    })
}

/// The first paragraph, held to what a preview shows.
fn first_sentence(text: &str) -> String {
    const CHARS_MAX: usize = 300;
    let first = text.split("\n\n").next().unwrap_or_default().trim();
    if first.chars().count() <= CHARS_MAX {
        return first.to_owned();
    }
    first.chars().take(CHARS_MAX - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::read_lock;

    #[test]
    fn every_blank_of_a_sentence_is_one_that_a_script_fills() {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let lock = read_lock(lock).unwrap();
        let beside = Beside { wasm: Some(1), verifier: true, plan_svg: false };
        let data = page_data(&Words::new(), &lock, beside);
        for (language, said) in data["messages"].as_object().unwrap() {
            for (key, sentence) in said.as_object().unwrap() {
                let sentence = sentence.as_str().unwrap();
                // What nobody gives a value is left as Fluent writes it.
                assert!(!sentence.contains('$'), "{language}, {key}: {sentence}");
            }
        }
        let signed = data["messages"]["en"]["check-signed"].as_str().unwrap();
        assert!(signed.contains("{signed} of {all} owners"), "{signed}");
    }
}
