//! Who runs next: in virtual time by a fixed rule, in a search by what has not been tried yet.

use super::execution::{Ended, Execution};
use super::op::{Kind, NEVER, Tid};
use super::search::Search;

/// How an execution chooses among the threads that could run.
pub enum Strategy {
    Timed(Timed),
    Search(Box<Search>),
}

/// The fixed rule of virtual time; with a seed, ties are broken (and threads interrupted) by chance instead.
#[derive(Default)]
pub struct Timed {
    /// State of the generator (splitmix64), if ties are broken by chance.
    pub random: Option<u64>,
}

/// Looks in a row after which a thread counts as spinning. Few in a search, where each may be interrupted anywhere;
/// more in virtual time, where they cost nothing.
const IDLE_LIMIT_SEARCH: u32 = 6;
const IDLE_LIMIT_TIMED: u32 = 100;

/// Rounds in which everybody spins and nothing changes after which nothing ever will.
const STALL_LIMIT: u32 = 40;

impl Strategy {
    pub fn idle_limit(&self) -> u32 {
        match self {
            Self::Timed(_) => IDLE_LIMIT_TIMED,
            Self::Search(_) => IDLE_LIMIT_SEARCH,
        }
    }
}

impl Strategy {
    /// Whether what the program prints is kept back: executions of a search, and runs that only repeat another in a
    /// different order of threads.
    pub fn is_silent(&self) -> bool {
        !matches!(self, Self::Timed(Timed { random: None }))
    }
}

impl Timed {
    fn next_random(&mut self) -> Option<u64> {
        let state = self.random.as_mut()?;
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = *state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Some(bits ^ (bits >> 31))
    }
}

impl Execution {
    /// Virtual time. The running thread goes on until it waits, sleeps, yields or spins; then whoever has been ready
    /// longest. When only sleepers (and spinners, who wait for somebody) are left, the clock jumps to the earliest
    /// wake-up.
    pub fn pick_timed(&mut self) -> Result<Tid, Ended> {
        loop {
            let ready = |tid: Tid, ex: &Self| ex.is_enabled(tid) && !ex.is_spinning(tid);
            let Strategy::Timed(policy) = &mut self.strategy else { unreachable!("pick_timed is for virtual time") };
            let random = policy.next_random();
            let current = self.current;
            let goes_on = self.threads[current].pending.is_some_and(|op| !op.kind.gives_way());
            if random.is_none() && goes_on && ready(current, self) {
                return Ok(current);
            }
            if let Some(random) = random {
                let count = (0..self.threads.len()).filter(|&tid| ready(tid, self)).count() as u64;
                if count > 0 {
                    let nth = (random % count) as usize;
                    let picked = (0..self.threads.len()).filter(|&tid| ready(tid, self)).nth(nth);
                    return Ok(picked.expect("fewer than counted"));
                }
            }
            let first = (0..self.threads.len()).filter(|&tid| ready(tid, self)).min_by_key(|&tid| self.ready_since(tid));
            if let Some(tid) = first {
                return Ok(tid);
            }
            self.advance_clock()?;
        }
    }

    /// When a ready thread became so: a sleeper at its wake-up, everybody else on arrival. Ties by arrival.
    fn ready_since(&self, tid: Tid) -> (u64, u64) {
        let thread = &self.threads[tid];
        let wake = thread.pending.map_or(0, |op| if op.kind == Kind::Sleep { op.deadline } else { 0 });
        (thread.announced.0.max(wake), thread.announced.1)
    }

    /// Nobody is ready: moves the clock to the next deadline and lets spinners look again.
    fn advance_clock(&mut self) -> Result<(), Ended> {
        let timed = |kind| matches!(kind, Kind::Sleep | Kind::ParkTimeout | Kind::WakeTimeout | Kind::RecvTimeout);
        let next = self.threads.iter().filter_map(|thread| thread.pending).filter(|op| timed(op.kind));
        let next = next.map(|op| op.deadline).filter(|&at| at != NEVER && at > self.now).min();
        let spinning = self.release_spinners();
        match next {
            Some(at) => {
                self.now = at;
                self.stalls = 0;
                Ok(())
            }
            None if spinning => self.stall(),
            None => Err(Ended::Deadlock),
        }
    }

    /// Lets every thread that could run but for spinning look once more. False if there is none.
    pub fn release_spinners(&mut self) -> bool {
        let limit = self.strategy.idle_limit();
        let mut any = false;
        for tid in 0..self.threads.len() {
            if self.is_enabled(tid) && self.is_spinning(tid) {
                self.threads[tid].idle = limit - 1;
                any = true;
            }
        }
        any
    }

    /// Counts one more round in which everybody who can run only spins.
    pub fn stall(&mut self) -> Result<(), Ended> {
        self.stalls += 1;
        if self.stalls > STALL_LIMIT { Err(Ended::Livelock) } else { Ok(()) }
    }
}
