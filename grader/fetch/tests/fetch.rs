//! `get` on the real std against servers on loopback, and in a model against a web that the test
//! lays out.

use std::net::TcpListener;
use std::time::Duration;

use fetch::{FetchError, Page, get};
use fetch_web::{Reply, Server, Web, confine};
use model_std::model::{self, Exhaustive};
use model_std::sync::atomic::{AtomicUsize, Ordering};
use model_std::{sync::Arc, thread};

const SECOND: Duration = Duration::from_secs(1);

/// Longer than anything here takes on any machine.
const LONG: Duration = Duration::from_secs(60);

/// A server that replies so to everything. Every test confines the process, as every check does.
fn server(reply: Reply) -> Server {
    confine();
    Server::start(move |_| reply.clone()).unwrap()
}

/// What `get` makes of that reply.
fn gets(reply: Reply) -> Result<Page, FetchError> {
    get(&server(reply).url("/a"), LONG)
}

fn page(body: &[u8]) -> Result<Page, FetchError> {
    let body = body.to_vec();
    Ok(Page { body })
}

#[test]
fn a_page_comes_whole() {
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    assert_eq!(gets(Reply::Page(bytes.clone())), page(&bytes));
    assert_eq!(gets(Reply::Page(Vec::new())), page(b""));
    let without_length = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it".to_vec();
    assert_eq!(gets(Reply::Raw(without_length)), page(b"all of it"));
    let server = server(Reply::Page(b"x".to_vec()));
    get(&server.url("/a/b?c=d#top"), LONG).unwrap();
    assert_eq!(server.in_order(), ["/a/b?c=d"], "a fragment is not sent");
}

#[test]
fn any_other_status_is_an_error() {
    for code in [204, 302, 403, 404, 500] {
        assert_eq!(gets(Reply::Status(code)), Err(FetchError::Status(code)));
    }
}

#[test]
fn a_body_that_is_too_short_is_cut_off() {
    let body = vec![7; 1000];
    let cut = FetchError::CutOff {
        got: 1000,
        wanted: 5000,
    };
    assert_eq!(gets(Reply::CutOff { body, wanted: 5000 }), Err(cut));
    let body = Vec::new();
    let cut = FetchError::CutOff { got: 0, wanted: 1 };
    assert_eq!(gets(Reply::CutOff { body, wanted: 1 }), Err(cut));
}

#[test]
fn what_is_no_http_is_an_error_in_words() {
    for bytes in [
        &b"hello"[..],
        b"",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ] {
        let error = gets(Reply::Raw(bytes.to_vec())).unwrap_err();
        assert!(matches!(error, FetchError::Other(_)), "{error:?}");
    }
}

#[test]
fn a_silent_server_is_given_up_when_time_is_over() {
    let url = server(Reply::Silence).url("/");
    assert_eq!(get(&url, Duration::ZERO), Err(FetchError::TimedOut));
    let silent = server(Reply::Silence);
    let short = Duration::from_millis(50);
    assert_eq!(get(&silent.url("/"), short), Err(FetchError::TimedOut));
}

#[test]
fn the_longest_time_out_is_none() {
    let server = server(Reply::Page(b"x".to_vec()));
    assert_eq!(get(&server.url("/"), Duration::MAX), page(b"x"));
}

#[test]
fn nobody_at_a_port_refuses() {
    confine();
    let url = {
        let gone = Server::start(|_| Reply::Silence).unwrap();
        gone.url("/")
    };
    assert_eq!(get(&url, LONG), Err(FetchError::Refused));
}

#[test]
fn a_confined_process_asks_nobody_else() {
    confine();
    // It is there, and is not asked.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    other.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", other.local_addr().unwrap());
    for url in [&url, "http://192.0.2.1/", "http://localhost/"] {
        assert_eq!(get(url, LONG), Err(FetchError::Refused), "{url}");
    }
    assert!(other.accept().is_err(), "nobody has come");
}

#[test]
fn bad_urls_are_told_alike_for_real_and_in_a_model() {
    const BAD: [&str; 4] = ["", "ftp://a.test/", "http://", "no url at all"];
    for url in BAD {
        assert_eq!(get(url, LONG), Err(FetchError::BadUrl), "{url}");
    }
    let timeline = model::virtual_time(|| {
        let _visits = Web::new().open();
        for url in BAD {
            assert_eq!(get(url, LONG), Err(FetchError::BadUrl), "{url}");
        }
    });
    assert_eq!(timeline.elapsed(), Duration::ZERO);
}

