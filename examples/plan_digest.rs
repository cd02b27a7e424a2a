//! The planner as a WebAssembly module: one function that plans seeded shows and
//! returns a digest of their plans, so that Node can compare it with the native one.

#[path = "../tests/hang/digest.rs"]
mod digest;
#[path = "../tests/hang/shows.rs"]
mod shows;

/// The digest of the plans of the seeded shows from one number to before another.
#[expect(unsafe_code, reason = "a name that JavaScript can call has to be exported as it is")]
#[unsafe(no_mangle)]
pub extern "C" fn plan_digest(from: u32, to: u32) -> u64 {
    digest::digest(from, to)
}
