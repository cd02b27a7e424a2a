//! Works come and go with the rooms in sight: a frame with its picture, a sculpture on
//! its plinth, and for what is missing a frame that says why.

use bevy::prelude::*;

use super::frame::{frame_meshes, picture_depth_mm};
use super::standing::stand;
use super::texture;
use crate::exhibition::{LockedWork, Media, MediaKind, Problem, Visual};
use crate::gallery::materials::{ObjectMaterial, PictureMaterial, object_light};
use crate::gallery::order::Stage;
use crate::gallery::overlay::Notice;
use crate::gallery::show::Show;
use crate::gallery::sight::{InRoom, Sight};
use crate::gallery::space::{metres, wall_frame};
use crate::hang::{Placement, RoomId, shown_size_mm};
use crate::platform::film::PLAYS_FILMS;
use crate::platform::hold;

/// A work that hangs in a room in sight. Beside it stands the material of its picture.
#[derive(Component, Clone, Debug)]
pub(in crate::gallery) struct Hung {
    /// Its index in `Lock::works`.
    pub work: usize,
    /// Width and height of the picture.
    pub size_m: Vec2,
    /// Which rung is shown; none while it is only a colour.
    pub rung: Option<usize>,
    pub moves: Moves,
    /// Whether frames of it are seen by now: a player's, or an animation's.
    pub on_screen: bool,
    /// Rungs whose bytes could not be shown; while it hangs they are not asked for again.
    pub spoilt: Vec<usize>,
    /// Why nothing of it could be shown after all.
    pub failure: Option<Problem>,
    /// Why it moves no more, though it should.
    pub rests: Option<Problem>,
}

impl Hung {
    /// A rung could not be shown, and what the visitor is told of it. That is a failure
    /// where nothing else is seen; what hangs already, or less sharp, goes on hanging.
    pub fn spoil(&mut self, rung: usize, problem: Problem) -> Option<Notice> {
        let less_sharp = (0..rung).any(|at| !self.spoilt.contains(&at));
        self.spoilt.push(rung);
        // Before its frames nobody misses the still.
        if self.on_screen {
            return None;
        }
        if self.rung.is_some() || less_sharp {
            return Some(Notice::LessSharp(problem));
        }
        self.failure = Some(problem.clone());
        Some(Notice::WorkFailed(problem))
    }

    /// Its frames are seen from now on, whatever became of its still.
    pub fn begin(&mut self) {
        self.on_screen = true;
        self.failure = None;
    }

    /// It moves no more: its still hangs again, as if it had never begun. Where there is
    /// none, its frame says why.
    pub fn rest(&mut self, work: &LockedWork, problem: Problem) {
        self.moves = Moves::Not;
        (self.on_screen, self.rung) = (false, None);
        self.rests = Some(problem.clone());
        let still = match &work.media {
            Media::Shown(visual) => (0..visual.rungs.len()).any(|at| !self.spoilt.contains(&at)),
            Media::Missing(_) => false,
        };
        if !still {
            self.failure = Some(problem);
        }
    }
}

/// How a work moves while it is in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gallery) enum Moves {
    Not,
    /// Its frames are decoded here, one after the other.
    Frames,
    /// A player runs it: a film or a sound.
    Film,
}

/// All that belongs to one work: despawning it takes everything along.
#[derive(Component, Debug)]
pub(super) struct WorkRoot;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        Update,
        come_and_go.in_set(Stage::Furnish).run_if(resource_exists_and_changed::<Sight>),
    );
}

fn come_and_go(
    mut commands: Commands,
    show: Res<Show>,
    sight: Res<Sight>,
    roots: Query<(Entity, &InRoom), With<WorkRoot>>,
    mut make: Workshop,
) {
    let _held = hold("enfilade:hang");
    for room in sight.comings(&roots, &mut commands) {
        for &work in &show.plan.room(room).works {
            match show.plan.placements[work] {
                Placement::Wall { .. } => hang(&mut commands, &show, room, work, &mut make),
                Placement::Floor { plinth, .. } => stand(&mut commands, room, work, &plinth),
            }
        }
    }
}

/// Present where pictures are taken: what moves shows its still, so that the same
/// picture comes out whenever it is taken.
#[derive(Resource, Debug)]
pub(in crate::gallery) struct StillLife;

/// What is needed to make frames and pictures.
#[derive(bevy::ecs::system::SystemParam)]
struct Workshop<'w> {
    meshes: ResMut<'w, Assets<Mesh>>,
    images: ResMut<'w, Assets<Image>>,
    pictures: ResMut<'w, Assets<PictureMaterial>>,
    objects: ResMut<'w, Assets<ObjectMaterial>>,
    still: Option<Res<'w, StillLife>>,
}

fn hang(commands: &mut Commands, show: &Show, room: RoomId, work: usize, make: &mut Workshop) {
    let Placement::Wall { side, along_mm, centre_mm, border_mm, .. } = show.plan.placements[work]
    else {
        return;
    };
    let locked = &show.lock.works[work];
    let place = wall_frame(show.plan.room(room), side, along_mm, centre_mm);
    let light = object_light(show.plan.room(room), place.transform_point(Vec3::Z * 0.05));
    let [width_mm, height_mm, _] = shown_size_mm(locked);
    let root = commands.spawn((WorkRoot, InRoom(room), place, Visibility::default())).id();

    for (mesh, part) in frame_meshes(locked.frame, width_mm, height_mm, border_mm) {
        let material = ObjectMaterial::new(LinearRgba::WHITE, part.sheen(), light);
        let material = make.objects.add(material);
        let mesh = make.meshes.add(mesh);
        commands.spawn((
            ChildOf(root),
            Mesh3d(mesh),
            MeshMaterial3d(material),
            Transform::IDENTITY,
        ));
    }

    let average = match &locked.media {
        Media::Shown(visual) if visual.rungs.is_empty() => UNPICTURED,
        Media::Shown(visual) => visual.average,
        Media::Missing(_) => MISSING,
    };
    let moves = match &locked.media {
        Media::Shown(visual) if make.still.is_none() => moves(visual.kind),
        _ => Moves::Not,
    };
    let size_m = Vec2::new(metres(width_mm), metres(height_mm));
    let mut picture = PictureMaterial::new(make.images.add(texture::plain(average)));
    if let Media::Shown(Visual { background: Some([r, g, b]), .. }) = locked.media {
        picture.behind = Color::srgb_u8(r, g, b).into();
    }
    let picture = make.pictures.add(picture);
    let depth = picture_depth_mm(locked.frame) / 1_000.0;
    let failure = match &locked.media {
        Media::Shown(_) => None,
        Media::Missing(problem) => Some(problem.clone()),
    };
    commands.spawn((
        ChildOf(root),
        InRoom(room),
        Hung {
            work,
            size_m,
            rung: None,
            moves,
            on_screen: false,
            spoilt: Vec::new(),
            failure,
            rests: None,
        },
        Mesh3d(make.meshes.add(Rectangle::from_size(size_m))),
        MeshMaterial3d(picture),
        Transform::from_xyz(0.0, 0.0, depth),
    ));
}

fn moves(kind: MediaKind) -> Moves {
    match kind {
        MediaKind::Animation => Moves::Frames,
        MediaKind::Film | MediaKind::Sound if PLAYS_FILMS => Moves::Film,
        _ => Moves::Not,
    }
}

/// The paper of a frame whose work has no picture of itself, sRGB.
const UNPICTURED: [u8; 3] = [238, 234, 226];

/// The grey of a frame whose work is missing, sRGB.
pub(super) const MISSING: [u8; 3] = [226, 223, 216];
