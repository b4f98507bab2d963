//! Model threads: coroutines with stacks of their own, all on one OS thread, so that exactly one runs at a time and
//! switching costs nanoseconds.

use std::cell::RefCell;
use std::ops::Range;

use corosensei::stack::{DefaultStack, Stack};
use corosensei::{Coroutine, CoroutineResult, Yielder};

/// Stack of a model thread, in bytes: what the main thread of a program has on most systems, so that no recursion is too
/// deep here that is not too deep there. Only touched pages take memory; a page that must not be touched lies below, so
/// that running over the end is a fault (see `overflow`) and never silent corruption.
pub const STACK_BYTES: usize = 8 << 20;

/// Stacks kept for the next thread instead of being unmapped: enough for a pool of a hundred workers. Each holds on to
/// the few pages that were touched.
const SPARE_STACKS: usize = 256;

/// Stacks for the next threads, those used last on top.
struct Spare {
    stacks: Vec<DefaultStack>,
    /// Those below this have not been used since [`give_back_memory`] looked at them.
    untouched: usize,
}

thread_local! {
    static SPARE: RefCell<Spare> = const {
        RefCell::new(Spare {
            stacks: Vec::new(),
            untouched: 0,
        })
    };
}

impl Spare {
    fn take(&mut self) -> Option<DefaultStack> {
        let stack = self.stacks.pop();
        self.untouched = self.untouched.min(self.stacks.len());
        stack
    }
}

/// Gives back the memory of spare stacks that were used deeply. Called between models and not between executions, which
/// would need it again at once.
pub fn give_back_memory() {
    SPARE.with_borrow_mut(|spare| {
        spare.stacks[spare.untouched..].iter().for_each(trim);
        spare.untouched = spare.stacks.len();
    });
}

/// What a spare stack may keep of its memory between two models, in bytes. Hardly any thread needs more.
#[cfg(unix)]
const KEPT_BYTES: usize = 64 << 10;

/// What is written into the lowest page that a spare stack may keep. Whoever goes deeper leaves something else there. So
/// the system is asked only for stacks that need it, which is a tenth of the time of a short run of many threads.
#[cfg(unix)]
const MARK: u64 = 0x6d6f_6465_6c2d_7374;

/// The places of the [`MARK`] in a stack: one in each 64 bytes of the page.
#[cfg(unix)]
fn marks(stack: &DefaultStack) -> impl Iterator<Item = *mut u64> {
    let page = stack.base().get() - KEPT_BYTES;
    (page..page + 4096)
        .step_by(64)
        .map(std::ptr::with_exposed_provenance_mut)
}

/// Gives back the memory of a stack that nobody runs on, except for a little at its upper end, where it will be used first.
#[cfg(unix)]
fn trim(stack: &DefaultStack) {
    let is_marked = marks(stack).all(|mark| {
        // SAFETY: the address lies in a stack that nobody runs on, and that is all mapped.
        unsafe { mark.read_volatile() == MARK }
    });
    if is_marked {
        return;
    }
    let low = stack.limit().get();
    let len = stack.base().get() - low - KEPT_BYTES;
    let low = std::ptr::with_exposed_provenance_mut(low);
    // SAFETY: the range is the lower part of a stack that nobody runs on, and that is all mapped.
    unsafe { libc::madvise(low, len, libc::MADV_DONTNEED) };
    for mark in marks(stack) {
        // SAFETY: as above.
        unsafe { mark.write_volatile(MARK) };
    }
}

/// Windows has no such advice; there the spare stacks keep what they have used.
#[cfg(not(unix))]
fn trim(_stack: &DefaultStack) {}

/// What a coroutine suspends itself through; see [`suspend`].
pub type Suspender = *const Yielder<(), ()>;

/// A model thread's body, started or not.
pub struct Body {
    coroutine: Option<Coroutine<(), (), (), DefaultStack>>,
    stack: Range<usize>,
}

impl Body {
    /// A body that will run `f`, handing it the means to suspend itself.
    pub fn new(f: impl FnOnce(Suspender) + 'static) -> Self {
        let stack = SPARE.with_borrow_mut(Spare::take).unwrap_or_else(|| {
            DefaultStack::new(STACK_BYTES).unwrap_or_else(|error| {
                panic!("no memory for the stack of one more model thread: {error}")
            })
        });
        Self {
            stack: stack.limit().get()..stack.base().get(),
            coroutine: Some(Coroutine::with_stack(stack, move |yielder, ()| f(yielder))),
        }
    }

    /// Addresses of its stack, with the page at its end.
    pub fn stack(&self) -> Range<usize> {
        self.stack.clone()
    }

    /// Runs until the body suspends itself (true) or ends (false).
    pub fn resume(&mut self) -> bool {
        let coroutine = self
            .coroutine
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
        if let Some(coroutine) = self.coroutine.take() {
            let stack = coroutine.into_stack();
            SPARE.with_borrow_mut(|spare| {
                if spare.stacks.len() < SPARE_STACKS {
                    spare.stacks.push(stack);
                }
            });
        }
    }
}

impl Drop for Body {
    /// A body that is given up in the middle is abandoned: what lies on its stack is forgotten, not dropped. Its
    /// destructors could block, or touch objects of an execution that is over.
    fn drop(&mut self) {
        if let Some(coroutine) = &mut self.coroutine {
            if coroutine.started() && !coroutine.done() {
                // SAFETY: resetting without unwinding requires that nobody touches the frames again. Everything that
                // can refer to them belongs to this execution, which is over: its threads never run again and its
                // objects are dropped or reset without looking at borrowed data. What the frames own is leaked,
                // which is safe.
                unsafe { coroutine.force_reset() };
            } else if !coroutine.started() {
                // Nothing lies on the stack but the closure, which can be dropped as usual.
                if !super::quiet::quietly(|| coroutine.force_unwind()) {
                    // A captured value's destructor panicked half way: what is left of the coroutine is not usable.
                    std::mem::forget(self.coroutine.take());
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
