//! Finds the examples in std's documentation.
//!
//! The page shows an example without the lines that rustdoc hides, but its "run" button links to the playground with
//! the whole program that rustdoc tests: hidden lines and `fn main` included. That program is taken.

use crate::std_docs::{MODULES, Page, decode_percent, pages, std_docs, unescape};

/// One example, as rustdoc tests it.
pub struct Example {
    /// Such as `sync/atomic`.
    pub module: String,
    /// The page and the section of it, such as `struct.AtomicU8#method.load`.
    pub place: String,
    /// Counts the examples of one place, from 1.
    pub number: usize,
    /// A whole program.
    pub code: String,
}

impl Example {
    /// What the list of exceptions calls it.
    pub fn name(&self) -> String {
        format!("{}/{} {}", self.module, self.place, self.number)
    }
}

/// All stable examples that are meant to compile and to run, in the order of the pages.
pub fn examples() -> Vec<Example> {
    let root = std_docs();
    let mut examples = Vec::new();
    for module in MODULES {
        for page in pages(&root, module) {
            if page.stable {
                add(&mut examples, &page);
            }
        }
    }
    examples
}

fn add(examples: &mut Vec<Example>, page: &Page) {
    let stable = page.sections.iter().filter(|section| section.stable);
    let sections = stable.map(|section| (format!("#{}", section.id), &section.html));
    for (section, html) in [(String::new(), &page.top)].into_iter().chain(sections) {
        for (index, code) in programs(html).into_iter().enumerate() {
            examples.push(Example {
                module: page.module.clone(),
                place: format!("{}{section}", page.name),
                number: index + 1,
                code,
            });
        }
    }
}

/// The programs in a piece of a page. Code that is no Rust, or is not meant to compile or to run, has no button.
fn programs(html: &str) -> Vec<String> {
    let mut programs = Vec::new();
    for block in html.split("<div class=\"example-wrap").skip(1) {
        let class = block.split('"').next().unwrap_or_default();
        let link = block.split_once("https://play.rust-lang.org/?code=");
        let Some(query) = link.and_then(|(_, rest)| rest.split('"').next()) else {
            continue;
        };
        let query = unescape(query);
        let (code, settings) = query.split_once('&').unwrap_or((&query, ""));
        // An example of something unstable is run by the nightly compiler.
        if class.trim().is_empty() && !settings.contains("version=nightly") {
            assert!(
                settings.contains("edition=2024"),
                "an example of another edition: {settings}"
            );
            programs.push(decode_percent(&code.replace('+', " ")));
        }
    }
    programs
}

#[test]
fn the_whole_program_is_found_behind_the_button() {
    let html = "<div class=\"example-wrap\"><pre><code>f();</code></pre><a class=\"test-arrow\" \
        href=\"https://play.rust-lang.org/?code=fn+main()+%7B%0A++++f();+//+a+%2B+b%0A%7D&amp;edition=2024\"></a></div>\
        <div class=\"example-wrap ignore\"><pre></pre></div>\
        <div class=\"example-wrap\"><a href=\"https://play.rust-lang.org/?code=g&amp;version=nightly&amp;edition=2024\">";
    assert_eq!(programs(html), ["fn main() {\n    f(); // a + b\n}"]);
}
