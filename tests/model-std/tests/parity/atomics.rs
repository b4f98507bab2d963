//! Every operation of every atomic type.

use super::parity;

/// The operations that all integers have, at the edges of their range.
macro_rules! integers {
    ($lib:ident, $($atomic:ident $int:ident),*) => {{
        use $lib::sync::atomic::{$($atomic),*, Ordering::*};
        let mut log = Vec::new();
        $({
            let (low, high) = ($int::MIN, $int::MAX);
            let mut atomic = $atomic::new(high);
            let mut note = |what: &str, old: $int, now: &$atomic| {
                log.push(format!("{}.{what}: {old} -> {}", stringify!($atomic), now.load(SeqCst)));
            };
            note("fetch_add", atomic.fetch_add(1, SeqCst), &atomic);
            note("fetch_sub", atomic.fetch_sub(1, AcqRel), &atomic);
            note("swap", atomic.swap(0b1100, Relaxed), &atomic);
            note("fetch_and", atomic.fetch_and(0b1010, Acquire), &atomic);
            note("fetch_nand", atomic.fetch_nand(0b1001, Release), &atomic);
            note("fetch_or", atomic.fetch_or(0b0110, SeqCst), &atomic);
            note("fetch_xor", atomic.fetch_xor(0b0011, SeqCst), &atomic);
            note("fetch_max", atomic.fetch_max(high, SeqCst), &atomic);
            note("fetch_min", atomic.fetch_min(low, SeqCst), &atomic);
            atomic.store(5, Release);
            log.push(format!("{:?}", atomic.compare_exchange(5, 6, SeqCst, Relaxed)));
            log.push(format!("{:?}", atomic.compare_exchange(5, 7, AcqRel, Acquire)));
            while atomic.compare_exchange_weak(6, 8, Release, Relaxed).is_err() {}
            log.push(format!("{:?}", atomic.fetch_update(SeqCst, SeqCst, |old| old.checked_add(1))));
            log.push(format!("{:?}", atomic.fetch_update(SeqCst, SeqCst, |_| None)));
            *atomic.get_mut() += 1;
            log.push(format!("{atomic:?} {:?} {:?}", $atomic::default(), $atomic::from(low)));
            log.push(format!("{}", atomic.into_inner()));
        })*
        format!("{log:#?}")
    }};
}

