//! Proofs: what a check has shown to hold, as data and in words.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One thing that a check has shown to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// A run in virtual time.
    VirtualTime {
        /// The time that it took; of several orders, the longest.
        elapsed: Duration,
        /// In how many orders ready threads were taken; 1 if there is no thread but main, whose order could matter.
        orders: usize,
        /// What was demanded of it, in that order.
        bounds: Vec<Bound>,
    },
    /// A run under every interleaving, or under as many as the budget allows.
    Explored {
        /// Interleavings that were run.
        executions: u64,
        /// Whether these are all.
        complete: bool,
        /// In words: "all 414 interleavings".
        covered: String,
    },
    /// So many were at work at once.
    Met {
        /// How many.
        count: usize,
        /// What they are: `processes` or `threads`.
        kind: String,
    },
    /// Nothing: the engine has no clock, and so left out a run in virtual time.
    LeftOut,
}

/// A bound that held for a run in virtual time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// It took exactly that long.
    Exactly {
        /// The time.
        time: Duration,
        /// Of the machine, where the check asked for a number of cores.
        cores: Option<usize>,
    },
    /// It took no longer.
    AtMost {
        /// The longest that it took.
        took: Duration,
        /// The bound.
        limit: Duration,
        /// As above.
        cores: Option<usize>,
    },
    /// It took as long or longer.
    AtLeast {
        /// The time that it took.
        took: Duration,
        /// The bound.
        least: Duration,
        /// As above.
        cores: Option<usize>,
    },
    /// So many were asleep or at work at once.
    AtOnce(usize),
    /// So many at most were asleep or at work at once.
    AtOnceAtMost(usize),
}

/// What was proven, in one line. Complete searches are summed up in one place: each by itself says little, and together
/// they say the same.
pub fn sentence(proofs: &[Proof]) -> String {
    let complete = |proof: &Proof| match proof {
        Proof::Explored {
            executions,
            complete: true,
            ..
        } => Some(*executions),
        _ => None,
    };
    let all: Vec<u64> = proofs.iter().filter_map(complete).collect();
    let summed_up = every(all.iter().sum());
    let mut parts = Vec::new();
    for proof in proofs {
        let text = match complete(proof) {
            Some(_) if all.len() > 1 => summed_up.clone(),
            _ => proof.to_string(),
        };
        // A run on which no bound was put has nothing to say beside those that have.
        if !text.is_empty() && !parts.contains(&text) {
            parts.push(text);
        }
    }
    if parts.is_empty() && !proofs.is_empty() {
        parts.push(in_virtual_time(proofs));
    }
    parts.join("; ")
}

/// Says that these are all there are.
pub fn every(executions: u64) -> String {
    match executions {
        1 => "the only interleaving".to_owned(),
        2 => "both interleavings".to_owned(),
        n => format!("all {n} interleavings"),
    }
}

/// Said of runs of which nothing was demanded.
fn in_virtual_time(proofs: &[Proof]) -> String {
    let orders = proofs.iter().map(|proof| match proof {
        Proof::VirtualTime { orders, .. } => *orders,
        _ => 0,
    });
    match orders.max() {
        Some(orders) if orders > 1 => {
            format!("in virtual time, with threads in {orders} orders")
        }
        _ => "in virtual time".to_owned(),
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VirtualTime { bounds, .. } => {
                let bounds: Vec<_> = bounds.iter().map(Bound::to_string).collect();
                f.write_str(&bounds.join(", "))
            }
            Self::Explored { covered, .. } => f.write_str(covered),
            Self::Met { count, kind } => write!(f, "{count} {kind} at work at once"),
            Self::LeftOut => f.write_str("the rest needs a clock, which loom has not"),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on = |cores: Option<usize>| cores.map_or(String::new(), on_cores);
        match *self {
            Self::Exactly { time, cores } => write!(f, "exactly {}{}", seconds(time), on(cores)),
            Self::AtMost { took, limit, cores } => {
                write!(f, "{} of {}{}", seconds(took), seconds(limit), on(cores))
            }
            Self::AtLeast { took, least, cores } => {
                let (took, least) = (seconds(took), seconds(least));
                write!(f, "{took} of at least {least}{}", on(cores))
            }
            Self::AtOnce(n) => write!(f, "{n} at once"),
            Self::AtOnceAtMost(1) => f.write_str("one at a time"),
            Self::AtOnceAtMost(n) => write!(f, "never more than {n} at once"),
        }
    }
}

