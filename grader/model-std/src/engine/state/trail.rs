//! What an execution has done, in one number: to tell whether another one repeats it.

use crate::engine::mixing::mix;
use crate::engine::objects::{Op, Tid};

/// A hash of all operations announced so far, with their threads, objects and places.
///
/// Values are left out: a pointer in an atomic is another one in each execution, and yet all is
/// well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trail(u64);

impl Trail {
    /// `thread` announces `op`.
    pub fn add(&mut self, thread: Tid, op: &Op) {
        let place = std::ptr::from_ref(op.site).addr() as u64;
        let what = (op.kind as u64) << 48 | (thread as u64) << 32 | u64::from(op.object);
        self.0 = mix(mix(self.0 ^ place) ^ what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Kind;

    #[test]
    fn another_operation_object_thread_place_or_order_is_another_trail() {
        let here = std::panic::Location::caller();
        let trail = |steps: &[(Tid, Op)]| {
            let mut trail = Trail::default();
            steps.iter().for_each(|(thread, op)| trail.add(*thread, op));
            trail
        };
        let load = Op::new(Kind::Load, 3, here);
        let other = Op::new(Kind::Store, 3, here);
        let elsewhere = {
            let mut op = load;
            op.site = std::panic::Location::caller();
            op
        };
        let all = [
            trail(&[]),
            trail(&[(1, load)]),
            trail(&[(2, load)]),
            trail(&[(1, other)]),
            trail(&[(1, Op::new(Kind::Load, 4, here))]),
            trail(&[(1, elsewhere)]),
            trail(&[(1, load), (1, other)]),
            trail(&[(1, other), (1, load)]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(
                all[at + 1..].iter().all(|other| other != one),
                "{at}: {all:?}"
            );
        }
        assert_eq!(trail(&[(1, load)]), trail(&[(1, load)]));
    }
}
