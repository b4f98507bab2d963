//! The table and the program behind it: has done what an input asks for.

use super::client::{Client, NoAnswer};
use super::sources::Sources;
use super::table::{Effect, Input, Table};

/// A check that is being played.
pub struct Player<'b> {
    table: Table,
    client: Client<'b>,
    sources: Sources,
    story: Vec<String>,
    /// How many runs of the check come before those on the table.
    skipped: usize,
}

impl<'b> Player<'b> {
    /// Nothing has been asked yet; `story` are sentences that are said first.
    pub fn new(table: Table, client: Client<'b>, sources: Sources, story: Vec<String>) -> Self {
        Self {
            table,
            client,
            sources,
            story,
            skipped: 0,
        }
    }

    /// The first run on the table is this one of the check.
    pub fn plays_run(&mut self, run: usize) {
        self.skipped = run;
    }

    /// How things stand.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The files that steps are in.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What is said first.
    pub fn story(&self) -> &[String] {
        &self.story
    }

    /// Begins the run.
    pub fn begin(&mut self) {
        let effect = self.table.begin();
        self.carry_out(effect);
    }

    /// Does what the player wants; true if that is to leave.
    pub fn input(&mut self, input: Input) -> bool {
        let effect = self.table.update(input);
        self.carry_out(effect)
    }

    fn carry_out(&mut self, mut effect: Effect) -> bool {
        loop {
            let run = self.skipped + self.table.run;
            let answered = match effect {
                Effect::Nothing => return false,
                Effect::Quit => return true,
                Effect::Ask { path, automatic } => {
                    let state = self.client.at(run, &path, automatic);
                    state.map(|state| self.table.arrived(state))
                }
                Effect::Find { path, hint } => {
                    let found = self.client.find(run, &path);
                    found.map(|found| self.table.found(found, hint))
                }
            };
            effect = answered.unwrap_or_else(|why| {
                self.table.lost(&said(&why));
                Effect::Nothing
            });
        }
    }
}

/// Why there is no answer, and what can be done.
fn said(why: &NoAnswer) -> String {
    match why {
        NoAnswer::Lost(_) => format!("{why}. The state before it is still here: b goes back."),
        NoAnswer::Refused(_) | NoAnswer::Start(_) => why.to_string(),
    }
}
