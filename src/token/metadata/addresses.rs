//! What a text that stands in a file's place is: an address, the page of a film, or the
//! text of an article.

/// Whether an address is that of a page that shows a film, and no file.
pub(super) fn is_video_page(uri: &str) -> bool {
    let host = url::Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.is_some_and(|host| {
        let host = host.trim_start_matches("www.").trim_start_matches("m.");
        matches!(host, "youtube.com" | "youtu.be" | "vimeo.com" | "youtube-nocookie.com")
    })
}

/// How the names of files end by which a text is known as an address beside its document.
const ENDINGS: [&str; 39] = [
    "aac", "apng", "avif", "bmp", "flac", "gif", "glb", "gltf", "heic", "heif", "htm", "html",
    "jpeg", "jpg", "jxl", "m4a", "m4b", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "oga",
    "ogg", "ogv", "opus", "pdf", "png", "svg", "svgz", "tif", "tiff", "usdz", "vrm", "wav", "webm",
    "webp",
];

/// Schemes whose addresses are also written without a slash behind the colon.
const SLASHLESS: [&str; 13] = [
    "ar",
    "bzz",
    "data",
    "dweb",
    "http",
    "https",
    "ipfs",
    "ipns",
    "magnet",
    "onchfs",
    "sha256",
    "tezos-storage",
    "web+ipfs",
];

/// Whether a text is an address rather than the text of an article or the value of a trait.
pub(super) fn looks_like_address(text: &str) -> bool {
    let text = text.trim();
    let is_one_word = !text.contains(char::is_whitespace);
    // The names of files have blanks that nobody encoded; a line break is an article's.
    let is_one_line = !text.contains(['\n', '\r']);
    let starts = ["/", "./", "../", "ipfs/"];
    text.starts_with("data:")
        || text.starts_with("<svg")
        || is_one_line && (has_scheme(text, is_one_word) || is_content_id(text))
        || is_one_word && (starts.iter().any(|start| text.starts_with(start)) || ends_as_file(text))
}

/// Whether a text begins with a scheme and what stands behind one: two slashes, or less in
/// an address of one word.
fn has_scheme(text: &str, is_one_word: bool) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let fits = scheme.len() >= 2
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_slashless = || SLASHLESS.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    fits && (rest.starts_with("//") || is_one_word && (rest.starts_with('/') || is_slashless()))
}

/// Whether a text is a content id of IPFS, with or without a path: one of version 0, or one
/// of version 1 in base 32, which no word is as long as.
fn is_content_id(text: &str) -> bool {
    const VERSION_0_CHARS: usize = 46;
    const VERSION_1_CHARS_MIN: usize = 50;
    let id = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_long = id.starts_with("Qm") && id.len() == VERSION_0_CHARS
        || id.starts_with("baf") && id.len() >= VERSION_1_CHARS_MIN;
    is_long && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn ends_as_file(text: &str) -> bool {
    let name = text.rsplit_once('.').filter(|(name, _)| !name.is_empty());
    name.is_some_and(|(_, last)| ENDINGS.iter().any(|ending| last.eq_ignore_ascii_case(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_from_addresses() {
        let check = |text: &str, expected| assert_eq!(looks_like_address(text), expected, "{text}");
        check("ipfs://bafy/x.png", true);
        check("https://h.example/a", true);
        check("web+ipfs://bafy/x.png", true);
        check("data:image/svg+xml;utf8,<svg a='b' />", true);
        check("QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco", true);
        check("# A title\n\nAnd words: many", false);
        check("Note: this is a text", false);
        check("words", false);
        check("loop.MP4", true);
        check("../pictures/loop.gif", true);
        check("../pictures/1", true);
        check("ipfs/QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco", true);
        check("<svg xmlns='http://www.w3.org/2000/svg' />", true);
        check(".png", false);
        check("St.Ives", false);
        check("Made with loop.mp4", false);
        check("loop.opus", true);
    }

    #[test]
    fn absolute_addresses_may_have_blanks() {
        let check = |text: &str, expected| assert_eq!(looks_like_address(text), expected, "{text}");
        check("ipfs://bafy/My Film.mp4", true);
        check("ipfs://bafy/Work #1.png", true);
        check("QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco/My Film.mp4", true);
        check("https://h.example/a\nis where it began", false);
        check("ipfs: a file system", false);
        check("and/or: both", false);
    }

    #[test]
    fn words_are_no_schemes_and_no_content_ids() {
        let check = |text: &str, expected| assert_eq!(looks_like_address(text), expected, "{text}");
        check("16:9", false);
        check("4k://loop", false);
        check("Type:Loop", false);
        check("baffling", false);
        check("Qmulus", false);
        check("QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6ucoo", false);
        check("ipfs:QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco", true);
        check("tezos-storage:image", true);
        check("dweb:/ipfs/bafy", true);
        check("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi/1", true);
    }
}
