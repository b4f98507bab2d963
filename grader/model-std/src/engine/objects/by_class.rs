//! Dependency clocks of the events on one object, by their class.

use super::class::Class;
use crate::engine::memory::clock::Clock;

/// What had to happen before the events of each class. Most objects only ever see two classes, and have memory for no
/// more.
#[derive(Default)]
pub struct ClassClocks {
    /// The classes of which there were events, as bits.
    seen: u32,
    change: Clock,
    look: Clock,
    others: Vec<(Class, Clock)>,
}

impl ClassClocks {
    /// The clock of the events of that class, if there were any.
    pub fn get(&self, class: Class) -> Option<&Clock> {
        if self.seen & class.bit() == 0 {
            return None;
        }
        match class {
            Class::Change => Some(&self.change),
            Class::Look => Some(&self.look),
            _ => self
                .others
                .iter()
                .find(|(of, _)| *of == class)
                .map(|(_, clock)| clock),
        }
    }

    /// An event of that class has happened, and had that before it.
    pub fn add(&mut self, class: Class, clock: &Clock) {
        let is_first = self.seen & class.bit() == 0;
        self.seen |= class.bit();
        let known = match class {
            Class::Change => &mut self.change,
            Class::Look => &mut self.look,
            _ => {
                if is_first {
                    self.others.push((class, Clock::default()));
                }
                let known = self.others.iter_mut().find(|(of, _)| *of == class);
                &mut known.expect("it was added when it was first seen").1
            }
        };
        known.join(clock);
    }

    /// `clock` becomes one that knows all that the events of these classes knew.
    pub fn join_into(&self, clock: &mut Clock, classes: u32) {
        let classes = classes & self.seen;
        if classes & Class::Change.bit() != 0 {
            clock.join(&self.change);
        }
        if classes & Class::Look.bit() != 0 {
            clock.join(&self.look);
        }
        if classes & !(Class::Change.bit() | Class::Look.bit()) != 0 {
            for (class, seen) in &self.others {
                if classes & class.bit() != 0 {
                    clock.join(seen);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(thread: usize, count: u32) -> Clock {
        let mut clock = Clock::default();
        clock.set(thread, count);
        clock
    }

    #[test]
    fn a_clock_joins_those_of_the_classes_that_are_asked_for_and_no_others() {
        let mut clocks = ClassClocks::default();
        let classes = [Class::Change, Class::Look, Class::Post, Class::Take];
        for (thread, class) in classes.into_iter().enumerate() {
            assert!(clocks.get(class).is_none());
            clocks.add(class, &clock(thread, 5));
            clocks.add(class, &clock(thread, 3));
            assert_eq!(clocks.get(class).map(|clock| clock.get(thread)), Some(5));
        }
        for asked in 0..16_u32 {
            let is_asked = |at: usize| asked >> at & 1 != 0;
            let bits = (0..4).filter(|&at| is_asked(at));
            let bits = bits.fold(Class::Part.bit(), |bits, at| bits | classes[at].bit());
            let mut joined = clock(9, 1);
            clocks.join_into(&mut joined, bits);
            for at in 0..4 {
                assert_eq!(joined.get(at), if is_asked(at) { 5 } else { 0 }, "{asked}");
            }
            assert_eq!(joined.get(9), 1);
        }
    }
}
