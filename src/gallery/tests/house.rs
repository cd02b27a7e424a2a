//! A gallery for tests: its clock goes one step a frame, nothing of it is drawn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::ecs::message::MessageCursor;
use bevy::input::ButtonState;
use bevy::input::keyboard::{Key, KeyboardInput, NativeKey};
use bevy::prelude::*;
use bevy::time::TimeUpdateStrategy;
use bevy::window::{PrimaryWindow, WindowOccluded, WindowResized};

use crate::exhibition::{BlobHash, BlobStore, Language, Lock, read_lock};
use crate::gallery::app::unseen;
use crate::gallery::labels::Card;
use crate::gallery::lettering::{Print, Printed};
use crate::gallery::materials::PictureMaterial;
use crate::gallery::overlay::{Notice, Unasked};
use crate::gallery::pending::Pending;
use crate::gallery::show::{Blobs, Reading, Show};
use crate::gallery::third_party::rapier::STEPS_PER_SECOND;
use crate::gallery::wishes::{Attention, Overlays, Wish};
use crate::gallery::works::{Hung, MissingNotice};
use crate::source::BuiltIn;

/// Longer than this nothing may take on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(240);

pub(super) struct House {
    pub app: App,
}

/// The built-in exhibition's blobs, one of which was damaged.
#[derive(Debug)]
pub(super) struct Damaged(pub BlobHash);

impl BlobStore for Damaged {
    fn read(&self, hash: &BlobHash) -> std::io::Result<Vec<u8>> {
        let mut bytes = BuiltIn.read(hash)?;
        if *hash == self.0 {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
        Ok(bytes)
    }
}

/// The built-in exhibition's blobs, and one more.
#[derive(Debug)]
pub(super) struct OneMore {
    pub hash: BlobHash,
    bytes: &'static [u8],
}

impl OneMore {
    pub fn of(bytes: &'static [u8]) -> Self {
        Self { hash: BlobHash::of(bytes), bytes }
    }
}

impl BlobStore for OneMore {
    fn read(&self, hash: &BlobHash) -> std::io::Result<Vec<u8>> {
        if *hash == self.hash { Ok(self.bytes.to_vec()) } else { BuiltIn.read(hash) }
    }
}

pub(super) fn built_in() -> Lock {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    read_lock(lock).expect("the built-in lock is read by every test")
}

impl House {
    /// The built-in exhibition in a window of this size.
    pub fn open(width: u32, height: u32) -> Self {
        Self::of(built_in(), Arc::new(BuiltIn), width, height)
    }

    pub fn of(
        lock: Lock,
        blobs: Arc<dyn BlobStore + Send + Sync>,
        width: u32,
        height: u32,
    ) -> Self {
        Self::furnished(lock, blobs, [width, height], |_| {})
    }

    /// The same with something in it before anybody enters. Panels open by a wish only:
    /// what is tested stands before works for as long as it likes.
    pub fn furnished(
        lock: Lock,
        blobs: Arc<dyn BlobStore + Send + Sync>,
        [width, height]: [u32; 2],
        furnish: impl FnOnce(&mut App),
    ) -> Self {
        let mut app = unseen(Show::new(lock, Blobs::Here(blobs)), UVec2::new(width, height));
        let step = Duration::from_secs_f64(1.0 / STEPS_PER_SECOND);
        app.insert_resource(TimeUpdateStrategy::ManualDuration(step));
        app.world_mut().resource_mut::<Unasked>().on = false;
        furnish(&mut app);
        app.finish();
        app.cleanup();
        let mut house = Self { app };
        house.frames(3);
        house
    }

    pub fn frames(&mut self, count: usize) {
        for _ in 0..count {
            self.app.update();
        }
    }

