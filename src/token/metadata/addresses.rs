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
const ENDINGS: [&str; 24] = [
    "avif", "bmp", "flac", "gif", "glb", "gltf", "htm", "html", "jpeg", "jpg", "m4a", "m4v", "mov",
    "mp3", "mp4", "ogg", "ogv", "pdf", "png", "svg", "vrm", "wav", "webm", "webp",
];

/// Whether a text is an address rather than the text of an article or the value of a trait.
pub(super) fn looks_like_address(text: &str) -> bool {
    let text = text.trim();
    let starts = ["/", "./", "../", "ipfs/", "Qm", "baf"];
    let ends = |ending: &&str| {
        let name = text.rsplit_once('.').filter(|(name, _)| !name.is_empty());
        name.is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending))
    };
    let scheme = text.split_once(':').is_some_and(|(scheme, _)| {
        (2..=10).contains(&scheme.len())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
    });
    !text.contains(char::is_whitespace)
        && (scheme
            || starts.iter().any(|start| text.starts_with(start))
            || ENDINGS.iter().any(ends))
        || text.starts_with("data:")
        || text.starts_with("<svg")
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
    }
}
