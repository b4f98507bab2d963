//! Checks of exercise 08: downloads from a virtual web in virtual time, from a real server, and
//! files on a real disk.
#[macro_use]
extern crate model_std as std;
use checks::files::{self, Folder};
use checks::web::{FetchError, Gathering, Page, Visits, Web};
use checks::{Cause, VirtualRun, calling, exhaustive, fail_because};
use checks::{secs, virtual_time};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;
use submission::{ImageError, download_all, download_images, file_name};

checks::signatures! {
    fn download_all(urls: &[&str], at_most: usize, timeout: Duration) -> Vec<Result<Page, FetchError>>;
    fn file_name(url: &str) -> Option<&str>;
    fn save(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()>;
    fn download_images(urls: &[&str], folder: &Path, at_most: usize, timeout: Duration) -> Vec<Result<(), ImageError>>;
}
use submission::save;

/// Pages, and every way to have none: each is the result of its own URL, at its own place, and was
/// asked for once. So it is with no URL, with one, and with one that stands in the list twice.
fn every_url_has_its_own_result() {
    let cut = FetchError::CutOff {
        got: 100,
        wanted: 5000,
    };
    let web = Web::new()
        .page("http://a.test/slow", secs(4), "the slow one")
        .page("http://a.test/late", secs(6), "too late for 5 s")
        .fails("http://a.test/secret", secs(1), FetchError::Status(403))
        .page("http://a.test/empty", secs(2), "")
        .fails("http://b.test/half", secs(3), cut.clone())
        .fails("http://b.test:81/", secs(1), FetchError::Refused)
        .silent("http://b.test/silent");
    let text = |text: &str| Ok(Page { body: text.into() });
    let late = Err(FetchError::TimedOut);
    let expected = [
        ("http://a.test/slow", text("the slow one")),
        ("http://a.test/secret", Err(FetchError::Status(403))),
        ("http://nowhere.test/", Err(FetchError::UnknownHost)),
        ("http://a.test/empty", text("")),
        ("http://b.test/half", Err(cut)),
        ("not a URL", Err(FetchError::BadUrl)),
        ("http://b.test:81/", Err(FetchError::Refused)),
        ("http://b.test/silent", late.clone()),
        ("http://a.test/late", late),
        ("http://a.test/none", Err(FetchError::Status(404))),
        // A second time, when the first is over: nobody may keep what came then.
        ("http://a.test/empty", text("")),
    ];
    for of in [&expected[..], &expected[..1], &expected[7..8], &[]] {
        let urls: Vec<_> = of.iter().map(|(url, _)| *url).collect();
        let results: Vec<_> = of.iter().map(|(_, result)| page(result)).collect();
        let web = web.clone();
        calling(format!(
            "download_all of {} URLs, at most 5, 5 s",
            urls.len()
        ));
        virtual_time(move || {
            let visits = web.open();
            let found = download_all(&urls, 5, secs(5));
            assert_results(&urls, found.iter().map(page), &results);
            assert_asked(&visits, &urls);
        })
        .leaves_no_thread("download_all");
    }
}

/// Never more than `at_most` requests are in flight, and never fewer while URLs are left, whichever
/// of them come first. So the times are exact where all pages take as long, or all are asked for at
/// once; also if a server is silent. Where pages are uneven, nobody waits for nothing. With
/// `at_most` 0 it panics.
fn five_at_a_time_take_exactly_so_long() {
    // Half of 14 s at best. At worst a longest page is the last, and the other place is free then.
    timed(2, &[4, 1, 4, 1, 1, 1, 1, 1], secs(10), [7, 9]).pictured();
    for (at_most, pages, seconds) in [
        (5, &[3, 2, 3, 1, 2][..], 3),
        (5, &[3; 10], 6),
        (1, &[2, 1, 3], 6),
        (100, &[7, 7, 7], 7),
        (5, &[3, SILENT, 3, 3, 3], 10),
        (5, &[SILENT; 7], 20),
    ] {
        timed(at_most, pages, secs(10), [seconds; 2]);
    }
    calling("download_all of one URL, at most 0");
    virtual_time(|| {
        let _visits = pages(&[1]).open();
        let ended = catch_unwind(|| download_all(&[&url(0)], 0, secs(1)));
        assert!(
            ended.is_err(),
            "at_most = 0 must panic, but it returned {ended:?}"
        );
    });
}

/// Three URLs, two at most: whoever comes when, each is asked for once, never more than two at a
/// time.
fn no_url_is_lost_in_any_interleaving() {
    // Of code that asks again and again there are too many interleavings, so this comes first.
    timed(2, &[1, 1, 1], secs(9), [2; 2]);
    for (at_most, count) in [(2, 3), (1, 2)] {
        calling(format!("download_all of {count} URLs, at most {at_most}"));
        exhaustive(move || {
            let web = pages(&[0, 0, 0][..count]);
            let visits = web.open();
            let urls: Vec<String> = (0..count).map(url).collect();
            let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
            let found = download_all(&urls, at_most, secs(1));
            let expected: Vec<_> = (0..count).map(|n| page(&Ok(body(n)))).collect();
            assert_results(&urls, found.iter().map(page), &expected);
            assert_asked(&visits, &urls);
            let most = visits.most_at_once();
            assert!(
                most <= at_most,
                "{most} requests were in flight at once, and at_most is {at_most}"
            );
        });
    }
}

/// A server on this machine, with real threads, that answers the first request only when five are
/// in.
fn a_real_server_gets_five_requests_at_once() {
    calling(
        "download_all of 10 URLs of a real server, at most 5, which it answers only when 5 are in",
    );
    let body = |path: &str| path.repeat(1000).into_bytes();
    let gathering = Gathering::of(5, secs(3), body);
    let server = gathering.server();
    let paths: Vec<String> = (0..10).map(|n| format!("/page/{n}")).collect();
    let urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let found = ex08::download_all(&urls, 5, secs(60));
    gathering.require();
    let is_page = |result: &Result<Page, FetchError>| match result {
        Ok(page) => paths.iter().any(|path| page.body == body(path)),
        Err(_) => false,
    };
    let ok = found.iter().filter(|result| is_page(result)).count();
    assert!(
        ok == found.len() && ok > 0,
        "{ok} of {} results are pages of the server",
        found.len()
    );
}

/// The last part of the path, and nothing that could lead out of the folder.
fn names_stay_in_the_folder() {
    for (url, name) in [
        ("http://a.test/photo.jpg", Some("photo.jpg")),
        (
            "https://a.test/many/parts/Photo-1_2.tar.gz",
            Some("Photo-1_2.tar.gz"),
        ),
        ("http://a.test/x", Some("x")),
        ("http://a.test/a.jpg?width=100&of=/etc/b.jpg", Some("a.jpg")),
        ("http://a.test/a.jpg#/b.jpg", Some("a.jpg")),
        ("http://a.test/../a.jpg", Some("a.jpg")),
        ("http://a.test/c..d", Some("c..d")),
        ("http://photo.jpg", None),
        ("http://a.test/", None),
        ("http://a.test/photos/", None),
        ("http://a.test?/a.jpg", None),
        ("http://a.test#/a.jpg", None),
        ("http://a.test/a/..", None),
        ("http://a.test/.", None),
        ("http://a.test/.bashrc", None),
        ("http://a.test/..%2f..%2fa.jpg", None),
        ("http://a.test/%2e%2e", None),
        ("http://a.test/..\\..\\a.jpg", None),
        ("http://a.test/C:a.jpg", None),
        ("http://a.test/a b.jpg", None),
        ("http://a.test/a\0.jpg", None),
        ("http://a.test/\u{e9}.jpg", None),
        ("photo.jpg", None),
        ("", None),
    ] {
        calling(format!("file_name({url:?})"));
        assert_eq!(file_name(url), name, "the name for {url:?}");
    }
}

/// What is saved is whole; an older file of that name is replaced in one step and never written
/// into. What fails leaves nothing. A process that is killed while it writes leaves no half of an
/// image, and what it leaves is in nobody's way.
fn an_image_is_saved_whole_or_not_at_all() {
    let all = Folder::new();
    let images = [image(0, 3), image(1, 300_000), Vec::new()];
    let folder = all.fresh();
    for bytes in &images {
        calling(format!("save of {} bytes as a.png", bytes.len()));
        let second = all.path().join("second");
        let before = folder.get("a.png");
        if before.is_some() {
            folder.link("a.png", &second);
        }
        let watch = folder.watched();
        saved(&folder, bytes);
        assert!(!watch.has_lost("a.png"), "{GONE}");
        folder.require("a.png", Some(bytes));
        folder.require_names(&["a.png"]);
        if before.is_some() {
            let older = all.get("second");
            assert!(older == before, "{WRITTEN_INTO}");
            all.remove("second");
        }
    }
    save_fails();
    killed_while_it_saves();
}

const GONE: &str = "for a moment there was no a.png: let it be replaced in one step";
const WRITTEN_INTO: &str = "the older file a.png was written into: a crash in the middle would leave \
                            a piece of it; write the new one under another name first";

/// Saves as a.png, which is possible.
fn saved(folder: &Folder, bytes: &[u8]) {
    let saved = ex08::save(folder.path(), "a.png", bytes);
    assert!(
        saved.is_ok(),
        "nothing keeps it from being saved, but it returned {saved:?}"
    );
}

/// Ways for `save` to fail: all are an `Err`, and the folder is as before.
fn save_fails() {
    let all = Folder::new();
    let folder = all.fresh();
    folder.put_folder("b.png");
    calling("save as b.png, where a folder of that name is");
    let saved = ex08::save(folder.path(), "b.png", b"image");
    assert!(saved.is_err(), "it cannot be saved, but it returned Ok");
    folder.require_names(&["b.png"]);
    calling("save into a folder that does not exist");
    let missing = all.path().join("missing");
    let saved = ex08::save(&missing, "a.png", b"image");
    assert!(
        saved.is_err(),
        "there is no such folder, but it returned Ok"
    );
    all.require_names(&["0"]);
    if cfg!(unix) {
        calling("save of 300000 bytes on a disk that is full after 1000");
        let folder = all.fresh();
        folder.put("a.png", b"older");
        let said = files::saved_without_space("saves", &folder, "a.png", true);
        assert_eq!(said, "Err", "what save returns when the disk is full");
        folder.require("a.png", Some(b"older"));
        folder.require_names(&["a.png"]);
    }
}

/// A process that is killed when it has written 1000 bytes of an image.
fn killed_while_it_saves() {
    if !cfg!(unix) {
        return;
    }
    let all = Folder::new();
    let folder = all.fresh();
    folder.put("a.png", b"older");
    for (name, before) in [("a.png", Some(&b"older"[..])), ("b.png", None)] {
        calling(format!(
            "save as {name} by a process that is killed after 1000 bytes"
        ));
        let said = files::saved_without_space("saves", &folder, name, false);
        assert_eq!(said, "", "what save returns in a process that is killed");
        folder.require(name, before);
    }
    let left = folder.names();
    assert!(
        left.len() == 3,
        "beside a.png there must be two files, what was written of a.png and of b.png until then, \
         each under a name of its own; all that there is: {left:?}"
    );
    calling("save as a.png where a killed process has left something");
    saved(&folder, b"newer");
    folder.require("a.png", Some(b"newer"));
}

/// Images from a virtual web, as many at a time as asked for: each is saved, or an error of its
/// own.
fn images_are_downloaded_and_saved() {
    let all = Folder::new();
    let web = Web::new()
        .page("http://a.test/cat.png", secs(3), image(0, 5000))
        .page("http://a.test/dog.png", secs(2), image(1, 5000))
        .page("http://b.test/cat.png", secs(1), image(2, 5000))
        .fails("http://a.test/owl.png", secs(2), FetchError::Status(403))
        .page("http://a.test/bat.png", secs(1), image(3, 5000))
        .page("http://a.test/", secs(1), image(4, 5000))
        .silent("http://a.test/ant.png")
        .page("http://a.test/fox.png", secs(4), image(5, 5000));
    let expected = [
        ("http://a.test/cat.png", "saved"),
        ("http://a.test/dog.png", "saved"),
        ("http://b.test/cat.png", "NameTaken"),
        ("http://a.test/", "NoName"),
        ("http://a.test/owl.png", "Fetch(Status(403))"),
        ("http://a.test/bat.png", "Save"),
        ("http://a.test/ant.png", "Fetch(TimedOut)"),
        ("http://a.test/fox.png", "saved"),
        ("http://a.test/cat.png", "NameTaken"),
    ];
    let (urls, results): (Vec<_>, Vec<_>) = expected.into_iter().unzip();
    calling("download_images of 9 URLs, at most 2, 10 s");
    // 22 s in all, two at a time; at worst the longest comes last. Saving takes no virtual time.
    virtual_time(move || {
        let folder = all.fresh();
        folder.put("owl.png", b"older");
        folder.put_folder("bat.png");
        let visits = web.open();
        let found = download_images(&urls, folder.path(), 2, secs(10));
        assert_in_flight(&visits, 2);
        assert_results(&urls, found.iter().map(told), &results);
        let asked = ["cat", "dog", "owl", "bat", "ant", "fox"];
        assert_asked(
            &visits,
            &asked.map(|name| format!("http://a.test/{name}.png")),
        );
        folder.require("cat.png", Some(&image(0, 5000)));
        folder.require("dog.png", Some(&image(1, 5000)));
        folder.require("fox.png", Some(&image(5, 5000)));
        folder.require("owl.png", Some(b"older"));
        folder.require_names(&["bat.png", "cat.png", "dog.png", "fox.png", "owl.png"]);
    })
    .without_asking_again()
    .at_most(secs(16))
    .at_least(secs(11))
    .without_naps(secs(22))
    .leaves_no_thread("download_images");
    calling("download_images of one URL, to a folder that does not exist");
    virtual_time(|| {
        let url = "http://a.test/a.png";
        let _visits = Web::new().page(url, secs(1), image(6, 9)).open();
        let found = download_images(&[url], Path::new("no such folder"), 2, secs(2));
        assert_results(&[url], found.iter().map(told), &["Save"]);
    });
    calling("download_images of no URLs");
    virtual_time(|| assert!(download_images(&[], Path::new("nowhere"), 2, secs(1)).is_empty()));
    calling("download_images of one URL, at most 0");
    virtual_time(|| {
        let images = || download_images(&["http://a.test/a.png"], Path::new("nowhere"), 0, secs(1));
        assert!(
            catch_unwind(AssertUnwindSafe(images)).is_err(),
            "at_most = 0 must panic"
        );
    });
}

/// For a page of [`pages`] that never comes.
const SILENT: u64 = u64::MAX;

fn url(n: usize) -> String {
    format!("http://a.test/page/{n}")
}

fn body(n: usize) -> Page {
    Page {
        body: format!("page {n}").into(),
    }
}

/// A web of pages that come after so many seconds.
fn pages(seconds: &[u64]) -> Web {
    let with = |web: Web, (n, &time): (usize, &u64)| match time {
        SILENT => web.silent(&url(n)),
        time => web.page(&url(n), secs(time), body(n).body),
    };
    seconds.iter().enumerate().fold(Web::new(), with)
}

/// Downloads pages that come after so many seconds, which takes from the least to the most of
/// `takes`, in seconds. The number of requests in flight is right, and nobody polls.
fn timed(
    at_most: usize,
    seconds: &'static [u64],
    timeout: Duration,
    takes: [u64; 2],
) -> VirtualRun {
    let said = |&time: &u64| match time {
        SILENT => "never".to_owned(),
        time => format!("{time} s"),
    };
    let said: Vec<_> = seconds.iter().map(said).collect();
    let said = said.join(", ");
    calling(format!(
        "download_all of pages that come after {said}; at most {at_most}, {timeout:?}"
    ));
    let waits = seconds.iter().map(|&time| timeout.min(secs(time)));
    let asked_for = waits.sum();
    let [least, most] = takes.map(secs);
    let run = virtual_time(move || {
        let visits = pages(seconds).open();
        let urls: Vec<String> = (0..seconds.len()).map(url).collect();
        let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
        let found = download_all(&urls, at_most, timeout);
        assert_in_flight(&visits, at_most);
        let result = |(n, &time): (usize, &u64)| match time {
            SILENT => page(&Err(FetchError::TimedOut)),
            _ => page(&Ok(body(n))),
        };
        let expected: Vec<_> = seconds.iter().enumerate().map(result).collect();
        assert_results(&urls, found.iter().map(page), &expected);
        assert_asked(&visits, &urls);
    });
    let run = run.without_asking_again();
    let run = match least == most {
        true => run.takes_exactly(most),
        false => run.at_most(most).at_least(least),
    };
    run.without_naps(asked_for).leaves_no_thread("download_all")
}

/// A result of `download_all` in words.
fn page(result: &Result<Page, FetchError>) -> String {
    match result {
        Ok(page) => format!("the page {:?}", page.text()),
        Err(error) => format!("Err({error:?})"),
    }
}

/// One result for each URL, at its place; the first that is another is told.
fn assert_results<S: AsRef<str>>(
    urls: &[&str],
    found: impl ExactSizeIterator<Item = String>,
    expected: &[S],
) {
    assert_eq!(found.len(), urls.len(), "results of {} URLs", urls.len());
    for (n, (found, expected)) in found.zip(expected).enumerate() {
        let (url, expected) = (urls[n], expected.as_ref());
        assert!(
            found == expected,
            "the result at place {n}, of {url:?}, must be {expected}, but it is {found}"
        );
    }
}

/// Each of the URLs was asked for, as often as it stands there, and no other was.
fn assert_asked<S: AsRef<str>>(visits: &Visits, urls: &[S]) {
    let asked = visits.in_order();
    let wanted: Vec<&str> = urls.iter().map(AsRef::as_ref).collect();
    for url in wanted
        .iter()
        .copied()
        .chain(asked.iter().map(String::as_str))
    {
        let times = wanted.iter().filter(|wanted| **wanted == url).count();
        let found = visits.asked(url);
        assert_eq!(found, times, "requests for {url:?}");
    }
}

fn assert_in_flight(visits: &Visits, at_most: usize) {
    let most = visits.most_at_once();
    if most > at_most {
        fail_because(
            Cause::WrongOverlap,
            format!("{most} requests were in flight at once, and at_most is {at_most}"),
        );
    }
}

/// An image of so many bytes, which no other number has.
fn image(number: u8, bytes: usize) -> Vec<u8> {
    (0..bytes)
        .map(|at| (at as u8).wrapping_mul(31) ^ number)
        .collect()
}

/// What came of an image, without the system's words.
fn told(result: &Result<(), ImageError>) -> String {
    match result {
        Ok(()) => "saved".to_owned(),
        Err(ImageError::NoName) => "NoName".to_owned(),
        Err(ImageError::NameTaken) => "NameTaken".to_owned(),
        Err(ImageError::Fetch(error)) => format!("Fetch({error:?})"),
        Err(ImageError::Save(_)) => "Save".to_owned(),
    }
}

/// Worker that saves an image where there is space for 1000 bytes.
fn saves() {
    let (folder, name) = files::with_space_for(1000);
    let saved = ex08::save(&folder, &name, &image(6, 300_000));
    println!("{}", if saved.is_ok() { "Ok" } else { "Err" });
}

checks::main!(
    every_url_has_its_own_result,
    five_at_a_time_take_exactly_so_long,
    no_url_is_lost_in_any_interleaving,
    a_real_server_gets_five_requests_at_once,
    names_stay_in_the_folder,
    an_image_is_saved_whole_or_not_at_all,
    images_are_downloaded_and_saved;
    workers: saves
);
