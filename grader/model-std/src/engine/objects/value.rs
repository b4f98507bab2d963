//! Values to show beside an operation.

use super::op::Tid;

/// A value to show beside an operation, as plain data: turned into text only if somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    None,
    /// An integer's bits and whether it is signed.
    Bits(u64, Shape),
    /// `from -> to` of a read-modify-write.
    Change(u64, u64, Shape),
    /// A compare-exchange that failed: what it demanded to find, and what it found.
    Refused(u64, u64, Shape),
    /// An older value than the latest: what was read, and the latest.
    Stale(u64, u64, Shape),
    /// A thread.
    Thread(Tid),
    /// Nanoseconds.
    Span(u64),
    /// The value of a lock that was given back: it was borrowed mutably and looks the same, but what it points to may
    /// have changed.
    Unclear,
}

/// How an atomic's bits are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Bool,
    Unsigned,
    Signed,
    Pointer,
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