parity! {
    everywhere fn integers_behave_at_the_edges_of_their_range() -> String {
        integers!(
            lib, AtomicU8 u8, AtomicU16 u16, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize, AtomicI8 i8,
            AtomicI16 i16, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize
        )
    }

    everywhere fn booleans_do_logic() -> String {
        use lib::sync::atomic::{AtomicBool, Ordering::SeqCst};
        let mut log = Vec::new();
        for start in [false, true] {
            for with in [false, true] {
                let with_each = |f: fn(&AtomicBool, bool) -> bool| {
                    let atomic = AtomicBool::new(start);
                    (f(&atomic, with), atomic.into_inner())
                };
                log.push(with_each(|atomic, with| atomic.fetch_and(with, SeqCst)));
                log.push(with_each(|atomic, with| atomic.fetch_nand(with, SeqCst)));
                log.push(with_each(|atomic, with| atomic.fetch_or(with, SeqCst)));
                log.push(with_each(|atomic, with| atomic.fetch_xor(with, SeqCst)));
                log.push(with_each(|atomic, _| atomic.fetch_not(SeqCst)));
                log.push(with_each(|atomic, with| atomic.swap(with, SeqCst)));
                log.push(with_each(|atomic, with| atomic.compare_exchange(with, !with, SeqCst, SeqCst).is_ok()));
            }
        }
        format!("{log:?} {:?} {:?}", AtomicBool::default(), AtomicBool::from(true))
    }

    everywhere fn pointers_are_swapped() -> String {
        use lib::sync::atomic::{AtomicPtr, Ordering::SeqCst};
        let (mut one, mut two) = (1_u32, 2_u32);
        let (first, second) = (&raw mut one, &raw mut two);
        let atomic = AtomicPtr::new(first);
        let old = atomic.swap(second, SeqCst);
        let failed = atomic.compare_exchange(first, first, SeqCst, SeqCst);
        format!(
            "{} {} {} {}",
            old == first,
            failed == Err(second),
            atomic.load(SeqCst) == second,
            AtomicPtr::<u8>::default().into_inner().is_null(),
        )
    }

    everywhere fn impossible_orderings_panic() -> String {
        use lib::sync::atomic::{AtomicU8, Ordering, fence};
        let said = |f: fn(&AtomicU8)| {
            let atomic = AtomicU8::new(0);
            let payload = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| f(&atomic))).unwrap_err();
            payload.is::<&str>() || payload.is::<String>()
        };
        format!(
            "{:?} {:?} {:?} {:?} {:?}",
            said(|atomic| { atomic.load(::std::hint::black_box(Ordering::Release)); }),
            said(|atomic| { atomic.load(::std::hint::black_box(Ordering::AcqRel)); }),
            said(|atomic| atomic.store(1, ::std::hint::black_box(Ordering::Acquire))),
            said(|atomic| {
                let _ = atomic.compare_exchange(0, 1, Ordering::SeqCst, ::std::hint::black_box(Ordering::Release));
            }),
            said(|_| fence(::std::hint::black_box(Ordering::Relaxed))),
        )
    }

    everywhere fn threads_add_without_losing_anything() -> String {
        use lib::sync::atomic::{AtomicI32, Ordering::Relaxed};
        let total = AtomicI32::new(0);
        lib::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| total.fetch_add(1, Relaxed));
            }
        });
        format!("{total:?}")
    }

    everywhere fn an_update_gives_the_old_value() -> String {
        use lib::sync::atomic::{AtomicBool, AtomicU8, Ordering::SeqCst};
        let number = AtomicU8::new(7);
        let mut log = vec![format!("{:?}", number.try_update(SeqCst, SeqCst, |_| None))];
        log.push(format!("{:?}", number.try_update(SeqCst, SeqCst, |old| old.checked_add(1))));
        log.push(format!("{}", number.update(SeqCst, SeqCst, |old| old.wrapping_mul(100))));
        let flag = AtomicBool::new(true);
        log.push(format!("{} {flag:?}", flag.update(SeqCst, SeqCst, |old| !old)));
        format!("{log:?} {number:?}")
    }

    everywhere fn an_update_is_done_again_if_another_thread_interferes() -> String {
        use lib::sync::atomic::{AtomicU32, Ordering::SeqCst};
        let number = AtomicU32::new(0);
        lib::thread::scope(|scope| {
            scope.spawn(|| number.update(SeqCst, SeqCst, |old| old + 1));
            scope.spawn(|| number.update(SeqCst, SeqCst, |old| old + 10));
        });
        format!("{number:?}")
    }

    everywhere fn an_atomic_pointer_moves() -> String {
        use lib::sync::atomic::{AtomicPtr, Ordering::SeqCst};
        let mut numbers = [1_u64, 2, 3, 4];
        let start = numbers.as_mut_ptr();
        let pointer = AtomicPtr::new(start);
        let at = |pointer: *mut u64| pointer.addr() - start.addr();
        let log = [
            pointer.fetch_ptr_add(3, SeqCst),
            pointer.fetch_ptr_sub(1, SeqCst),
            pointer.fetch_byte_add(8, SeqCst),
            pointer.fetch_byte_sub(16, SeqCst),
            pointer.fetch_or(1, SeqCst),
            pointer.fetch_xor(3, SeqCst),
            pointer.fetch_and(!3, SeqCst),
            pointer.update(SeqCst, SeqCst, |old| old.wrapping_add(1)),
        ]
        .map(at);
        let shown = format!("{pointer:p}") == format!("{:p}", pointer.load(SeqCst));
        format!("{log:?} {} {shown}", at(pointer.into_inner()))
    }

    everywhere fn what_get_mut_changed_is_the_value() -> String {
        use lib::sync::atomic::{AtomicI32, Ordering::SeqCst};
        let mut number = AtomicI32::new(1);
        number.store(2, SeqCst);
        *number.get_mut() += 40;
        let loaded = number.load(SeqCst);
        *number.get_mut() += 1;
        format!("{loaded} {}", number.into_inner())
    }

    everywhere fn an_atomic_can_be_taken_apart_in_a_constant() -> String {
        const FIVE: u16 = lib::sync::atomic::AtomicU16::new(5).into_inner();
        let (number, flag) = (lib::sync::atomic::AtomicU16::new(FIVE), lib::sync::atomic::AtomicBool::new(true));
        number.fetch_add(1, lib::sync::atomic::Ordering::Relaxed);
        flag.swap(false, lib::sync::atomic::Ordering::Relaxed);
        let _ = number.compare_exchange(
            6,
            9,
            lib::sync::atomic::Ordering::Relaxed,
            lib::sync::atomic::Ordering::Relaxed,
        );
        format!("{FIVE} {} {}", number.into_inner(), flag.into_inner())
    }

    everywhere fn orderings_that_make_no_sense_panic_as_in_std() -> String {
        use lib::sync::atomic::{AtomicU8, Ordering};
        let said = |what: &dyn Fn(&AtomicU8)| {
            let number = AtomicU8::new(0);
            let panicked = lib::panic::catch_unwind(lib::panic::AssertUnwindSafe(|| what(&number)));
            let payload = panicked.unwrap_err();
            let text = payload.downcast_ref::<&str>().map(ToString::to_string);
            text.or(payload.downcast_ref::<String>().cloned()).unwrap()
        };
        let (release, acquire, both) = (Ordering::Release, Ordering::Acquire, Ordering::AcqRel);
        let log = [
            said(&|number| _ = number.load(release)),
            said(&|number| _ = number.load(both)),
            said(&|number| number.store(1, acquire)),
            said(&|number| number.store(1, both)),
            said(&|number| _ = number.compare_exchange(0, 1, both, release)),
            said(&|number| _ = number.compare_exchange(0, 1, both, both)),
        ];
        format!("{log:?}")
    }
}
