//! Where a process cannot be copied as `helper_process` does it, a search has no help.

use std::convert::Infallible;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

/// There is none.
pub struct SharedPage(Infallible);

/// There is none.
pub struct HelperProcess(Infallible);

/// In which of the two processes the caller is.
pub enum Forked {
    Parent(HelperProcess),
    Child,
}

pub fn fork() -> Option<Forked> {
    None
}

pub fn end_helper() -> ! {
    unreachable!("nothing is a helper here")
}

impl SharedPage {
    pub const START: usize = 0;

    pub fn new(_len: usize) -> Option<Self> {
        None
    }

    pub fn count(&self, _which: usize) -> &AtomicI64 {
        match self.0 {}
    }

    pub fn put<T: Copy>(&self, _at: usize, _values: &[T]) -> Option<usize> {
        match self.0 {}
    }

    /// # Safety
    /// Nothing can be read from what there is not.
    pub unsafe fn get<T: Copy>(&self, _at: usize, _count: usize) -> (Vec<T>, usize) {
        match self.0 {}
    }
}

impl HelperProcess {
    pub fn has_ended_within(&self, _time: Duration) -> bool {
        match self.0 {}
    }

    pub fn end(&mut self) {
        match self.0 {}
    }
}
