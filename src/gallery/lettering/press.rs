//! The press: sets what entities want lettered, aside from the frame, and hands them
//! the texture.

use std::collections::VecDeque;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures::check_ready};
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::letter;
use super::sheet::Lettered;
use super::texture::{flat_texture, texture};
use super::words;
use crate::exhibition::Problem;
use crate::gallery::crew::{self, Freight, Job, Texels};
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::texture::smooth;

/// What an entity wants lettered. A change of it is lettered again; until then the
/// entity keeps what it had.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct Paper {
    pub colour: [u8; 3],
    /// Around the text: left, top, right, bottom.
    pub margins_px: [u32; 4],
}

impl Print {
    /// Its words, a paragraph a line.
    #[cfg(any(test, feature = "browser"))]
    pub fn words(&self) -> String {
        let paragraphs = self.blocks.first().map(|block| block.paragraphs.as_slice());
        let words = |paragraph: &super::block::Paragraph| -> String {
            paragraph.spans.iter().map(|span| span.words.as_str()).collect()
        };
        let lines: Vec<String> = paragraphs.unwrap_or_default().iter().map(words).collect();
        lines.join("\n")
    }
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
pub(in crate::gallery) struct Aside(Way);

/// How far they have come.
#[derive(Debug)]
enum Way {
    Made(Task<Result<Texels, Problem>>),
    Carried(Printed),
}

/// Entities whose print has changed, the oldest first.
#[derive(Resource, Default)]
struct Queue(VecDeque<Entity>);

/// Prints begun in one frame: in a browser without a crew they take time from it.
const BEGUN_A_FRAME: usize = 2;

pub(in crate::gallery) fn plugin(app: &mut App) {
    app.add_plugins(words::plugin).init_resource::<Queue>().add_systems(
        Update,
        (queue_up, begin, hand_over).chain().in_set(Stage::Show).run_if(resource_exists::<Show>),
    );
}

fn queue_up(changed: Query<Entity, Changed<Print>>, mut queue: ResMut<Queue>) {
    for entity in &changed {
        if !queue.0.contains(&entity) {
            queue.0.push_back(entity);
        }
    }
}

fn begin(
    mut commands: Commands,
    show: Res<Show>,
    prints: Query<(&Print, Has<Flat>)>,
    mut queue: ResMut<Queue>,
) {
    let mut begun = 0;
    while begun < BEGUN_A_FRAME
        && let Some(entity) = queue.0.pop_front()
    {
        let Ok((print, flat)) = prints.get(entity) else {
            continue;
        };
        let job = Job::Letters { print: print.clone(), flat };
        commands.entity(entity).insert(Aside::new(&show, job));
        begun += 1;
    }
}

fn hand_over(
    mut commands: Commands,
    mut asides: Query<(Entity, &mut Aside)>,
    queue: Res<Queue>,
    mut freight: ResMut<Freight>,
    mut images: ResMut<Assets<Image>>,
    mut pending: ResMut<Pending>,
) {
    let mut waiting = queue.0.len();
    for (entity, mut aside) in &mut asides {
        if let Way::Made(task) = &mut aside.0 {
            match check_ready(task) {
                None => {}
                Some(Ok(texels)) => {
                    let (width_px, height_px) = (texels.width, texels.height);
                    let image = freight.put(texels, smooth(1), &mut images);
                    aside.0 = Way::Carried(Printed { image, width_px, height_px });
                }
                Some(Err(problem)) => {
                    tracing::warn!("a print is not lettered: {problem}");
                    commands.entity(entity).remove::<Aside>();
                    continue;
                }
            }
        }
        match &aside.0 {
            Way::Carried(printed) if freight.is_here(&printed.image) => {
                commands.entity(entity).insert(printed.clone()).remove::<Aside>();
            }
            _ => waiting += 1,
        }
    }
    pending.set("lettering", waiting);
}

impl Aside {
    /// Lets a job make the pixels.
    pub fn new(show: &Show, job: Job) -> Self {
        let show = show.clone();
        let made = AsyncComputeTaskPool::get().spawn(async move { crew::make(&show, job).await });
        Self(Way::Made(made))
    }
}

/// Sets a print; one that is shown flat, a pixel on a pixel, has no smaller copies.
pub(in crate::gallery) fn set_print(print: &Print, flat: bool) -> Texels {
    let lettered = print.set();
    if flat { flat_texture(lettered) } else { texture(lettered) }
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
