//! What `fetch` gets pages from, where a check says what there is: a virtual web in a model, a
//! server on loopback for real.
//!
//! A submission can name `fetch` and not this crate, so that it cannot lay out a web of its own or
//! look at what a check has noted. In a model every answer takes exactly its virtual time:
//!
//! ```
//! use fetch_web::{FetchError, Web, answer};
//! use model_std::{model, thread};
//! use std::time::Duration;
//!
//! const SECOND: Duration = Duration::from_secs(1);
//! let web = Web::new()
//!     .page("http://a.test/one", 3 * SECOND, "first")
//!     .fails("http://a.test/two", SECOND, FetchError::Status(403))
//!     .silent("http://a.test/three");
//! let timeline = model::virtual_time(move || {
//!     let visits = web.open();
//!     let urls = ["http://a.test/one", "http://a.test/two", "http://a.test/three"];
//!     let threads = urls.map(|url| thread::spawn(move || answer(url, 10 * SECOND)));
//!     let [one, two, three] = threads.map(|thread| thread.join().unwrap());
//!     assert_eq!(one.unwrap().body, b"first");
//!     assert_eq!(two, Err(FetchError::Status(403)));
//!     assert_eq!(three, Err(FetchError::TimedOut));
//!     assert_eq!((visits.most_at_once(), visits.asked("http://a.test/two")), (3, 1));
//! });
//! assert_eq!(timeline.elapsed(), 10 * SECOND);
//! ```
//!
//! # Layout
//! - [`Page`] and [`FetchError`], which `fetch` hands on (`page`);
//! - [`Url`]: which texts are URLs that can be asked for (`url`);
//! - [`Web`], [`Visits`], [`answer`]: the virtual web, and what it has seen of a run
//!   (`virtual_web`);
//! - [`Server`], [`Reply`]: a server on loopback for what is run for real (`server`);
//! - [`confine`]: keeps real requests of a process to such servers (`confined`).

mod confined;
mod page;
mod server;
mod url;
mod virtual_web;

pub use confined::{confine, may_ask};
pub use page::{FetchError, Page};
pub use server::{Reply, Server};
pub use url::Url;
pub use virtual_web::{Visits, Web, answer};
