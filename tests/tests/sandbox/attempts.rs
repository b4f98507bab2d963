//! What submissions try, and what they are answered: the second table of docs/sandbox.md.

/// Something that a submission tries.
pub struct Attempt {
    /// As the table says it.
    pub name: &'static str,
    /// Items of the file, which the compiler meets.
    pub items: &'static str,
    /// What the function does that the check calls; none if it is not to come to that.
    pub body: Option<&'static str>,
    /// The verdict of all checks.
    pub verdict: &'static str,
    /// Part of what is said.
    pub said: &'static str,
}

/// What only the compiler, or the look before it, meets.
const fn says(
    name: &'static str,
    items: &'static str,
    verdict: &'static str,
    said: &'static str,
) -> Attempt {
    Attempt {
        name,
        items,
        body: None,
        verdict,
        said,
    }
}

/// What is run.
const fn does(
    name: &'static str,
    body: &'static str,
    verdict: &'static str,
    said: &'static str,
) -> Attempt {
    Attempt {
        name,
        items: "",
        body: Some(body),
        verdict,
        said,
    }
}

/// A whole file for exercise 1, which is run.
const fn is(
    name: &'static str,
    file: &'static str,
    verdict: &'static str,
    said: &'static str,
) -> Attempt {
    Attempt {
        name,
        items: file,
        body: Some(""),
        verdict,
        said,
    }
}

impl Attempt {
    /// The file that tries it, which has what exercise 1 asks for if it is run.
    pub fn lib(&self) -> String {
        const DEPTH: usize = 200_000;
        const ERRORS: usize = 20_000;
        let Some(body) = self.body else {
            let deep = format!("{}1{}", "(".repeat(DEPTH), ")".repeat(DEPTH));
            let wrong = |n| format!("pub fn f{n}() {{ let x: u8 = \"\"; }}\n");
            let flood: String = (0..ERRORS).map(wrong).collect();
            return self
                .items
                .replace("PARENTHESES", &deep)
                .replace("FLOOD", &flood);
        };
        if !self.items.is_empty() {
            return self.items.to_owned();
        }
        format!(
            "use std::time::{{Duration, Instant}};
            pub fn slow(x: u64) -> u64 {{ std::thread::sleep(Duration::from_secs(10)); x * x }}
            pub fn do_tasks(n: u64) -> Vec<u64> {{ {body}\n (0..n).map(slow).collect() }}
            pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {{
                let began = Instant::now(); (f(), began.elapsed())
            }}"
        )
    }
}

const FORBIDDEN: &str = "is not allowed";

