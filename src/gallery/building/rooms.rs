//! Which rooms stand: those in sight are built, their light is baked beside the frame,
//! and a few more are remembered.

use std::collections::VecDeque;

use bevy::asset::RenderAssetUsages;
use bevy::image::ImageSamplerDescriptor;
use bevy::platform::collections::HashMap;
use bevy::platform::time::Instant;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::tasks::futures::check_ready;
use bevy::tasks::{AsyncComputeTaskPool, Task};

use super::house_colour::house_colour;
use super::sheet::{Grain, LitBy, Sheet};
use super::texture::{TileKind, sampler};
use super::{ceiling, furniture, walls};
use crate::exhibition::Problem;
use crate::gallery::crew::{self, Freight, Texels};
use crate::gallery::materials::{Finish, SurfaceMaterial};
use crate::gallery::order::Stage;
use crate::gallery::pending::Pending;
use crate::gallery::show::Show;
use crate::gallery::sight::{InRoom, Sight};
use crate::hang::light::{Bake, FloorKind, Layout, SurfaceKind, TEXEL_MM, V3, floor_kind, layout};
use crate::hang::{Room, RoomId};
use crate::platform::hold;

/// Rooms that were left are remembered, up to this many.
const REMEMBERED_ROOMS: usize = 6;

/// How long rooms may be built in one frame; the one that is begun is ended, and the
/// others follow in the next.
const BUILDING_SECS: f32 = 0.002;

/// How long light may be baked in one frame where nobody bakes it aside: this, or this
/// share of a frame that is slow anyway.
const SLICE_SECS: f32 = 0.003;
const SLICE_SHARE: f32 = 0.12;
const SLICE_TEXELS: usize = 400;

pub(in crate::gallery) fn plugin(app: &mut App) {
    app.init_resource::<Building>()
        .add_systems(
            Update,
            (
                forget_all.run_if(resource_exists_and_changed::<Show>),
                come_and_go.run_if(
                    resource_changed::<Sight>
                        .or_else(resource_exists_and_changed::<Show>)
                        .or_else(|building: Res<Building>| building.behind),
                ),
            )
                .chain()
                .in_set(Stage::Furnish)
                .run_if(resource_exists::<Show>),
        )
        .add_systems(
            Update,
            (receive_tiles, receive_light).in_set(Stage::Show).run_if(resource_exists::<Show>),
        );
}

/// What is built, and what it is made of.
#[derive(Resource, Default)]
struct Building {
    rooms: HashMap<RoomId, Built>,
    /// Built rooms, the one that was seen last at the back.
    seen: VecDeque<RoomId>,
    tiles: HashMap<TileKind, Tile>,
    /// Whether a room in sight is not built yet.
    behind: bool,
}

/// A texture of floors or walls; until it is made, one texel of about its colour.
struct Tile {
    image: Handle<Image>,
    /// Its mean green, linear.
    mean: f32,
    way: TileWay,
}

/// How far a tile has come.
enum TileWay {
    Made(Task<Result<(Texels, f32), Problem>>),
    Carried(Handle<Image>, f32),
    Here,
}

/// A room's meshes, each with its material and the tile of that, and its light.
struct Built {
    pieces: Vec<(Handle<Mesh>, Handle<SurfaceMaterial>, TileKind)>,
    light: Light,
    standing: bool,
}

