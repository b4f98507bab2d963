//! The captured output of a check, up to its limit.

/// Which of the two streams a piece of output came on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

/// What a check has written so far.
#[derive(Debug)]
pub(crate) struct Output {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    limit: usize,
    exceeded: bool,
}

impl Output {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            stdout: Vec::new(),
            stderr: Vec::new(),
            limit,
            exceeded: false,
        }
    }

    /// Keeps as much of a piece as the limit, which counts both streams, leaves room for.
    pub(crate) fn add(&mut self, stream: Stream, piece: &[u8]) {
        let room = self.limit - self.stdout.len() - self.stderr.len();
        self.exceeded |= piece.len() > room;
        let kept = &piece[..piece.len().min(room)];
        match stream {
            Stream::Stdout => self.stdout.extend_from_slice(kept),
            Stream::Stderr => self.stderr.extend_from_slice(kept),
        }
    }

    /// True once more was written than the limit allows.
    pub(crate) fn exceeded(&self) -> bool {
        self.exceeded
    }

    /// Both streams as text. Bytes that are no UTF-8 are shown as such, not refused.
    pub(crate) fn into_texts(self) -> (String, String) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&self.stdout), text(&self.stderr))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_both_streams_and_keeps_what_fits() {
        let mut output = Output::new(5);
        output.add(Stream::Stdout, b"abc");
        output.add(Stream::Stderr, b"de");
        assert!(!output.exceeded(), "exactly the limit is allowed");
        output.add(Stream::Stdout, b"f");
        assert!(output.exceeded());
        output.add(Stream::Stderr, b"g");
        assert_eq!(output.into_texts(), ("abc".to_owned(), "de".to_owned()));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_such() {
        let mut output = Output::new(10);
        output.add(Stream::Stdout, &[b'a', 0xff]);
        assert_eq!(output.into_texts().0, "a\u{fffd}");
    }
}
