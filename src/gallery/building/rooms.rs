//! Which rooms stand: those in sight are built, their light is baked beside the frame,
//! and a few more are remembered.

use std::collections::VecDeque;

use bevy::asset::RenderAssetUsages;
use bevy::image::ImageSampler;
use bevy::platform::collections::HashMap;
use bevy::platform::time::Instant;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::tasks::futures::check_ready;
use bevy::tasks::{AsyncComputeTaskPool, Task, available_parallelism};

use super::house_colour::house_colour;
use super::sheet::{Grain, LitBy, Sheet};
use super::texture::{self, Tile};
use super::{ceiling, furniture, walls};
use crate::gallery::materials::{Finish, SurfaceMaterial};
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::sight::{InRoom, Sight};
use crate::hang::light::{
    Bake, FloorKind, Layout, RoomLight, SurfaceKind, TEXEL_MM, V3, floor_kind, layout,
};
use crate::hang::{Plan, Room, RoomId};

/// Rooms that were left are remembered, up to this many.
const REMEMBERED_ROOMS: usize = 6;

/// How long light may be baked in one frame where there is one thread for all: this, or
/// this share of a frame that is slow anyway.
const SLICE_SECS: f32 = 0.003;
const SLICE_SHARE: f32 = 0.12;
const SLICE_TEXELS: usize = 400;

pub(in crate::gallery) fn plugin(app: &mut App) {
    app.init_resource::<Building>()
        .add_systems(
            Update,
            (
                forget_all.run_if(resource_exists_and_changed::<Show>),
                come_and_go
                    .run_if(resource_changed::<Sight>.or_else(resource_exists_and_changed::<Show>)),
            )
                .chain()
                .in_set(Stage::Furnish)
                .run_if(resource_exists::<Show>),
        )
        .add_systems(Update, receive_light.in_set(Stage::Show).run_if(resource_exists::<Show>));
}

/// What is built, and what it is made of.
#[derive(Resource, Default)]
struct Building {
    rooms: HashMap<RoomId, Built>,
    /// Built rooms, the one that was seen last at the back.
    seen: VecDeque<RoomId>,
    tiles: HashMap<TileKind, MadeTile>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum TileKind {
    Floor(FloorKind),
    Plaster,
}

#[derive(Clone)]
struct MadeTile {
    image: Handle<Image>,
    tile_m: f32,
    mean: f32,
}

/// A room's meshes, each with its material, and its light.
struct Built {
    pieces: Vec<(Handle<Mesh>, Handle<SurfaceMaterial>)>,
    light: Light,
    standing: bool,
}

/// How far a room's light is.
enum Light {
    Task(Task<RoomLight>),
    Slices(Box<Bake>),
    Baked,
}

fn forget_all(
    mut commands: Commands,
    mut building: ResMut<Building>,
    standing: Query<Entity, (With<InRoom>, With<MeshMaterial3d<SurfaceMaterial>>)>,
) {
    building.rooms.clear();
    building.seen.clear();
    for entity in &standing {
        commands.entity(entity).despawn();
    }
}

fn come_and_go(
    mut commands: Commands,
    show: Res<Show>,
    sight: Res<Sight>,
    mut building: ResMut<Building>,
    standing: Query<(Entity, &InRoom), With<MeshMaterial3d<SurfaceMaterial>>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<SurfaceMaterial>>,
) {
    let building = &mut *building;
    for (entity, in_room) in &standing {
        if !sight.holds(in_room.0) {
            commands.entity(entity).despawn();
        }
    }
    for (room, built) in &mut building.rooms {
        built.standing &= sight.holds(*room);
    }
    for &id in sight.rooms.iter().rev() {
        if !building.rooms.contains_key(&id) {
            let built =
                build(&show, id, &mut building.tiles, (&mut meshes, &mut images, &mut materials));
            building.rooms.insert(id, built);
        }
        building.seen.retain(|seen| *seen != id);
        building.seen.push_back(id);
        let Some(built) = building.rooms.get_mut(&id).filter(|built| !built.standing) else {
            continue;
        };
        built.standing = true;
        for (mesh, material) in &built.pieces {
            commands.spawn((
                Mesh3d(mesh.clone()),
                MeshMaterial3d(material.clone()),
                Transform::default(),
                InRoom(id),
            ));
        }
    }
    while building.seen.len() > sight.rooms.len() + REMEMBERED_ROOMS {
        if let Some(room) = building.seen.pop_front() {
            building.rooms.remove(&room);
        }
    }
}

/// Light that is baked goes up; the room that the visitor is in comes first.
fn receive_light(
    time: Res<Time<Real>>,
    sight: Res<Sight>,
    mut building: ResMut<Building>,
    mut pending: ResMut<Pending>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<SurfaceMaterial>>,
) {
    let start = Instant::now();
    let slice_secs = (time.delta_secs() * SLICE_SHARE).clamp(SLICE_SECS, 0.1);
    let mut waiting = usize::from(sight.rooms.is_empty());
    for room in &sight.rooms {
        let Some(built) = building.rooms.get_mut(room) else {
            waiting += 1;
            continue;
        };
        let baked = match &mut built.light {
            Light::Baked => continue,
            Light::Task(task) => check_ready(task),
            Light::Slices(bake) => {
                let mut done = false;
                while !done && start.elapsed().as_secs_f32() < slice_secs {
                    done = bake.step(SLICE_TEXELS);
                }
                done.then(|| bake.light())
            }
        };
        match baked {
            Some(light) => {
                let light = images.add(light_image(light));
                for (_, material) in &built.pieces {
                    if let Some(mut material) = materials.get_mut(material) {
                        material.light = light.clone();
                    }
                }
                built.light = Light::Baked;
            }
            None => waiting += 1,
        }
    }
    pending.set("light", waiting);
}

type Stores<'a> = (&'a mut Assets<Mesh>, &'a mut Assets<Image>, &'a mut Assets<SurfaceMaterial>);

