//! How far an execution has come: its counters, and the limit on them.

/// Steps that threads may still take after main has finished, or when nothing that happens counts
/// any more.
pub const DRAIN_STEPS: u64 = 2_000;

/// Counts what happens in an execution.
#[derive(Debug)]
pub struct Pace {
    steps: u64,
    limit: u64,
    /// Steps that the current thread has taken in a row.
    in_a_row: u32,
    announcements: u64,
    /// Rounds in a row in which every runnable thread was polling.
    stalls: u32,
}

impl Pace {
    /// At the beginning, with a limit of so many steps.
    pub fn new(limit: u64) -> Self {
        Self {
            steps: 0,
            limit,
            in_a_row: 0,
            announcements: 0,
            stalls: 0,
        }
    }

    /// Steps so far, the one included that is being chosen.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Most steps there may be.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// One step more. True if there are more than the limit.
    pub fn steps_on(&mut self) -> bool {
        self.steps += 1;
        self.steps > self.limit
    }

    /// From now on [`DRAIN_STEPS`] are allowed, whatever the limit was.
    pub fn begin_to_drain(&mut self) {
        self.limit = self.steps + DRAIN_STEPS;
    }

    /// From now on [`DRAIN_STEPS`] are allowed, if the limit allows as many.
    pub fn drain_soon(&mut self) {
        self.limit = self.limit.min(self.steps + DRAIN_STEPS);
    }

    /// A thread was chosen: the one before again, or another.
    pub fn chooses(&mut self, goes_on: bool) {
        self.in_a_row = if goes_on { self.in_a_row + 1 } else { 0 };
    }

    /// Steps that the current thread has taken in a row.
    pub fn in_a_row(&self) -> u32 {
        self.in_a_row
    }

    /// A thread announces an operation. Returns its place in the order of all announcements.
    pub fn announces(&mut self) -> u64 {
        self.announcements += 1;
        self.announcements
    }

    /// Announcements that came after that one.
    pub fn since(&self, announcement: u64) -> u64 {
        self.announcements - announcement
    }

    /// Something changed.
    pub fn made_progress(&mut self) {
        self.stalls = 0;
    }

    /// One more round in which everybody who can run only spins. True if there were more than so
    /// many in a row.
    pub fn stalls_more_than(&mut self, most: u32) -> bool {
        self.stalls += 1;
        self.stalls > most
    }

    /// Such rounds so far.
    pub fn stalls(&self) -> u32 {
        self.stalls
    }
}
