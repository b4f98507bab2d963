//! One page of rustdoc's: an item, and the sections of what belongs to it.

use super::html::{decode_percent, text, unescape};

/// A page about one item.
pub struct Page {
    /// Path of the module, such as `sync/atomic`.
    pub module: String,
    /// Name of the file without its ending, such as `struct.Mutex`; `index` for the module itself.
    pub name: String,
    /// The item as declared; empty for a module.
    pub declaration: String,
    /// Whether stable Rust may use it.
    pub stable: bool,

    /// The page from its heading to its first section.
    pub top: String,
    /// Impl blocks, methods, variants, associated types, in the page's order.
    pub sections: Vec<Section>,
}

/// One `<section>` of a page.
pub struct Section {
    /// What links call it, such as `method.lock` or `impl-Send-for-Mutex<T>`.
    pub id: String,
    /// `impl`, `method`, `method trait-impl`, `variant`, `associatedtype trait-impl`...
    pub class: String,
    /// Its signature.
    pub header: String,
    /// Whether stable Rust may use it, as far as the section itself says.
    pub stable: bool,
    /// Everything from the section's end to the next section: the description.
    pub html: String,
}

impl Page {
    /// `None` for a page that only leads to another.
    pub fn read(module: &str, name: &str, html: String) -> Option<Self> {
        let main = &html[html.find("<section id=\"main-content\"")?..];
        let mut pieces = main.split("<section id=\"");
        // The first piece is empty, the second the page's own heading and description.
        pieces.next();
        let top = pieces.next()?;
        let declared = top.split("<pre class=\"rust item-decl\">").nth(1);
        let declaration = declared
            .and_then(|rest| rest.split("</pre>").next())
            .map(text);
        let info = top.split("<details class=\"toggle top-doc\"").next()?;
        Some(Self {
            module: module.to_owned(),
            name: name.to_owned(),
            declaration: declaration.unwrap_or_default(),
            stable: is_stable(info),

            top: top.to_owned(),
            sections: pieces.map(Section::read).collect(),
        })
    }
}

impl Section {
    /// `piece` begins with the section's id.
    fn read(piece: &str) -> Self {
        let (id, rest) = piece.split_once('"').expect("an id ends");
        let class = rest
            .split("class=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let (own, after) = rest.split_once("</section>").unwrap_or((rest, ""));
        let header = own
            .split_once("class=\"code-header\">")
            .map(|(_, header)| header);
        let description = after.find("<div class=\"docblock\"").unwrap_or(after.len());
        Self {
            id: unescape(&decode_percent(id)),
            class: class.unwrap_or_default().to_owned(),
            header: header.map(signature).unwrap_or_default(),
            stable: is_stable(&after[..description]),
            html: after.to_owned(),
        }
    }
}

/// The text of a heading that `html` begins with. A `where` clause stands on a line of its own.
fn signature(html: &str) -> String {
    let heading = html.split("</h").next().unwrap_or(html);
    text(&heading.replace("<div", "\n<div"))
}

/// Whether the part of a page between an item's heading and its description does not call the item experimental.
fn is_stable(info: &str) -> bool {
    !info.contains("class=\"stab unstable\"")
}
