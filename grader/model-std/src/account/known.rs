//! What a step shows of something that threads share: what is in it from then on, and who holds it.

use runtrace::Known;

use super::phrase;
use crate::engine::Execution;
use crate::engine::objects::{Kind, Value};
use crate::engine::record::Recorded;

/// What the step shows; `None` if it shows nothing, or failed to get a lock.
pub fn shown(execution: &Execution, step: &Recorded) -> Option<Known> {
    if step.op.inside {
        return None;
    }
    let (value, held) = match step.op.kind {
        Kind::TryLock | Kind::TryRead if !step.done => return None,
        Kind::Lock | Kind::TryLock | Kind::Read | Kind::TryRead | Kind::Downgrade => {
            (guarded(step), Some(true))
        }
        Kind::Unlock | Kind::UnlockRead => (guarded(step), Some(false)),
        Kind::Load | Kind::Store | Kind::Rmw | Kind::CompareExchange => (Some(latest(step)?), None),
        _ => return None,
    };
    Some(Known {
        name: phrase::object(execution, &step.op),
        value,
        held,
    })
}

fn guarded(step: &Recorded) -> Option<String> {
    let shown = step.shown.as_ref()?;
    Some(shown.now.to_string())
}

/// What is in an atomic after the step.
fn latest(step: &Recorded) -> Option<String> {
    match step.value {
        Value::Bits(now, shape)
        | Value::Change(_, now, shape)
        | Value::Refused(_, now, shape)
        | Value::Stale(_, now, shape) => Some(shape.show(now)),
        _ => None,
    }
}
