//! The classical kernels that tools of this kind are compared by, each written anew from its description: one flaw each, and
//! the same program without it.
//!
//! Compiled once for each library that they run on.

mod buffers;
mod counters;
mod deques;
mod devices;
mod exclusion;
mod files;
mod locks;
mod publishing;
mod rings;
mod safe_stack;
mod stages;
mod waiting;

use super::library::thread;

/// One of them.
#[derive(Clone, Copy)]
pub struct Kernel {
    pub name: &'static str,
    /// Runs it: with its flaw, or right.
    pub run: fn(is_right: bool),
}

const fn kernel(name: &'static str, run: fn(bool)) -> Kernel {
    Kernel { name, run }
}

/// All of them, in the order of the alphabet.
pub const KERNELS: &[Kernel] = &[
    kernel("account", counters::account),
    kernel("airline", counters::airline),
    kernel("arithmetic", stages::arithmetic),
    kernel("bluetooth", devices::bluetooth),
    kernel("bounded buffer", buffers::bounded_buffer),
    kernel("carter", locks::carter),
    kernel("circular buffer", buffers::circular_buffer),
    kernel("dekker", exclusion::dekker),
    kernel("fsbench", files::fsbench),
    kernel("lazy init", publishing::lazy_init),
    kernel("lost wake-up", waiting::lost_wake_up),
    kernel("phase", stages::phase),
    kernel("philosophers", locks::philosophers),
    kernel("queue", buffers::queue),
    kernel("readers-writer", publishing::readers_writer),
    kernel("reorder", publishing::reorder),
    kernel("safestack", safe_stack::safe_stack),
    kernel("stack", counters::stack),
    kernel("sync", waiting::sync),
    kernel("token ring", rings::token_ring),
    kernel("twostage", stages::twostage),
    kernel("work-stealing queue", deques::work_stealing),
    kernel("wronglock", locks::wronglock),
];

/// Each of `bodies` in a thread of its own, until all have ended.
fn side_by_side(bodies: &[&(dyn Fn() + Sync)]) {
    thread::scope(|scope| {
        for body in bodies {
            scope.spawn(body);
        }
    });
}
