//! Signatures in a form in which two that mean the same read the same.
//!
//! Names of parameters go, `Self` becomes the type, bounds move to one sorted `where` clause, lifetimes of an impl
//! block become `'_`.

/// The header of an impl block, and the type it is for.
pub fn of_impl(header: &str) -> (String, String) {
    let tokens: Vec<String> = tokens(header)
        .into_iter()
        .map(|token| anonymous(&token))
        .collect();
    let start = tokens
        .iter()
        .position(|token| token == "impl")
        .map_or(0, |at| at + 1);
    let (bounds, rest) = bounds(&tokens[start..]);
    let rest = trailing_commas_gone(rest);
    let target = rest
        .iter()
        .rposition(|token| token == "for")
        .map_or(0, |at| at + 1);
    // A negative impl does not say `?Sized` when the compiler has found it out by itself.
    let negative = rest.first().is_some_and(|token| token == "!");
    let unsaid = |bound: &String| negative && bound.ends_with(": ?Sized");
    let said = |bound: &String| !bound.contains("'_") && !unsaid(bound);
    let bounds = bounds.into_iter().filter(said).collect::<Vec<_>>();
    (clause(&join(&rest), &bounds), join(&rest[target..]))
}

/// A method or function, given the type that `Self` stands for.
pub fn of_function(header: &str, self_type: &str) -> String {
    let tokens = tokens(header);
    let name = tokens
        .iter()
        .position(|token| token == "fn")
        .map_or(0, |at| at + 2);
    let (bounds, rest) = bounds(&tokens[name..]);
    let mut whole = tokens[..name].to_vec();
    whole.extend(without_parameter_names(&rest));
    let text = clause(&join(&trailing_commas_gone(whole)), &bounds);
    with_self(&text, self_type)
}

/// Anything else: an item's declaration, an associated type.
pub fn of_item(header: &str, self_type: &str) -> String {
    with_self(&join(&trailing_commas_gone(tokens(header))), self_type)
}

fn with_self(text: &str, self_type: &str) -> String {
    let words = tokens(text).into_iter();
    join(
        &words
            .map(|word| {
                if word == "Self" {
                    self_type.to_owned()
                } else {
                    word
                }
            })
            .collect::<Vec<_>>(),
    )
}

fn clause(text: &str, bounds: &[String]) -> String {
    if bounds.is_empty() {
        text.to_owned()
    } else {
        format!("{text} where {}", bounds.join(", "))
    }
}

/// Identifiers, lifetimes, `->`, `::`, and other characters one by one.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    while let Some(first) = characters.next() {
        let mut token = String::from(first);
        if is_word(first) || first == '\'' {
            while let Some(&next) = characters.peek().filter(|&&next| is_word(next)) {
                token.push(next);
                characters.next();
            }
        } else if matches!(
            (first, characters.peek()),
            ('-', Some('>')) | (':', Some(':'))
        ) {
            token.extend(characters.next());
        }
        if !first.is_whitespace() {
            tokens.push(token);
        }
    }
    tokens
}

fn join(tokens: &[String]) -> String {
    let mut text = String::new();
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '\'');
    for token in tokens {
        let touches = text.chars().next_back().is_some_and(is_word) && token.starts_with(is_word);
        let apart = touches
            || matches!(token.as_str(), "->" | "=" | "+")
            || text.ends_with([',', '=', '+']);
        let apart = apart || (text.ends_with(['>', ')']) && token.starts_with(is_word));
        let apart = apart || text.ends_with("->") || (text.ends_with(':') && !text.ends_with("::"));
        if apart && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}

/// Lifetimes but `'static` without their names.
fn anonymous(token: &str) -> String {
    if token.starts_with('\'') && token != "'static" {
        "'_".to_owned()
    } else {
        token.to_owned()
    }
}

