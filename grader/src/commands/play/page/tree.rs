//! The states that a page holds: all of them where they are few, else those around a way that fails.

use std::collections::VecDeque;

use runtrace::Choice;
use supervise::play::{Found, State};

use crate::commands::play::client::NoAnswer;

/// States that a page can hold.
pub const MOST_STATES: usize = 3_000;

/// Choices beside a way that fails which are shown, at most.
const BESIDE: usize = 5;

/// What is asked of a run.
pub trait Program {
    /// The state after these choices, and on from there as long as there is nothing to choose.
    fn at(&mut self, path: &[Choice]) -> Result<State, NoAnswer>;

    /// A way to fail from there on.
    fn find(&mut self, path: &[Choice]) -> Result<Found, NoAnswer>;
}

/// States and what leads from one to the next. The first is the beginning.
#[derive(Debug)]
pub struct Tree {
    pub nodes: Vec<Node>,
    pub extent: Extent,
}

/// How much of a run a tree holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// A way that fails, and up to so many choices beside it.
    Around { steps: usize },
    /// What comes first.
    Beginning,
}

/// One state.
#[derive(Debug)]
pub struct Node {
    /// Of its steps only those that are new since the state before.
    pub state: State,
    /// Where each of its moves leads; none if that is not in the tree.
    pub children: Vec<Option<usize>>,
    /// Whether some state of the tree that it leads to has failed.
    pub fails: bool,
    /// How many steps there were up to it.
    steps: usize,
}

/// The tree of a run, of at most so many states.
///
/// # Errors
/// The run has no first state.
pub fn grow(program: &mut dyn Program, most: usize) -> Result<Tree, NoAnswer> {
    let first = Node::of(program.at(&[])?, 0);
    let mut tree = Tree {
        nodes: vec![first],
        extent: Extent::Whole,
    };
    if !tree.add_all(program, 0, usize::MAX, most) {
        tree.nodes.truncate(1);
        tree.nodes[0].children.fill(None);
        let start = tree.nodes[0].state.position.path.clone();
        tree.extent = match program.find(&start) {
            Ok(Found::Fails(path)) => tree.add_around(program, path, most),
            _ => Extent::Beginning,
        };
        if tree.extent == Extent::Beginning {
            tree.add_all(program, 0, usize::MAX, most);
        }
    }
    tree.note_failures();
    Ok(tree)
}

impl Node {
    fn of(mut state: State, before: usize) -> Self {
        let position = &mut state.position;
        let steps = position.earlier + position.steps.len();
        let known = before
            .saturating_sub(position.earlier)
            .min(position.steps.len());
        position.steps.drain(..known);
        let moves = position.moves.len();
        Self {
            state,
            children: vec![None; moves],
            fails: false,
            steps,
        }
    }
}

impl Tree {
    /// The state that a move leads to, added if it is new. None if the program does not come to it.
    fn child(&mut self, program: &mut dyn Program, node: usize, number: usize) -> Option<usize> {
        if let Some(known) = self.nodes[node].children[number] {
            return Some(known);
        }
        let position = &self.nodes[node].state.position;
        let mut path = position.path.clone();
        path.push(position.moves[number].choice.clone());
        let state = program.at(&path).ok()?;
        let child = Node::of(state, self.nodes[node].steps);
        self.nodes.push(child);
        let place = self.nodes.len() - 1;
        self.nodes[node].children[number] = Some(place);
        Some(place)
    }

    /// Adds what is up to so many choices from a state, nearest first. False if that are more states than may be.
    fn add_all(
        &mut self,
        program: &mut dyn Program,
        from: usize,
        choices: usize,
        most: usize,
    ) -> bool {
        let mut queue = VecDeque::from([(from, 0)]);
        while let Some((node, depth)) = queue.pop_front() {
            if depth >= choices {
                continue;
            }
            for number in 0..self.nodes[node].children.len() {
                if self.nodes.len() >= most {
                    return false;
                }
                if let Some(child) = self.child(program, node, number) {
                    queue.push_back((child, depth + 1));
                }
            }
        }
        true
    }

    /// Adds the way that fails, and then what is beside it, as much as there is room for.
    fn add_around(&mut self, program: &mut dyn Program, path: Vec<Choice>, most: usize) -> Extent {
        let mut way = vec![0];
        let mut left = VecDeque::from(path);
        let mut taken = 0;
        loop {
            let node = way[way.len() - 1];
            let position = &self.nodes[node].state.position;
            // What went by itself nobody notices: each thread's own steps come in the same order all the same.
            for done in &position.path[taken..] {
                let same = left.iter().position(|choice| choice.thread == done.thread);
                same.and_then(|at| left.remove(at));
            }
            taken = position.path.len();
            let next = left.front();
            let number = position
                .moves
                .iter()
                .position(|one| Some(&one.choice) == next);
            let Some(child) = number.and_then(|number| self.child(program, node, number)) else {
                break;
            };
            way.push(child);
        }
        let mut steps = 0;
        while steps < BESIDE {
            let has_room = way
                .iter()
                .all(|&node| self.add_all(program, node, steps + 1, most));
            if !has_room {
                break;
            }
            steps += 1;
        }
        Extent::Around { steps }
    }

    /// Children come after their parents, so that one round from the end is enough.
    fn note_failures(&mut self) {
        for node in (0..self.nodes.len()).rev() {
            let ending = self.nodes[node].state.ending.as_ref();
            let failed = ending.is_some_and(|ending| !ending.verdict.passed());
            let children = self.nodes[node].children.iter().flatten();
            let leads = children.map(|&child| self.nodes[child].fails);
            self.nodes[node].fails = leads.into_iter().any(|fails| fails) || failed;
        }
    }
}

#[cfg(test)]
mod tests;
