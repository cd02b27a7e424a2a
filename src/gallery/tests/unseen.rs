//! Animation costs nothing for works that nobody sees: what moves before one's eyes rests
//! behind one's back and in a covered window, and goes on when it is seen again.

use std::collections::BTreeSet;
use std::f32::consts::PI;
use std::sync::Arc;

use bevy::prelude::*;

use super::house::{House, OneMore, built_in, texture_of};
use crate::exhibition::Media;
use crate::gallery::third_party::rapier::STEPS_PER_SECOND;
use crate::gallery::visitor::Visitor;
use crate::gallery::wishes::Attention;
use crate::gallery::works::{Standing, decodes};

/// Frames of two seconds, in which whatever moves would have moved many times.
const WHILE: usize = 2 * STEPS_PER_SECOND as usize;

/// How works come to be unseen, and are seen again.
const UNSEEN: [(&str, fn(&mut House), fn(&mut House)); 2] = [
    ("behind one's back", House::turn_round, House::turn_round),
    ("in a covered window", |house| house.cover(true), |house| house.cover(false)),
];

/// The built-in exhibition, in which the knot turns on its plinth.
fn with_a_turning_knot() -> House {
    let bytes: &[u8] = include_bytes!("../../../tests/fixtures/every-kind/files/turning.glb");
    let turning = OneMore::of(bytes);
    let mut lock = built_in();
    let knot = lock.works.iter_mut().find(|work| work.id.as_str() == "knot");
    let knot = knot.expect("the built-in exhibition has this work");
    let Media::Shown(visual) = &mut knot.media else {
        panic!("it is shown");
    };
    visual.original.hash = turning.hash;
    House::of(lock, Arc::new(turning), 1_280, 720)
}

/// Where the parts of a sculpture are on its plinth.
fn pose_of(world: &mut World, work: usize) -> Vec<Transform> {
    let mut all = world.query::<(&Standing, Option<&Children>)>();
    let (_, parts) = all
        .iter(world)
        .find(|(standing, _)| standing.work == work)
        .expect("it stands before the visitor");
    let parts: Vec<Entity> = parts.into_iter().flatten().copied().collect();
    let places = parts.iter().filter_map(|part| world.get::<Transform>(*part).copied());
    places.collect()
}

impl House {
    /// Turns round on the spot.
    fn turn_round(&mut self) {
        let before = self.attention();
        let world = self.app.world_mut();
        let mut visitors = world.query::<&mut Visitor>();
        visitors.single_mut(world).expect("there is one visitor").turn(PI, 0.0);
        // What is in sight is known only after the frame in which one has turned.
        self.frames(3);
        assert_ne!(self.attention(), before);
    }

    fn attention(&self) -> Option<usize> {
        self.app.world().resource::<Attention>().work
    }

    /// Goes on until so many other frames of an animation were seen.
    fn see_frames(&mut self, work: usize, count: usize) {
        for _ in 0..count {
            let before = self.texture(work);
            self.until("another frame of it", |world| texture_of(world, work) != before);
        }
    }

    fn see_it_move(&mut self, work: usize) {
        for _ in 0..3 {
            let before = pose_of(self.app.world_mut(), work);
            self.until("that it moves", |world| pose_of(world, work) != before);
        }
    }

    /// All textures that are as large as this one.
    fn textures_like(&self, texture: &Handle<Image>) -> BTreeSet<AssetId<Image>> {
        let images = self.app.world().resource::<Assets<Image>>();
        let size = images.get(texture).expect("it is a texture").size();
        images.iter().filter(|(_, image)| image.size() == size).map(|(id, _)| id).collect()
    }
}

#[test]
fn an_animation_that_nobody_sees_is_neither_decoded_nor_shown() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("tide");
    house.settle();
    house.see_frames(work, 4);
    for (how, hide, show) in UNSEEN {
        hide(&mut house);
        // The frame in hand is decoded to its end, and waits.
        house.until("that the frame in hand is decoded", |world| !decodes(world, work));
        house.settle();
        let shown = house.texture(work);
        let textures = house.textures_like(&shown);
        for _ in 0..WHILE {
            house.frames(1);
            assert!(!decodes(house.app.world(), work), "{how} a frame is decoded for nobody");
            assert_eq!(house.texture(work), shown, "{how} a frame is shown to nobody");
        }
        assert_eq!(house.textures_like(&shown), textures, "{how} a frame goes up for nobody");

        show(&mut house);
        assert_eq!(house.attention(), Some(work));
        house.see_frames(work, 4);
    }
}

#[test]
fn a_sculpture_that_nobody_sees_rests() {
    let mut house = with_a_turning_knot();
    let work = house.stand_before("knot");
    house.settle();
    house.see_it_move(work);
    for (how, hide, show) in UNSEEN {
        hide(&mut house);
        let rests = pose_of(house.app.world_mut(), work);
        for _ in 0..WHILE {
            house.frames(1);
            assert_eq!(pose_of(house.app.world_mut(), work), rests, "{how} it moves for nobody");
        }

        show(&mut house);
        assert_eq!(house.attention(), Some(work));
        house.see_it_move(work);
    }
}
