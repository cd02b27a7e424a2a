//! What label and panel say of a work: all that is known of it, in the visitor's language.

use std::sync::Arc;

use bevy::ecs::system::RunSystemOnce;
use bevy::prelude::*;

use super::house::{House, built_in};
use crate::exhibition::{Language, Lock, SizeSource, Text, WorkSize};
use crate::gallery::lettering::Print;
use crate::gallery::overlay::shown::Panel;
use crate::gallery::wishes::Wish;
use crate::ownership::{BlockRef, Evidence, OwnershipRecord};
use crate::source::BuiltIn;
use crate::token::Trait;

/// Where a fact stands.
#[derive(Clone, Copy, PartialEq)]
enum On {
    Both,
    Label,
    Panel,
}

/// What is told of a filled work: where, and in either language.
const TOLD: [(&str, On, [&str; 2]); 16] = [
    ("title", On::Both, ["Nightfall", "入夜"]),
    ("artist", On::Both, ["Ada Quill", "奎尔"]),
    ("collection", On::Both, ["Almanac Nine", "第九历书"]),
    ("year", On::Both, ["1987", "1987"]),
    ("medium", On::Both, ["Ink on rag paper", "棉纸水墨"]),
    ("size", On::Both, ["123.4 × 56.7 cm", "123.4 × 56.7 厘米"]),
    ("description", On::Panel, ["Rain fell for a week.", "雨下了一周。"]),
    ("its second paragraph", On::Panel, ["Then it stopped.", "后来停了。"]),
    ("trait", On::Panel, ["Tempo", "Tempo"]),
    ("its value", On::Panel, ["Largo", "Largo"]),
    ("owner", On::Panel, [OWNER, OWNER]),
    ("owner", On::Label, ["0x5aAe…eAed", "0x5aAe…eAed"]),
    ("level", On::Both, ["Reported", "单方回报"]),
    ("date", On::Both, ["2026-11-02", "2026-11-02"]),
    ("first link", On::Panel, ["one.example/nightfall", "one.example/nightfall"]),
    ("second link", On::Panel, ["two.example", "two.example"]),
];

const OWNER: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// The built-in exhibition, in which one work has everything that a work can be told of.
fn filled() -> Lock {
    let told = |what: &str| {
        let [en, zh] = TOLD.iter().find(|(name, ..)| *name == what).expect("it is told").2;
        Text::Both { en: en.to_owned(), zh: zh.to_owned() }
    };
    let mut lock = built_in();
    let work = lock.works.iter_mut().find(|work| work.id.as_str() == "edge");
    let work = work.expect("the built-in exhibition has this work");
    work.title = told("title");
    work.artist = told("artist");
    work.collection = told("collection");
    work.year = "1987".to_owned();
    work.medium = told("medium");
    work.size =
        WorkSize { width_mm: 1_234, height_mm: 567, depth_mm: 0, source: SizeSource::Curator };
    work.description = Text::Both {
        en: "Rain fell for a week.\n\nThen it stopped.".to_owned(),
        zh: "雨下了一周。\n\n后来停了。".to_owned(),
    };
    work.traits = vec![Trait { name: "Tempo".to_owned(), value: "Largo".to_owned() }];
    work.links =
        ["https://one.example/nightfall", "https://two.example/"].map(str::to_owned).to_vec();
    let time = "2026-11-02T00:00:00Z".parse().expect("a time");
    work.ownership = vec![OwnershipRecord {
        owner: format!("eip155:1:{OWNER}").parse().expect("an owner"),
        editions: None,
        evidence: Evidence::Reported {
            endpoint: "node.example".to_owned(),
            block: BlockRef { number: 7, hash: Default::default(), time },
        },
    }];
    lock
}

/// Everything that a print says, a line for each piece of it.
fn words(print: &Print) -> String {
    let paragraphs = print.blocks.iter().flat_map(|block| &block.paragraphs);
    let spans = paragraphs.flat_map(|paragraph| paragraph.margin.iter().chain(&paragraph.spans));
    spans.map(|span| span.words.as_str()).collect::<Vec<_>>().join("\n")
}

fn words_of_the_panel(house: &mut House) -> String {
    let read = |panel: Single<Entity, With<Panel>>,
                within: Query<&Children>,
                prints: Query<&Print>| {
        let below = within.iter_descendants(*panel);
        below.filter_map(|part| Some(words(prints.get(part).ok()?))).collect::<Vec<_>>().join("\n")
    };
    house.app.world_mut().run_system_once(read).expect("the panel is open")
}

#[test]
fn label_and_panel_tell_all_that_is_known_of_a_work() {
    let mut house = House::of(filled(), Arc::new(BuiltIn), 1_280, 720);
    let work = house.stand_before("edge");
    house.wish(Wish::TogglePanel);
    for (place, language) in [Language::English, Language::Chinese].into_iter().enumerate() {
        house.read_in(language);
        let label = words(&house.label(work));
        let panel = words_of_the_panel(&mut house);
        for (what, on, told) in TOLD {
            let told = told[place];
            let missing = |said: &str| format!("{what}: “{told}” is missing from\n{said}");
            if on != On::Panel {
                assert!(label.contains(told), "label, {}", missing(&label));
            }
            if on != On::Label {
                assert!(panel.contains(told), "panel, {}", missing(&panel));
            }
        }
    }
}
