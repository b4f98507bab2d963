//! A worker that reads into one string and writes through a lock of standard output, and places
//! that are written under a lock.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn serve(test: impl Fn(u64) -> bool) {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line).unwrap() > 0 {
        for (place, number) in line.split_whitespace().enumerate() {
            let space = if place > 0 { " " } else { "" };
            write!(output, "{space}{}", test(number.parse().unwrap())).unwrap();
        }
        output.write_all(b"\n").unwrap();
        output.flush().unwrap();
        line.clear();
    }
}

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let answers = Mutex::new(vec![false; numbers.len()]);
    numbers.par_iter().enumerate().for_each(|(place, &number)| {
        let answer = test(number);
        answers.lock().unwrap()[place] = answer;
    });
    answers.into_inner().unwrap()
}
