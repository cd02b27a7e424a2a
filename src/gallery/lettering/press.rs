//! The press: sets what entities want lettered, aside from the frame, and hands them
//! the texture.

use std::collections::VecDeque;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};

use super::block::Block;
use super::letter;
use super::sheet::Lettered;
use super::texture::{flat_texture, texture};
use super::words;
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;

/// What an entity wants lettered. A change of it is lettered again; until then the
/// entity keeps what it had.
#[derive(Component, Clone, Debug, Default, PartialEq)]
pub(in crate::gallery) struct Print {
    /// The block, or several of falling size: the first that is low enough is taken,
    /// or else the last.
    pub blocks: Vec<Block>,
    pub width_px: u32,
    /// How high it may become; 0 for any height.
    pub height_max_px: u32,
    /// What it is printed on; nothing for letters on a wall.
    pub paper: Option<Paper>,
}

/// The ground of a print.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::gallery) struct Paper {
    pub colour: [u8; 3],
    /// Around the text: left, top, right, bottom.
    pub margins_px: [u32; 4],
}

/// What came of a [`Print`].
#[derive(Component, Clone, Debug)]
pub(in crate::gallery) struct Printed {
    pub image: Handle<Image>,
    pub width_px: u32,
    pub height_px: u32,
}

/// Marks what is shown flat, a pixel on a pixel, and so needs no smaller copies.
#[derive(Component, Clone, Copy, Debug, Default)]
pub(in crate::gallery) struct Flat;

/// Pixels that are on their way to become a [`Printed`].
#[derive(Component, Debug)]
pub(in crate::gallery) struct Aside(Task<Lettered>);

/// Entities whose print has changed, the oldest first.
#[derive(Resource, Default)]
struct Queue(VecDeque<Entity>);

/// Prints begun in one frame: in the browser they take time from the frame itself.
const BEGUN_A_FRAME: usize = 2;

pub(in crate::gallery) fn plugin(app: &mut App) {
    app.add_plugins(words::plugin)
        .init_resource::<Queue>()
        .add_systems(Update, (queue_up, begin, hand_over).chain().in_set(Stage::Show));
}

fn queue_up(changed: Query<Entity, Changed<Print>>, mut queue: ResMut<Queue>) {
    for entity in &changed {
        if !queue.0.contains(&entity) {
            queue.0.push_back(entity);
        }
    }
}

fn begin(mut commands: Commands, prints: Query<&Print>, mut queue: ResMut<Queue>) {
    let mut begun = 0;
    while begun < BEGUN_A_FRAME
        && let Some(entity) = queue.0.pop_front()
    {
        let Ok(print) = prints.get(entity) else {
            continue;
        };
        let print = print.clone();
        commands.entity(entity).insert(Aside::new(move || print.set()));
        begun += 1;
    }
}

fn hand_over(
    mut commands: Commands,
    mut asides: Query<(Entity, &mut Aside, Has<Flat>)>,
    queue: Res<Queue>,
    mut images: ResMut<Assets<Image>>,
    mut pending: ResMut<Pending>,
) {
    let mut waiting = queue.0.len();
    for (entity, mut aside, flat) in &mut asides {
        let Some(lettered) = check_ready(&mut aside.0) else {
            waiting += 1;
            continue;
        };
        let (width_px, height_px) = (lettered.width, lettered.height);
        let image = images.add(if flat { flat_texture(lettered) } else { texture(lettered) });
        commands.entity(entity).insert(Printed { image, width_px, height_px }).remove::<Aside>();
    }
    pending.set("lettering", waiting);
}

impl Aside {
    /// Lets something draw pixels of its own.
    pub fn new(draw: impl FnOnce() -> Lettered + Send + 'static) -> Self {
        Self(AsyncComputeTaskPool::get().spawn(async move { draw() }))
    }
}

impl Print {
    /// One block at a width.
    pub fn new(block: Block, width_px: u32) -> Self {
        Self { blocks: vec![block], width_px, height_max_px: 0, paper: None }
    }

    pub fn on(mut self, colour: [u8; 3], margins_px: [u32; 4]) -> Self {
        self.paper = Some(Paper { colour, margins_px });
        self
    }

    fn set(&self) -> Lettered {
        let mut best = Lettered::empty(1, 1);
        for block in &self.blocks {
            best = letter(block, self.width_px);
            if self.height_max_px == 0 || best.height <= self.height_max_px {
                break;
            }
        }
        match self.paper {
            Some(paper) => best.on_paper(paper.colour, paper.margins_px),
            None => best,
        }
    }
}
