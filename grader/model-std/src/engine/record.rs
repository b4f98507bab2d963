//! The record of a run: what each thread did, in order. Timelines, traces and JSON are drawn from it afterwards.

use super::op::{Op, Tid};

/// A value to show beside an operation, as plain data: turned into text only if somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    None,
    /// An integer's bits and whether it is signed.
    Bits(u64, Shape),
    /// `from -> to` of a read-modify-write.
    Change(u64, u64, Shape),
    /// An older value than the latest: what was read, and the latest.
    Stale(u64, u64, Shape),
    /// A thread.
    Thread(Tid),
    /// Nanoseconds.
    Span(u64),
}

/// How an atomic's bits are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Bool,
    Unsigned,
    Signed,
    Pointer,
}

/// One step of one thread.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub thread: Tid,
    pub op: Op,
    /// Clock when the thread arrived at the operation, and when it did it: what lies between was waiting or sleeping.
    pub since: u64,
    pub at: u64,
    pub value: Value,
    /// Whether it succeeded; see `Effect::done`.
    pub done: bool,
    /// Whether the thread of the step before could have gone on.
    pub interrupts: bool,
}

/// A panic, as the hook saw it.
#[derive(Debug, Clone)]
pub struct PanicRecord {
    pub thread: Tid,
    pub message: String,
    pub site: Option<(String, u32)>,
}

impl Shape {
    /// The text of a value of this shape.
    pub fn show(self, bits: u64) -> String {
        match self {
            Self::Bool => (bits != 0).to_string(),
            Self::Unsigned => bits.to_string(),
            Self::Signed => bits.cast_signed().to_string(),
            Self::Pointer => format!("{bits:#x}"),
        }
    }
}
