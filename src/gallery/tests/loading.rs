//! Pictures come, sharpen and go; what fails says so, and the rest still comes.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Condvar, Mutex};

use bevy::image::{ImageFilterMode, ImageSampler};
use bevy::prelude::*;

use super::house::{Damaged, House, built_in};
use crate::exhibition::{BlobHash, BlobStore, Language, Media, Problem, ProblemKind, Visual};
use crate::gallery::materials::PictureMaterial;
use crate::gallery::overlay::Notice as Said;
use crate::gallery::show::Show;
use crate::gallery::sight::{InRoom, Sight};
use crate::gallery::wishes::Wish;
use crate::gallery::works::{Hung, MissingNotice, Moves, Standing};
use crate::hang::RoomId;
use crate::source::BuiltIn;

/// Holds the built-in exhibition's blobs back until it opens, at the latest when it goes.
#[derive(Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

/// What lies behind a [`Gate`].
#[derive(Debug)]
struct Withheld(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn open(&self) {
        let (open, told) = &*self.0;
        *open.lock().expect("nobody panics while holding it") = true;
        told.notify_all();
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.open();
    }
}

impl BlobStore for Withheld {
    fn read(&self, hash: &BlobHash) -> io::Result<Vec<u8>> {
        let (open, told) = &*self.0;
        let held = open.lock().expect("nobody panics while holding it");
        drop(told.wait_while(held, |open| !*open).expect("nobody panics while holding it"));
        BuiltIn.read(hash)
    }
}

#[test]
fn works_hang_in_their_average_colours_and_then_sharpen() {
    let lock = built_in();
    let gate = Gate::default();
    let withheld = Arc::new(Withheld(Arc::clone(&gate.0)));
    let mut house = House::of(lock.clone(), withheld, 1_280, 720);
    house.wish(Wish::GoToRoom(RoomId(1)));
    // Long enough that pictures are asked for.
    house.frames(30);
    let first = house.all::<Hung>();
    assert!(first.len() > 4, "only {} works hang in sight", first.len());
    // Nothing was fetched yet, and yet nothing is blank: each has a colour, its own.
    let mut colours = BTreeSet::new();
    for hung in first {
        let work = &lock.works[hung.work];
        assert_eq!((hung.rung, hung.failure), (None, None), "{}", work.id);
        let Media::Shown(visual) = &work.media else { panic!("{} is shown", work.id) };
        let texture = house.texture(hung.work);
        let images = house.app.world().resource::<Assets<Image>>();
        let texture = images.get(&texture).expect("a picture has a texture");
        let [red, green, blue] = visual.average;
        assert_eq!(texture.size(), UVec2::ONE, "{}", work.id);
        assert_eq!(texture.data, Some(vec![red, green, blue, 255]), "{}", work.id);
        colours.insert(visual.average);
    }
    assert!(colours.len() > 4, "{colours:?}");
    gate.open();
    house.settle();
    let sharp = house.all::<Hung>();
    assert!(
        sharp.iter().all(|hung| hung.rung.is_some() || hung.moves == Moves::Frames),
        "{sharp:?}"
    );
    // Before one's nose a picture is sharper than from the door.
    let (work, far) = sharp
        .iter()
        .filter(|hung| hung.moves == Moves::Not)
        .map(|hung| (hung.work, hung.rung))
        .min_by_key(|(_, rung)| *rung)
        .expect("a still hangs in sight");
    house.wish(Wish::StandBefore(work));
    house.settle();
    let near = house.all::<Hung>().into_iter().find(|hung| hung.work == work);
    assert!(near.expect("it hangs before the visitor").rung > far);
    // All its smaller copies are there for whoever sees it from afar, and sixteen samples for
    // whoever sees it from the side; a device takes so many only where all else is blended.
    let texture = house.texture(work);
    let images = house.app.world().resource::<Assets<Image>>();
    let texture = images.get(&texture).expect("a picture has a texture");
    let levels = texture.size().max_element().ilog2() + 1;
    assert!(levels > 8 && texture.texture_descriptor.mip_level_count == levels, "{levels} levels");
    let ImageSampler::Descriptor(sampler) = &texture.sampler else {
        panic!("a picture says how it is sampled");
    };
    assert_eq!(sampler.anisotropy_clamp, 16);
    let blends = [sampler.mag_filter, sampler.min_filter, sampler.mipmap_filter];
    assert_eq!(blends, [ImageFilterMode::Linear; 3]);
}

