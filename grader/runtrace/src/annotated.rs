//! A timeline with something to be said of it.

use serde::{Deserialize, Serialize};

use crate::{BadTimeline, Dependency, PathSegment, Timeline};

/// A [`Timeline`] with the stretches that matter marked, and a sentence that says why they do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
#[non_exhaustive]
pub struct Annotated {
    /// The whole run.
    #[serde(flatten)]
    pub timeline: Timeline,
    /// A line above its text; empty if it needs none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// The stretches that matter, in order of time.
    pub marked: Vec<PathSegment>,
    /// What the mark means: "what made it take so long"; empty if nothing is marked.
    pub legend: String,
    /// What is to be said, in a sentence or a few.
    pub sentence: String,
}

impl From<Timeline> for Annotated {
    /// With nothing marked and nothing said.
    fn from(timeline: Timeline) -> Self {
        Self {
            timeline,
            heading: String::new(),
            marked: Vec::new(),
            legend: String::new(),
            sentence: String::new(),
        }
    }
}

/// What was read, which may be of anybody's making.
#[derive(Deserialize)]
struct Unchecked {
    #[serde(flatten)]
    timeline: Timeline,
    #[serde(default)]
    heading: String,
    marked: Vec<PathSegment>,
    legend: String,
    sentence: String,
}

impl TryFrom<Unchecked> for Annotated {
    type Error = BadTimeline;

    fn try_from(read: Unchecked) -> Result<Self, BadTimeline> {
        for segment in &read.marked {
            read.timeline.has(segment.lane)?;
            read.timeline.lasts(segment.since, segment.until)?;
            for link in &segment.links {
                match *link {
                    Dependency::Waited { lane, .. } => read.timeline.has(lane)?,
                    Dependency::Started { lane, by } => {
                        read.timeline.has(lane)?;
                        read.timeline.has(by)?;
                    }
                }
            }
        }
        Ok(Self {
            timeline: read.timeline,
            heading: read.heading,
            marked: read.marked,
            legend: read.legend,
            sentence: read.sentence,
        })
    }
}
