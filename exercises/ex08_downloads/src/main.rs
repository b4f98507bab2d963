//! Shows exercise 08 in real time: `cargo run -p ex08` with a small server of its own, and `cargo
//! run -p ex08 -- URL...` with what you name. `--save FOLDER` before the URLs saves them as images.

mod unwritten;

use ex08::{download_all, download_images};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs, io};

/// Requests in flight at the same time.
const AT_MOST: usize = 5;

fn main() -> io::Result<()> {
    unwritten::end_at_todo();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => demo(),
        ["--save", folder, urls @ ..] => {
            save_all(urls, Path::new(folder), Duration::from_secs(60));
            Ok(())
        }
        urls => {
            show_all(urls, Duration::from_secs(60));
            Ok(())
        }
    }
}

/// Needs no network: the server is this program too.
fn demo() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let server = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            thread::spawn(move || answer(connection));
        }
    });
    let paths = [
        "/1000/news",
        "/600/weather",
        "/forbidden",
        "/cut-off",
        "/silent",
        "/800/sports",
        "/400/maps",
    ];
    let mut urls: Vec<String> = paths.iter().map(|path| format!("{server}{path}")).collect();
    urls.push("http://no-such-host.invalid/".to_owned());
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    show_all(&urls, Duration::from_secs(2));

    let folder = env::temp_dir().join(format!("ex08-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let paths = [
        "/900/cat.png",
        "/700/dog.png",
        "/500/cat.png",
        "/300/..",
        "/cut-off/owl.png",
    ];
    let urls: Vec<String> = paths.iter().map(|path| format!("{server}{path}")).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    save_all(&urls, &folder, Duration::from_secs(2));
    fs::remove_dir_all(&folder)
}

/// Fetches and prints as the Python script does.
fn show_all(urls: &[&str], timeout: Duration) {
    println!("{} URLs, at most {AT_MOST} at a time ...", urls.len());
    let start = Instant::now();
    for (url, result) in urls.iter().zip(download_all(urls, AT_MOST, timeout)) {
        match result {
            Ok(page) => println!("{url} page is {} bytes", page.body.len()),
            Err(error) => println!("{url} generated an error: {error}"),
        }
    }
    println!("Finished in {:.1} s", start.elapsed().as_secs_f64());
}

/// Downloads images and prints what is in the folder then.
fn save_all(urls: &[&str], folder: &Path, timeout: Duration) {
    println!("{} images to {} ...", urls.len(), folder.display());
    let start = Instant::now();
    for (url, result) in urls
        .iter()
        .zip(download_images(urls, folder, AT_MOST, timeout))
    {
        println!("{url}: {result:?}");
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        println!("  in the folder: {}", entry.file_name().display());
    }
    println!("Finished in {:.1} s", start.elapsed().as_secs_f64());
}

/// The server's side of one request: `/600/weather` is answered after 600 ms.
fn answer(mut connection: TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(&connection).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default(); // GET /600/weather HTTP/1.1
    let path = request.split(' ').nth(1).unwrap_or_default();
    // The rest of the request, up to an empty line, says nothing of interest here.
    let _ = lines.find(|line| line.is_empty());
    let first = path.split('/').nth(1).unwrap_or_default();
    let (status, announced, body) = match first {
        "forbidden" => ("403 Forbidden", 0, Vec::new()),
        "cut-off" => ("200 OK", 5000, vec![0; 1200]),
        "silent" => {
            thread::sleep(Duration::from_secs(60));
            return Ok(());
        }
        millis => {
            let millis = millis.parse().unwrap_or(0);
            thread::sleep(Duration::from_millis(millis));
            ("200 OK", 100 * millis, vec![0; 100 * millis as usize])
        }
    };
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n"
    )?;
    connection.write_all(&body)
}
