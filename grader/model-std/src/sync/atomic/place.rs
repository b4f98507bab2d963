//! An atomic as the engine sees it.

use std::sync::atomic::Ordering;

use crate::engine::memory::history::History;
use crate::engine::objects::{Aim, Shape};
use crate::engine::{self, Action, Effect, Handle, Kind, ObjectId, Op, Site, State};

/// What a read-modify-write makes of the old value; `None` leaves it.
pub type Update<'a> = &'a mut dyn FnMut(u64) -> Option<u64>;

/// The value it starts every execution with stays with the atomic; the present value is the engine's: so a `static`
/// counter is reset for each execution by forgetting, not by writing.
pub struct Place<'a> {
    pub handle: &'a Handle,
    pub label: &'static str,
    pub shape: Shape,
    pub made: Option<Site>,
    pub initial: u64,
}

impl Place<'_> {
    #[track_caller]
    fn id(&self) -> ObjectId {
        engine::object(self.handle, self.label, self.made, || {
            State::Atomic(History::new(self.initial))
        })
    }

    /// The present value, for somebody who shares the atomic with nobody, or only wants to show it.
    pub fn peek(&self) -> u64 {
        let latest = engine::try_with(|execution| {
            let id = self.handle.lookup(execution.epoch())?;
            match &execution.objects()[id as usize].state {
                State::Atomic(history) => Some(history.latest()),
                _ => None,
            }
        });
        latest.flatten().unwrap_or(self.initial)
    }

    #[track_caller]
    pub fn load(&self, order: Ordering, site: Site) -> u64 {
        match order {
            Ordering::Release => panic!("there is no such thing as a release load"),
            Ordering::AcqRel => panic!("there is no such thing as an acquire-release load"),
            _ => {}
        }
        engine::step_with(
            Op::new(Kind::Load, self.id(), site),
            Action::Load(order, self.shape),
        )
        .value
    }

    #[track_caller]
    pub fn store(&self, value: u64, order: Ordering, site: Site) {
        match order {
            Ordering::Acquire => panic!("there is no such thing as an acquire store"),
            Ordering::AcqRel => panic!("there is no such thing as an acquire-release store"),
            _ => {}
        }
        engine::step_with(
            Op::new(Kind::Store, self.id(), site),
            Action::Store(value, order, self.shape),
        );
    }

    pub fn update(
        &self,
        (kind, aim): (Kind, Aim),
        success: Ordering,
        failure: Ordering,
        site: Site,
        update: Update<'_>,
    ) -> Effect {
        let action = Action::Rmw {
            update,
            aim,
            success,
            failure,
            shape: self.shape,
        };
        engine::step_with(Op::new(kind, self.id(), site), action)
    }
}
