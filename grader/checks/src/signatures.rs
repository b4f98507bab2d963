//! What checks demand of the signatures in a submission, written as the stub has them.

/// Demands that functions and methods have the signatures that the stub has.
///
/// They are part of the task: a result of a type that calls itself equal to anything would prove nothing. What differs does
/// not compile, and the compiler quotes the line that is written here. So each signature stands on one line, whole, and
/// is that of the stub, with types in the place of its generic parameters and of `Self`.
///
/// ```
/// # mod submission {
/// #     pub fn do_tasks(n: u64) -> Vec<u64> { (0..n).collect() }
/// #     pub fn map<T>(inputs: &[T], f: impl Fn(&T) -> u64) -> Vec<u64> { inputs.iter().map(f).collect() }
/// #     #[derive(Default)]
/// #     pub struct Counter;
/// #     impl Counter {
/// #         pub fn add(&self, _n: u64) {}
/// #         pub fn finish(self) -> u64 { 0 }
/// #     }
/// # }
/// use submission::{Counter, do_tasks, map};
///
/// checks::signatures! {
///     fn do_tasks(n: u64) -> Vec<u64>;
///     fn map(inputs: &[bool], f: fn(&bool) -> u64) -> Vec<u64>;
///     impl Counter {
///         fn default() -> Counter;
///         fn add(&self, n: u64);
///         fn finish(self) -> u64;
///     }
/// }
/// ```
///
/// ```compile_fail,E0308
/// fn do_tasks(n: u32) -> Vec<u64> { (0..n.into()).collect() }
///
/// checks::signatures! {
///     fn do_tasks(n: u64) -> Vec<u64>;
/// }
/// ```
// Names are `tt`: an `ident` that a macro hands on is shown by the compiler at the macro, not where it was written.
#[macro_export]
macro_rules! signatures {
    () => {};
    (fn $name:tt($($argument:ident: $of:ty),* $(,)?) $(-> $result:ty)?; $($rest:tt)*) => {
        const _: fn($($of),*) $(-> $result)? = $name;
        $crate::signatures!($($rest)*);
    };
    (impl $of:tt { $($members:tt)* } $($rest:tt)*) => {
        $crate::signatures!(@of $of $($members)*);
        $crate::signatures!($($rest)*);
    };
    (@of $this:tt) => {};
    (@of $this:tt fn $name:tt(&self $(, $argument:ident: $of:ty)* $(,)?) $(-> $result:ty)?;
     $($rest:tt)*) => {
        const _: fn(&$this $(, $of)*) $(-> $result)? = $this::$name;
        $crate::signatures!(@of $this $($rest)*);
    };
    (@of $this:tt fn $name:tt(self $(, $argument:ident: $of:ty)* $(,)?) $(-> $result:ty)?;
     $($rest:tt)*) => {
        const _: fn($this $(, $of)*) $(-> $result)? = $this::$name;
        $crate::signatures!(@of $this $($rest)*);
    };
    (@of $this:tt fn $name:tt($($argument:ident: $of:ty),* $(,)?) $(-> $result:ty)?;
     $($rest:tt)*) => {
        const _: fn($($of),*) $(-> $result)? = $this::$name;
        $crate::signatures!(@of $this $($rest)*);
    };
}
