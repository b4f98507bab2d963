//! The report for programs: JSON, schema 1.

use std::io::{self, Write};

use super::Renderer;
use crate::score::Report;

/// Renders the fields of [`Report`] as they are.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl Renderer for Json {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, report)?;
        writeln!(out)
    }
}
