//! What the state looks like.
//!
//! [`desk`] is the view itself, made of [`exercises`], [`checks`], [`told`] and [`bars`]; [`covers`] are what can lie
//! over it. [`styled`] makes the terminal's text of ours.

mod bars;
mod checks;
mod covers;
mod desk;
mod exercises;
mod styled;
mod told;

#[cfg(test)]
mod tests;

pub use desk::draw;
