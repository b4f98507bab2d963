//! What a value looks like in a trace: what a lock guards, what goes through a channel.
//!
//! Most types cannot be shown, and nothing of the program may run in the middle of a step, so its own `Debug` is not
//! asked. Which types can be is decided by specialisation (`min_specialization`, as std itself uses it): comparing
//! `TypeId`s would need `T: 'static`, and a name and a size do not make a type. Where unstable features are not allowed
//! (see `counted_arc`), nothing is shown.

use crate::engine;

/// Characters of a value at most.
#[cfg(counted_arc)]
const LONGEST: usize = 60;

/// Adds what the value looks like to the step that was just recorded. Searches, and runs that pass, show
/// nothing and pay nothing.
pub(super) fn note<T: ?Sized>(value: &T) {
    note_text(before(value));
}

/// What the value looks like, for [`note_text`] after a step that takes it away.
pub(super) fn before<T: ?Sized>(value: &T) -> Option<String> {
    if engine::is_showing() {
        text(value)
    } else {
        None
    }
}

/// Adds the text to the step that was just recorded.
pub(super) fn note_text(text: Option<String>) {
    if let Some(text) = text {
        engine::note(text);
    }
}

#[cfg(not(counted_arc))]
fn text<T: ?Sized>(_: &T) -> Option<String> {
    None
}

#[cfg(counted_arc)]
fn text<T: ?Sized>(value: &T) -> Option<String> {
    let text = shapes::Shown::shown(value)?;
    if text.len() <= LONGEST {
        return Some(text);
    }
    Some(runtrace::clip(&text, LONGEST))
}

#[cfg(counted_arc)]
mod shapes {
    use std::alloc::Global;
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
    use std::rc::Rc;
    use std::time::Duration;

    use runtrace::prose;

    use crate::collections::{HashMap, HashSet};
    use crate::sync::Arc;

    /// Letters of a text that are shown.
    const LETTERS: usize = 24;

    /// Letters after which the items of a list are only counted.
    const OF_A_LIST: usize = 32;

    /// What can be shown of a value: `None` of most types.
    pub trait Shown {
        fn shown(&self) -> Option<String>;
    }

    impl<T: ?Sized> Shown for T {
        default fn shown(&self) -> Option<String> {
            None
        }
    }

