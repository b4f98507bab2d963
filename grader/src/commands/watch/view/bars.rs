//! The lines at the edges: what is watched, how it stands, what was done, which keys there are.

use course::Verdict;
use course::text::fitted;
use ratatui_core::text::{Line, Span};

use super::styled::{bold, dim, good, noted, of_verdict, prose};
use crate::commands::watch::state::{Phase, State, TICK};
use crate::standing::Standing;

/// A mark that moves while something runs.
const TURNING: [char; 4] = ['|', '/', '-', '\\'];

/// `ex03  Race conditions and locks        7 of 10`.
pub fn title(state: &State, width: usize) -> Line<'static> {
    let row = state.row();
    let score = state.score();
    let score = match state.checks.is_empty() {
        true => String::new(),
        false => format!("{} of {}", score.gained, score.possible),
    };
    let title = format!("{}  {}", row.name, row.title);
    let room = width.saturating_sub(score.len() + 2);
    Line::from(vec![
        Span::styled(fitted(&title, room), bold()),
        Span::raw("  "),
        Span::styled(score, bold()),
    ])
}

/// How far the run is, or what came of it.
pub fn status(state: &State, width: usize) -> Line<'static> {
    let run = &state.run;
    let line = match &run.phase {
        Phase::Broken(_) => {
            let text = "nothing can be graded; `r` tries again".to_owned();
            return Line::from(of_verdict(
                state.paint,
                Verdict::GraderFault,
                fitted(&text, width),
            ));
        }
        _ if !run.prepared && (state.is_running() || run.phase == Phase::Idle) => turning(
            state,
            "preparing the checks (a minute the first time)",
            width,
        ),
        Phase::Idle => String::new(),
        Phase::Compiling => turning(state, "compiling", width),
        Phase::Checking(ended) => {
            let all = state.checks.len();
            turning(state, &format!("checking: {ended} of {all} done"), width)
        }
        Phase::Done if state.passed() => {
            let text = match state.checks.len() {
                1 => "its check passes".to_owned(),
                all => format!("all {all} checks pass"),
            };
            return Line::styled(fitted(&text, width), good(state.paint));
        }
        Phase::Done => {
            let passed = state.checks.iter().filter(|check| check.passed()).count();
            format!("{passed} of {} checks pass", state.checks.len())
        }
    };
    Line::styled(fitted(&line, width), dim())
}

/// Something that runs, from the third second on with how long it has been running, and what can be done about that.
fn turning(state: &State, what: &str, width: usize) -> String {
    let ticks = state.run.ticks;
    let mark = TURNING[ticks as usize % TURNING.len()];
    let seconds = (TICK * ticks).as_secs();
    if seconds < 3 {
        return format!("{mark} {what}");
    }
    let line = format!("{mark} {what}, {seconds} s");
    let more = "; the next save stops it and starts anew";
    match state.run.prepared && line.len() + more.len() <= width {
        true => line + more,
        false => line,
    }
}

/// The marks of the exercises around the current one, which are all there is room for.
pub fn strip(state: &State, width: usize) -> Line<'static> {
    let piece = |row: &crate::commands::watch::state::Row| {
        let number = row.name.trim_start_matches("ex");
        format!("{}{number}", row.standing.mark())
    };
    let pieces: Vec<_> = state.rows.iter().map(piece).collect();
    let wide = pieces
        .iter()
        .map(|it| it.chars().count())
        .max()
        .unwrap_or(1)
        + 1;
    let room = (width / wide).max(1);
    let half = room / 2;
    let first = state.current.saturating_sub(half);
    let first = first.min(pieces.len().saturating_sub(room));
    let shown = pieces.iter().enumerate().skip(first).take(room);
    let spans = shown.flat_map(|(place, piece)| {
        let style = match state.rows[place].standing {
            _ if place == state.current => bold().reversed(),
            Standing::Passed => good(state.paint),
            _ => dim(),
        };
        [Span::styled(piece.clone(), style), Span::raw(" ")]
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// What to do next: with a stub, and once every check passes.
pub fn offer(state: &State, width: usize) -> Vec<Line<'static>> {
    let row = state.row();
    if state.passed() {
        let text =
            "`n` goes on to the next exercise, `s` shows the solution, `d` compares it with yours.";
        return prose(text, width, good(state.paint));
    }
    if state.is_stub() {
        let (folder, file) = (&row.folder, &row.file);
        let text = format!(
            "Read {folder}/README.md, then edit {file} beside it (`e`). Each time you save, the checks run."
        );
        return prose(&text, width, noted(state.paint));
    }
    Vec::new()
}

/// What was done last, or cannot be done.
pub fn note(state: &State, width: usize) -> Vec<Line<'static>> {
    let text = match (&state.note, &state.run.phase) {
        (Some(note), _) => note,
        (None, Phase::Broken(why)) => why,
        (None, _) => return Vec::new(),
    };
    let mut lines = prose(text, width, noted(state.paint));
    lines.truncate(6);
    lines
}

/// The keys, the most important first, as many as there is room for.
pub fn keys(state: &State, width: usize) -> Line<'static> {
    let keys: &[(&str, &str)] = match state.passed() {
        true => &[
            ("n", "next"),
            ("s", "solution"),
            ("d", "diff"),
            ("?", "keys"),
            ("q", "quit"),
            ("l", "list"),
            ("e", "edit"),
            ("r", "run"),
            ("Tab", "next check"),
        ],
        false => &[
            ("h", "hint"),
            ("e", "edit"),
            ("n", "next"),
            ("?", "keys"),
            ("q", "quit"),
            ("l", "list"),
            ("Tab", "next check"),
            ("↑↓", "scroll"),
            ("r", "run"),
            ("x", "reset"),
        ],
    };
    of_keys(keys, width)
}

/// Keys with what they do, as many as there is room for.
pub fn of_keys(keys: &[(&str, &str)], width: usize) -> Line<'static> {
    let mut spans = Vec::new();
    let mut column = 0;
    for (key, what) in keys {
        let needed = key.chars().count() + 1 + what.chars().count();
        if column + needed > width {
            break;
        }
        spans.push(Span::styled((*key).to_owned(), bold()));
        spans.push(Span::styled(format!(" {what}  "), dim()));
        column += needed + 2;
    }
    Line::from(spans)
}
