//! Believes that the checks read what is printed.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! map_answers_in_input_order = "wrong"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! no_result_is_lost_or_doubled = "wrong"
//! ```

/// Calls `f` on every input.
pub fn map<A, R, F>(inputs: Vec<A>, f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    let _ = (inputs, f);
    println!("5 4 3 2 1\nFinished in 5 s");
    std::iter::empty()
}

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    drop(tasks);
    println!("1 2 3 4 5\nFinished in 5 s");
    std::iter::empty()
}