#[test]
fn each_answer_takes_exactly_its_time_in_a_model() {
    let cut = FetchError::CutOff { got: 1, wanted: 2 };
    let web = Web::new()
        .page("http://a.test/page", 3 * SECOND, "text")
        .fails("http://a.test/cut", 2 * SECOND, cut.clone())
        .silent("http://a.test/silent");
    let takes = |url: &'static str, timeout, expected: Result<Page, FetchError>, time| {
        let web = web.clone();
        let timeline = model::virtual_time(move || {
            let _visits = web.open();
            assert_eq!(get(url, timeout), expected, "{url}");
        });
        assert_eq!(timeline.elapsed(), time, "{url}");
    };
    let ten = 10 * SECOND;
    takes("http://a.test/page", ten, page(b"text"), 3 * SECOND);
    takes("http://a.test/page#top", ten, page(b"text"), 3 * SECOND);
    // The answer that comes at the last moment still comes.
    takes("http://a.test/page", 3 * SECOND, page(b"text"), 3 * SECOND);
    let late = Err(FetchError::TimedOut);
    takes("http://a.test/page", 2 * SECOND, late.clone(), 2 * SECOND);
    takes("http://a.test/silent", ten, late.clone(), ten);
    takes("http://a.test/silent", Duration::ZERO, late, Duration::ZERO);
    takes("http://a.test/cut", ten, Err(cut), 2 * SECOND);
    let (missing, unknown) = (FetchError::Status(404), FetchError::UnknownHost);
    takes("http://a.test/other", ten, Err(missing), Duration::ZERO);
    takes("http://b.test/page", ten, Err(unknown), Duration::ZERO);
}

#[test]
fn a_web_sees_who_asks_and_how_many_at_once() {
    let web = Web::new().page("http://a.test/1", SECOND, "1");
    model::virtual_time(move || {
        let visits = web.open();
        let ask = || drop(get("http://a.test/1", 9 * SECOND));
        let two = [(); 2].map(|()| thread::spawn(ask));
        two.into_iter().for_each(|one| one.join().unwrap());
        drop(get("http://b.test/", SECOND));
        assert_eq!(visits.most_at_once(), 2);
        assert_eq!(
            (
                visits.asked("http://a.test/1"),
                visits.asked("http://c.test/")
            ),
            (2, 0)
        );
        assert_eq!(visits.in_order().last().unwrap(), "http://b.test/");
        // Every run begins with a web that has seen nothing.
        assert_eq!(web.open().most_at_once(), 0);
    });
}

#[test]
fn a_report_names_the_line_that_asked() {
    let line = line!() + 3;
    let timeline = model::virtual_time(|| {
        let _visits = Web::new().silent("http://a.test/").open();
        drop(get("http://a.test/", SECOND));
    });
    let place = &timeline.lanes()[0].intervals[0].place;
    assert!(place.ends_with(&format!("fetch.rs:{line}")), "{place}");
}

/// A limit that is looked at before it is kept lets two in, in some order.
#[test]
fn a_search_finds_the_order_in_which_too_many_ask_at_once() {
    let run = |is_kept: bool| {
        Exhaustive::new().run(move || {
            let visits = Web::new().page("http://a.test/", Duration::ZERO, "").open();
            let free = Arc::new(AtomicUsize::new(1));
            let two = [(); 2].map(|()| {
                let free = Arc::clone(&free);
                thread::spawn(move || {
                    let taken = if is_kept {
                        free.compare_exchange(1, 0, Ordering::SeqCst, Ordering::SeqCst)
                            .is_ok()
                    } else {
                        let is_free = free.load(Ordering::SeqCst) == 1;
                        free.store(0, Ordering::SeqCst);
                        is_free
                    };
                    if taken {
                        drop(get("http://a.test/", SECOND));
                        free.store(1, Ordering::SeqCst);
                    }
                })
            });
            two.into_iter().for_each(|one| one.join().unwrap());
            assert!(visits.most_at_once() <= 1, "one at a time");
        })
    };
    assert!(run(true).is_ok());
    let failure = run(false).unwrap_err();
    assert!(failure.message.contains("one at a time"), "{failure}");
}
