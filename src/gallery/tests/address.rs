//! Addresses within an exhibition: what each asks for, and which ask for nothing.

use std::sync::Arc;

use super::house::built_in;
use crate::gallery::address::wish_for;
use crate::gallery::show::{Blobs, Show};
use crate::gallery::wishes::Wish;
use crate::hang::RoomId;
use crate::source::BuiltIn;

#[test]
fn an_address_leads_to_a_work_or_a_room_of_this_show_and_to_nothing_else() {
    let show = Show::new(built_in(), Blobs::Here(Arc::new(BuiltIn)));
    let check = |place: &str, expected: Option<Wish>| {
        assert_eq!(wish_for(&show, place), expected, "{place}");
    };
    for (index, work) in show.lock.works.iter().enumerate() {
        check(&format!("#work={}", work.id), Some(Wish::StandBefore(index)));
    }
    check(&format!("work={}", show.lock.works[1].id), Some(Wish::StandBefore(1)));
    // Rooms count from one.
    for room in &show.plan.rooms {
        check(&format!("#room={}", room.id.0 + 1), Some(Wish::GoToRoom(room.id)));
    }
    check("room=2", Some(Wish::GoToRoom(RoomId(1))));
    check("#room=0", None);
    check(&format!("#room={}", show.plan.rooms.len() + 1), None);
    for nonsense in [
        "",
        "#",
        "#edge",
        "#work",
        "#work=",
        "#work=nobody",
        "#work=EDGE",
        "#work=edge=wind",
        "#room",
        "#room=",
        "#room=-1",
        "#room=1.5",
        "#room=one",
        "#room=4294967295",
        "#room=4294967296",
        "#wall=1",
    ] {
        check(nonsense, None);
    }
}
