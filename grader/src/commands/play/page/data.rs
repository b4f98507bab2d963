//! The states of a page as JSON: texts once each, and everything else numbers.

use std::collections::HashMap;

use runtrace::{Position, ThreadState, html};
use serde_json::{Value, json};
use supervise::play::State;

use super::tree::{Node, Tree};
use crate::commands::play::sources::Sources;
use crate::commands::play::words;

/// Every text, by number.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Texts {
    fn number(&mut self, text: &str) -> usize {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        self.all.push(text.to_owned());
        self.numbers.insert(text.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

/// What the page's script reads, safe to stand within a `script` element.
///
/// `texts`: every text. `files`: name and lines of each, a line as its pieces: class and text. `nodes`: the
/// states, each with
/// - `steps` that are new: number or 0, thread's name, text, place, 1 if nobody could notice it;
/// - `threads`: name, what it is at, place, file, line, 1 if it has ended;
/// - `things`: name and state;
/// - `moves`: thread by place, text, the state it leads to or -1;
/// - `end`: word, whether it passed, sentences; `fails`: whether it leads to a failure.
pub fn json(tree: &Tree, sources: &Sources) -> String {
    let mut texts = Texts::default();
    let nodes: Vec<Value> = tree
        .nodes
        .iter()
        .map(|it| node(it, sources, &mut texts))
        .collect();
    let files: Vec<Value> = sources
        .files()
        .map(|(name, lines)| {
            let lines: Vec<_> = lines.iter().map(|line| html::pieces(line)).collect();
            json!([name, lines])
        })
        .collect();
    let data = json!({ "texts": texts.all, "files": files, "nodes": nodes });
    // `</script>` in a line of source would end the element, and `<!--` change how it is read.
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn node(node: &Node, sources: &Sources, texts: &mut Texts) -> Value {
    let Node {
        state, children, ..
    } = node;
    let position = &state.position;
    let mut value = json!({
        "steps": steps(position, texts),
        "threads": threads(state, sources, texts),
        "things": things(position, texts),
        "moves": moves(state, children, sources, texts),
        "fails": u8::from(node.fails),
    });
    if let Some(ending) = &state.ending {
        let (word, sentences) = words::ending(ending, position);
        let sentences: Vec<_> = sentences.iter().map(|it| texts.number(it)).collect();
        let passed = u8::from(ending.verdict.passed());
        value["end"] = json!([texts.number(&word), passed, sentences]);
    }
    value
}

fn steps(position: &Position, texts: &mut Texts) -> Vec<Value> {
    let told = position.steps.iter().filter(|step| words::is_told(step));
    let each = told.map(|step| {
        let name = &position.threads[step.thread].name;
        let number = step.number.unwrap_or(0);
        let place = words::place_of(&step.site);
        json!([
            number,
            texts.number(name),
            texts.number(&step.text),
            texts.number(&place),
            u8::from(step.quiet)
        ])
    });
    each.collect()
}

fn threads(state: &State, sources: &Sources, texts: &mut Texts) -> Vec<Value> {
    let rows = words::threads(state, sources);
    let threads = state.position.threads.iter().zip(rows);
    let each = threads.map(|(thread, row)| {
        let site = thread.next.as_ref().map(|next| &next.site);
        let file = site.map_or("", |site| site.file.as_str());
        json!([
            texts.number(&row.name),
            texts.number(&row.at),
            texts.number(&row.place),
            texts.number(file),
            site.map_or(0, |site| site.line),
            u8::from(thread.state == ThreadState::Ended)
        ])
    });
    each.collect()
}

fn things(position: &Position, texts: &mut Texts) -> Vec<Value> {
    let each = position.things.iter();
    let each = each.map(|thing| {
        let state = words::thing(position, thing);
        json!([texts.number(&thing.name), texts.number(&state)])
    });
    each.collect()
}

fn moves(
    state: &State,
    children: &[Option<usize>],
    sources: &Sources,
    texts: &mut Texts,
) -> Vec<Value> {
    let rows = words::threads(state, sources);
    let moves = state.position.moves.iter().zip(children).enumerate();
    let each = moves.map(|(number, (one, child))| {
        let row = &rows[one.choice.thread];
        let text = row.moves.iter().find(|(its, _)| *its == number);
        let child = child.map_or(-1, |child| i64::try_from(child).unwrap_or(-1));
        json!([
            one.choice.thread,
            texts.number(text.map_or("", |(_, text)| text)),
            child
        ])
    });
    each.collect()
}
