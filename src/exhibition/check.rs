//! Checking a lock against its blobs and records, offline.
