//! Runs as data, made by hand.

use std::time::Duration;

use runtrace::{
    Annotated, Failure, FailureKind, Interval, PanicInfo, Row, RowKind, Site, Source, Step,
    ThreadTimeline, Timeline, Trace, Waiting,
};

pub fn site(line: u32) -> Site {
    Site {
        file: "src/lib.rs".to_owned(),
        line,
    }
}

pub fn step(thread: &str, op: &str, line: u32) -> Step {
    Step {
        thread: thread.to_owned(),
        op: op.to_owned(),
        object: "Mutex".to_owned(),
        value: Some("0".to_owned()),
        site: site(line),
    }
}

pub fn row(kind: RowKind, number: Option<usize>, thread: usize) -> Row {
    Row {
        kind,
        number,
        thread,
        text: "lock Mutex".to_owned(),
        brief: Vec::new(),
        known: None,
        place: "src/lib.rs:3".to_owned(),
        marked: number == Some(1),
    }
}

/// Two threads, of which one waits for ever.
pub fn trace() -> Trace {
    Trace {
        steps: vec![step("main", "lock", 3), step("worker 1", "lock", 4)],
        stuck: vec![step("worker 1", "lock", 5)],
        spins: Vec::new(),
        late: Vec::new(),
        interruptions: Some(1),
        threads: vec!["main".to_owned(), "worker 1".to_owned()],
        rows: vec![
            row(RowKind::Step, Some(1), 0),
            row(RowKind::Switch, None, 0),
            row(RowKind::Step, Some(2), 1),
            row(RowKind::Stuck, None, 1),
            row(RowKind::LeftOut, None, 0),
        ],
        sources: vec![Source {
            place: "src/lib.rs:3".to_owned(),
            text: "let a = lock.lock();".to_owned(),
        }],
        closing: "It waits for itself.".to_owned(),
    }
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub fn interval(since: u64, until: u64, waiting: Waiting) -> Interval {
    Interval {
        since: seconds(since),
        until: seconds(until),
        waiting,
        object: match waiting {
            Waiting::Lock => "Mutex".to_owned(),
            Waiting::Thread => "worker 1".to_owned(),
            _ => String::new(),
        },
        place: "src/lib.rs:7".to_owned(),
        ended_by: None,
        held_through: None,
    }
}

pub fn lane(name: &str, started_by: Option<usize>, intervals: Vec<Interval>) -> ThreadTimeline {
    ThreadTimeline {
        name: name.to_owned(),
        since: Duration::ZERO,
        until: intervals.last().map(|at| at.until),
        started_by,
        intervals,
        left_at: None,
    }
}

/// Main waits for two workers, which sleep for a second and three under one lock.
pub fn timeline() -> Timeline {
    let mut joined = [
        interval(0, 1, Waiting::Thread),
        interval(1, 4, Waiting::Thread),
    ];
    (joined[0].ended_by, joined[1].ended_by) = (Some(1), Some(2));
    let mut waits = interval(0, 1, Waiting::Lock);
    waits.ended_by = Some(1);
    waits.held_through = Some("while let".to_owned());
    let lanes = vec![
        lane("main", None, joined.to_vec()),
        lane("worker 1", Some(0), vec![interval(0, 1, Waiting::Sleep)]),
        lane(
            "worker 2",
            Some(0),
            vec![waits, interval(1, 4, Waiting::Sleep)],
        ),
    ];
    Timeline::new(seconds(4), 4, lanes)
}

/// Many threads, each of which sleeps and works by turns, so many times, for as long a time.
pub fn crowd(threads: usize, times: u64, name: &str) -> Annotated {
    let busy = |at: u64| match at % 3 {
        0 => interval(at, at + 1, Waiting::Sleep),
        1 => interval(at, at + 1, Waiting::Work),
        _ => interval(at, at + 1, Waiting::Lock),
    };
    let lanes = (0..threads)
        .map(|number| {
            let by = number.checked_sub(1);
            lane(
                &format!("{name}{number}"),
                by,
                (0..times).map(busy).collect(),
            )
        })
        .collect();
    Timeline::new(seconds(times), 4, lanes).too_slow()
}

pub fn failure() -> Failure {
    Failure {
        kind: FailureKind::Deadlock,
        message: "main waits for itself".to_owned(),
        always: false,
        executions: 3,
        panics: vec![PanicInfo {
            thread: "worker 1".to_owned(),
            message: "over".to_owned(),
            site: site(9),
            inside_std: true,
            echo: None,
        }],
        account: "No thread can go on:\n  main waits".to_owned(),
        trace: trace(),
        timeline: Some(timeline()),
        schedule: "1.order.0x2,1x2".to_owned(),
    }
}