    macro_rules! as_displayed {
        ($($number:ty)*) => { $(
            impl Shown for $number {
                fn shown(&self) -> Option<String> {
                    Some(self.to_string())
                }
            }
        )* };
    }
    as_displayed!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool);

    macro_rules! as_debugged {
        ($($plain:ty)*) => { $(
            impl Shown for $plain {
                fn shown(&self) -> Option<String> {
                    Some(format!("{self:?}"))
                }
            }
        )* };
    }
    as_debugged!(f32 f64 char);

    impl Shown for str {
        fn shown(&self) -> Option<String> {
            let start: String = self.chars().take(LETTERS).collect();
            let more = if start.len() < self.len() { "..." } else { "" };
            Some(format!("{start:?}{more}"))
        }
    }

    impl Shown for String {
        fn shown(&self) -> Option<String> {
            self.as_str().shown()
        }
    }

    impl Shown for Duration {
        fn shown(&self) -> Option<String> {
            Some(prose::duration(*self))
        }
    }

    macro_rules! as_what_it_points_to {
        ($([$($of:tt)*] $pointer:ty),*) => { $(
            impl<$($of)*> Shown for $pointer {
                fn shown(&self) -> Option<String> {
                    (**self).shown()
                }
            }
        )* };
    }
    as_what_it_points_to!(
        ['a, T: ?Sized] &'a T, ['a, T: ?Sized] &'a mut T, [T: ?Sized] Box<T, Global>,
        [T: ?Sized] Rc<T, Global>, [T: ?Sized] Arc<T, Global>
    );

    impl<'a> Shown for Cow<'a, str> {
        fn shown(&self) -> Option<String> {
            (**self).shown()
        }
    }

    impl<T> Shown for Option<T> {
        fn shown(&self) -> Option<String> {
            Some(
                self.as_ref()
                    .map_or_else(|| "None".to_owned(), |it| inside("Some", it)),
            )
        }
    }

    impl<T, E> Shown for Result<T, E> {
        fn shown(&self) -> Option<String> {
            Some(match self {
                Ok(value) => inside("Ok", value),
                Err(error) => inside("Err", error),
            })
        }
    }

    /// `Some(3)`, or `Some(..)` of what cannot be shown.
    fn inside<T: ?Sized>(name: &str, value: &T) -> String {
        format!("{name}({})", part(value))
    }

    fn part<T: ?Sized>(value: &T) -> String {
        value.shown().unwrap_or_else(|| "..".to_owned())
    }

    macro_rules! tuples {
        ($($name:ident $at:tt),+) => {
            impl<$($name),+> Shown for ($($name,)+) {
                fn shown(&self) -> Option<String> {
                    let parts = [$(self.$at.shown()),+];
                    // Nothing but dots would say nothing.
                    parts.iter().any(Option::is_some).then(|| {
                        let parts = parts.map(|part| part.unwrap_or_else(|| "..".to_owned()));
                        format!("({})", parts.join(", "))
                    })
                }
            }
        };
    }
    tuples!(A 0, B 1);
    tuples!(A 0, B 1, C 2);
    tuples!(A 0, B 1, C 2, D 3);

    impl<T> Shown for [T] {
        fn shown(&self) -> Option<String> {
            Some(list(['[', ']'], self.len(), self.iter().map(Shown::shown)))
        }
    }

    impl<T, const N: usize> Shown for [T; N] {
        fn shown(&self) -> Option<String> {
            self.as_slice().shown()
        }
    }

    impl<T> Shown for Vec<T, Global> {
        fn shown(&self) -> Option<String> {
            self.as_slice().shown()
        }
    }

    impl<T> Shown for VecDeque<T, Global> {
        fn shown(&self) -> Option<String> {
            Some(list(['[', ']'], self.len(), self.iter().map(Shown::shown)))
        }
    }

    impl<T> Shown for BTreeSet<T, Global> {
        fn shown(&self) -> Option<String> {
            Some(list(['{', '}'], self.len(), self.iter().map(Shown::shown)))
        }
    }

    impl<K, V> Shown for BTreeMap<K, V, Global> {
        fn shown(&self) -> Option<String> {
            let entries = self
                .iter()
                .map(|(key, value)| Some(format!("{}: {}", key.shown()?, part(value))));
            Some(list(['{', '}'], self.len(), entries))
        }
    }

    impl<T> Shown for BinaryHeap<T, Global> {
        fn shown(&self) -> Option<String> {
            Some(count(self.len()))
        }
    }

    // In which order a hash table is gone through is for the program to ask, so its entries are only counted.
    impl<K, V, S> Shown for HashMap<K, V, S> {
        fn shown(&self) -> Option<String> {
            Some(count(self.len()))
        }
    }

    impl<T, S> Shown for HashSet<T, S> {
        fn shown(&self) -> Option<String> {
            Some(count(self.len()))
        }
    }

    /// `[1, 2]`; of many, the first and how many there are; of what cannot be shown, only how many.
    fn list(
        [open, close]: [char; 2],
        length: usize,
        items: impl Iterator<Item = Option<String>>,
    ) -> String {
        let mut text = String::from(open);
        for (at, item) in items.enumerate() {
            let Some(item) = item else {
                return count(length);
            };
            if at > 0 {
                text.push_str(", ");
            }
            if text.len() + item.len() > OF_A_LIST {
                return format!("{text}...{close} of {length}");
            }
            text.push_str(&item);
        }
        text.push(close);
        text
    }

    fn count(length: usize) -> String {
        match length {
            0 => "empty".to_owned(),
            1 => "1 item".to_owned(),
            many => format!("{many} items"),
        }
    }
}

#[cfg(all(test, counted_arc))]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::text;

    #[test]
    fn plain_values_are_shown_as_the_program_writes_them() {
        let local = String::from("short-lived");
        assert_eq!(text(&7_u64).as_deref(), Some("7"));
        assert_eq!(text(&-1_i8).as_deref(), Some("-1"));
        assert_eq!(text(&true).as_deref(), Some("true"));
        assert_eq!(text(&'\n').as_deref(), Some(r"'\n'"));
        assert_eq!(text(&1.0_f64).as_deref(), Some("1.0"));
        assert_eq!(text(&local.as_str()).as_deref(), Some("\"short-lived\""));
        assert_eq!(text(&Duration::from_millis(20)).as_deref(), Some("0.02 s"));
    }

    #[test]
    fn what_holds_plain_values_shows_them() {
        assert_eq!(text(&Some(1)).as_deref(), Some("Some(1)"));
        assert_eq!(text(&None::<u8>).as_deref(), Some("None"));
        assert_eq!(text(&(1, "a")).as_deref(), Some("(1, \"a\")"));
        assert_eq!(
            text(&vec![Some(1), None]).as_deref(),
            Some("[Some(1), None]")
        );
        assert_eq!(text(&Box::new([1_u8])).as_deref(), Some("[1]"));
        let ages = BTreeMap::from([("ann", 3)]);
        assert_eq!(text(&ages).as_deref(), Some("{\"ann\": 3}"));
        assert_eq!(text(&Ok::<u8, ()>(1)).as_deref(), Some("Ok(1)"));
    }

    #[test]
    fn of_what_cannot_be_shown_the_number_is_told_or_nothing() {
        struct Own;
        let job = || Box::new(|| ()) as Box<dyn Fn()>;
        assert_eq!(text(&Own), None);
        assert_eq!(text(&()), None);
        assert_eq!(text(&(Own, Own)), None);
        assert_eq!(text(&(Own, 1)).as_deref(), Some("(.., 1)"));
        assert_eq!(text(&Some(Own)).as_deref(), Some("Some(..)"));
        assert_eq!(text(&vec![job(), job()]).as_deref(), Some("2 items"));
        assert_eq!(text(&Vec::<Own>::new()).as_deref(), Some("[]"));
    }

    #[test]
    fn nothing_is_long() {
        let long = "x".repeat(10_000);
        assert_eq!(text(&long).unwrap().len(), 24 + 2 + 3);
        let list = text(&vec![7_u32; 10_000]).unwrap();
        assert!(list.ends_with("...] of 10000"), "{list}");
        let nested = vec![vec![vec![long; 99]; 99]; 99];
        assert!(text(&nested).unwrap().chars().count() <= 60);
    }
}