#[test]
fn what_is_out_of_sight_is_let_go() {
    let mut house = House::open(1_280, 720);
    for room in 0..6 {
        house.wish(Wish::GoToRoom(RoomId(room)));
        house.settle();
        let seen = house.app.world().resource::<Sight>().rooms.clone();
        let mut rooms = house.all::<InRoom>();
        rooms.retain(|room| !seen.contains(&room.0));
        assert!(rooms.is_empty(), "{} things stand in rooms out of sight", rooms.len());
    }
}

/// The built-in exhibition before one of its works, of which a file is damaged.
fn before_a_damaged(id: &str, file: impl Fn(&Visual) -> BlobHash) -> (House, usize) {
    let lock = built_in();
    let work = lock.works.iter().position(|work| work.id.as_str() == id);
    let work = work.expect("the built-in exhibition has this work");
    let Media::Shown(visual) = &lock.works[work].media else {
        panic!("it is shown");
    };
    let damaged = Damaged(file(visual));
    let mut house = House::of(lock, Arc::new(damaged), 1_280, 720);
    house.wish(Wish::StandBefore(work));
    (house, work)
}

impl House {
    fn hung(&mut self, work: usize) -> Hung {
        let hung = self.all::<Hung>().into_iter().find(|hung| hung.work == work);
        hung.expect("it hangs before the visitor")
    }

    /// Does something to a work as it hangs.
    fn change(&mut self, work: usize, change: impl Fn(&mut Hung)) {
        let world = self.app.world_mut();
        let mut all = world.query::<&mut Hung>();
        all.iter_mut(world).filter(|hung| hung.work == work).for_each(|mut hung| change(&mut hung));
    }
}

#[test]
fn a_damaged_picture_says_so_and_the_others_hang() {
    let (mut house, broken) = before_a_damaged("edge", |visual| visual.rungs[0].hash);
    let said = house.hear();
    assert!(matches!(said[..], [Said::WorkFailed(_)]), "{said:?}");
    let hung = house.all::<Hung>();
    let (failed, whole): (Vec<_>, Vec<_>) =
        hung.into_iter().partition(|hung| hung.failure.is_some());
    assert_eq!(failed.iter().map(|hung| hung.work).collect::<Vec<_>>(), [broken]);
    assert!(
        whole.len() > 2
            && whole.iter().all(|hung| hung.rung.is_some() || hung.moves == Moves::Frames)
    );
    // Its frame says why, in letters that can be read whatever colours the work has.
    let paper = house.texture(broken);
    let paper = house.app.world().resource::<Assets<Image>>().get(&paper);
    let paper = paper.and_then(|paper| paper.data.as_deref());
    assert_eq!(paper, Some(&[226, 223, 216, 255][..]));
    says_in_its_place(
        &mut house,
        [
            "The Edge Is Infinitely Far\nThis work could not be shown\nThe file is damaged.\nblob ",
            "边缘在无穷远处\n此作品未能展出\n文件已损坏。\nblob ",
        ],
    );
}

/// Which work it is and why it is not seen, and how the particulars begin, in English and
/// Chinese.
fn says_in_its_place(house: &mut House, expected: [&str; 2]) {
    for (language, expected) in [Language::English, Language::Chinese].into_iter().zip(expected) {
        house.read_in(language);
        let said = house.notice();
        assert!(said.starts_with(expected), "“{said}” does not begin with “{expected}”");
    }
}

#[test]
fn a_work_that_was_never_had_is_framed_with_its_title_and_the_reason() {
    let mut lock = built_in();
    let work = lock.works.iter().position(|work| work.id.as_str() == "edge");
    let work = work.expect("the built-in exhibition has this work");
    let problem = Problem::new(ProblemKind::TooSlow, "gateway.example");
    lock.works[work].media = Media::Missing(problem.clone());
    let mut house = House::of(lock, Arc::new(BuiltIn), 1_280, 720);
    house.wish(Wish::StandBefore(work));
    house.settle();
    assert_eq!(house.hung(work).failure, Some(problem));
    says_in_its_place(
        &mut house,
        [
            "The Edge Is Infinitely Far\nThis work could not be shown\n\
             The file did not arrive in time.\ngateway.example",
            "边缘在无穷远处\n此作品未能展出\n文件未能及时送达。\ngateway.example",
        ],
    );
    let others = house.all::<Hung>().into_iter().filter(|hung| hung.failure.is_none());
    assert!(others.count() > 2, "the others do not hang");
}

