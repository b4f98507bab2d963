//! A web that a check has laid out: what it answers, after how long, and what it has seen of a run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model_std::sync::atomic::{AtomicUsize, Ordering};
use model_std::thread;

use crate::{FetchError, Page, Url};

/// What there is to be asked for in a model.
///
/// A host that stands in none of its URLs is unknown, at once; other paths of a host that does are
/// `404`, at once.
#[derive(Debug, Clone, Default)]
pub struct Web {
    answers: BTreeMap<String, Answer>,
}

#[derive(Debug, Clone)]
struct Answer {
    /// None: it never comes.
    after: Option<Duration>,
    result: Result<Page, FetchError>,
}

impl Answer {
    /// How long one waits for it, but not longer than `timeout`, and what comes of that.
    fn within(self, timeout: Duration) -> (Duration, Result<Page, FetchError>) {
        match self.after {
            Some(after) if after <= timeout => (after, self.result),
            _ => (timeout, Err(FetchError::TimedOut)),
        }
    }
}

impl Web {
    /// A web without pages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page that has come whole when `after` has passed.
    #[must_use]
    pub fn page(self, url: &str, after: Duration, body: impl Into<Vec<u8>>) -> Self {
        let page = Page { body: body.into() };
        self.with(url, Some(after), Ok(page))
    }

    /// A URL that fails in that way when `after` has passed.
    #[must_use]
    pub fn fails(self, url: &str, after: Duration, error: FetchError) -> Self {
        self.with(url, Some(after), Err(error))
    }

    /// A URL that takes the question and never answers.
    #[must_use]
    pub fn silent(self, url: &str) -> Self {
        self.with(url, None, Err(FetchError::TimedOut))
    }

    fn with(
        mut self,
        url: &str,
        after: Option<Duration>,
        result: Result<Page, FetchError>,
    ) -> Self {
        self.answers
            .insert(url.to_owned(), Answer { after, result });
        self
    }

    /// Lays it out for the run of a model that calls this, in the place of any other, with nothing
    /// seen yet.
    #[must_use]
    pub fn open(&self) -> Visits {
        let laid = Arc::new(Laid {
            web: self.clone(),
            at_once: AtomicUsize::new(0),
            seen: Mutex::default(),
        });
        *open() = Some(Arc::clone(&laid));
        Visits { laid }
    }

    fn answer(&self, url: Url<'_>) -> Answer {
        if let Some(answer) = self.answers.get(url.whole) {
            return answer.clone();
        }
        let mut urls = self.answers.keys().filter_map(|url| Url::parse(url).ok());
        let result = match urls.any(|other| other.authority == url.authority) {
            true => FetchError::Status(404),
            false => FetchError::UnknownHost,
        };
        Answer {
            after: Some(Duration::ZERO),
            result: Err(result),
        }
    }
}

/// The web of the present run.
static OPEN: Mutex<Option<Arc<Laid>>> = Mutex::new(None);

fn open() -> std::sync::MutexGuard<'static, Option<Arc<Laid>>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A web as one run has it.
#[derive(Debug)]
struct Laid {
    web: Web,
    /// Of the model, so that a search tries every order in which requests begin and end. What is
    /// noted beside it changes at these moments only: between two operations of a model no other
    /// thread runs.
    at_once: AtomicUsize,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    most_at_once: usize,
    asked: Vec<String>,
}

impl Laid {
    fn seen<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a web has seen of one run; see [`Web::open`].
#[derive(Debug, Clone)]
pub struct Visits {
    laid: Arc<Laid>,
}

impl Visits {
    /// How often that URL was asked for, written in just that way.
    #[must_use]
    pub fn asked(&self, url: &str) -> usize {
        self.laid
            .seen(|seen| seen.asked.iter().filter(|asked| *asked == url).count())
    }

    /// Every URL that was asked for, each as often as it was, in the order in which the requests
    /// began.
    #[must_use]
    pub fn in_order(&self) -> Vec<String> {
        self.laid.seen(|seen| seen.asked.clone())
    }

    /// How many requests were in flight at once, at most.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.laid.seen(|seen| seen.most_at_once)
    }
}

/// What the web of this run answers; only in a model.
///
/// The answer comes after exactly its time, and [`FetchError::TimedOut`] after exactly `timeout`.
/// If both are the same moment, the answer comes. Without an open web every host is unknown.
///
/// # Errors
/// As the web says, and [`FetchError::BadUrl`].
#[track_caller]
pub fn answer(url: &str, timeout: Duration) -> Result<Page, FetchError> {
    let laid = open().clone();
    let Some(laid) = laid else {
        return Url::parse(url).and(Err(FetchError::UnknownHost));
    };
    // It orders nothing else: what a submission shares it has to order itself.
    let before = laid.at_once.fetch_add(1, Ordering::Relaxed);
    laid.seen(|seen| {
        seen.most_at_once = seen.most_at_once.max(before + 1);
        seen.asked.push(url.to_owned());
    });
    let (time, result) = match Url::parse(url) {
        Ok(parsed) => laid.web.answer(parsed).within(timeout),
        Err(error) => (Duration::ZERO, Err(error)),
    };
    // Called here and not in a closure, so that a report names the line that asked.
    if time > Duration::ZERO {
        thread::sleep(time);
    }
    laid.at_once.fetch_sub(1, Ordering::Relaxed);
    result
}