/// A duration as people read it: `10.000 s`.
pub fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}

/// Two durations that a sentence sets against each other: with all their digits where [`seconds`] makes them one.
///
/// Virtual time is exact: a nanosecond too much is too much, and "took 3.000 s; at most 3.000 s allowed" does not say it.
pub fn seconds_apart(one: Duration, other: Duration) -> (String, String) {
    let (short_one, short_other) = (seconds(one), seconds(other));
    if one == other || short_one != short_other {
        return (short_one, short_other);
    }
    let exact = |duration: Duration| {
        let digits = format!("{:09}", duration.subsec_nanos());
        let shown = digits.trim_end_matches('0').len().max(3);
        format!("{}.{} s", duration.as_secs(), &digits[..shown])
    };
    (exact(one), exact(other))
}

/// ` on 8 cores`, to follow a time.
pub fn on_cores(cores: usize) -> String {
    match cores {
        1 => " on 1 core".to_owned(),
        _ => format!(" on {cores} cores"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explored(executions: u64, complete: bool, covered: &str) -> Proof {
        Proof::Explored {
            executions,
            complete,
            covered: covered.to_owned(),
        }
    }

    fn run(orders: usize, bounds: &[Bound]) -> Proof {
        Proof::VirtualTime {
            elapsed: Duration::from_secs(10),
            orders,
            bounds: bounds.to_vec(),
        }
    }

    fn met() -> Proof {
        Proof::Met {
            count: 4,
            kind: "processes".to_owned(),
        }
    }

    const TEN: Bound = Bound::Exactly {
        time: Duration::from_secs(10),
        cores: None,
    };

    #[test]
    fn two_times_that_differ_do_not_read_the_same() {
        let (ten, nano) = (Duration::from_secs(10), Duration::from_nanos(1));
        let both = |one, other| {
            let (one, other) = seconds_apart(one, other);
            format!("{one}, {other}")
        };
        assert_eq!(both(ten + nano, ten), "10.000000001 s, 10.000 s");
        assert_eq!(both(ten - 20 * nano, ten), "9.99999998 s, 10.000 s");
        assert_eq!(both(5 * ten + nano, ten), "50.000 s, 10.000 s");
        assert_eq!(both(ten, ten), "10.000 s, 10.000 s");
    }

    #[test]
    fn proofs_are_joined() {
        let at_most = Bound::AtMost {
            took: Duration::from_secs(10),
            limit: Duration::from_secs(12),
            cores: Some(8),
        };
        let bounded = "every interleaving with at most 2 preemptions";
        let proofs = [
            run(3, &[at_most, Bound::AtOnce(5)]),
            run(3, &[]),
            explored(6, false, bounded),
            explored(414, true, "all 414 interleavings"),
            met(),
        ];
        assert_eq!(
            sentence(&proofs),
            "10.000 s of 12.000 s on 8 cores, 5 at once; every interleaving with at most 2 preemptions; \
             all 414 interleavings; 4 processes at work at once"
        );
    }

    #[test]
    fn complete_runs_are_summed_up_in_one() {
        let both = explored(2, true, "both interleavings");
        assert_eq!(sentence(std::slice::from_ref(&both)), "both interleavings");
        let proofs = [both, met(), explored(3, true, "all 3 interleavings")];
        assert_eq!(
            sentence(&proofs),
            "all 5 interleavings; 4 processes at work at once"
        );
        let one = explored(1, true, "all interleavings (they do not differ)");
        assert_eq!(sentence(&[one.clone(), one]), "both interleavings");
    }

    #[test]
    fn runs_without_a_bound_speak_only_if_nothing_else_does() {
        let free = run(3, &[]);
        assert_eq!(
            sentence(&[free.clone(), free.clone()]),
            "in virtual time, with threads in 3 orders"
        );
        assert_eq!(sentence(&[run(1, &[])]), "in virtual time");
        assert_eq!(sentence(&[free, run(3, &[TEN])]), "exactly 10.000 s");
        assert_eq!(
            sentence(&[run(3, &[TEN]), run(3, &[TEN])]),
            "exactly 10.000 s",
            "once is enough"
        );
        assert_eq!(sentence(&[]), "");
    }
}
