//! `grader completions SHELL` and `grader man DIR`: what a shell and a manual need to know of the command line.

use std::fs;
use std::io;

use anyhow::{Context as _, Result};
use clap_mangen::Man;
use jiff::Timestamp;

use crate::cli::{CompletionsArgs, ManArgs};
use crate::examples::command;
use crate::exit;
use crate::export::class::FolderError;
use crate::output::Output;

/// The name of the program.
const NAME: &str = "grader";

/// Prints the completions, and returns the exit code.
///
/// # Errors
/// They cannot be written.
pub fn run(args: &CompletionsArgs) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), NAME, &mut script);
    Output::open(None)?
        .write(&script)
        .context("cannot write the completions")?;
    Ok(exit::PASSED)
}

/// Writes a page for the program and one for each command, and returns the exit code.
///
/// # Errors
/// There is no such folder to write to.
pub fn man(args: &ManArgs) -> Result<u8> {
    let failed = |source| FolderError::new(&args.dir, source);
    fs::create_dir_all(&args.dir).map_err(failed)?;
    let mut whole = command().disable_help_subcommand(true);
    whole.build();
    for one in std::iter::once(&whole).chain(whole.get_subcommands()) {
        let man = Man::new(one.clone());
        let path = args.dir.join(man.get_filename());
        fs::write(path, page(man).map_err(failed)?).map_err(failed)?;
    }
    Ok(exit::PASSED)
}

/// A page of the manual, of today: without a date, programs that read pages take the next field for one.
fn page(man: Man) -> io::Result<String> {
    let title = man.get_filename();
    let title = title.trim_end_matches(".1").to_uppercase();
    let day: String = Timestamp::now().to_string().chars().take(10).collect();
    let program = format!("{NAME} {}", env!("CARGO_PKG_VERSION"));
    let man = man.title(title).date(day).source(program).manual(NAME);
    let mut page = Vec::new();
    man.render(&mut page)?;
    // A blank line is a space already; breaks around it are skipped, with a warning.
    Ok(String::from_utf8_lossy(&page).replace("\n.br\n\n.br\n", "\n.sp\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_title_a_date_and_no_break_beside_a_space() {
        let mut whole = command();
        whole.build();
        let class = whole.find_subcommand("class").unwrap().clone();
        let page = page(Man::new(class)).unwrap();
        let title = page.lines().find(|line| line.starts_with(".TH")).unwrap();
        let fields: Vec<_> = title.split_whitespace().collect();
        assert_eq!(fields[..3], [".TH", "GRADER-CLASS", "1"], "{title}");
        let day = fields[3].parse::<jiff::civil::Date>();
        assert!(day.is_ok(), "{title}");
        assert!(
            !page.contains(".br\n\n") && page.contains("\n.sp\n"),
            "{page}"
        );
    }
}
