//! Colour, where it can be seen and is wanted.

use std::env;
use std::io::{self, IsTerminal};

use libtest_mimic::ColorSetting;

use crate::verdict::Verdict;

/// Colours text, or leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    coloured: bool,
}

impl Paint {
    /// For stdout: on a terminal and without `NO_COLOR`, unless `--color` says otherwise.
    pub(super) fn for_stdout(setting: Option<ColorSetting>) -> Self {
        let coloured = match setting {
            Some(ColorSetting::Always) => true,
            Some(ColorSetting::Never) => false,
            Some(ColorSetting::Auto) | None => {
                let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
                io::stdout().is_terminal() && !unwanted && !dumb
            }
        };
        Self { coloured }
    }

    #[cfg(test)]
    pub(super) const PLAIN: Self = Self { coloured: false };
    #[cfg(test)]
    pub(super) const COLOURED: Self = Self { coloured: true };

    /// A verdict's word: green for a pass, yellow where nothing is known or done yet, else red.
    pub(super) fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Passed => "1;32",
            Verdict::NotAttempted | Verdict::Inconclusive | Verdict::GraderFault => "1;33",
            _ => "1;31",
        };
        self.code(code, text)
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.code("1", text)
    }

    fn code(self, code: &str, text: &str) -> String {
        if self.coloured {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
