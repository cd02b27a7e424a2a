//! A desktop without a player: every film hangs as its still.

use super::{FilmError, FromEars};
use crate::platform::crew::Parcel;

pub const PLAYS_FILMS: bool = false;

/// There is none.
#[derive(Debug)]
pub enum Film {}

impl Film {
    pub fn open(_file: impl Into<Parcel>, _mime: &str) -> Result<Self, FilmError> {
        Err(FilmError::NoPlayer)
    }

    pub fn size_px(&self) -> Option<[u32; 2]> {
        match *self {}
    }

    pub fn play(&self, _running: bool) {
        match *self {}
    }

    pub fn hear(&self, _from: Option<FromEars>) {
        match *self {}
    }

    pub fn paint(&self, _queue: &wgpu::Queue, _texture: &wgpu::Texture) {
        match *self {}
    }

    pub fn failure(&self) -> Option<FilmError> {
        match *self {}
    }
}
