//! What was mended or left away so that a file can be shown, for its label to say.

use super::MediaError;

/// One thing that a visitor would else look for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Parts of a work that are never run, fetched or drawn, by name.
    LeftOut(String),
    /// A drawing that shows nothing, and was made so: nothing of it is left out.
    Empty,
    /// An animated drawing of which the first frame, which hangs, shows nothing.
    StartsEmpty,
    /// A picture that moves, of a kind whose first frame alone is shown.
    FirstFrame,
    /// One of a kind that does move here, but whose further frames are not shown for this.
    OnlyFirstFrame(MediaError),
    /// A program that asks for what it will not get: these addresses.
    NeedsNetwork(String),
    /// A film or a sound in these codecs, which some browsers play and some do not.
    NotEverywhere(String),
    /// A model with more than this of it plays: the name of the clip that does.
    OneClip(String),
}