    /// Goes on until something holds; what is awaited must come.
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&mut World) -> bool) {
        let start = Instant::now();
        while !holds(self.app.world_mut()) {
            assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
            self.app.update();
        }
    }

    /// Until nothing is on its way any more.
    pub fn settle(&mut self) {
        self.hear();
    }

    /// The same, and what the visitor is told meanwhile.
    pub fn hear(&mut self) -> Vec<Notice> {
        let (mut calm, mut said) = (0, Vec::new());
        let mut ear = MessageCursor::default();
        self.until("that nothing is on its way", |world| {
            said.extend(ear.read(world.resource::<Messages<Notice>>()).cloned());
            calm = if world.resource::<Pending>().total() == 0 { calm + 1 } else { 0 };
            // Wants are thought over every few frames only.
            calm > 8
        });
        said
    }

    pub fn wish(&mut self, wish: Wish) {
        self.app.world_mut().write_message(wish);
        self.frames(2);
    }

    /// Presses a key and lets it go.
    pub fn press(&mut self, key: KeyCode) {
        self.key(key, ButtonState::Pressed);
        self.key(key, ButtonState::Released);
        self.frames(2);
    }

    /// What the window says of a key.
    pub fn key(&mut self, key_code: KeyCode, state: ButtonState) {
        let window = self.window();
        self.app.world_mut().write_message(KeyboardInput {
            key_code,
            logical_key: Key::Unidentified(NativeKey::Unidentified),
            state,
            text: None,
            repeat: false,
            window,
        });
        self.frames(1);
    }

    pub fn window(&mut self) -> Entity {
        let world = self.app.world_mut();
        let mut windows = world.query_filtered::<Entity, With<PrimaryWindow>>();
        windows.single(world).expect("there is one window")
    }

    /// Lays another window over this one, or takes it away.
    pub fn cover(&mut self, occluded: bool) {
        let window = self.window();
        self.app.world_mut().write_message(WindowOccluded { window, occluded });
        self.frames(2);
    }

    /// Gives the window another size, in logical pixels.
    pub fn resize(&mut self, size: Vec2) {
        let window = self.window();
        let mut resized = self.app.world_mut().get_mut::<Window>(window).expect("a window");
        resized.resolution.set(size.x, size.y);
        let (width, height) = (size.x, size.y);
        self.app.world_mut().write_message(WindowResized { window, width, height });
        self.frames(4);
    }

    /// Stands before a work of the built-in exhibition.
    pub fn stand_before(&mut self, id: &str) -> usize {
        let work = self.work(id);
        self.wish(Wish::StandBefore(work));
        self.frames(4);
        assert_eq!(self.app.world().resource::<Attention>().work, Some(work), "before {id}");
        work
    }

    pub fn work(&self, id: &str) -> usize {
        let works = &self.app.world().resource::<Show>().lock.works;
        works.iter().position(|work| work.id.as_str() == id).expect("a work of this id hangs")
    }

    pub fn overlays(&self) -> Overlays {
        *self.app.world().resource::<Overlays>()
    }

    pub fn read_in(&mut self, language: Language) {
        self.app.world_mut().resource_mut::<Reading>().0 = language;
        self.frames(2);
    }

    pub fn count<Kind: Component>(&mut self) -> usize {
        let world = self.app.world_mut();
        world.query_filtered::<(), With<Kind>>().iter(world).count()
    }

    /// The words of a work's label, as they are lettered.
    pub fn label(&mut self, work: usize) -> Print {
        let world = self.app.world_mut();
        let mut cards = world.query::<(&Card, &Print)>();
        let found = cards.iter(world).find(|(card, _)| card.work == work);
        found.expect("the label is lettered").1.clone()
    }

    /// What is seen in a frame.
    pub fn picture(&mut self, work: usize) -> Handle<PictureMaterial> {
        picture_of(self.app.world_mut(), work)
    }

    pub fn texture(&mut self, work: usize) -> Handle<Image> {
        texture_of(self.app.world_mut(), work)
    }

    /// What is said in the place of the one work in sight that is not seen, as it is lettered.
    pub fn notice(&mut self) -> String {
        let world = self.app.world_mut();
        let mut notices = world.query_filtered::<&Print, (With<MissingNotice>, With<Printed>)>();
        notices.single(world).expect("one work is not seen, and that is said").words()
    }

    /// Every component of a kind, cloned.
    pub fn all<Kind: Component + Clone>(&mut self) -> Vec<Kind> {
        let world = self.app.world_mut();
        world.query::<&Kind>().iter(world).cloned().collect()
    }
}

fn picture_of(world: &mut World, work: usize) -> Handle<PictureMaterial> {
    let mut all = world.query::<(&Hung, &MeshMaterial3d<PictureMaterial>)>();
    let found = all.iter(world).find(|(hung, _)| hung.work == work);
    found.expect("it hangs before the visitor").1.0.clone()
}

/// What shows a work in its frame.
pub(super) fn texture_of(world: &mut World, work: usize) -> Handle<Image> {
    let picture = picture_of(world, work);
    let pictures = world.resource::<Assets<PictureMaterial>>();
    pictures.get(&picture).expect("a picture has a material").texture.clone()
}
