//! The modules of a crate, and which takes from which.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

use super::written::{Name, Written};
use crate::submission::walk;

/// The modules of a crate, by name.
pub struct Modules(BTreeMap<Name, Written>);

impl Modules {
    /// Those of the sources in that folder.
    ///
    /// # Panics
    /// If a file is not Rust.
    pub fn of(sources: &Path) -> Self {
        let mut modules = BTreeMap::new();
        walk(sources, &|_| true, &mut |path| {
            let inside = path.strip_prefix(sources).expect("it was found there");
            let is_rust = path.extension().is_some_and(|end| end == "rs");
            let mut name: Name = inside
                .with_extension("")
                .iter()
                .map(|part| part.to_string_lossy().into())
                .collect();
            if !is_rust
                || ["tests", "bin"]
                    .iter()
                    .any(|other| name.iter().any(|part| part == other))
            {
                return;
            }
            name.pop_if(|last| ["lib", "main", "mod"].contains(&last.as_str()));
            let text = fs::read_to_string(path).expect("it was found");
            let written: &mut Written = modules.entry(name).or_default();
            written.read(text.parse().expect("the course is Rust"));
        });
        Self(modules)
    }

    /// The module that a path in `module` leads into.
    fn led_to(&self, module: &Name, path: &[String], depth: usize) -> Option<Name> {
        let (mut here, rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "super" => (module[..module.len().checked_sub(1)?].to_vec(), &path[1..]),
            "self" => (module.clone(), &path[1..]),
            _ => (module.clone(), path),
        };
        for (at, name) in rest.iter().enumerate() {
            if name == "super" {
                here.pop();
                continue;
            }
            let below = [here.as_slice(), std::slice::from_ref(name)].concat();
            if self.0.contains_key(&below) {
                here = below;
                continue;
            }
            let elsewhere = self.0.get(&here)?.handed_on.get(name).filter(|_| depth < 9);
            return match elsewhere {
                Some(path) => self.led_to(&here, &[path, &rest[at + 1..]].concat(), depth + 1),
                None => Some(here),
            };
        }
        Some(here)
    }

    /// Whether others lie below the module.
    fn is_folder(&self, module: &Name) -> bool {
        self.0
            .keys()
            .any(|other| other.len() > module.len() && other.starts_with(module))
    }

    /// For two neighbours, and each way in which one takes from the other: the files that do.
    fn arrows(&self) -> BTreeMap<(Name, Name), String> {
        let mut arrows = BTreeMap::new();
        for (from, written) in &self.0 {
            let to = written
                .paths
                .iter()
                .filter_map(|path| self.led_to(from, path, 0));
            for to in to {
                let common = from
                    .iter()
                    .zip(&to)
                    .take_while(|(one, other)| one == other)
                    .count();
                if common < from.len().min(to.len()) {
                    let ends = (from[..=common].to_vec(), to[..=common].to_vec());
                    arrows.entry(ends).or_insert_with(|| {
                        format!("{} takes from {}", from.join("/"), to.join("/"))
                    });
                }
            }
        }
        arrows
    }

    /// The arrows on a way round from each folder to itself.
    pub fn circles(&self) -> BTreeSet<Vec<String>> {
        let arrows = self.arrows();
        let mut circles = BTreeSet::new();
        for folder in self.0.keys().filter(|module| self.is_folder(module)) {
            let mut ways = VecDeque::from([(folder, Vec::new())]);
            let mut seen = BTreeSet::new();
            while let Some((at, way)) = ways.pop_front() {
                for ((_, to), files) in arrows.iter().filter(|((from, _), _)| from == at) {
                    let way = [way.as_slice(), std::slice::from_ref(files)].concat();
                    if to == folder {
                        let mut way = way;
                        let least = (0..way.len()).min_by_key(|at| &way[*at]).unwrap_or(0);
                        way.rotate_left(least);
                        circles.insert(way);
                        ways.clear();
                        break;
                    }
                    if seen.insert(to) {
                        ways.push_back((to, way));
                    }
                }
            }
        }
        circles
    }
}
