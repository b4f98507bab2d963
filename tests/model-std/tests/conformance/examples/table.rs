//! How many examples came how far.

use std::fmt::Write;

use super::Verdict;
use super::exceptions::Stage;
use crate::std_docs::MODULES;

/// A row for each module, and one for all.
pub fn table(verdicts: &[Verdict]) -> String {
    let mut table = String::from(
        "| module | examples | compiled | virtual time | exhaustively | exceptions |\n",
    );
    table += "|---|---|---|---|---|---|\n";
    for module in MODULES {
        let of_module = |verdict: &&Verdict| verdict.example.module == module;
        row(
            &mut table,
            &format!("`std::{}`", module.replace('/', "::")),
            verdicts.iter().filter(of_module),
        );
    }
    row(&mut table, "all", verdicts.iter());
    table
}

fn row<'a>(table: &mut String, name: &str, verdicts: impl Iterator<Item = &'a Verdict>) {
    let (mut examples, mut compiled, mut in_time, mut searched, mut exhaustively, mut exceptions) =
        (0, 0, 0, 0, 0, 0);
    for verdict in verdicts {
        // Stages are in the order in which they are passed.
        let came_past = |stage| {
            verdict
                .failed
                .as_ref()
                .is_none_or(|(failed, _)| *failed > stage)
        };
        examples += 1;
        compiled += usize::from(came_past(Stage::Compile));
        in_time += usize::from(came_past(Stage::VirtualTime));
        searched += usize::from(verdict.searched);
        exhaustively += usize::from(verdict.searched && came_past(Stage::Exhaustive));
        exceptions += usize::from(verdict.failed.is_some());
    }
    let row = format!(
        "| {name} | {examples} | {compiled} | {in_time} | {exhaustively} of {searched} | {exceptions} |"
    );
    writeln!(table, "{row}").expect("text can be added to");
}
