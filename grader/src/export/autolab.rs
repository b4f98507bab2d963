//! What Autolab reads: the report for people, and scores as JSON on the last line.

use std::collections::BTreeMap;
use std::io::{self, Write};

use course::Points;
use serde::Serialize;

use super::{Renderer, Text};
use crate::score::Report;

/// Renders a [`Report`] for Autolab, whose problems are to be named as the exercises are: `ex03`.
///
/// An exercise of which a check could not be decided has no score there, so that none is lost. If that is true of all,
/// there is no line of scores, which to Autolab is a fault of the grader.
#[derive(Debug, Clone)]
pub struct Autolab {
    /// The report for people.
    pub text: Text,
}

#[derive(Serialize)]
struct LastLine<'r> {
    scores: BTreeMap<&'r str, Points>,
    scoreboard: [Points; 1],
}

impl Renderer for Autolab {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        self.text.render(report, out)?;
        let totals = report
            .exercises
            .iter()
            .map(|exercise| (exercise.name.as_str(), exercise.total()));
        let scores: BTreeMap<_, _> = totals
            .filter(|(_, total)| total.undecided == 0)
            .map(|(name, total)| (name, total.gained))
            .collect();
        if scores.is_empty() {
            return Ok(());
        }
        let scoreboard = [report.total().gained];
        writeln!(out)?;
        serde_json::to_writer(&mut *out, &LastLine { scores, scoreboard })?;
        writeln!(out)
    }
}
