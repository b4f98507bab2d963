//! Two ways of drawing a schedule that keep to little: few delays, or what each thread has left to do.
//!
//! - **Delays** (Emmi, Qadeer and Rakamarić, 2011): threads go on until they wait, in turn, but at a few points drawn
//!   beforehand the one that would go on is passed over. A bug that needs few interruptions is found whatever the number of
//!   threads.
//! - **Weights** (SURW: Zhao, Wolff, Mathur and Roychoudhury, 2025): of all orders of the operations on one object each is
//!   drawn with about the same chance, because a thread is let on to it in proportion to how many such operations it has
//!   left; how many there are is known from an execution before. What comes between is tossed for.

use super::random::Random;
use crate::engine::objects::{ObjectId, Tid};

/// The open decisions at which who would go on is passed over.
pub(super) struct Delays {
    at: Vec<u64>,
    /// Where the round is: who went on last or, if that thread has given way, who comes next.
    turn: Tid,
}

impl Delays {
    /// So many of them, in an execution of about `length` open decisions.
    pub fn new(random: &mut Random, count: u32, length: usize) -> Self {
        let at = (0..count).map(|_| random.below(length) as u64 + 1);
        Self {
            at: at.collect(),
            turn: 0,
        }
    }

    /// `current` has announced what it does next, and lets others go before or not.
    pub fn turn_to(&mut self, current: Tid, gives_way: bool) {
        self.turn = current + usize::from(gives_way);
    }

    pub fn pick(&self, ready: &[Tid], open: u64) -> Tid {
        // Who comes before `turn` wraps round to the end.
        let place = |&tid: &Tid| tid.wrapping_sub(self.turn);
        let mut round = ready.to_vec();
        round.sort_unstable_by_key(place);
        let passed_over = self.at.iter().filter(|&&at| at == open).count();
        round[passed_over % round.len()]
    }
}

/// How often each thread went on to an operation on each object where others could have gone on too.
#[derive(Debug, Clone, Default)]
pub struct Tally(Vec<(Tid, ObjectId, u32)>);

impl Tally {
    pub fn count(&mut self, tid: Tid, object: ObjectId) {
        let known = self
            .0
            .iter_mut()
            .find(|(thread, what, _)| (*thread, *what) == (tid, object));
        match known {
            Some((.., times)) => *times += 1,
            None => self.0.push((tid, object, 1)),
        }
    }

    /// By thread, what each had to do with the object.
    fn of(&self, object: ObjectId) -> Vec<u32> {
        let mut left = Vec::new();
        for &(tid, what, times) in &self.0 {
            if what == object {
                left.resize(left.len().max(tid + 1), 0);
                left[tid] = times;
            }
        }
        left
    }
}

/// What each thread has left to do with one object.
pub(super) struct Weights {
    object: ObjectId,
    left: Vec<u32>,
    /// Who goes on to the object next.
    intended: Option<Tid>,
}

impl Weights {
    pub fn new(object: ObjectId, tally: &Tally) -> Self {
        Self {
            object,
            left: tally.of(object),
            intended: None,
        }
    }

    pub fn pick(
        &mut self,
        random: &mut Random,
        ready: &[Tid],
        object: impl Fn(Tid) -> Option<ObjectId>,
    ) -> Tid {
        let intended = match self.intended {
            Some(intended) => Some(intended),
            None => self.intend(random),
        };
        self.intended = intended;
        let waits = |tid: Tid| object(tid) == Some(self.object) && intended != Some(tid);
        let awake: Vec<Tid> = ready.iter().copied().filter(|&tid| !waits(tid)).collect();
        let among = if awake.is_empty() { ready } else { &awake };
        let picked = among[random.below(among.len())];
        if object(picked) == Some(self.object) {
            if let Some(left) = self.left.get_mut(picked) {
                *left = left.saturating_sub(1);
            }
            self.intended = None;
        }
        picked
    }

    /// A thread, in proportion to what it has left.
    fn intend(&self, random: &mut Random) -> Option<Tid> {
        let all: u32 = self.left.iter().sum();
        let mut drawn = match all {
            0 => return None,
            all => random.below(all as usize) as u32,
        };
        self.left.iter().position(|&left| {
            let is_it = drawn < left;
            drawn = drawn.saturating_sub(left);
            is_it
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_passes_over_who_would_go_on_and_gives_the_turn_to_the_next() {
        let mut delays = Delays {
            at: vec![3, 3, 5],
            turn: 1,
        };
        assert_eq!(delays.pick(&[0, 1, 2], 1), 1);
        assert_eq!(delays.pick(&[0, 1, 2], 3), 0, "two at once");
        assert_eq!(delays.pick(&[0, 1, 2], 5), 2);
        assert_eq!(delays.pick(&[0], 5), 0);
        delays.turn_to(1, true);
        assert_eq!(delays.pick(&[0, 1, 2], 1), 2);
        delays.turn_to(2, true);
        assert_eq!(delays.pick(&[0, 1, 2], 1), 0, "round again");
    }

    #[test]
    fn every_order_of_what_is_done_to_an_object_is_drawn_about_as_often() {
        // One thread has three operations, the other one: four orders.
        let mut tally = Tally::default();
        (0..3).for_each(|_| tally.count(1, 7));
        tally.count(2, 7);
        tally.count(2, 8);
        let mut orders = [0; 4];
        for seed in 0..400 {
            let mut random = Random::new(seed);
            let mut weights = Weights::new(7, &tally);
            let mut place = 0;
            while place < 3 && weights.pick(&mut random, &[1, 2], |_| Some(7)) == 1 {
                place += 1;
            }
            orders[place] += 1;
        }
        assert!(orders.iter().all(|&count| count > 70), "{orders:?}");
    }

    #[test]
    fn who_is_not_meant_to_go_to_the_object_waits_while_others_do_something_else() {
        let mut tally = Tally::default();
        tally.count(1, 7);
        for seed in 0..50 {
            let mut random = Random::new(seed);
            let mut weights = Weights::new(7, &tally);
            let object = |tid| (tid != 2).then_some(7);
            assert_ne!(weights.pick(&mut random, &[0, 1, 2], object), 0);
        }
    }
}
