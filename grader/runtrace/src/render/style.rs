//! How a report in text is to look: how wide, and whether in colour.

use anstyle::{AnsiColor, Style as Ansi};

/// Columns of a terminal that every student has.
const COLUMNS: usize = 80;

/// Columns below which nothing can be drawn.
const FEWEST_COLUMNS: usize = 30;

/// How a report in text is to look.
///
/// ```
/// use runtrace::Style;
/// let style = Style::new().width(120).colour(true);
/// assert_eq!((style.columns(), style.is_coloured()), (120, true));
/// assert_eq!((Style::new().columns(), Style::new().is_coloured()), (80, false));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    width: usize,
    colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self::new()
    }
}

impl Style {
    /// 80 columns, letters only.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            width: COLUMNS,
            colour: false,
        }
    }

    /// For a terminal of so many columns (30 at least): no line is longer, unless a single word is.
    #[must_use]
    pub const fn width(mut self, columns: usize) -> Self {
        self.width = if columns < FEWEST_COLUMNS {
            FEWEST_COLUMNS
        } else {
            columns
        };
        self
    }

    /// Whether to use ANSI colours. Whether they are wanted (a terminal, `NO_COLOR`) is for the
    /// caller to find out.
    #[must_use]
    pub const fn colour(mut self, colour: bool) -> Self {
        self.colour = colour;
        self
    }

    /// Columns of the terminal.
    #[must_use]
    pub const fn columns(self) -> usize {
        self.width
    }

    /// Whether ANSI colours are used.
    #[must_use]
    pub const fn is_coloured(self) -> bool {
        self.colour
    }

    /// `text` in that tone.
    #[must_use]
    pub fn paint(self, tone: Tone, text: &str) -> String {
        if self.colour && !text.trim().is_empty() {
            let ansi = tone.ansi();
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }
}

/// What a piece of text is, as far as its colour goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Of the thread with that number among those shown.
    Thread(usize),
    /// What went wrong.
    Wrong,
    /// What to look at.
    Marked,
    /// A line that introduces others.
    Heading,
    /// What is there to be looked up, not to be read.
    Aside,
    /// Asleep.
    Asleep,
    /// At work.
    AtWork,
    /// Held up by a lock or a core.
    HeldUp,
}

/// Colours of threads, told apart on a dark and on a light ground. Red is for what is wrong.
const THREADS: [AnsiColor; 5] = [
    AnsiColor::Cyan,
    AnsiColor::Yellow,
    AnsiColor::Green,
    AnsiColor::Magenta,
    AnsiColor::Blue,
];

impl Tone {
    fn ansi(self) -> Ansi {
        let plain = Ansi::new();
        match self {
            Self::Thread(number) => plain.fg_color(Some(THREADS[number % THREADS.len()].into())),
            Self::Wrong | Self::Marked => plain.bold().fg_color(Some(AnsiColor::Red.into())),
            Self::Heading => plain.bold(),
            Self::Aside => plain.dimmed(),
            Self::Asleep => plain.fg_color(Some(AnsiColor::Blue.into())),
            Self::AtWork => plain.fg_color(Some(AnsiColor::Green.into())),
            Self::HeldUp => plain.fg_color(Some(AnsiColor::Yellow.into())),
        }
    }
}
