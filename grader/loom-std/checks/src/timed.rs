//! Runs in virtual time, which are left out: loom has no clock.

use std::time::Duration;

use crate::{no_clock, virtual_time};

/// A machine with a certain number of cores, on which nothing is run.
#[derive(Debug, Clone, Copy)]
pub struct Machine(pub(crate) ());

impl Machine {
    /// Left out.
    pub fn virtual_time(self, f: impl Fn() + Send + Sync + 'static) -> VirtualRun {
        virtual_time(f)
    }
}

/// A run that was left out, of which anything can be demanded.
#[derive(Debug)]
pub struct VirtualRun(pub(crate) ());

/// Demands that are not looked at.
macro_rules! not_looked_at {
    ($($name:ident($($argument:ty),*);)*) => {
        impl VirtualRun {
            $(
                #[doc = concat!("As `", stringify!($name), "` of `checks`, and not looked at.")]
                pub fn $name(self, $(_: $argument),*) -> Self {
                    self
                }
            )*
        }
    };
}

not_looked_at! {
    takes_exactly(Duration);
    at_most(Duration);
    at_least(Duration);
    peak_concurrency_at_least(usize);
    peak_concurrency_at_most(usize);
    never_concurrent();
    threads_started(usize, &str);
    without_polling();
    without_asking_again();
    leaves_no_thread(&str);
    leaves_nobody_asleep(&str);
    sleeps_in_all(Duration);
    without_naps(Duration);
    pictured();
    in_steps_of(Duration);
}

impl VirtualRun {
    /// Ends the check: loom cannot.
    pub fn elapsed(&self) -> Duration {
        no_clock()
    }

    /// Ends the check: loom cannot.
    pub fn threads(&self) -> usize {
        no_clock()
    }
}
