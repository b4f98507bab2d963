//! The formats, by the names that they are asked for by.

use std::fmt;

use clap::ValueEnum;

/// A format of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: schema 1, to which fields are only ever added
    Json,
    /// For CI systems: XML, in which a check that could not be decided is an error and no failure
    Junit,
    /// For a job's summary or a comment
    Markdown,
    /// A page with timelines and traces, which needs no other file
    Html,
    /// A row a check
    Csv,
    /// results.json of Gradescope
    Gradescope,
    /// result.json of Classroom 50; what it needs beside is taken from its runner's environment
    Classroom50,
    /// results.json of PrairieLearn
    Prairielearn,
    /// The text, then Autolab's scores on the last line
    Autolab,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self
            .to_possible_value()
            .expect("every format can be asked for");
        f.write_str(value.get_name())
    }
}
