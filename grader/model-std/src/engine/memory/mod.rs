//! What threads know: of events by which others came before (`clock`), of values that were stored (`history`).

pub mod clock;
pub mod history;
