//! The HTTP client.

use std::io::{self, ErrorKind, Read};
use std::net::IpAddr;
use std::time::Duration;

use fetch_web::{FetchError, Page, Url, may_ask};
use ureq::{Agent, Error, Proxy};

/// Bytes of a body that are more than any page of an exercise has.
const MOST: u64 = 64 << 20;

/// A time-out above this is none: a clock cannot be moved on by just any duration.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Redirects that are followed.
const REDIRECTS: u32 = 10;

/// Asks for a page over the network.
pub fn get(url: &str, timeout: Duration) -> Result<Page, FetchError> {
    let url = Url::parse(url)?;
    if url.is_secure && !cfg!(feature = "https") {
        let what = "https is left out of this build; see grader/fetch/README.md";
        return Err(FetchError::Other(what.to_owned()));
    }
    if !may_ask(url.authority) {
        return Err(FetchError::Refused);
    }
    if timeout.is_zero() {
        return Err(FetchError::TimedOut);
    }
    read(&agent(url, timeout), url.whole).map_err(|failed| match failed {
        Failed::Told(error) => error,
        Failed::Client(error) => said(error),
    })
}

/// A client for one request.
fn agent(url: Url<'_>, timeout: Duration) -> Agent {
    let mut config = Agent::config_builder()
        .timeout_global(Some(timeout.min(LONGEST)))
        .max_redirects(REDIRECTS)
        .user_agent("fetch of a course on concurrency");
    let is_here = is_loopback(url.authority);
    if is_here {
        // Nobody else can reach what is on this machine, and what answers there sends nobody
        // elsewhere.
        config = config.max_redirects(0);
    }
    let proxy = if is_here { None } else { Proxy::try_from_env() };
    config.proxy(proxy).build().new_agent()
}

/// Whether the host is an address of this machine's own.
fn is_loopback(authority: &str) -> bool {
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// An error in our words, or in the client's.
enum Failed {
    Told(FetchError),
    Client(Error),
}

impl<E: Into<Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Client(error.into())
    }
}

fn read(agent: &Agent, url: &str) -> Result<Page, Failed> {
    let response = agent.get(url).call()?;
    let status = response.status().as_u16();
    if status != 200 {
        return Err(Failed::Told(FetchError::Status(status)));
    }
    let wanted = response.body().content_length();
    let mut reader = response.into_body().into_reader().take(MOST + 1);
    let mut body = Vec::new();
    let ended = reader.read_to_end(&mut body);
    let got = body.len() as u64;
    match (ended, wanted) {
        (Err(error), Some(wanted)) if is_cut_off(&error) => {
            Err(Failed::Told(FetchError::CutOff { got, wanted }))
        }
        (Err(error), _) => Err(error.into()),
        (Ok(_), _) if got > MOST => Err(Error::BodyExceedsLimit(MOST).into()),
        (Ok(_), _) => Ok(Page { body }),
    }
}

/// Whether the other side was gone too early.
fn is_cut_off(error: &io::Error) -> bool {
    let gone = [
        ErrorKind::UnexpectedEof,
        ErrorKind::ConnectionReset,
        ErrorKind::ConnectionAborted,
    ];
    gone.contains(&error.kind())
}

/// Whether a name has no address. The client passes std's error on, and std has no kind for it.
fn is_about_lookup(error: &io::Error) -> bool {
    // On Windows it is one of the system's: host not found, try again, no recovery, no data.
    let is_of_windows = error
        .raw_os_error()
        .is_some_and(|code| (11001..=11004).contains(&code));
    is_of_windows
        || error
            .to_string()
            .starts_with("failed to lookup address information")
}

/// The client's error in the words of this crate.
fn said(error: Error) -> FetchError {
    match error {
        Error::StatusCode(code) => FetchError::Status(code),
        Error::Timeout(_) => FetchError::TimedOut,
        Error::HostNotFound => FetchError::UnknownHost,
        Error::Io(error) if is_about_lookup(&error) => FetchError::UnknownHost,
        Error::BadUri(_) => FetchError::BadUrl,
        Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => FetchError::Refused,
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => FetchError::TimedOut,
        other => FetchError::Other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::net::ToSocketAddrs;

    use super::*;

    #[test]
    fn the_client_s_errors_are_told_apart() {
        let io = |kind: ErrorKind| Error::Io(kind.into());
        assert_eq!(said(Error::HostNotFound), FetchError::UnknownHost);
        assert_eq!(said(io(ErrorKind::ConnectionRefused)), FetchError::Refused);
        assert_eq!(said(io(ErrorKind::TimedOut)), FetchError::TimedOut);
        assert_eq!(said(Error::StatusCode(500)), FetchError::Status(500));
        assert_eq!(said(Error::BadUri(String::new())), FetchError::BadUrl);
        let other = said(Error::TooManyRedirects);
        assert_eq!(other, FetchError::Other("too many redirects".to_owned()));
    }

    #[test]
    fn a_name_without_an_address_is_an_unknown_host() {
        // Said by the system itself: no server is asked for a name with a space in it.
        let error = "no such host:80".to_socket_addrs().unwrap_err();
        assert_eq!(said(Error::Io(error)), FetchError::UnknownHost);
    }

    #[test]
    fn what_is_on_this_machine_is_asked_directly() {
        for host in [
            "localhost",
            "127.0.0.1:80",
            "127.1.2.3",
            "[::1]:80",
            "localhost:80",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["example.org", "10.0.0.1:80", "localhost.example.org:80"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
