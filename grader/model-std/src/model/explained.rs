//! A timeline with something to be said of it.

use serde::Serialize;

use super::{Leg, Style, Timeline};
use crate::report::{chart, json, svg};

/// A [`Timeline`] with the stretches that matter marked, and a sentence that says why they do.
///
/// ```
/// use model_std::model::{self, Style};
/// use model_std::sync::{Arc, Mutex};
/// use model_std::thread;
/// use std::time::Duration;
///
/// let timeline = model::virtual_time(|| {
///     let total = Arc::new(Mutex::new(0));
///     let workers = [1, 2].map(|number| {
///         let total = total.clone();
///         thread::spawn(move || {
///             let mut total = total.lock().unwrap();
///             thread::sleep(Duration::from_secs(1)); // with the lock held
///             *total += number;
///         })
///     });
///     workers.into_iter().for_each(|worker| worker.join().unwrap());
/// });
/// assert_eq!(timeline.elapsed(), Duration::from_secs(2));
/// let why = timeline.too_slow();
/// assert!(why.sentence.contains("waited for the Mutex"), "{}", why.sentence);
/// print!("{}", why.text(Style::new()));
/// ```
#[derive(Debug, Clone, Serialize)]
pub struct Explained<'t> {
    /// The whole run.
    #[serde(flatten)]
    pub timeline: &'t Timeline,
    /// The stretches that matter, in order of time.
    #[serde(serialize_with = "json::both_ends")]
    pub marked: Vec<Leg>,
    /// What the mark means: "what made it take so long"; empty if nothing is marked.
    pub legend: &'static str,
    /// What is to be said, in a sentence or a few.
    pub sentence: String,
}

impl Explained<'_> {
    /// As text: a row for each thread, `^` under what is marked, and the sentence.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        chart::draw(self, style)
    }

    /// As a picture: a document of its own, for a light or dark ground.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::timeline::draw(self, "")
    }

    /// All of it as JSON: the timeline's, with `marked`, `legend` and `sentence`.
    #[must_use]
    pub fn json(&self) -> String {
        json::of(self)
    }
}
