//! The names of codecs (RFC 6381), from the records that containers carry for decoders.

/// H.264: `avc1.PPCCLL` from an `avcC` record (ISO/IEC 14496-15).
pub(super) fn avc(entry: &str, record: &[u8]) -> String {
    match record.get(1..4) {
        Some([profile, constraints, level]) => {
            format!("{entry}.{profile:02x}{constraints:02x}{level:02x}")
        }
        _ => entry.to_owned(),
    }
}

/// H.265: `hvc1.1.6.L93.B0` from an `hvcC` record (ISO/IEC 14496-15, annex E).
pub(super) fn hevc(entry: &str, record: &[u8]) -> String {
    let Some(&[_, profile, a, b, c, d, ref constraints @ .., level]) = record.get(..13) else {
        return entry.to_owned();
    };
    let space = ["", "A", "B", "C"][usize::from(profile >> 6)];
    let tier = if profile & 0x20 == 0 { 'L' } else { 'H' };
    let compatible = u32::from_be_bytes([a, b, c, d]).reverse_bits();
    let mut name = format!("{entry}.{space}{}.{compatible:X}.{tier}{level}", profile & 0x1f);
    let used = constraints.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    for constraint in &constraints[..used] {
        name += &format!(".{constraint:X}");
    }
    name
}

/// AV1: `av01.0.04M.08` from an `av1C` record (AV1 in ISOBMFF, section 2.3).
pub(super) fn av1(record: &[u8]) -> String {
    let Some([_, levels, flags]) = record.get(..3) else { return "av01".to_owned() };
    let tier = if flags & 0x80 == 0 { 'M' } else { 'H' };
    let bits = match (flags & 0x40 != 0, flags & 0x20 != 0) {
        (false, _) => 8,
        (true, false) => 10,
        (true, true) => 12,
    };
    format!("av01.{}.{:02}{tier}.{bits:02}", levels >> 5, levels & 0x1f)
}

/// VP9: `vp09.00.10.08` from a `vpcC` record, its version and flags taken away.
pub(super) fn vp9(record: &[u8]) -> String {
    match record.get(..3) {
        Some([profile, level, depth]) => {
            format!("vp09.{profile:02}.{level:02}.{:02}", depth >> 4)
        }
        _ => "vp09".to_owned(),
    }
}

/// MPEG-4 audio: `mp4a.40.2` from an `esds` box's descriptors (ISO/IEC 14496-1).
pub(super) fn mpeg4_audio(descriptors: &[u8]) -> String {
    let plain = || "mp4a".to_owned();
    let Some(stream) = descriptor(descriptors, 0x03) else { return plain() };
    // An id and flags, and what these flags add.
    let flags = stream.get(2).copied().unwrap_or(0);
    let url = if flags & 0x40 == 0 { 0 } else { 1 + stream.get(3).map_or(0, |n| usize::from(*n)) };
    let skipped = 3 + 2 * usize::from(flags >> 7) + url + 2 * usize::from(flags >> 5 & 1);
    let Some(config) = stream.get(skipped..).and_then(|rest| descriptor(rest, 0x04)) else {
        return plain();
    };
    let Some(&object) = config.first() else { return plain() };
    if object != 0x40 {
        return format!("mp4a.{object:02x}");
    }
    let specific = config.get(13..).and_then(|rest| descriptor(rest, 0x05)).unwrap_or_default();
    match audio_object_type(specific) {
        Some(kind) => format!("mp4a.40.{kind}"),
        // AAC with low complexity is what almost all are.
        None => "mp4a.40.2".to_owned(),
    }
}

/// The first number of an AudioSpecificConfig (ISO/IEC 14496-3).
pub(super) fn audio_object_type(config: &[u8]) -> Option<u8> {
    let first = *config.first()?;
    match first >> 3 {
        31 => Some(32 + ((first & 7) << 3 | *config.get(1)? >> 5)),
        kind => Some(kind),
    }
}

/// The body of a descriptor that stands first and has this tag.
fn descriptor(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let (&found, mut rest) = bytes.split_first()?;
    if found != tag {
        return None;
    }
    let mut length = 0usize;
    for _ in 0..4 {
        let (&byte, after) = rest.split_first()?;
        rest = after;
        length = length << 7 | usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(&rest[..length.min(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codecs_are_named_as_browsers_ask_for_them() {
        let check = |found: String, expected: &str| assert_eq!(found, expected);
        check(avc("avc1", &[1, 0x64, 0, 0x1f, 0xff]), "avc1.64001f");
        check(avc("avc1", &[1]), "avc1");
        let main = [1, 0x01, 0x60, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 93];
        check(hevc("hvc1", &main), "hvc1.1.6.L93.B0");
        let high = [1, 0x22, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 150];
        check(hevc("hev1", &high), "hev1.2.4.H150");
        check(hevc("hvc1", &main[..12]), "hvc1");
        check(av1(&[0x81, 0x04, 0x0c]), "av01.0.04M.08");
        check(av1(&[0x81, 0x2d, 0xcc]), "av01.1.13H.10");
        check(av1(&[]), "av01");
        check(vp9(&[0, 10, 0x82]), "vp09.00.10.08");
        check(vp9(&[2, 51, 0xa3]), "vp09.02.51.10");
        check(vp9(&[2]), "vp09");
    }

    #[test]
    fn the_kind_of_mpeg_audio_lies_in_its_descriptors() {
        let check = |descriptors: &[u8], expected: &str| {
            assert_eq!(mpeg4_audio(descriptors), expected, "{descriptors:02x?}");
        };
        let config = |object: u8, specific: &[u8]| {
            let mut inner = vec![object, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            inner.extend([0x05, specific.len() as u8]);
            inner.extend(specific);
            let mut stream = vec![0, 1, 0, 0x04, 0x80, 0x80, 0x80, inner.len() as u8];
            stream.extend(inner);
            [vec![0x03, stream.len() as u8], stream].concat()
        };
        check(&config(0x40, &[0x12, 0x10]), "mp4a.40.2");
        check(&config(0x40, &[0x2b, 0x92]), "mp4a.40.5");
        check(&config(0x40, &[0xf9, 0x40]), "mp4a.40.42");
        check(&config(0x40, &[]), "mp4a.40.2");
        check(&config(0x6b, &[]), "mp4a.6b");
        check(&config(0x40, &[0x12])[..4], "mp4a");
        check(&[], "mp4a");
        check(&[0x03, 0xff, 0xff, 0xff, 0xff], "mp4a");
    }
}
