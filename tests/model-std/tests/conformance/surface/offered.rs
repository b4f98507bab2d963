//! What a module offers: its items, their methods and their traits, each with a normal form of its signature.

use std::collections::BTreeMap;
use std::path::Path;

use super::signature;
use crate::std_docs::{MODULES, Page, pages};

/// What is offered (`sync/struct.Mutex method.lock`), and how.
pub type Surface = BTreeMap<String, String>;

/// Everything stable that the modelled modules offer, according to the documentation of one crate.
pub fn read(root: &Path) -> Surface {
    let mut surface = Surface::new();
    for module in MODULES {
        for page in pages(root, module) {
            // A module's own page only lists what has pages of its own.
            if page.stable && page.name != "index" {
                add(&mut surface, &page);
            }
        }
    }
    surface
}

fn add(surface: &mut Surface, page: &Page) {
    let name = format!("{}/{}", page.module, page.name);
    surface.insert(name.clone(), declaration(&page.declaration));
    let mut block = (String::new(), String::new());
    let mut blanket = false;
    for section in &page.sections {
        let header = &section.header;
        if section.class == "impl" && !blanket {
            block = signature::of_impl(header);
            if is_of_a_trait(&block) {
                surface.insert(format!("{name} impl {}", block.0), String::new());
            }
        } else if blanket || !section.stable {
            // Blanket impls hold for every type there is.
        } else if section.class == "method" {
            let signature = signature::of_function(header, &block.1);
            surface.insert(
                format!("{name} {}", section.id),
                format!("{signature} in impl {}", block.0),
            );
        } else if section.class.starts_with("associatedtype") {
            let key = format!(
                "{name} {} of {}",
                header.split('=').next().unwrap_or(header).trim(),
                block.0
            );
            surface.insert(key, signature::of_item(header, &block.1));
        } else if section.class == "variant" {
            surface.insert(format!("{name} {}", section.id), String::new());
        }
        blanket |= section.html.contains("id=\"blanket-implementations\"");
    }
}

fn is_of_a_trait((whole, target): &(String, String)) -> bool {
    whole.split(" where ").next() != Some(target)
}

/// Of a struct with private fields, and of an enum (whose variants are listed by themselves), only the head.
fn declaration(text: &str) -> String {
    let head = text.split('{').next().unwrap_or(text);
    let head = head
        .split("(/*")
        .next()
        .unwrap_or(head)
        .trim_end_matches(';');
    if head.contains("fn ") {
        signature::of_function(head, "Self")
    } else {
        signature::of_item(head, "Self")
    }
}
