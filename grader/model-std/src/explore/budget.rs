//! How long a run may go on.

use std::time::{Duration, Instant};

use crate::engine::cpu_nanos;

/// What a whole run may use: so many executions, and so much time.
///
/// A slow machine gets less done in the same time, and a race that shows only late would be found on one machine and not
/// on another. So time is processor time, which a busy machine does not shorten, and it ends nothing before a least number
/// of executions was run: what those find is found everywhere. Only three times as much ends it in any case. A machine
/// that is too busy to give a run even that is no concern of the run, but of what watches over it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    began: Moment,
    time: Duration,
    executions: u64,
    at_least: u64,
}

/// When one stage of a run must stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// Executions in all, from the beginning of the run.
    most: u64,
    /// What they may weigh together.
    most_weight: u64,
    /// What they must weigh together before time counts; see
    /// [`Explorer`](super::explorer::Explorer).
    least: u64,
    /// When it must stop if the least number was run; `None` for never.
    soft: Option<Moment>,
    /// When it must stop in any case; `None` for never.
    hard: Option<Moment>,
    /// Whether executions alone end it, short of `hard`.
    waits: bool,
}

/// A moment in the life of an OS thread: so much processor time.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// In nanoseconds.
    cpu: i64,
    /// The earliest time on the clock at which it can come. That clock is the one that is cheap to read, and a search
    /// asks after each execution.
    earliest: Instant,
}

/// By how much the time may be exceeded for the sake of the least number of executions.
const PATIENCE: u32 = 3;

impl Budget {
    /// Begins now.
    pub fn new(executions: u64, time: Duration, at_least: u64) -> Self {
        Self {
            began: Moment::now(),
            time,
            executions,
            at_least,
        }
    }

    /// The limit of a stage that begins after executions of this `weight`, and with which the first
    /// so many quarters of the budget are used up; `share` quarters are its own.
    pub fn until(&self, quarters: u32, share: u32, weight: u64) -> Limit {
        let part = |whole: u64, quarters: u32| {
            let part = u128::from(whole) * u128::from(quarters) / 4;
            u64::try_from(part).unwrap_or(u64::MAX)
        };
        let after = |time: Option<Duration>| self.began.after(time?);
        Limit {
            most: part(self.executions, quarters),
            most_weight: u64::MAX,
            least: weight.saturating_add(part(self.at_least, share)),
            soft: after((self.time / 4).checked_mul(quarters)),
            hard: after(self.time.checked_mul(PATIENCE)),
            waits: false,
        }
    }
}

impl Moment {
    fn now() -> Self {
        Self {
            cpu: cpu_nanos(),
            earliest: Instant::now(),
        }
    }

    /// `None` if there is no such moment.
    fn after(self, time: Duration) -> Option<Self> {
        let nanos = i64::try_from(time.as_nanos()).ok()?;
        Some(Self {
            cpu: self.cpu.checked_add(nanos)?,
            earliest: self.earliest.checked_add(time)?,
        })
    }

    /// Whether it has come, with so many nanoseconds of processor time that other processes have had for this thread.
    fn is_past(self, elsewhere: i64) -> bool {
        let earliest = self
            .earliest
            .checked_sub(Duration::from_nanos(elsewhere.unsigned_abs()));
        earliest.is_none_or(|earliest| Instant::now() >= earliest)
            && cpu_nanos() + elsewhere >= self.cpu
    }
}

impl Limit {
    /// Also ends the stage once the executions weigh so much in all, whatever the time.
    pub fn up_to(self, weight: u64) -> Self {
        Self {
            most_weight: weight,
            ..self
        }
    }

    /// So many executions in all, or as many as weigh so much, even if the time of this limit is up.
    pub fn few(self, most: u64, weight: u64) -> Self {
        Self {
            most: self.most.min(most),
            most_weight: weight,
            waits: true,
            ..self
        }
    }

    /// Whether so many more executions, which weigh so much, are allowed whatever the time.
    pub fn has_room_for(&self, ran: u64, weight: u64) -> bool {
        ran <= self.most && weight <= self.most_weight
    }

    /// Most executions in all, from the beginning of the run.
    pub fn most(&self) -> u64 {
        self.most
    }

    /// Whether so much time has passed that the stage must stop before its least number of executions was run.
    pub fn is_hurried(&self, weight: u64, elsewhere: i64) -> bool {
        weight < self.least && self.hard.is_some_and(|hard| hard.is_past(elsewhere))
    }

    /// Whether nothing more may be run, after `ran` executions in all, which weigh `weight`, and for which other processes
    /// have used so many nanoseconds of processor time.
    pub fn is_reached(&self, ran: u64, weight: u64, elsewhere: i64) -> bool {
        if ran >= self.most || weight >= self.most_weight {
            return true;
        }
        if self.hard.is_some_and(|hard| hard.is_past(elsewhere)) {
            return true;
        }
        let is_over = |soft: Moment| weight >= self.least && soft.is_past(elsewhere);
        !self.waits && self.soft.is_some_and(is_over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment so many seconds ago.
    fn long_ago(seconds: u64) -> Moment {
        let now = Moment::now();
        Moment {
            cpu: now.cpu - i64::try_from(seconds).unwrap() * 1_000_000_000,
            earliest: now.earliest - Duration::from_secs(seconds),
        }
    }

    #[test]
    fn executions_end_a_stage_whatever_the_time() {
        let budget = Budget::new(100, Duration::MAX, 0);
        let half = budget.until(2, 2, 0);
        assert!(!half.is_reached(49, 90, 0) && half.is_reached(50, 90, 0));
        assert!(!budget.until(4, 2, 50).is_reached(99, 99, 0));
    }

    #[test]
    fn time_ends_a_stage_only_after_its_least_number_of_executions() {
        let mut budget = Budget::new(u64::MAX, Duration::from_secs(10), 40);
        budget.began = long_ago(11);
        let rest = budget.until(4, 1, 500);
        assert!(!rest.is_reached(9, 509, 0) && rest.is_reached(9, 510, 0));
    }

    #[test]
    fn a_stage_in_between_ends_by_what_it_runs_and_not_by_time() {
        let mut budget = Budget::new(1_000, Duration::from_secs(10), 40);
        budget.began = long_ago(11);
        let whole = budget.until(2, 2, 0);
        assert!(whole.is_reached(20, 20, 0), "time is up");
        let few = whole.few(60, 200);
        assert!(
            !few.is_reached(59, 199, 0) && few.is_reached(60, 60, 0) && few.is_reached(3, 200, 0)
        );
        assert!(
            whole.few(600, 2_000).is_reached(500, 500, 0),
            "no more than in all"
        );
        let budget = Budget::new(1_000, Duration::MAX, 0);
        let short = budget.until(2, 2, 0).up_to(30);
        assert!(!short.is_reached(29, 29, 0) && short.is_reached(29, 30, 0));
    }

    #[test]
    fn time_in_which_others_had_the_processor_ends_nothing() {
        let mut budget = Budget::new(u64::MAX, Duration::from_secs(10), 40);
        budget.began.earliest -= Duration::from_secs(100);
        assert!(!budget.until(4, 4, 0).is_reached(9, 9_999, 0));
    }

    #[test]
    fn three_times_the_time_ends_it_in_any_case() {
        let mut budget = Budget::new(u64::MAX, Duration::from_secs(10), 40);
        budget.began = long_ago(31);
        assert!(budget.until(4, 4, 0).is_reached(0, 0, 0));
        assert!(
            Budget::new(u64::MAX, Duration::ZERO, 40)
                .until(2, 2, 0)
                .is_reached(0, 0, 0)
        );
    }
}
