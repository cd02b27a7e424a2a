//! The planner as a WebAssembly module: one function that plans seeded shows and
//! returns a digest of their plans, so that Node can compare it with the native one.

#[path = "../tests/hang/digest.rs"]
mod digest;
#[path = "../tests/hang/shows.rs"]
mod shows;

/// The digest of the plans of `count` seeded shows.
#[expect(unsafe_code, reason = "a name that JavaScript can call has to be exported as it is")]
#[unsafe(no_mangle)]
pub extern "C" fn plan_digest(count: u32) -> u64 {
    digest::digest(count)
}
