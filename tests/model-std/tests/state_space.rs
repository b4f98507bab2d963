//! How many executions it takes to exhaust small programs, exactly: each operation is one branch, and only orders that
//! differ in something count.

#[path = "../examples/state_space/families.rs"]
mod families;
#[path = "../examples/state_space/programs.rs"]
#[expect(dead_code, reason = "loom's are for the example that measures them")]
mod programs;

use model_std::model::{Exhaustive, OnePass};

/// Executions of the sequentially consistent pass.
fn executions(title: &str) -> u64 {
    let program = find(title);
    OnePass::default().run(program, |_| {}).executions
}

fn find(title: &str) -> fn() {
    let both = programs::BOTH.iter().zip(programs::model_std::PROGRAMS);
    let mut all = both.map(|(title, program)| (*title, *program));
    let own = programs::OWN.iter().copied();
    let found = all.find(|(name, _)| *name == title);
    let found = found.or_else(|| own.into_iter().find(|(name, _)| *name == title));
    found.unwrap_or_else(|| panic!("no program {title}")).1
}

/// Each with the number that theory gives, and why.
const COUNTS: &[(&str, u64)] = &[
    // That one thread ends before another cannot be told by who waits for all of them.
    ("join 3 threads", 1),
    ("3 threads in a scope", 1),
    // n! orders.
    ("2 threads lock a mutex once", 2),
    ("3 threads lock a mutex once", 6),
    ("4 threads lock a mutex once", 24),
    // Main's load before or after the store.
    ("1 thread loads, then stores; main loads", 2),
    // Orders of stores, and where loads come among those of others.
    ("2 threads load, then store", 4),
    ("3 threads load, then store", 36),
    // Each reader before or after the writer.
    ("2 readers, 1 writer of an RwLock", 4),
    // Whose message comes first. A receive is settled by the order of the sends.
    ("mpsc, 2 senders of 1 message each", 2),
    ("mpsc, 1 sender of 2 messages", 1),
    ("sync_channel(1), 1 sender of 2 messages", 1),
    ("sync_channel(0), 1 sender of 2 messages", 1),
    ("sync_channel(0), 2 senders of 1 message each", 2),
    // Which thread runs the closure. The others look in any order.
    ("2 threads call a Once", 2),
    ("3 threads call a Once", 3),
    // n! orders of arrival.
    ("barrier of 2", 2),
    ("barrier of 3", 6),
];

#[test]
fn each_operation_costs_one_branch() {
    for &(title, expected) in COUNTS {
        assert_eq!(executions(title), expected, "{title}");
    }
}

#[test]
fn what_cannot_be_told_apart_is_run_once() {
    for member in families::FAMILIES {
        let work = OnePass::default().run(member.program, |_| {});
        let title = member.title;
        assert_eq!(work.executions, member.optimum, "{title}: {work:?}");
    }
}

/// Executions that were run for nothing.
fn redundant(title: &str) -> u64 {
    let mut all = families::FAMILIES.iter();
    let found = all.find(|member| member.title == title);
    let program = found
        .unwrap_or_else(|| panic!("no program {title}"))
        .program;
    OnePass::default().run(program, |_| {}).redundant
}

#[test]
fn an_execution_is_run_again_for_a_loop_that_was_not_known_and_for_nothing_else() {
    assert_eq!(redundant("is_finished polling"), 1);
    assert_eq!(redundant("flag polled by 1"), 1);
    assert_eq!(redundant("readers(8): 1 store, 8 loads"), 0);
    assert_eq!(redundant("lastzero(6)"), 0);
}

#[test]
fn nothing_else_is_run_for_nothing_even_if_loops_wait() {
    let waits = |title: &str| {
        ["spin", "ticket", "poll"]
            .iter()
            .any(|it| title.contains(it))
    };
    let large = families::LARGE.iter();
    let large = large.filter(|member| waits(member.title));
    for member in families::FAMILIES.iter().chain(large) {
        let work = OnePass::default().run(member.program, |_| {});
        // One shows that the loop is there.
        let expected = u64::from(waits(member.title));
        assert_eq!(work.redundant, expected, "{}: {work:?}", member.title);
        assert_eq!(work.executions, member.optimum, "{}", member.title);
    }
}

/// The number after which a cell of the table says how long it took.
fn first_number(cell: &str) -> Option<u64> {
    cell.trim().split(' ').next()?.parse().ok()
}

#[test]
fn the_table_in_the_readme_is_true() {
    let readme = include_str!("../../../grader/model-std/README.md");
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in readme.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, title, here, ..] = cells[..] else {
            continue;
        };
        let Some(printed) = first_number(here) else {
            continue;
        };
        let explored = Exhaustive::new()
            .budget(std::time::Duration::from_secs(600))
            .run(find(title))
            .unwrap();
        assert!(explored.is_complete(), "{title}: {explored:?}");
        if explored.executions != printed {
            wrong.push((title, explored.executions));
        }
        rows += 1;
    }
    assert_eq!(wrong, [], "what is printed is otherwise");
    assert_eq!(
        rows,
        programs::BOTH.len() + programs::OWN.len(),
        "every program has its row"
    );
}