#[test]
fn a_sculpture_stands_when_all_of_it_is_up() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("knot");
    let mut stands = |world: &mut World| {
        let mut all = world.query::<(&Standing, &Visibility, Option<&Children>)>();
        let found = all.iter(world).find(|(standing, ..)| standing.work == work);
        let (standing, seen, parts) = found.expect("its place was prepared");
        let parts = parts.map_or(0, |parts| parts.len());
        assert_eq!(standing.failure, None);
        // Its shadow comes with the last of it.
        assert!(*seen == Visibility::Hidden || parts != 1, "a part of it is seen");
        *seen != Visibility::Hidden && parts > 1
    };
    house.until("that it stands", &mut stands);
    house.settle();
    assert!(stands(house.app.world_mut()));
    assert_eq!(house.count::<MissingNotice>(), 0);
}

#[test]
fn a_picture_that_hangs_stays_when_a_sharper_size_is_damaged() {
    let (mut house, work) = before_a_damaged("edge", |visual| visual.rungs[1].hash);
    let said = house.hear();
    assert!(matches!(said[..], [Said::LessSharp(_)]), "{said:?}");
    let hung = house.hung(work);
    assert_eq!((hung.failure, hung.spoilt), (None, vec![1]));
    // The size after it is whole, and asked for in its place.
    assert!(hung.rung > Some(1), "{:?}", hung.rung);
    assert_eq!(house.count::<MissingNotice>(), 0);
    // What is damaged is not asked for again, and nobody is told twice.
    house.frames(30);
    assert!(house.hear().is_empty(), "somebody is told again");
}

#[test]
fn an_animation_that_is_damaged_says_so_and_hangs_as_its_still() {
    let (mut house, work) = before_a_damaged("tide", |visual| visual.original.hash);
    let said = house.hear();
    assert!(matches!(said[..], [Said::WorkFailed(_)]), "{said:?}");
    let hung = house.hung(work);
    assert_eq!((hung.moves, hung.failure), (Moves::Not, None));
    assert!(hung.rung.is_some(), "its still does not hang");
    assert_eq!(house.count::<MissingNotice>(), 0);
}

#[test]
fn a_sculpture_that_is_damaged_says_so_and_why_on_its_plinth() {
    let (mut house, _) = before_a_damaged("knot", |visual| visual.original.hash);
    let said = house.hear();
    assert!(matches!(said[..], [Said::WorkFailed(_)]), "{said:?}");
    assert_eq!(house.count::<MissingNotice>(), 1);
    says_in_its_place(
        &mut house,
        [
            "Path That Meets Its Start\nThis work could not be shown\nThe file is damaged.\nblob ",
            "回到起点的路\n此作品未能展出\n文件已损坏。\nblob ",
        ],
    );
}

/// As a player does it, of which there is none here.
#[test]
fn what_runs_is_left_alone_and_gives_its_still_back() {
    let mut house = House::open(1_280, 720);
    let work = house.work("edge");
    house.wish(Wish::StandBefore(work));
    house.settle();
    let screen = Handle::<Image>::default();
    let picture = house.picture(work);
    house.change(work, Hung::begin);
    let mut pictures = house.app.world_mut().resource_mut::<Assets<PictureMaterial>>();
    pictures.get_mut(&picture).expect("a picture has a material").texture = screen.clone();
    // As if a sharper size had come meanwhile.
    house.change(work, |hung| hung.rung = Some(0));
    house.frames(30);
    assert_eq!(house.texture(work), screen, "a still lies over what runs");

    let locked = house.app.world().resource::<Show>().lock.works[work].clone();
    let problem = || Problem::new(ProblemKind::Film, "no decoder");
    house.change(work, |hung| hung.rest(&locked, problem()));
    house.settle();
    let hung = house.hung(work);
    assert_eq!((hung.moves, hung.on_screen, hung.failure), (Moves::Not, false, None));
    assert!(hung.rung.is_some() && house.texture(work) != screen, "its still does not hang");
    // Without a still its frame says why.
    house.change(work, |hung| {
        hung.spoilt = (0..9).collect();
        hung.rest(&locked, problem());
    });
    assert_eq!(house.hung(work).failure, Some(problem()));
}
