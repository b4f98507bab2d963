//! What the program itself calls its locks, atomics and channels: the receiver of a call on them, or what they were
//! made for. `Mutex #2 of line 26` is `log` to a student.

use std::collections::{HashMap, HashSet};

use super::source;
use crate::engine::Execution;
use crate::engine::objects::{ObjectId, Site, State};

/// Steps of a run that are looked at for names. What has none by then is told by its line.
const MOST_STEPS: usize = 5_000;

/// What the program calls the object; `None` if its source does not show it, or calls another the same.
pub fn name(execution: &Execution, id: ObjectId) -> Option<&str> {
    let names = execution.names_or(|| names(execution));
    names.get(id as usize)?.as_deref()
}

/// What the program calls an end of a channel where it uses it: `tx` of `tx.send(1)`, `jobs` of
/// `self.jobs.lock().unwrap().recv()`, `rx` of `for job in rx`.
pub fn end_of_a_channel(site: Site) -> Option<String> {
    let (mut before, rest) = around(site)?;
    while let Some(shorter) = without_a_call(&before) {
        before = shorter;
    }
    let receiver = if before.ends_with('.') {
        ending(before.trim_end_matches('.'))?
    } else {
        // The place of a loop is that of its first word.
        let (_, gone_through) = rest.strip_prefix("for ")?.split_once(" in ")?;
        let path = |next: &char| is_of_a_name(*next) || *next == '.';
        let gone_through = gone_through.trim_start_matches('&');
        gone_through.chars().take_while(path).collect()
    };
    field(&receiver).or_else(|| variable(&receiver))
}

/// The call into a library at that place, as the program writes it: `results.recv`; and the name of what is called: `recv`
/// (`for` of a loop).
pub fn library_call(site: Site) -> Option<(String, String)> {
    let (before, rest) = around(site)?;
    let path: String = rest
        .chars()
        .take_while(|&next| is_of_a_name(next) || next == ':')
        .collect();
    let method = path.rsplit("::").next().filter(|name| is_name(name))?;
    let receiver = before.strip_suffix('.').and_then(ending);
    let owner = receiver.and_then(|receiver| field(&receiver).or_else(|| variable(&receiver)));
    let call = match owner {
        Some(owner) => format!("{owner}.{method}"),
        None if method == "for" => format!("the loop over {}", end_of_a_channel(site)?),
        None => method.to_owned(),
    };
    Some((call, method.to_owned()))
}

/// `self.jobs.` of `self.jobs.lock().`: what only leads to what is called.
fn without_a_call(before: &str) -> Option<String> {
    const LEADING: [&str; 8] = [
        "lock", "read", "write", "unwrap", "as_ref", "as_mut", "clone", "iter",
    ];
    let call = before.strip_suffix(").")?;
    let (call, argument) = call.rsplit_once('(')?;
    let owner = call.trim_end_matches(is_of_a_name);
    let method = &call[owner.len()..];
    let leads = argument.is_empty() && LEADING.contains(&method) || method == "expect";
    (leads && owner.ends_with('.')).then(|| owner.to_owned())
}

/// The text of the statement before the place, without spaces around points, and what follows on its line. A chain of
/// calls may have begun a few lines above.
fn around(site: Site) -> Option<(String, String)> {
    const MOST: u32 = 6;
    let line = source::whole_line(site.file(), site.line())?;
    let at = usize::try_from(site.column()).ok()?.checked_sub(1)?;
    let start = line.char_indices().nth(at)?.0;
    let mut before = line[..start].trim().to_owned();
    for above in (site.line().saturating_sub(MOST)..site.line()).rev() {
        if !(before.is_empty() || before.starts_with('.')) {
            break;
        }
        before.insert_str(0, source::whole_line(site.file(), above)?.trim());
    }
    Some((before, line[start..].to_owned()))
}

/// A name for each object that has one of its own.
fn names(execution: &Execution) -> Vec<Option<String>> {
    let calls = calls(execution);
    let mut names: Vec<Option<String>> = (0..execution.objects().len())
        .map(|id| chosen(execution, id, calls.get(&id).map_or(&[], Vec::as_slice)))
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *counts.entry(name.clone()).or_default() += 1;
    }
    for name in &mut names {
        name.take_if(|name| counts[name] > 1);
    }
    names
}

/// The places from which each object was used, or is about to be.
fn calls(execution: &Execution) -> HashMap<usize, Vec<Site>> {
    let record = execution.recorded();
    let done = record.iter().take(MOST_STEPS).map(|step| step.op);
    let pending = execution
        .threads()
        .iter()
        .filter_map(|thread| thread.pending);
    let mut seen = HashSet::new();
    let mut calls: HashMap<usize, Vec<Site>> = HashMap::new();
    for op in done.chain(pending) {
        if seen.insert((op.object, std::ptr::from_ref(op.site))) {
            calls.entry(op.object as usize).or_default().push(op.site);
        }
    }
    calls
}

