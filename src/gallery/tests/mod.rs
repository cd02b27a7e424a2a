//! The whole gallery with neither window nor graphics device: what comes, what opens and
//! what is said, frame by frame.

mod address;
mod chain;
mod controls;
mod device;
mod faces;
mod house;
mod keys;
mod labels;
mod live;
mod loading;
mod measuring;
mod moving;
mod overlays;
mod site;
mod tour;
mod unasked;
mod unseen;
mod window;
mod words;
