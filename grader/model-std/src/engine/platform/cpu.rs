//! The processor time of an OS thread, which other programs on the machine cannot use up.

/// Nanoseconds for which this OS thread has had a processor, since some moment.
///
/// Where the system does not tell, the time that has passed.
#[cfg(all(unix, not(miri)))]
pub fn nanos() -> i64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the pointer is to a `timespec` that is this function's own.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(failed, 0, "every thread has such a clock");
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// As above.
#[cfg(not(all(unix, not(miri))))]
pub fn nanos() -> i64 {
    use std::sync::LazyLock;
    use std::time::Instant;

    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    i64::try_from(BEGAN.elapsed().as_nanos()).unwrap_or(i64::MAX)
}
