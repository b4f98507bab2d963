//! The course as its users meet it: the real `grader` and the real `cargo test`, on submissions of every kind.
//!
//! # Layout
//! What the tests stand on:
//! - [`program`]: how the `grader` program is found and run;
//! - [`submission`]: trees to grade, made for the occasion or taken from `fixtures/`, and what must not be left in them;
//! - [`report`]: the JSON of a graded tree;
//! - [`course_copy`]: a copy of the course that may be spoiled, and nested runs of cargo in it;
//! - [`git_repo`]: repos for the occasion;
//! - [`seed`]: what is built already, for that copy;
//! - `tmux`: a terminal for programs that need one; `processes`: what is left of them.
//!
//! The tests, by who is at work: [`author`], [`command_line`], [`allow_list`], [`bad_files`], [`bad_builds`],
//! [`mistakes`], [`endings`], [`examples`], [`command_lines`], [`told`], [`immense`], [`hostile`], [`chosen`],
//! [`events`], [`formats`], [`ways_out`],
//! [`roundabout`], [`killed`], [`class`], `cluster`, [`practicals`], [`progress`], [`schema`], [`second_judge`],
//! [`cargo_test`], [`one_build`], [`pages`], [`tidy`], [`circles`], [`verify`], [`words`], [`work`], [`workflows`],
//! [`play`], [`sandbox`].
//!
//! # Rules
//! Trees are graded once and looked at by many tests. No test measures time: a limit is waited for, and a program that
//! should end by itself is ended by force only after [`program::PATIENCE`], which fails the test.

mod again;
mod allow_list;
mod author;
mod bad_builds;
mod bad_files;
mod cargo_test;
mod chosen;
mod circles;
mod class;
#[cfg(target_os = "linux")]
mod cluster;
mod command_line;
mod command_lines;
mod course_copy;
mod desk;
mod desk_session;
mod endings;
mod events;
mod examples;
mod formats;
mod git_repo;
mod hostile;
mod immense;
mod instances;
mod killed;
mod linked;
mod minute;
mod mistakes;
mod one_build;
mod pages;
mod play;
mod play_screen;
mod practicals;
mod processes;
mod program;
mod progress;
mod report;
mod roundabout;
mod sandbox;
mod schema;
mod second_judge;
mod seed;
mod submission;
mod tidy;
mod tmux;
mod told;
mod verify;
mod watch;
mod ways_out;
mod words;
mod work;
mod workflows;
