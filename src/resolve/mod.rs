//! From `exhibition.toml` to `exhibition.lock`.
