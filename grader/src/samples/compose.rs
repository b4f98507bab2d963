//! A sample that holds only what differs from the solution: its items in the place of the solution's.
//!
//! | item of the sample | in the solution |
//! |---|---|
//! | `use` | added, unless it is there |
//! | `impl` of the same trait for the same type | each member in the place of the one of its name, or added to it |
//! | anything else with a name | in the place of the one of its name, or added at the end |

use std::ops::Range;

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{ImplItem, Item, ItemImpl};

/// A stretch of the base, in bytes, and the text that takes its place.
type Edit = (Range<usize>, String);

/// The text of `base` with the items of `changes` in it.
///
/// # Errors
/// If one of the two is not Rust, with what the parser said.
pub fn over(base: &str, changes: &str) -> Result<String, String> {
    let parse = |text: &str, what: &str| {
        syn::parse_file(text).map_err(|error| {
            let line = error.span().start().line;
            format!("{what} is not Rust (line {line}: {error}); a sample with a base has to be")
        })
    };
    let solution = parse(base, "the solution")?;
    let mut edits = Vec::new();
    for item in &parse(changes, "it")?.items {
        place(item, changes, &solution.items, base, &mut edits);
    }
    Ok(apply(base, edits))
}

/// Notes where one item of a sample goes.
fn place(item: &Item, changes: &str, solution: &[Item], base: &str, edits: &mut Vec<Edit>) {
    let text = &changes[item.span().byte_range()];
    if let Item::Use(_) = item {
        if !solution.iter().any(|it| tokens(it) == tokens(item)) {
            let first = solution.first();
            let start = first.map_or(base.len(), |first| first.span().byte_range().start);
            edits.push((start..start, format!("{text}\n")));
        }
        return;
    }
    let there = solution.iter().find(|it| key(it) == key(item));
    match (item, there) {
        (Item::Impl(new), Some(Item::Impl(old))) => members(new, changes, old, edits),
        (_, Some(old)) => edits.push((old.span().byte_range(), text.to_owned())),
        (_, None) => edits.push((base.len()..base.len(), format!("\n{text}\n"))),
    }
}

/// Notes where the members of an `impl` go.
fn members(new: &ItemImpl, changes: &str, old: &ItemImpl, edits: &mut Vec<Edit>) {
    for member in &new.items {
        let text = &changes[member.span().byte_range()];
        let there = old.items.iter().find(|it| name(it) == name(member));
        match there {
            Some(there) => edits.push((there.span().byte_range(), text.to_owned())),
            None => {
                let end = old.brace_token.span.close().byte_range().start;
                edits.push((end..end, format!("\n    {text}\n")));
            }
        }
    }
}

/// What tells one item from another: `fn main`, `impl Drop for Pool`.
fn key(item: &Item) -> String {
    match item {
        Item::Impl(item) => {
            let of = item.trait_.as_ref().map(|(not, path, _)| {
                let not = not.as_ref().map_or("", |_| "!");
                format!("{not}{} for ", tokens(path))
            });
            format!("impl {}{}", of.unwrap_or_default(), tokens(&item.self_ty))
        }
        // Of any other item it is the first word with the name after it, behind attributes, `pub` and `unsafe`.
        other => {
            let mut words = other.to_token_stream().into_iter().filter_map(|token| {
                let TokenTree::Ident(word) = token else {
                    return None;
                };
                Some(word.to_string())
            });
            let qualifiers = ["pub", "unsafe", "async", "extern"];
            let kind = words.find(|word| !qualifiers.contains(&word.as_str()));
            let name = words.find(|word| word != "mut");
            format!("{} {}", kind.unwrap_or_default(), name.unwrap_or_default())
        }
    }
}

/// What tells one member of an `impl` from another.
fn name(member: &ImplItem) -> String {
    match member {
        ImplItem::Fn(function) => function.sig.ident.to_string(),
        ImplItem::Const(constant) => constant.ident.to_string(),
        ImplItem::Type(of) => of.ident.to_string(),
        other => tokens(other),
    }
}

fn tokens(of: &impl ToTokens) -> String {
    of.to_token_stream().to_string()
}

/// The text with each stretch replaced; of those at one place the first comes first.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits {
        result.push_str(&text[done..range.start]);
        result.push_str(&new);
        done = range.end;
    }
    result.push_str(&text[done..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOLUTION: &str = "\
//! The solution.

use std::sync::Mutex;

/// Counts.
pub struct Counter { value: Mutex<u64> }

impl Counter {
    /// Adds.
    pub fn add(&self, n: u64) { *self.value.lock().unwrap() += n; }
    pub fn value(&self) -> u64 { *self.value.lock().unwrap() }
}

impl Drop for Counter { fn drop(&mut self) {} }

pub fn slow() -> u64 { 1 }
";

    #[test]
    fn an_item_takes_the_place_of_the_one_of_its_name() {
        let composed = over(SOLUTION, "//! Head.\n\npub fn slow() -> u64 { 2 }\n").unwrap();
        assert_eq!(composed, SOLUTION.replace("{ 1 }", "{ 2 }"));
        let composed = over(SOLUTION, "pub struct Counter { value: u8 }").unwrap();
        assert!(!composed.contains("Mutex<u64>") && composed.contains("value: u8"));
        assert!(
            !composed.contains("/// Counts."),
            "its comments go with it: {composed}"
        );
    }

    #[test]
    fn a_member_takes_the_place_of_the_one_of_its_name_in_the_same_impl() {
        let changes = "impl Counter { pub fn add(&self, _n: u64) {} fn more(&self) {} }\nimpl Drop for Counter { fn drop(&mut self) { slow(); } }";
        let composed = over(SOLUTION, changes).unwrap();
        assert!(
            composed.contains("pub fn add(&self, _n: u64) {}"),
            "{composed}"
        );
        assert!(!composed.contains("+= n") && !composed.contains("/// Adds."));
        assert!(composed.contains("pub fn value"), "the others stay");
        assert!(composed.contains("fn more(&self) {}\n}"), "{composed}");
        assert_eq!(composed.matches("impl Counter").count(), 1);
        assert!(composed.contains("{ slow(); }"));
    }

    #[test]
    fn what_is_new_is_added() {
        let changes = "use std::sync::Mutex;\nuse std::thread;\nconst MOST: u64 = 3;\nimpl Clone for Counter { fn clone(&self) -> Self { todo!() } }";
        let composed = over(SOLUTION, changes).unwrap();
        assert_eq!(composed.matches("use std::sync::Mutex;").count(), 1);
        assert!(
            composed.contains("use std::thread;\nuse std::sync::Mutex;"),
            "{composed}"
        );
        assert!(composed.contains("const MOST: u64 = 3;"));
        assert!(composed.contains("impl Clone for Counter"));
        assert!(syn::parse_file(&composed).is_ok());
    }

    #[test]
    fn what_does_not_parse_says_where() {
        let error = over(SOLUTION, "//! x\nfn (").unwrap_err();
        assert!(error.contains("line 2"), "{error}");
    }
}
