//! What bytes are: sniffing, limits, decoding, SVG to pixels, sizes and colours.
