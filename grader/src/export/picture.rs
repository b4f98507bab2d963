//! The picture of a run as an address that holds the picture itself, so that pages need no other file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use course::Evidence;

/// `data:image/svg+xml;base64,...` of a trace or a timeline; `None` of what has no picture.
pub fn data_url(evidence: &Evidence) -> Option<String> {
    let svg = evidence.svg()?;
    Some(format!(
        "data:image/svg+xml;base64,{}",
        STANDARD.encode(svg)
    ))
}
