//! Whatever bytes come, nothing panics.

use proptest::prelude::*;

use super::{containers, models, samples};
use crate::media::glb::tests::{pack, triangle};
use crate::media::{
    Animation, Fonts, decode, examine, inspect_glb, inspect_page, inspect_recording, is_animated,
    picture_size, sniff,
};

fn all_ways(bytes: &[u8]) {
    let fonts = Fonts::default();
    let _ = sniff(bytes);
    let _ = picture_size(bytes);
    let _ = decode(bytes, &fonts);
    let _ = is_animated(bytes);
    let _ = inspect_glb(bytes);
    let _ = inspect_recording(bytes);
    let _ = inspect_page(bytes);
    let _ = examine(bytes, &fonts);
    if let Ok(animation) = Animation::open(bytes) {
        let _ = animation.take(8).count();
    }
}

fn files() -> Vec<Vec<u8>> {
    let (json, binary) = triangle(serde_json::json!({ "mesh": 0 }));
    vec![
        samples::encoded(16, 12, image::ImageFormat::Png),
        samples::encoded(16, 12, image::ImageFormat::Jpeg),
        samples::encoded(16, 12, image::ImageFormat::WebP),
        samples::encoded(16, 12, image::ImageFormat::Gif),
        samples::animated_gif(),
        samples::animated_png(),
        samples::animated_webp(),
        samples::turned_jpeg(),
        pack(&json, &binary),
        models::with_picture(&models::row(&[[9, 99, 199, 255]; 9]), |model| {
            model["materials"] = serde_json::json!([models::worn([1.0; 3], "MASK")]);
        }),
        include_bytes!("avif/rgba.avif").to_vec(),
        containers::mp4(
            &[containers::picture_track(), containers::sound_track()],
            &containers::Extras::default(),
        ),
        containers::webm("V_VP9", (16, 9), true),
        containers::mp3(3, Some((3, 4 * 417))),
        containers::adts(4),
        containers::ogg(&containers::opus_head(), 48_312),
        containers::wav(1, 64, 64),
        containers::flac(44_100, 22_050),
        b"<!doctype html><script src='https://h/a.js'>fetch('https://h/b')</script><style>@import 'c'</style>".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' style='background:url(data:,a) 1px 2%/cover,rgb(1,2,3)'><style>svg:root{background-image:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='2' height='3'/>\")} @media a{b{fill:var(--c)}}</style></svg>".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z' fill='red'/></svg>".to_vec(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        all_ways(&bytes);
    }

    #[test]
    fn mutated_files_never_panic(
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut files = files();
        let mut bytes = files.swap_remove(file.index(files.len()));
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        all_ways(&bytes);
    }
}
