//! Trees of programs that are made up.

use course::Verdict;
use runtrace::{Move, Position};
use supervise::play::Ending;

use super::*;

/// Two threads with so many steps each; it fails if thread 2 does its first step right after the first of thread 1.
struct TwoThreads {
    steps: usize,
    asked: usize,
}

impl Program for TwoThreads {
    fn at(&mut self, path: &[Choice]) -> Result<State, NoAnswer> {
        self.asked += 1;
        let done = |thread| path.iter().filter(|choice| choice.thread == thread).count();
        let moves: Vec<_> = [1, 2]
            .into_iter()
            .filter(|&it| done(it) < self.steps)
            .collect();
        let fails = path.starts_with(&[1, 2].map(Choice::of));
        let verdict = if fails {
            Verdict::Race
        } else {
            Verdict::Passed
        };
        let ending = Ending {
            verdict,
            message: String::new(),
            explanation: String::new(),
        };
        let one = |&thread: &usize| Move {
            choice: Choice::of(thread),
            text: String::new(),
            note: String::new(),
            quiet: false,
        };
        Ok(State {
            position: Position {
                path: path.to_vec(),
                moves: moves.iter().map(one).collect(),
                ..Position::default()
            },
            ending: moves.is_empty().then_some(ending),
        })
    }

    fn find(&mut self, path: &[Choice]) -> Result<Found, NoAnswer> {
        assert!(path.is_empty());
        let rest = [1, 2].into_iter().cycle().take(2 * self.steps);
        Ok(Found::Fails(rest.map(Choice::of).collect()))
    }
}

fn grown(steps: usize, most: usize) -> Tree {
    grow(&mut TwoThreads { steps, asked: 0 }, most).unwrap()
}

#[test]
fn a_small_run_is_there_whole() {
    let tree = grown(2, 100);
    // 1 + 2 + 4 + 6 + 6 states: the orders in which two steps and two steps can begin.
    assert_eq!((tree.nodes.len(), tree.extent), (19, Extent::Whole));
    let root = &tree.nodes[0];
    assert!(root.fails);
    let [Some(first), Some(second)] = root.children[..] else {
        panic!("{root:?}")
    };
    assert_eq!(
        (tree.nodes[first].fails, tree.nodes[second].fails),
        (true, false)
    );
    assert!(
        tree.nodes
            .iter()
            .all(|node| node.children.iter().all(Option::is_some))
    );
}

#[test]
fn of_a_big_run_the_failing_way_is_there_and_what_is_beside_it() {
    let tree = grown(30, 700);
    assert!(tree.nodes.len() <= 700);
    let Extent::Around { steps } = tree.extent else {
        panic!("{:?}", tree.extent)
    };
    assert!((1..=5).contains(&steps), "{steps}");
    let mut node = 0;
    for _ in 0..60 {
        let next = tree.nodes[node].children.iter().flatten().copied();
        let mut fails = next.filter(|&child| tree.nodes[child].fails);
        node = fails.next().expect("the way is there to its end");
    }
    assert!(tree.nodes[node].state.ending.is_some());
    assert!(tree.nodes.iter().any(|node| node.children.contains(&None)));
}

#[test]
fn a_way_whose_quiet_steps_come_in_another_order_is_followed_all_the_same() {
    struct Eager(TwoThreads);
    impl Program for Eager {
        fn at(&mut self, path: &[Choice]) -> Result<State, NoAnswer> {
            // Thread 0 ends by itself as soon as anything was done.
            let mut state = self.0.at(&without_main(path))?;
            let goes_by_itself = !path.is_empty() && path.iter().all(|it| it.thread != 0);
            state.position.path = path.to_vec();
            if goes_by_itself {
                state.position.path.push(Choice::of(0));
            }
            Ok(state)
        }
        fn find(&mut self, path: &[Choice]) -> Result<Found, NoAnswer> {
            match self.0.find(path)? {
                Found::Fails(mut way) => {
                    way.push(Choice::of(0));
                    Ok(Found::Fails(way))
                }
                other => Ok(other),
            }
        }
    }
    fn without_main(path: &[Choice]) -> Vec<Choice> {
        path.iter().filter(|it| it.thread != 0).cloned().collect()
    }
    let tree = grow(
        &mut Eager(TwoThreads {
            steps: 20,
            asked: 0,
        }),
        300,
    )
    .unwrap();
    assert!(matches!(tree.extent, Extent::Around { .. }) && tree.nodes[0].fails);
}
