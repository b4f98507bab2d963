//! Memory of an execution for the next one: a search makes many thousands of executions, with about as many threads and
//! objects each.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::thread::LocalKey;

use crate::engine::objects::{Object, thread::Thread};

thread_local! {
    static THREADS: Cell<Vec<Thread>> = const { Cell::new(Vec::new()) };
    static OBJECTS: Cell<Vec<Object>> = const { Cell::new(Vec::new()) };
}

/// Room for more is given back: one long run is no reason to keep it.
const MOST: usize = 256;

/// What has a place where an empty list of it is kept.
pub trait Kept: Sized + 'static {
    const PLACE: &'static LocalKey<Cell<Vec<Self>>>;
}

impl Kept for Thread {
    const PLACE: &'static LocalKey<Cell<Vec<Self>>> = &THREADS;
}

impl Kept for Object {
    const PLACE: &'static LocalKey<Cell<Vec<Self>>> = &OBJECTS;
}

/// A list whose memory the next one gets.
pub struct Room<T: Kept>(Vec<T>);

impl<T: Kept> Default for Room<T> {
    fn default() -> Self {
        // Where this OS thread ends, nothing is kept.
        Self(T::PLACE.try_with(Cell::take).unwrap_or_default())
    }
}

impl<T: Kept> Deref for Room<T> {
    type Target = Vec<T>;

    #[inline]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T: Kept> DerefMut for Room<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T: Kept> Drop for Room<T> {
    fn drop(&mut self) {
        let mut list = std::mem::take(&mut self.0);
        list.clear();
        if list.capacity() <= MOST {
            let _ = T::PLACE.try_with(|place| place.set(list));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::objects::State;

    fn filled(objects: usize) -> Room<Object> {
        let mut room = Room::default();
        for _ in 0..objects {
            room.push(Object::new(State::token(), "park token", None));
        }
        room
    }

    #[test]
    fn the_next_list_gets_the_memory_of_the_last_unless_that_was_very_long() {
        let last = filled(3);
        let memory = last.as_ptr();
        drop(last);
        let next = Room::<Object>::default();
        assert!(next.is_empty() && next.capacity() >= 3);
        assert_eq!(next.as_ptr(), memory);
        drop(next);
        drop(filled(MOST + 1));
        assert!(Room::<Object>::default().capacity() <= MOST);
    }
}