/// Every single bound of a leading `<...>` and a trailing `where`, sorted, and the tokens between the two.
fn bounds(tokens: &[String]) -> (Vec<String>, Vec<String>) {
    let mut bounds = Vec::new();
    let mut start = 0;
    if tokens.first().is_some_and(|token| token == "<") {
        start = closing(tokens);
        for parameter in split(&tokens[1..start - 1], ",") {
            bounds.extend(single_bounds(&parameter));
        }
    }
    let mut end = tokens.len();
    if let Some(at) = tokens.iter().position(|token| token == "where") {
        end = at;
        for clause in split(&tokens[at + 1..], ",") {
            bounds.extend(single_bounds(&clause));
        }
    }
    bounds.sort();
    bounds.dedup();
    (bounds, tokens[start..end].to_vec())
}

/// `T: A + B` as `T: A` and `T: B`.
fn single_bounds(clause: &[String]) -> Vec<String> {
    let Some(colon) = clause.iter().position(|token| token == ":") else {
        return Vec::new();
    };
    let (of, after) = (join(&clause[..colon]), &clause[colon + 1..]);
    split(after, "+")
        .iter()
        .map(|bound| format!("{of}: {}", join(bound)))
        .collect()
}

/// Where the bracket that the tokens begin with has been closed.
fn closing(tokens: &[String]) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        depth += nesting(token);
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

fn nesting(token: &str) -> i32 {
    match token {
        "<" | "(" | "[" => 1,
        ">" | ")" | "]" => -1,
        _ => 0,
    }
}

/// The parts between separators outside brackets; empty ones left out.
fn split(tokens: &[String], separator: &str) -> Vec<Vec<String>> {
    let (mut parts, mut depth) = (vec![Vec::new()], 0);
    for token in tokens {
        depth += nesting(token);
        if depth == 0 && token == separator {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token.clone());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// `(self, value: T) -> U` as `(self, T) -> U`.
fn without_parameter_names(tokens: &[String]) -> Vec<String> {
    if tokens.first().is_none_or(|token| token != "(") {
        return tokens.to_vec();
    }
    let end = closing(tokens);
    let mut plain = vec!["(".to_owned()];
    for parameter in split(&tokens[1..end - 1], ",") {
        let colon = parameter
            .iter()
            .position(|token| token == ":")
            .filter(|_| parameter[0] != "self");
        plain.extend_from_slice(&parameter[colon.map_or(0, |at| at + 1)..]);
        plain.push(",".to_owned());
    }
    plain.push(")".to_owned());
    plain.extend_from_slice(&tokens[end..]);
    plain
}

fn trailing_commas_gone(tokens: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if matches!(token.as_str(), ")" | ">" | "]" | "}")
            && kept.last().is_some_and(|last| last == ",")
        {
            kept.pop();
        }
        kept.push(token);
    }
    kept
}

#[test]
fn signatures_that_mean_the_same_read_the_same() {
    let function = |text| of_function(text, "Mutex<T>");
    assert_eq!(
        function("pub fn new(t: T,\n) -> Self"),
        function("pub fn new(value: T) -> Mutex<T>")
    );
    assert_eq!(
        function("pub fn f<F: A + B>(&self, f: F)\nwhere\n    F: C,"),
        function("pub fn f<F>(&self, g: F) where F: A, F: B + C")
    );
    assert_ne!(
        function("pub fn f(&self)"),
        function("pub const fn f(&self)")
    );
    assert_ne!(function("pub fn f(&mut self)"), function("pub fn f(&self)"));
    assert_eq!(
        of_impl("impl<T> Send for Sender<T>\nwhere\n    T: Send,"),
        of_impl("impl<T: Send> Send for Sender<T>")
    );
    assert_eq!(
        of_impl("impl<'a, T> Iterator for Iter<'a, T>"),
        of_impl("impl<T> Iterator for Iter<'_, T>")
    );
    assert_ne!(
        of_impl("impl<T> !Send for Guard<T>"),
        of_impl("impl<T> Send for Guard<T>")
    );
}
