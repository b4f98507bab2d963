//! How an execution begins.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::num::NonZero;

use super::cores::Cores;
use super::epoch;
use super::execution::Execution;
use super::focus::{Focus, Saw};
use super::pace::Pace;
use super::ready::Ready;
use super::record::{Record, Recording};
use super::spare::Room;
use super::trail::Trail;
use crate::engine::objects::turn::Met;

/// Settings of one execution.
pub struct Settings<S> {
    pub strategy: S,
    /// Of the model's machine.
    pub cores: NonZero<usize>,
    pub step_limit: u64,
    /// Threads besides main that may be started.
    pub max_threads: usize,
    pub record: Recording,
    /// Look into spurious wake-ups and stale loads.
    pub full: bool,
    pub focus: Focus,
}

impl<S> Execution<S> {
    /// An execution before its first thread.
    pub fn new(settings: Settings<S>) -> Self {
        Self {
            epoch: epoch::next(),
            strategy: settings.strategy,
            focus: settings.focus,
            saw: Saw::default(),
            counted: HashMap::default(),
            outputs: Default::default(),
            threads: Room::default(),
            objects: Room::default(),
            current: 0,
            ready: Ready::default(),
            now: 0,
            cores: Cores::new(settings.cores),
            pace: Pace::new(settings.step_limit),
            max_threads: settings.max_threads,
            trail: Trail::default(),
            ended: None,
            next: None,
            main_done: None,
            left: Vec::new(),
            main_panic: None,
            main_payload: None,
            panics: Vec::new(),
            hook: None,
            record: (settings.record != Recording::Nothing).then(Record::default),
            resets: Vec::new(),
            met: Met {
                spurious_left: u32::from(settings.full),
                ..Met::default()
            },
            preemptions: 0,
            weak: settings.full,
            names: OnceCell::new(),
        }
    }
}
