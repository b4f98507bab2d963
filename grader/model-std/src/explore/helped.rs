//! A pass that other processes help with: on both sides.

use super::errand::Errand;
use super::exploration::{Begun, Exploration, Pass};
use super::explorer::ExecutionResult;
use super::helpers::{Helpers, Side};
use crate::engine::Ended;

impl Exploration {
    /// Goes on to the next execution, behind what other processes have run. False if there is none left.
    pub(super) fn advance(&mut self, begun: &mut Begun, pass: Pass) -> bool {
        let Some(pool) = &mut self.pool else {
            return begun.search.advance();
        };
        let (explorer, helpers) = (&mut self.explorer, &mut begun.helpers);
        loop {
            if !begun.search.advance() {
                return false;
            }
            if !helpers.reach(&mut begun.search, explorer, &mut begun.passed, &pass.limit) {
                break;
            }
        }
        match helpers.ask(&mut begun.search, explorer, pool, &pass.limit) {
            Side::Search => true,
            Side::Helper(errand) => self.help(begun, pass, errand),
        }
    }

    /// In a copy of the process: runs the part of the search that is its own, and ends.
    fn help(&mut self, begun: &mut Begun, pass: Pass, errand: Errand) -> ! {
        loop {
            if self.explorer.has_reached(&pass.limit) {
                errand.end(None, &self.explorer);
            }
            let (result, ended) = self.execute(&mut begun.search, pass);
            errand.note_one();
            let is_odd = matches!(ended, Some(Ended::TooManyThreads | Ended::Unfair));
            let has_met_more = errand.has_met_more(&self.explorer);
            if result == ExecutionResult::Failed || is_odd || has_met_more {
                errand.end(None, &self.explorer);
            }
            begun.passed += u64::from(result == ExecutionResult::Passed);
            if !self.advance(begun, pass) {
                begun.helpers = Helpers::default();
                errand.end(Some(&mut begun.search), &self.explorer);
            }
        }
    }
}
