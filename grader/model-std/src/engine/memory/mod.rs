//! What threads know: of events by which others came before (`clock`; `by_class`), of values that were stored
//! (`history`).

pub mod by_class;
pub mod clock;
pub mod history;