/// All of them.
pub const ATTEMPTS: &[Attempt] = &[
    says(
        "`include_str!` of the password file",
        "pub const P: &str = include_str!(\"/etc/passwd\");",
        "forbidden",
        "`include_str!` is not allowed",
    ),
    says(
        "`include_str!` of the checks",
        "pub const C: &str = include_str!(\"../tests/checks.rs\");",
        "forbidden",
        "`include_str!` is not allowed",
    ),
    says(
        "`#[path]` to the password file",
        "#[path = \"/etc/passwd\"] mod passwords;",
        "forbidden",
        "`#[path]` is not allowed",
    ),
    says(
        "`#[path]` by a macro that no list of words foresees",
        "macro_rules! bring { ($($a:tt)*) => { #[$($a)*] mod theirs; } }\nbring!(r#path = \"/etc/passwd\");",
        "forbidden",
        "brings in another file",
    ),
    says(
        "`unsafe`",
        "pub fn f() -> u8 { unsafe { *(1 as *const u8) } }",
        "forbidden",
        "`unsafe` is not allowed",
    ),
    says(
        "a function of the C library",
        "extern \"C\" { fn getpid() -> i32; }",
        "forbidden",
        FORBIDDEN,
    ),
    says(
        "files",
        "pub fn f() { let _ = std::fs::read(\"a\"); }",
        "forbidden",
        FORBIDDEN,
    ),
    says(
        "sockets",
        "pub fn f() { let _ = std::net::TcpStream::connect(\"127.0.0.1:1\"); }",
        "forbidden",
        FORBIDDEN,
    ),
    says(
        "processes",
        "pub fn f() { let _ = std::process::Command::new(\"sh\").spawn(); }",
        "forbidden",
        FORBIDDEN,
    ),
    says(
        "a constant that asks for a file of 400 MiB",
        "pub static BIG: [u8; 400 << 20] = [1; 400 << 20];",
        "limit_exceeded",
        "a file of more than 256 MiB",
    ),
    says(
        "200,000 parentheses",
        "pub const N: u8 = PARENTHESES;",
        "build_failed",
        "make the code simpler",
    ),
    says(
        "a type that grows for ever",
        "pub trait T { fn go(self); }
        impl<X> T for X { fn go(self) { (self, 1u8).go() } }
        pub fn f() { 1u8.go() }",
        "build_failed",
        "recursion limit",
    ),
    says(
        "a constant of 3 GiB",
        "pub static HUGE: [u8; 3 << 30] = [1; 3 << 30];",
        "limit_exceeded",
        "more than 2 GiB of memory",
    ),
    says(
        "a file of the machine, by the assembler",
        "std::arch::global_asm!(\".incbin \\\"/etc/passwd\\\"\");",
        "forbidden",
        "`unsafe` is not allowed",
    ),
    says(
        "a crate that has the name of the checks",
        "#![crate_name = \"checks\"]",
        "build_failed",
        "required to match",
    ),
    says(
        "a macro that doubles what it is given",
        "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*); } } m!(a b);",
        "limit_exceeded",
        "more than 2 GiB of memory",
    ),
    says(
        "traits that need each other for ever",
        "pub trait A {} pub trait B {} pub struct L<T>(T); pub struct R<T>(T);
        impl A for u8 {}
        impl<T> A for L<T> where T: A, L<L<T>>: B {}
        impl<T: A> B for L<T> where R<R<T>>: A {}
        impl<T> A for R<T> where L<R<T>>: A, R<L<T>>: A, L<L<R<T>>>: B {}
        fn need<T: A>() {}
        pub fn f() { need::<R<u8>>() }",
        "build_failed",
        "overflow evaluating the requirement",
    ),
    says(
        "a type that grows for ever, with a limit of its own",
        "#![recursion_limit = \"4000000000\"]
        pub trait T { fn go(self); }
        impl<X> T for X { fn go(self) { (self, 1u8).go() } }
        pub fn f() { 1u8.go() }",
        "build_failed",
        "make the code simpler",
    ),
    says(
        "a constant without end",
        "#![allow(long_running_const_eval)]
        pub const N: u64 = { let mut n = 0_u64; loop { n = n.wrapping_add(1); } };",
        "build_failed",
        "compiling took longer than 30 s",
    ),
    says(
        "a flood of errors",
        "FLOOD",
        "build_failed",
        "mismatched types",
    ),
    says(
        "an error of its own that paints a grade on the terminal",
        "compile_error!(\"\\u{1b}[2J10 of 10\\u{202e}\");",
        "build_failed",
        "\u{fffd}[2J10 of 10\u{fffd}",
    ),
    says(
        "a function that is run before `main`",
        "#[link_section = \".init_array\"] pub static FIRST: fn() = first;
        fn first() { std::process::exit(0) }",
        "forbidden",
        "`unsafe` is not allowed",
    ),
    says(
        "a `main` in place of that of the checks",
        "#[export_name = \"main\"] pub fn run() {}",
        "forbidden",
        "`unsafe` is not allowed",
    ),
    says(
        "an allocator for the whole process",
        "#[global_allocator] static A: std::alloc::System = std::alloc::System;",
        "forbidden",
        FORBIDDEN,
    ),
    does(
        "a vector without end",
        "let mut all: Vec<Vec<u8>> = Vec::new(); loop { all.push(vec![1; 1 << 20]); }",
        "limit_exceeded",
        "more than 1 GiB of memory",
    ),
    does(
        "one vector of a tebibyte",
        "let all: Vec<u8> = Vec::with_capacity(1 << 40); std::hint::black_box(&all);",
        "limit_exceeded",
        "asked for more memory than it may have",
    ),
    does(
        "threads without end",
        "loop { std::thread::spawn(|| std::thread::sleep(Duration::from_secs(1 << 30))); }",
        "limit_exceeded",
        "threads",
    ),
    does(
        "a loop without end",
        "loop { std::hint::black_box(0); }",
        "timed_out",
        "still running after 10 s",
    ),
    does(
        "output without end",
        "loop { println!(\"{n}\"); }",
        "limit_exceeded",
        "printed more than 1024 KiB",
    ),
    does(
        "errors printed without end",
        "loop { eprintln!(\"{n}\"); }",
        "limit_exceeded",
        "printed more than 1024 KiB",
    ),
    does(
        "a panic whose message panics when it is dropped",
        "struct P; impl Drop for P { fn drop(&mut self) { panic!() } } std::panic::panic_any(P);",
        "panicked",
        "a panic whose payload is not text",
    ),
    does(
        "a list that is dropped item in item",
        "struct L(Option<Box<L>>); let mut l = L(None);
        for _ in 0..10_000_000 { l = L(Some(Box::new(l))); } drop(l);",
        "crashed",
        "stack overflow",
    ),
    does(
        "the name of a thread of 10 MB",
        "std::thread::Builder::new().name(\"x\".repeat(10_000_000)).spawn(|| panic!()).unwrap().join().unwrap();",
        "panicked",
        "xxx… panicked",
    ),
    does(
        "`exit(0)`",
        "std::process::exit(0);",
        "crashed",
        "left the process with exit(0)",
    ),
    does("`abort()`", "std::process::abort();", "crashed", "abort"),
    does(
        "`exit(0)` instead of a panic's message",
        "std::panic::set_hook(Box::new(|_| std::process::exit(0))); panic!();",
        "crashed",
        "left the process with exit(0)",
    ),
    does(
        "a panic while another one is cleaned up",
        "struct B; impl Drop for B { fn drop(&mut self) { panic!() } } let _b = B; panic!();",
        "crashed",
        "panicked while another panic was being cleaned up",
    ),
    does(
        "all panics caught, and sleep without end",
        "loop { let _ = std::panic::catch_unwind(|| {
            std::thread::sleep(Duration::from_secs(1 << 40)); panic!()
        }); }",
        "deadlock",
        "sleeps for ever",
    ),
    does(
        "a recursion without end",
        "fn deep(n: u64) -> u64 { 1 + deep(std::hint::black_box(n)) } std::hint::black_box(deep(n));",
        "crashed",
        "stack overflow",
    ),
    does(
        "a clock that is watched without end",
        "let t = Instant::now(); while t.elapsed() < Duration::MAX { std::hint::spin_loop(); }",
        "wrong",
        "looks at the clock again and again",
    ),
    does(
        "a message of a gibibyte",
        "panic!(\"{}\", \"A\".repeat(1 << 30));",
        "limit_exceeded",
        "more than 1 GiB of memory",
    ),
    does(
        "a message that paints a grade on the terminal",
        "panic!(\"\\x1b[2J\\x1b[32mPASS\");",
        "panicked",
        "\u{fffd}[2J\u{fffd}[32mPASS",
    ),
    does(
        "a printed test result",
        "println!(\"test result: ok. 6 passed\"); std::process::exit(0);",
        "crashed",
        "left the process with exit(0)",
    ),
    does(
        "the environment of the compiler",
        "panic!(\"{:?}\", (option_env!(\"PATH\"), option_env!(\"HOME\"), option_env!(\"USER\")));",
        "panicked",
        "(None, None, None)",
    ),
    is(
        "a record of its own, by a hole in the compiler",
        include_str!("../../fixtures/forged/ex01_sleep_loop/src/lib.rs"),
        "forbidden",
        "forged",
    ),
];