/// How far a room's light is.
enum Light {
    /// It is baked aside; none comes where nobody does that.
    Made(Task<Option<Texels>>),
    Slices(Box<Bake>),
    Carried(Handle<Image>),
    Here,
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
    let start = Instant::now();
    building.behind = false;
    // The room that the visitor is in comes first.
    for &id in &sight.rooms {
        if building.rooms.contains_key(&id) {
            continue;
        }
        if start.elapsed().as_secs_f32() > BUILDING_SECS {
            building.behind = true;
            break;
        }
        let _held = hold("enfilade:build");
        let built =
            build(&show, id, &mut building.tiles, (&mut meshes, &mut images, &mut materials));
        building.rooms.insert(id, built);
    }
    for &id in sight.rooms.iter().rev() {
        building.seen.retain(|seen| *seen != id);
        building.seen.push_back(id);
        let Some(built) = building.rooms.get_mut(&id).filter(|built| !built.standing) else {
            continue;
        };
        built.standing = true;
        for (mesh, material, _) in &built.pieces {
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
    show: Res<Show>,
    sight: Res<Sight>,
    mut building: ResMut<Building>,
    mut freight: ResMut<Freight>,
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
        match &mut built.light {
            Light::Made(task) => match check_ready(task) {
                None => {}
                Some(Some(light)) => {
                    let light = freight.put(light, ImageSamplerDescriptor::linear(), &mut images);
                    built.light = Light::Carried(light);
                }
                Some(None) => {
                    let bake = Bake::new(&show.plan, *room, TEXEL_MM);
                    built.light = Light::Slices(Box::new(bake));
                }
            },
            Light::Slices(bake) if start.elapsed().as_secs_f32() < slice_secs => {
                let _held = hold("enfilade:light");
                let mut done = false;
                while !done && start.elapsed().as_secs_f32() < slice_secs {
                    done = bake.step(SLICE_TEXELS);
                }
                if done {
                    let light = bake.light();
                    let [width, height] = [light.layout.width, light.layout.height];
                    let light = Texels::new(width, height, 1, light.rgba);
                    let light = freight.put(light, ImageSamplerDescriptor::linear(), &mut images);
                    built.light = Light::Carried(light);
                }
            }
            Light::Slices(_) | Light::Carried(_) | Light::Here => {}
        }
        match &built.light {
            Light::Here => {}
            Light::Carried(light) if freight.is_here(light) => {
                for (_, material, _) in &built.pieces {
                    if let Some(mut material) = materials.get_mut(material) {
                        material.light = light.clone();
                    }
                }
                built.light = Light::Here;
            }
            _ => waiting += 1,
        }
    }
    pending.set("light", waiting);
}

/// Tiles that are made go up, and to all surfaces that wait for them.
fn receive_tiles(
    mut building: ResMut<Building>,
    mut freight: ResMut<Freight>,
    mut pending: ResMut<Pending>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<SurfaceMaterial>>,
) {
    let Building { rooms, tiles, .. } = &mut *building;
    let mut waiting = 0;
    for (kind, tile) in tiles {
        if let TileWay::Made(task) = &mut tile.way {
            match check_ready(task) {
                None => {}
                Some(Ok((texels, mean))) => {
                    let image = freight.put(texels, sampler(), &mut images);
                    tile.way = TileWay::Carried(image, mean);
                }
                Some(Err(problem)) => {
                    tracing::warn!("a floor or a wall stays plain: {problem}");
                    tile.way = TileWay::Here;
                }
            }
        }
        match &tile.way {
            TileWay::Here => {}
            TileWay::Carried(image, mean) if freight.is_here(image) => {
                (tile.image, tile.mean) = (image.clone(), *mean);
                tile.way = TileWay::Here;
                let pieces = rooms.values().flat_map(|room| &room.pieces);
                for (_, material, _) in pieces.filter(|(.., of)| of == kind) {
                    if let Some(mut material) = materials.get_mut(material) {
                        material.set_texture(tile.image.clone(), tile.mean);
                    }
                }
            }
            _ => waiting += 1,
        }
    }
    pending.set("tiles", waiting);
}

type Stores<'a> = (&'a mut Assets<Mesh>, &'a mut Assets<Image>, &'a mut Assets<SurfaceMaterial>);

/// Builds a room's meshes and starts its light.
fn build(
    show: &Show,
    id: RoomId,
    tiles: &mut HashMap<TileKind, Tile>,
    (meshes, images, materials): Stores<'_>,
) -> Built {
    let plan = &show.plan;
    let room = plan.room(id);
    let layout = layout(plan, id, TEXEL_MM);
    let kind = floor_kind(room);
    let [floor, plaster, oak] =
        [TileKind::Floor(kind), TileKind::Plaster, TileKind::Floor(FloorKind::Planks)];
    let mut ground = Sheet::default();
    lay_floor(room, &layout, kind, floor.length_m(), &mut ground);
    let mut shell = Sheet::default();
    let painted = room.painted_wall().map(|side| (side, house_colour(&show.lock)));
    walls::build(plan, room, &layout, painted, &mut shell);
    ceiling::build(room, &layout, &mut shell);
    furniture::build(plan, room, &layout, &mut shell);
    let mut wood = Sheet::default();
    furniture::build_oak(room, &layout, oak.length_m(), &mut wood);

    let calm = images.add(calm_light());
    let polish = if kind == FloorKind::Terrazzo { 0.9 } else { 0.6 };
    let pieces = [(ground, floor, polish, 0.5), (shell, plaster, 0.0, 0.0), (wood, oak, 0.0, 0.0)]
        .into_iter()
        .filter(|(sheet, ..)| !sheet.is_empty())
        .map(|(sheet, kind, polish, variety)| {
            let tile = tiles.entry(kind).or_insert_with(|| start_tile(show, kind, images));
            let finish = Finish { polish, variety, mean: tile.mean };
            let texture = tile.image.clone();
            let material = SurfaceMaterial::new(room, &layout, finish, texture, calm.clone());
            (meshes.add(sheet.mesh()), materials.add(material), kind)
        })
        .collect();
    Built { pieces, light: start_light(show, id), standing: false }
}

fn start_light(show: &Show, room: RoomId) -> Light {
    let show = show.clone();
    Light::Made(AsyncComputeTaskPool::get().spawn(async move { crew::light(&show, room).await }))
}

fn start_tile(show: &Show, kind: TileKind, images: &mut Assets<Image>) -> Tile {
    let show = show.clone();
    let way = TileWay::Made(
        AsyncComputeTaskPool::get().spawn(async move { crew::tile(&show, kind).await }),
    );
    let colour = kind.colour();
    let green = f32::from(colour[1]) / 255.0;
    Tile { image: images.add(one_texel(colour)), mean: green.powf(2.2), way }
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

/// Even light, until the baked one arrives.
fn calm_light() -> Image {
    one_texel([165, 165, 164])
}

fn one_texel([red, green, blue]: [u8; 3]) -> Image {
    Image::new_fill(
        Extent3d::default(),
        TextureDimension::D2,
        &[red, green, blue, 255],
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    )
}
