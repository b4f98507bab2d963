//! Modules of unit tests, which no build of ours compiles: a submission is never compiled with `--cfg test`. What a
//! student asks of std there, on the student's machine, is nobody else's business.

use crate::lexer::Token;

/// How such a module begins, before its name.
const BEGINNING: [&str; 8] = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];

/// The tokens without `#[cfg(test)] mod NAME { ... }` outside of all braces.
///
/// Only this form is left out, and only there, because where it ends is certain: anything else stands in a macro, or
/// may be less than an item, and what follows it would be overlooked.
pub fn left_out<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut depth = 0_usize;
    let mut at = 0;
    while at < tokens.len() {
        if depth == 0
            && let Some(length) = length(&tokens[at..])
        {
            at += length;
            continue;
        }
        depth = depth_after(depth, tokens[at]);
        kept.push(tokens[at]);
        at += 1;
    }
    kept
}

/// The number of tokens of the module that begins here, if one does and it ends.
fn length(tokens: &[Token<'_>]) -> Option<usize> {
    let words = tokens.iter().map(|token| token.text);
    if !words.take(BEGINNING.len()).eq(BEGINNING) {
        return None;
    }
    let body = BEGINNING.len() + 1;
    if tokens.get(body)?.text != "{" {
        return None;
    }
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(body) {
        depth = depth_after(depth, *token);
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// What closes nothing is no code, which a compiler says.
fn depth_after(depth: usize, token: Token<'_>) -> usize {
    match token.text {
        "(" | "[" | "{" => depth + 1,
        ")" | "]" | "}" => depth.saturating_sub(1),
        _ => depth,
    }
}

#[cfg(test)]
mod tests {
    use crate::offences;

    /// The lines of the offences.
    fn lines(text: &str) -> Vec<usize> {
        let found = offences(text, &[]);
        found.into_iter().map(|offence| offence.line).collect()
    }

    #[test]
    fn what_only_unit_tests_ask_for_is_allowed() {
        let tests = "use std::env;\n#[test]\nfn f() { let [] = [(); 0]; std::process::id(); }";
        assert_eq!(
            lines(&format!("#[cfg(test)]\nmod tests {{\n{tests}\n}}\n")),
            []
        );
        assert_eq!(
            lines("#[cfg(test)] // why\nmod tests { unsafe fn f() {} }"),
            []
        );
    }

    #[test]
    fn what_stands_beside_is_looked_at() {
        let module = "#[cfg(test)] mod tests { use std::env; }";
        assert_eq!(
            lines(&format!("use std::env;\n{module}\nuse std::env;")),
            [1, 3]
        );
        assert_eq!(lines("#[cfg(test)]\nuse std::env;\nuse std::fs;"), [2, 3]);
        assert_eq!(lines("#[cfg(test)]\nmod tests;\nuse std::env;"), [3]);
    }

    #[test]
    fn what_may_be_compiled_is_looked_at() {
        for other in [
            "mod tests { use std::env; }",
            "#[cfg(not(test))] mod tests { use std::env; }",
            "#[cfg(any(test))] mod tests { use std::env; }",
            "#![cfg(test)] mod tests { use std::env; }",
            "#[cfg_attr(test)] mod tests { use std::env; }",
            "mod inner { #[cfg(test)] mod tests { use std::env; } }",
            "m! { #[cfg(test)] mod tests { use std::env; } }",
            "m!(#[cfg(test)] mod tests { use std::env; });",
            "#[cfg(test)] mod tests { use std::env;",
        ] {
            assert_eq!(lines(other), [1], "{other}");
        }
        // A brace in a literal closes nothing.
        assert_eq!(
            lines("#[cfg(test)] mod tests { const C: char = '}'; }\nuse std::env;"),
            [2]
        );
        assert_eq!(
            lines("#[cfg(test)] mod tests {}\nuse std::env; const C: char = '}';"),
            [2]
        );
    }
}
