//! All texts of the interface: one catalogue of messages in English and Chinese.
