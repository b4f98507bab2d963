//! A part of a search, as the process that has run it writes it down for the one whose search it is.

use super::branches::Branch;
use super::search::Set;
use super::subtrees::{Began, Subtree};
use crate::engine::objects::{Op, Tid};
use crate::engine::platform::helper_process::SharedPage;

/// A branch, before those that it goes on with.
#[derive(Clone, Copy)]
struct Flat {
    thread: Tid,
    count: u32,
    op: Option<Op>,
    /// How many these are.
    then: usize,
}

/// A node at which more was asked for, before its branches.
#[derive(Clone, Copy)]
struct Changed {
    node: usize,
    todo: Set,
    /// With those that they go on with, and without.
    branches: usize,
    first: usize,
}

impl Subtree {
    /// Writes it from that place on, and returns where it ends; `None` if there is no room.
    pub fn write(&self, page: &SharedPage, at: usize) -> Option<usize> {
        let lengths = [self.changed.len(), self.still_open.len()];
        let mut at = page.put(at, &lengths)?;
        at = page.put::<Began>(at, &[self.began])?;
        at = page.put(at, &self.still_open)?;
        for (node, todo, branches) in &self.changed {
            let mut flat = Vec::new();
            flatten(branches, &mut flat);
            let changed = Changed {
                node: *node,
                todo: *todo,
                branches: flat.len(),
                first: branches.len(),
            };
            at = page.put(at, &[changed])?;
            at = page.put(at, &flat)?;
        }
        Some(at)
    }

    /// Reads what was written there.
    ///
    /// # Safety
    /// It was written at this place by a copy of this process, which has ended since.
    pub unsafe fn read(page: &SharedPage, at: usize) -> Self {
        // SAFETY: the same types in the same order and number as `write` puts there.
        unsafe {
            let (lengths, at) = page.get::<usize>(at, 2);
            let (began, at) = page.get::<Began>(at, 1);
            let (still_open, mut at) = page.get::<bool>(at, lengths[1]);
            let mut changed = Vec::new();
            for _ in 0..lengths[0] {
                let (head, after) = page.get::<Changed>(at, 1);
                let (flat, after) = page.get::<Flat>(after, head[0].branches);
                let mut flat = flat.into_iter();
                changed.push((head[0].node, head[0].todo, unfold(head[0].first, &mut flat)));
                at = after;
            }
            Self {
                changed,
                still_open,
                began: began[0],
            }
        }
    }
}

fn flatten(branches: &[Branch], flat: &mut Vec<Flat>) {
    for branch in branches {
        flat.push(Flat {
            thread: branch.thread,
            count: branch.count,
            op: branch.op,
            then: branch.then.len(),
        });
        flatten(&branch.then, flat);
    }
}

fn unfold(count: usize, flat: &mut std::vec::IntoIter<Flat>) -> Vec<Branch> {
    let mut branches = Vec::with_capacity(count);
    for _ in 0..count {
        let branch = flat.next().expect("as many as were written");
        branches.push(Branch {
            thread: branch.thread,
            count: branch.count,
            op: branch.op,
            then: unfold(branch.then, flat),
        });
    }
    branches
}
