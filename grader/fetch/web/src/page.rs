//! What comes of asking for a page.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Display, Formatter};

/// A page that has come whole, with status 200.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it consists of: the bytes of a text, an image, of anything.
    pub body: Vec<u8>,
}

impl Page {
    /// The body as a text; what is no UTF-8 in it becomes `U+FFFD`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The text is no URL that can be asked for: `http://`, a host, and after a slash the rest.
    BadUrl,
    /// There is no host of that name.
    UnknownHost,
    /// The host is there, but takes no connection at that port.
    Refused,
    /// The server answers, but not with the page: `403` says that it may not be seen, `404` that
    /// there is none.
    Status(u16),
    /// The whole page was not there when the time was over.
    TimedOut,
    /// The connection ended before the body did.
    CutOff {
        /// How many bytes of it came.
        got: u64,
        /// How many the server had announced.
        wanted: u64,
    },
    /// Something else, in words.
    Other(String),
}

impl Display for FetchError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadUrl => write!(f, "no URL that can be asked for"),
            Self::UnknownHost => write!(f, "unknown host"),
            Self::Refused => write!(f, "connection refused"),
            Self::Status(code) => write!(f, "HTTP status {code}"),
            Self::TimedOut => write!(f, "timed out"),
            Self::CutOff { got, wanted } => write!(f, "cut off after {got} of {wanted} bytes"),
            Self::Other(what) => write!(f, "{what}"),
        }
    }
}

impl Error for FetchError {}
