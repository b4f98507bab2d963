//! Shuttle's depth-first scheduler as a referee that goes on after a deadlock.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use shuttle::scheduler::{DfsScheduler, Schedule, Scheduler, Task, TaskId};

/// A depth-first scheduler that outlives the runner it is given to: a deadlock ends the runner, and the next takes up
/// where it stopped.
#[derive(Clone)]
struct Lasting {
    search: Arc<Mutex<DfsScheduler>>,
    /// Executions begun, and whether there are no more.
    begun: Arc<Mutex<(u64, bool)>>,
    most: u64,
}

impl Scheduler for Lasting {
    fn new_execution(&mut self) -> Option<Schedule> {
        let mut begun = self.begun.lock().unwrap();
        if begun.0 >= self.most {
            return None;
        }
        let schedule = self.search.lock().unwrap().new_execution();
        begun.0 += 1;
        begun.1 = schedule.is_none();
        schedule
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        is_yielding: bool,
    ) -> Option<TaskId> {
        let mut search = self.search.lock().unwrap();
        search.next_task(runnable, current, is_yielding)
    }

    fn next_u64(&mut self) -> u64 {
        self.search.lock().unwrap().next_u64()
    }
}

/// Deadlocks are no news here, and shuttle's report of one takes longer than finding it.
fn say_nothing_of_deadlocks() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let said = panic.payload().downcast_ref::<String>();
            if !said.is_some_and(|said| said.starts_with("deadlock!")) {
                before(panic);
            }
        }));
    });
}

/// Runs every interleaving of `f`, telling `stuck` of each that ended in a deadlock. False if there are more than `most`.
pub fn run(most: u64, f: impl Fn() + Send + Sync + 'static, stuck: impl Fn()) -> bool {
    say_nothing_of_deadlocks();
    let scheduler = Lasting {
        search: Arc::new(Mutex::new(DfsScheduler::new(None, false))),
        begun: Arc::new(Mutex::new((0, false))),
        most,
    };
    let f = Arc::new(f);
    loop {
        let mut config = shuttle::Config::new();
        config.failure_persistence = shuttle::FailurePersistence::None;
        config.silence_warnings = true;
        let runner = shuttle::Runner::new(scheduler.clone(), config);
        let f = f.clone();
        match catch_unwind(AssertUnwindSafe(|| runner.run(move || f()))) {
            Ok(_) => return scheduler.begun.lock().unwrap().1,
            Err(payload) => {
                let own = payload.downcast_ref::<&str>();
                if own.is_some_and(|own| own.contains("while in Waiting status")) {
                    // Its condition variable loses count when two threads wait and two notify: no referee of that.
                    return false;
                }
                let said = payload.downcast_ref::<String>().cloned();
                let said = said.unwrap_or_default();
                assert!(said.contains("deadlock"), "shuttle fails otherwise: {said}");
                stuck();
            }
        }
    }
}
