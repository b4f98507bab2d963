//! Why the stretches of a critical path that are of one kind had to follow each other: who waited
//! for whom.

use super::prose::{at, did};
use crate::{Dependency, PathSegment, Timeline, Waiting};

/// Why a leg could begin only when the one before was over.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Turn<'t> {
    /// The first wait that the leg before ended: by which thread, for what, where.
    waited: Option<(usize, Wait<'t>)>,
    /// Whether it was the thread of this leg that waited.
    is_direct: bool,
    /// Who started the thread of this leg.
    started_by: Option<usize>,
}

/// What was waited for, where. Whom a thread joins differs from turn to turn.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wait<'t> {
    waiting: Waiting,
    object: &'t str,
    place: &'t str,
}

/// ", because each waited for the Mutex (src/lib.rs:12) until the one before had let go of it";
/// `None` if there is no saying it in a few words. How the last leg ends leads on to something
/// else.
pub fn told(timeline: &Timeline, group: &[PathSegment]) -> Option<String> {
    let pairs = group.windows(2);
    let turns: Vec<Turn<'_>> = pairs.filter_map(|pair| turn(&pair[0], &pair[1])).collect();
    let first = *turns.first()?;
    if turns.len() + 1 < group.len() {
        // One thread did several in a row, so nothing is true of each.
        return only_one_at_a_time(&turns);
    }
    let is_same =
        |of: fn(&Turn<'_>) -> Option<usize>| turns.iter().all(|turn| of(turn) == of(&first));
    let wait = first.waited.map(|(_, wait)| wait);
    let waits_alike = turns
        .iter()
        .all(|turn| turn.waited.map(|(_, wait)| wait) == wait && turn.is_direct == first.is_direct);
    let same_waiter = is_same(|turn| Some(turn.waited?.0));
    let same_starter = is_same(|turn| turn.started_by);
    let name = |lane: usize| &timeline.lanes()[lane].name;
    Some(match (first.started_by, wait.filter(|_| waits_alike)) {
        (Some(by), Some(wait)) if same_starter && same_waiter && first.waited?.0 == by => format!(
            ", because {} {} before it started the next",
            name(by),
            wait.each()
        ),
        (Some(by), _) if same_starter => format!(
            ", because {} started each only when the one before was done",
            name(by)
        ),
        (None, Some(wait)) if first.is_direct => {
            format!(", because each {}", wait.for_the_one_before())
        }
        (None, Some(wait)) if same_waiter && same_starter => format!(
            ", because {} {} before the next could go on",
            name(first.waited?.0),
            wait.each()
        ),
        _ => ", because each had to wait until the one before was done".to_owned(),
    })
}

/// How the next leg had to wait for this one, if it did: the same thread may just have gone on.
fn turn<'t>(leg: &'t PathSegment, next: &PathSegment) -> Option<Turn<'t>> {
    let waited = leg.links.iter().find_map(|link| match link {
        Dependency::Waited {
            lane,
            waiting,
            object,
            place,
            ..
        } => {
            let object = if *waiting == Waiting::Thread {
                ""
            } else {
                object
            };
            let wait = Wait {
                waiting: *waiting,
                object,
                place,
            };
            Some((*lane, wait))
        }
        Dependency::Started { .. } => None,
    });
    let started_by = leg.links.iter().find_map(|link| match link {
        Dependency::Started { by, .. } => Some(*by),
        Dependency::Waited { .. } => None,
    });
    (!leg.links.is_empty()).then(|| Turn {
        waited,
        is_direct: waited.is_some_and(|(lane, _)| lane == next.lane),
        started_by,
    })
}

fn only_one_at_a_time(turns: &[Turn<'_>]) -> Option<String> {
    let (_, first) = turns.first()?.waited?;
    let is_alike = |turn: &Turn<'_>| turn.waited.is_some_and(|(_, wait)| wait == first);
    (first.waiting == Waiting::Lock && turns.iter().all(is_alike)).then(|| {
        format!(
            ", because only one at a time had the {}{}",
            first.object,
            at(first.place)
        )
    })
}

impl Wait<'_> {
    /// What somebody did between each leg and the next.
    fn each(&self) -> String {
        match self.waiting {
            Waiting::Thread => format!("waited for each to end{}", at(self.place)),
            _ => format!(
                "{}{} each time",
                did(self.waiting, self.object),
                at(self.place)
            ),
        }
    }

    /// What the thread of each leg did until the one before was over.
    fn for_the_one_before(&self) -> String {
        let at = at(self.place);
        match self.waiting {
            Waiting::Thread => format!("waited for the one before to end{at}"),
            Waiting::Lock => format!(
                "waited for the {}{at} until the one before had let go of it",
                self.object
            ),
            _ => format!(
                "{}{at} until the one before was done",
                did(self.waiting, self.object)
            ),
        }
    }
}