/// A field's name is the same in every method; of variables, each thread may have its own for one object.
fn chosen(execution: &Execution, id: usize, calls: &[Site]) -> Option<String> {
    let object = &execution.objects()[id];
    if matches!(
        object.state,
        State::Life(_) | State::Token(_) | State::Fences(_)
    ) {
        return None;
    }
    let is_lock = matches!(object.state, State::Lock(_));
    let mut receivers: Vec<String> = calls
        .iter()
        .filter_map(|site| receiver(site, is_lock))
        .collect();
    receivers.sort_unstable();
    receivers.dedup();
    let mut fields: Vec<String> = receivers
        .iter()
        .filter_map(|receiver| field(receiver))
        .collect();
    fields.dedup();
    match (fields.as_slice(), receivers.as_slice()) {
        ([field], _) => Some(field.clone()),
        (_, [one]) => variable(one),
        _ => binding(object.made?, matches!(object.state, State::Channel(_))),
    }
}

/// `log` of `self.log`; a field without a name of its own, as in `pair.0`, says too little.
fn field(receiver: &str) -> Option<String> {
    let (_, last) = receiver.rsplit_once('.')?;
    is_name(last).then(|| last.to_owned())
}

/// The receiver as it is, unless it is only a `self`.
fn variable(receiver: &str) -> Option<String> {
    let (first, _) = receiver.split_once('.').unwrap_or((receiver, ""));
    (is_name(first) && first != "self").then(|| receiver.to_owned())
}

/// `let (tx` of `let (tx, rx)`: a channel is called what its sender is.
fn first_of_a_pair(pattern: &str) -> &str {
    let pair = pattern
        .strip_suffix(')')
        .and_then(|pair| pair.rsplit_once(','));
    match pair {
        Some((first, _)) if first.starts_with("let (") => first,
        _ => pattern,
    }
}

fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    starts && text.chars().all(is_of_a_name)
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Methods that take a lock. `Condvar::wait` does so too, and its receiver is the condition variable.
const LOCKING: [&str; 6] = ["lock", "try_lock", "read", "try_read", "write", "try_write"];

/// `self.log` of `self.log.lock()`, if that is what stands there. A place of a method call is that of the method's
/// name.
fn receiver(site: Site, is_lock: bool) -> Option<String> {
    let (before, rest) = around(site)?;
    let method: String = rest
        .chars()
        .take_while(|&next| is_of_a_name(next))
        .collect();
    if is_lock && !LOCKING.contains(&method.as_str()) {
        return None;
    }
    ending(before.strip_suffix('.')?)
}

/// `self.log` at the end of a text, if it is a whole receiver: `make().lock()` has none with a name.
fn ending(before: &str) -> Option<String> {
    let before = before.trim_end();
    let from = before
        .char_indices()
        .rev()
        .take_while(|&(_, before)| is_of_a_name(before) || before == '.')
        .last()?
        .0;
    let receiver = &before[from..];
    let is_whole =
        !receiver.starts_with('.') && receiver.starts_with(|first: char| !first.is_numeric());
    is_whole.then(|| receiver.to_owned())
}

/// `log` of `let log = Mutex::new(0)`, `log: Mutex::new(0)` or `static LOG: Mutex<u32> = Mutex::new(0)`.
fn binding(made: Site, is_channel: bool) -> Option<String> {
    let line = source::whole_line(made.file(), made.line())?;
    let at = usize::try_from(made.column()).ok()?.checked_sub(1)?;
    let before: String = line.chars().take(at).collect();
    let mut ends = before.match_indices([':', '=']).filter_map(|(at, sign)| {
        let is_sign = before[at + 1..].starts_with(' ');
        let pattern = before[..at].trim();
        let first = if is_channel {
            first_of_a_pair(pattern)
        } else {
            pattern
        };
        let name = &first[first
            .rfind(|before| !is_of_a_name(before))
            .map_or(0, |at| at + 1)..];
        let is_alone = sign == ":" || before[..at].ends_with(' ');
        let is_argument = first == pattern && first.strip_suffix(name)?.ends_with(['|', '(']);
        // One of several in a tuple or an array does not have the name of the whole.
        let is_part = before[at..].contains(['[', ','])
            || before[at..].contains("((")
            || before[at..].contains(" (");
        let is_named = is_sign && is_alone && !is_argument && !is_part;
        (is_named && is_name(name)).then(|| name.to_owned())
    });
    ends.next_back()
}