/// Builds a room's meshes and starts its light.
fn build(
    show: &Show,
    id: RoomId,
    tiles: &mut HashMap<TileKind, MadeTile>,
    (meshes, images, materials): Stores<'_>,
) -> Built {
    let plan = &show.plan;
    let room = plan.room(id);
    let layout = layout(plan, id, TEXEL_MM);
    let kind = floor_kind(room);
    let mut made =
        |kind: TileKind| tiles.entry(kind).or_insert_with(|| make_tile(kind, images)).clone();
    let floor = made(TileKind::Floor(kind));
    let plaster = made(TileKind::Plaster);
    let oak = made(TileKind::Floor(FloorKind::Planks));

    let mut ground = Sheet::default();
    lay_floor(room, &layout, kind, floor.tile_m, &mut ground);
    let mut shell = Sheet::default();
    let painted = room.painted_wall().map(|side| (side, house_colour(&show.lock)));
    walls::build(plan, room, &layout, painted, &mut shell);
    ceiling::build(room, &layout, &mut shell);
    furniture::build(plan, room, &layout, &mut shell);
    let mut wood = Sheet::default();
    furniture::build_oak(room, &layout, oak.tile_m, &mut wood);

    let calm = images.add(calm_light());
    let polish = if kind == FloorKind::Terrazzo { 0.9 } else { 0.6 };
    let pieces = [(ground, floor, polish, 0.5), (shell, plaster, 0.0, 0.0), (wood, oak, 0.0, 0.0)]
        .into_iter()
        .filter(|(sheet, ..)| !sheet.is_empty())
        .map(|(sheet, tile, polish, variety)| {
            let finish = Finish { polish, variety, mean: tile.mean };
            let material = SurfaceMaterial::new(room, &layout, finish, tile.image, calm.clone());
            (meshes.add(sheet.mesh()), materials.add(material))
        })
        .collect();
    Built { pieces, light: start_light(plan, id), standing: false }
}

fn start_light(plan: &Plan, room: RoomId) -> Light {
    let mut bake = Bake::new(plan, room, TEXEL_MM);
    match available_parallelism() {
        1 => Light::Slices(Box::new(bake)),
        _ => Light::Task(AsyncComputeTaskPool::get().spawn(async move {
            while !bake.step(usize::MAX) {}
            bake.light()
        })),
    }
}

/// Oak lies at an angle of 45 degrees in herringbone, along the room in planks.
fn lay_floor(room: &Room, layout: &Layout, kind: FloorKind, tile_m: f32, sheet: &mut Sheet) {
    let lit = LitBy::of(layout, SurfaceKind::Floor);
    let surface = lit.surface;
    let scale = 1.0 / tile_m;
    let (east, north) = (V3::new(scale, 0.0, 0.0), V3::new(0.0, scale, 0.0));
    let grain = match kind {
        FloorKind::Herringbone => {
            let half = std::f32::consts::FRAC_1_SQRT_2;
            Grain { across: (east + north) * half, up: (north - east) * half }
        }
        FloorKind::Planks if room.floor.depth > room.floor.width => {
            Grain { across: north, up: east }
        }
        FloorKind::Planks | FloorKind::Terrazzo => Grain { across: east, up: north },
    };
    let white = [1.0; 4];
    let edges = [surface.u * surface.u_m, surface.v * surface.v_m];
    sheet.rectangle(surface.origin, edges, surface.normal, (white, grain, lit));
}

fn make_tile(kind: TileKind, images: &mut Assets<Image>) -> MadeTile {
    let Tile { image, tile_m, mean } = match kind {
        TileKind::Floor(kind) => texture::floor(kind),
        TileKind::Plaster => texture::plaster(),
    };
    MadeTile { image: images.add(image), tile_m, mean }
}

/// Even light, until the baked one arrives.
fn calm_light() -> Image {
    Image::new_fill(
        Extent3d::default(),
        TextureDimension::D2,
        &[165, 165, 164, 255],
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    )
}

fn light_image(light: RoomLight) -> Image {
    let size = Extent3d {
        width: light.layout.width,
        height: light.layout.height,
        depth_or_array_layers: 1,
    };
    let mut image = Image::new(
        size,
        TextureDimension::D2,
        light.rgba,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.sampler = ImageSampler::linear();
    image
}
