//! Model threads: coroutines with stacks of their own, all on one OS thread, so that exactly one runs at a time and
//! switching costs nanoseconds.

use std::cell::RefCell;

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};

/// Stack of a model thread, in bytes. Only touched pages take memory; a page that must not be touched lies below, so
/// that running over the end is a fault and never silent corruption.
pub const STACK_BYTES: usize = 1 << 20;

/// Stacks kept for the next thread instead of being unmapped: enough for a pool of a hundred workers. Each holds on to
/// the few pages that were touched.
const SPARE_STACKS: usize = 256;

thread_local! {
    static SPARE: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
}

/// What a coroutine suspends itself through; see [`suspend`].
pub type Suspender = *const Yielder<(), ()>;

/// A model thread's body, started or not.
pub struct Body(Option<Coroutine<(), (), (), DefaultStack>>);

impl Body {
    /// A body that will run `f`, handing it the means to suspend itself.
    pub fn new(f: impl FnOnce(Suspender) + 'static) -> Self {
        let stack = SPARE.with_borrow_mut(Vec::pop).unwrap_or_else(|| {
            DefaultStack::new(STACK_BYTES).unwrap_or_else(|error| {
                panic!("no memory for the stack of one more model thread: {error}")
            })
        });
        Self(Some(Coroutine::with_stack(stack, move |yielder, ()| {
            f(yielder)
        })))
    }

    /// Runs until the body suspends itself (true) or ends (false).
    pub fn resume(&mut self) -> bool {
        let coroutine = self
            .0
            .as_mut()
            .expect("a body is resumed only while it is alive");
        match coroutine.resume(()) {
            CoroutineResult::Yield(()) => true,
            CoroutineResult::Return(()) => {
                self.recycle();
                false
            }
        }
    }

    fn recycle(&mut self) {
        if let Some(coroutine) = self.0.take() {
            let stack = coroutine.into_stack();
            SPARE.with_borrow_mut(|spare| {
                if spare.len() < SPARE_STACKS {
                    spare.push(stack);
                }
            });
        }
    }
}

impl Drop for Body {
    /// A body that is given up in the middle is abandoned: what lies on its stack is forgotten, not dropped. Its
    /// destructors could block, or touch objects of an execution that is over.
    fn drop(&mut self) {
        if let Some(coroutine) = &mut self.0 {
            if coroutine.started() && !coroutine.done() {
                // SAFETY: resetting without unwinding requires that nobody touches the frames again. Everything that
                // can refer to them belongs to this execution, which is over: its threads never run again and its
                // objects are dropped or reset without looking at borrowed data. What the frames own is leaked,
                // which is safe.
                unsafe { coroutine.force_reset() };
            } else if !coroutine.started() {
                // Nothing lies on the stack but the closure, which can be dropped as usual.
                if !super::panics::quietly(|| coroutine.force_unwind()) {
                    // A captured value's destructor panicked half way: what is left of the coroutine is not usable.
                    std::mem::forget(self.0.take());
                    return;
                }
            }
            self.recycle();
        }
    }
}

/// Gives control back to whoever resumed the body that `suspender` belongs to.
///
/// # Safety
/// Must be called on the stack of that very body.
pub unsafe fn suspend(suspender: Suspender) {
    // SAFETY: the yielder lives at the root of the body's stack as long as the body runs, and by the caller's promise
    // that body is the one running now.
    unsafe { (*suspender).suspend(()) };
}
