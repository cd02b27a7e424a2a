//! Dealing the works out to rooms: by section, 8 to 16 a room, by running wall length.

use super::furnish::Job;
use super::input::{Form, HangInput};
use super::rules::{
    CIRCULATION_MM, ROOM_RUN_MM, ROOM_WORKS_GOAL, ROOM_WORKS_MAX, SECTION_ALONE_MIN, gap_mm,
};

/// One job per room, in the order in which the rooms are walked. Neighbouring small
/// sections share a room.
pub(super) fn jobs(sections: &[Vec<usize>], input: &HangInput) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    // Whether the last room still takes in small sections.
    let mut open = false;
    for (section, works) in sections.iter().enumerate() {
        let Some(&first) = works.first() else { continue };
        let small = works.len() < SECTION_ALONE_MIN;
        if small
            && open
            && let Some(last) = jobs.last_mut()
            && last.works.len() + works.len() <= ROOM_WORKS_GOAL
        {
            last.works.extend(works);
            last.opens.push((first, section));
            continue;
        }
        for (index, works) in split(works, input).into_iter().enumerate() {
            let opens = if index == 0 { vec![(first, section)] } else { Vec::new() };
            jobs.push(Job { section, works, opens });
        }
        open = small;
    }
    jobs
}

/// All works in one room, whatever their sections.
pub(super) fn one_job(sections: &[Vec<usize>]) -> Job {
    let mut job = Job::default();
    for (section, works) in sections.iter().enumerate() {
        if let Some(&first) = works.first() {
            job.opens.push((first, section));
            job.works.extend(works);
        }
    }
    job.section = job.opens.first().map_or(0, |&(_, section)| section);
    job
}

/// Splits works of one section into rooms of about the same running length.
pub(super) fn split(works: &[usize], input: &HangInput) -> Vec<Vec<usize>> {
    let run: i64 = works.iter().map(|&work| run_mm(work, input)).sum();
    let by_run = run.div_euclid(i64::from(ROOM_RUN_MM)) + 1;
    let by_run = usize::try_from(by_run).unwrap_or(1).min(works.len().max(1));
    let by_count = ((works.len() + ROOM_WORKS_GOAL / 2) / ROOM_WORKS_GOAL).max(1);
    let rooms = by_run.max(by_count).max(works.len().div_ceil(ROOM_WORKS_MAX));
    let mut parts = Vec::with_capacity(rooms);
    let mut rest = works;
    let mut hung = 0;
    for room in 1..=rooms {
        let later = rooms - room;
        // Leave every later room at least one work, and no more than it can take.
        let least = rest.len().saturating_sub(later * ROOM_WORKS_MAX).max(1);
        let most = rest.len().saturating_sub(later).min(ROOM_WORKS_MAX);
        let goal = run * i64::try_from(room).unwrap_or(1) / i64::try_from(rooms).unwrap_or(1);
        let mut count = 0;
        while count < most {
            let next = run_mm(rest[count], input);
            if count >= least && hung + next / 2 > goal && later > 0 {
                break;
            }
            hung += next;
            count += 1;
        }
        let (part, others) = rest.split_at(count);
        parts.push(part.to_vec());
        rest = others;
    }
    parts
}

/// The wall that a work and the gap beside it take.
fn run_mm(work: usize, input: &HangInput) -> i64 {
    i64::from(match input.pieces[work].form {
        Form::Flat { outer_width_mm, .. } => {
            outer_width_mm + gap_mm(outer_width_mm, outer_width_mm)
        }
        // It takes floor instead, as a work does that one walks around.
        Form::Solid { width_mm, depth_mm, .. } => width_mm.max(depth_mm) + CIRCULATION_MM,
    })
}
