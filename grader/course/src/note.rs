//! Notes: what is said of an outcome beside its message.

use runtrace::Site;
use serde::{Deserialize, Serialize};

/// A paragraph below the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// In words.
    Said(String),
    /// Where the assertion stands that failed.
    AssertedAt(Site),
    /// More of what the message is about.
    List {
        /// What introduces it.
        head: String,
        /// Each on a line of its own.
        items: Vec<String>,
    },
    /// Ready threads were taken in another order than usual, that of this seed.
    OtherOrder {
        /// The seed.
        seed: u64,
    },
}

impl Note {
    /// A paragraph in words.
    pub fn said(text: impl Into<String>) -> Self {
        Self::Said(text.into())
    }

    /// True of what is read after the evidence, because it is about it.
    pub(crate) fn follows_evidence(&self) -> bool {
        matches!(self, Self::OtherOrder { .. })
    }

    /// It in words, not wrapped.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Said(text) => text.clone(),
            Self::AssertedAt(Site { file, line }) => format!("(asserted at {file}:{line})"),
            Self::List { head, items } => {
                let items = items.iter().map(|item| format!("\n  {item}"));
                format!("{head}{}", items.collect::<String>())
            }
            Self::OtherOrder { seed } => format!(
                "This was seen when ready threads were taken in another order (seed {seed})."
            ),
        }
    }
}
