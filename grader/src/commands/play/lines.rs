//! Playing without a screen: commands come in lines, and each state is printed as text.

use std::io::{self, BufRead, Write};

use course::text::{Paint, columns, cut, hanging, wrapped};
use runtrace::Choice;
use supervise::play::State;

use super::player::Player;
use super::table::Input;
use super::words;

/// Plays until the input ends or the player leaves.
///
/// # Errors
/// The output cannot be written.
pub fn play(
    player: &mut Player<'_>,
    input: impl BufRead,
    output: &mut impl Write,
    echo: bool,
    (paint, width): (Paint, usize),
) -> io::Result<()> {
    let mut lines = Lines {
        output,
        paint,
        width,
        printed: 0,
        path: None,
    };
    lines.head(player)?;
    player.begin();
    lines.state(player)?;
    lines.prompt()?;
    for line in input.lines() {
        let line = line?;
        if echo {
            writeln!(lines.output, "{line}")?;
        }
        match command(&line) {
            Ok(Input::Explain) => lines.keys()?,
            Ok(command) => {
                if player.input(command) {
                    return Ok(());
                }
                lines.answer(player, command)?;
            }
            Err(why) => writeln!(lines.output, "{why}")?,
        }
        lines.prompt()?;
    }
    writeln!(lines.output)
}

/// What a line asks for.
///
/// # Errors
/// What can be asked for instead.
fn command(line: &str) -> Result<Input, String> {
    let line = line.trim();
    let number = |text: &str| text.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
    if let Some(number) = number(line) {
        return Ok(Input::Pick(number));
    }
    if let Some(run) = line.strip_prefix("run ").and_then(|it| number(it.trim())) {
        return Ok(Input::ChooseRun(run));
    }
    Ok(match line {
        "" => Input::Go,
        "b" | "back" => Input::Back,
        "s" | "show" => Input::Show,
        "h" | "hint" => Input::Hint,
        "r" | "restart" => Input::Restart,
        "a" | "automatic" => Input::Automatic,
        "n" | "next" => Input::NextRun,
        "?" | "help" => Input::Explain,
        "q" | "quit" => Input::Quit,
        other => {
            return Err(format!(
                "`{other}` is no command: a number makes that move, ? explains the others."
            ));
        }
    })
}

struct Lines<'o, W> {
    output: &'o mut W,
    paint: Paint,
    /// Columns of a line.
    width: usize,
    /// Steps that have been printed.
    printed: usize,
    /// The choices that led to the state which was printed last.
    path: Option<Vec<Choice>>,
}

impl<W: Write> Lines<'_, W> {
    fn head(&mut self, player: &Player<'_>) -> io::Result<()> {
        let table = player.table();
        let title = format!("{}  {}", table.exercise, table.check);
        writeln!(self.output, "{}", self.paint.bold(&title))?;
        for line in player.story() {
            self.prose(line, "")?;
        }
        self.run(player)
    }

    fn run(&mut self, player: &Player<'_>) -> io::Result<()> {
        let table = player.table();
        writeln!(self.output, "{}", words::which_run(&table.runs, table.run))?;
        self.prose(&words::what_is_known(&table.runs[table.run]), "")
    }

    fn prose(&mut self, text: &str, indent: &str) -> io::Result<()> {
        for line in wrapped(text, self.width - columns(indent)) {
            writeln!(self.output, "{indent}{line}")?;
        }
        Ok(())
    }

    fn prompt(&mut self) -> io::Result<()> {
        write!(self.output, "> ")?;
        self.output.flush()
    }

    fn keys(&mut self) -> io::Result<()> {
        for (key, does) in words::KEYS {
            self.key(key, does)?;
        }
        self.key("run 2", "the second run of this check")
    }

    fn key(&mut self, key: &str, does: &str) -> io::Result<()> {
        writeln!(self.output, "  {key:<9} {}", hanging(does, 12, self.width))
    }

    /// What came of a command.
    fn answer(&mut self, player: &mut Player<'_>, command: Input) -> io::Result<()> {
        if matches!(command, Input::NextRun | Input::ChooseRun(_))
            && player.table().moves_made() == 0
        {
            self.run(player)?;
        }
        let mut said = player.table().said.clone();
        if command == Input::Show && player.table().to_show() > 0 {
            // Nobody watches it step by step here: the whole way, then.
            said = None;
            writeln!(self.output, "One way that fails from here:")?;
            while player.table().to_show() > 0 {
                player.input(Input::Go);
            }
        }
        self.state(player)?;
        said.map_or(Ok(()), |said| self.prose(&said, ""))
    }

    /// What was done since the last state, and the present one.
    fn state(&mut self, player: &Player<'_>) -> io::Result<()> {
        let table = player.table();
        let Some(state) = table.state() else {
            return Ok(());
        };
        let position = &state.position;
        if self.path.as_ref() == Some(&position.path) {
            return Ok(());
        }
        self.path = Some(position.path.clone());
        let all = position.earlier + position.steps.len();
        let new = all.saturating_sub(self.printed.min(all));
        let steps = &position.steps[position.steps.len().saturating_sub(new)..];
        for step in steps.iter().filter(|step| words::is_told(step)) {
            self.prose(&words::step(position, step), "  ")?;
        }
        self.printed = all;
        self.threads(player, state)?;
        if !position.things.is_empty() {
            writeln!(self.output)?;
        }
        let things = words::things(position);
        let longest = things.iter().map(|(name, _)| columns(name)).max();
        let longest = longest.unwrap_or(0);
        for (name, state) in things {
            let pad = longest - columns(&name);
            let state = hanging(&state, longest + 4, self.width);
            writeln!(self.output, "  {name}{:pad$}  {state}", "")?;
        }
        self.ending(state)
    }

    fn threads(&mut self, player: &Player<'_>, state: &State) -> io::Result<()> {
        writeln!(self.output)?;
        let rows = words::threads(state, player.sources());
        let longest = rows.iter().map(|row| columns(&row.name)).max().unwrap_or(0);
        let indent = longest + 8;
        for row in rows {
            let name = format!(
                "{}{:pad$}",
                row.name,
                "",
                pad = longest - columns(&row.name)
            );
            if row.moves.is_empty() {
                let at = hanging(&row.at, indent, self.width);
                let line = format!("      {name}  {at}");
                writeln!(self.output, "{}", self.paint.dim(&line))?;
                continue;
            }
            for (number, does) in &row.moves {
                let key = self.paint.bold(&format!("[{}]", number + 1));
                writeln!(
                    self.output,
                    "  {key} {name}  {}",
                    hanging(does, indent, self.width)
                )?;
            }
            if !row.place.is_empty() {
                let room = self.width.saturating_sub(indent + columns(&row.place) + 2);
                let source = self.paint.dim(&cut(&row.source, room));
                writeln!(self.output, "{:indent$}{}  {source}", "", row.place)?;
            }
        }
        Ok(())
    }

    fn ending(&mut self, state: &State) -> io::Result<()> {
        let Some(ending) = &state.ending else {
            return Ok(());
        };
        let (word, text) = words::ending(ending, &state.position);
        writeln!(
            self.output,
            "\n{}",
            self.paint.verdict(ending.verdict, &word)
        )?;
        for sentence in text {
            self.prose(&sentence, "  ")?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "lines/tests.rs"]
mod tests;
