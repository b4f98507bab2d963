//! Moments and spans.

use super::parity;

parity! {
    everywhere fn moments_do_arithmetic() -> String {
        use lib::time::{Duration, Instant};
        let start = Instant::now();
        let later = start + Duration::from_secs(3);
        let mut moved = later;
        moved += Duration::from_secs(2);
        moved -= Duration::from_secs(1);
        format!(
            "{:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?}",
            later - start,
            start - later,
            later.duration_since(start),
            start.checked_duration_since(later),
            start.saturating_duration_since(later),
            later > start,
            moved.duration_since(later - Duration::from_secs(1)),
            start.checked_add(Duration::MAX).is_none(),
            start.checked_add(Duration::from_secs(i64::MAX as u64)).is_none(),
        )
    }

    everywhere fn calendar_moments_do_arithmetic() -> String {
        use lib::time::{Duration, SystemTime, UNIX_EPOCH};
        let then = UNIX_EPOCH + Duration::from_secs(100);
        let before = then - Duration::from_secs(40);
        format!(
            "{:?} {:?} {:?} {} {}",
            then.duration_since(before),
            before.duration_since(then).map_err(|error| error.duration()),
            then.checked_sub(Duration::from_secs(1)).map(|at| at == before),
            SystemTime::now() > then,
            SystemTime::UNIX_EPOCH == UNIX_EPOCH,
        )
    }

    everywhere fn sleeping_takes_at_least_as_long_as_asked() -> String {
        use lib::time::{Duration, Instant};
        let (start, calendar) = (Instant::now(), lib::time::SystemTime::now());
        lib::thread::sleep(Duration::from_millis(3));
        format!("{} {}", start.elapsed() >= Duration::from_millis(3), calendar.elapsed().is_ok())
    }
}
