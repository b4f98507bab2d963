//! The same program gives the same result on the real `std`, in virtual time, and in every execution of a search.
//!
//! Each program is written once. A macro compiles it twice, with `lib` meaning `std` or `model_std`; it returns, as
//! text, everything it could observe.

mod atomics;
mod channels;
mod documented;
mod locks;
mod once;
mod panics;
mod threads;
mod time;
mod waiting;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use model_std::model::{Exhaustive, VirtualTime};

/// Defines a test for each program. `everywhere` runs it in every execution as well; `once` is for programs with too
/// many interleavings for that, or which rely on time.
macro_rules! parity {
    ($($(#[$doc:meta])* $how:ident fn $name:ident() -> String $body:block)*) => {
        mod real {
            use ::std as lib;
            $(pub fn $name() -> String $body)*
        }
        mod model {
            use ::model_std as lib;
            $(pub fn $name() -> String $body)*
        }
        $($(#[$doc])* #[test] fn $name() { $crate::parity::$how(real::$name, model::$name); })*
    };
}
use parity;

/// What the real `std` gives. In a thread of its own, so that thread-local state is fresh.
fn on_real_std(program: fn() -> String) -> String {
    std::thread::spawn(program)
        .join()
        .expect("the program runs on the real std")
}

/// The results of a model's executions.
#[derive(Clone, Default)]
struct Results(Arc<Mutex<BTreeSet<String>>>);

impl Results {
    fn collector(&self, program: fn() -> String) -> impl Fn() + Send + Sync + 'static {
        let results = self.0.clone();
        move || {
            let result = program();
            results.lock().unwrap().insert(result);
        }
    }

    fn assert_are(&self, expected: &str, where_run: &str) {
        let results = self.0.lock().unwrap();
        assert_eq!(
            *results,
            BTreeSet::from([expected.to_owned()]),
            "{where_run}"
        );
    }
}

/// Same in virtual time, whichever way ties are broken.
fn once(real: fn() -> String, model: fn() -> String) {
    let expected = on_real_std(real);
    for seed in [None, Some(1), Some(2), Some(3)] {
        let results = Results::default();
        let settings = VirtualTime::new();
        let settings = match seed {
            Some(seed) => settings.seed(seed),
            None => settings,
        };
        let ran = settings.run(results.collector(model));
        ran.unwrap_or_else(|failure| panic!("seed {seed:?}: {failure}"));
        results.assert_are(&expected, &format!("virtual time, seed {seed:?}"));
    }
}

/// Same in virtual time and in every execution.
fn everywhere(real: fn() -> String, model: fn() -> String) {
    once(real, model);
    let results = Results::default();
    let explored = Exhaustive::new()
        .budget(Duration::from_secs(60))
        .run(results.collector(model));
    let explored = explored.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(explored.is_complete(), "{explored:?}");
    results.assert_are(&on_real_std(real), "some execution");
}
