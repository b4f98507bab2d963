//! What the model makes of programs and uses that are wrong or out of place: each is defined, and nothing hangs or dies
//! without a word. The rustdoc of `model` tells the same under "What happens when".

mod child;
mod elsewhere;
mod endless;
mod forgotten;
mod leftovers;
mod outside;
mod stacks;
