#!/usr/bin/env python3
"""Grades mutants of the solutions: small changes, each of which some check should catch.

    cargo build -p grader && python3 tests/mutants/run.py [ex03 ...]

A mutant is caught (a check does not pass), unviable (it does not compile), or it survives. Survivors stand in
tests/submissions/MUTANTS.md with the reason why they may; one that does not stand there fails the run (exit code 1),
and so does one that stands there and is gone. Needs Python 3 and nothing else.
"""

import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
KNOWN = ROOT / "tests/submissions/MUTANTS.md"

# What is replaced, and by what; inside functions, outside of comments and texts.
TOKENS = [
    (r" \+= ", [" -= ", " = "]),
    (r" -= ", [" += ", " = "]),
    (r" \+ ", [" - "]),
    (r" - ", [" + "]),
    (r" < ", [" <= ", " > ", " == "]),
    (r" > ", [" >= ", " < "]),
    (r" <= ", [" < ", " > "]),
    (r" >= ", [" > ", " < "]),
    (r" == ", [" != "]),
    (r" != ", [" == "]),
    (r" && ", [" || "]),
    (r" \|\| ", [" && "]),
    (r"\btrue\b", ["false"]),
    (r"\bfalse\b", ["true"]),
    (r"(?<=\d|\w)\.\.(?=\w)", ["..="]),
    (r"(?<=\()0(?=\.\.)", ["1"]),
    (r"\.min\(", [".max("]),
    (r"\.max\(1\)", [""]),
    (r"\.div_ceil\(", [" / ("]),
    (r"bounded(::<\(usize, J\)>)?\(capacity\)", ["unbounded()", "bounded(capacity + 1)", "bounded(capacity.max(1))"]),
    (r"default\(quiet\)", ["default(quiet * 2)", "default"]),
    (r"\bbreak\b", ["continue"]),
    (r"(?<=from_secs\()10(?=\))", ["9", "11"]),
    (r"if (?!let)[^{]+(?= \{)", ["if true", "if false"]),
    (r"\.collect\(\)", [".rev().collect()", ".take(1).collect()", ".skip(1).collect()"]),
    (r"\(value, elapsed\)", ["(value, elapsed * 2)"]),
    (r"Ok\(\w+\)(?= =>)", ["Ok(_) if false"]),
    (r"(?<=[=(] )Some\(\w+\)", ["None"]),
    (r"(?<==> )(?!\{)[^,{}\n]+(?=,\n)", ["{}", "unreachable!()"]),
    (r"vec!\[Err\(WorkerDied\); inputs\.len\(\)\]", ["Vec::new()"]),
    (r"panic::catch_unwind\(AssertUnwindSafe\(task\)\)", ["Ok(task())"]),
    (r"\.enumerate\(\)", [".rev().enumerate()", ".skip(1).enumerate()"]),
    (r"\.into_iter\(\)", [".into_iter().rev()", ".into_iter().skip(1)"]),
    (r"\bfirst\b(?=\.join|,)", ["second"]),
    (r"\bsecond\b(?=\.join|,)", ["first"]),
    (r"(?<=pause\()(a|b)(?=\))", ["a", "b"]),
    (r"\broom(?=\);|\)\n)", ["0", "1", "room + 1"]),
    (r"(?<=0\.\.)workers\b", ["1", "workers + 1", "workers.max(1)", "workers.min(2)"]),
    (r"\bdrop\(sender\);", [""]),
    (r"mpsc::sync_channel\(room\)", ["mpsc::channel()"]),
    (r"\.recv\(\)\.ok\(\)", [".try_recv().ok()"]),
    (r"\.iter\(\)\.collect\(\)", [".try_iter().collect()"]),
]

# Bodies that a function is given instead of its own, by what it returns.
BODIES = {
    "bool": ["true", "false"],
    "u64": ["0", "1"],
    "Vec<u64>": ["Vec::new()", "vec![1]"],
    "String": ["String::new()"],
    "()": [""],
}


def blank(source):
    """The source with comments and texts replaced by spaces, of the same length."""
    pattern = r'//[^\n]*|"(?:\\.|[^"\\])*"'
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def closing(code, opening):
    """The place of the bracket that closes the one at `opening`."""
    depth = 0
    for at in range(opening, len(code)):
        depth += (code[at] in "([{") - (code[at] in ")]}")
        if depth == 0:
            return at
    raise ValueError("unbalanced brackets")


def functions(code):
    """Name, return type and body of each function: the places of its brackets."""
    for found in re.finditer(r"\bfn (\w+)", code):
        opening = code.index("{", found.end())
        head = code[found.end() : opening]
        returns = head.rsplit("->", 1)[1].split("where")[0].strip() if "->" in head else "()"
        yield found[1], returns, opening, closing(code, opening)


def statements(code, opening, end):
    """The places of the statements of a block, and of the blocks within it."""
    at = start = opening + 1
    while at < end:
        if code[at] in "([{":
            close = closing(code, at)
            if code[at] == "{":
                yield from statements(code, at, close)
            else:
                for inner in re.finditer(r"\{", code[at:close]):
                    yield from statements(code, at + inner.start(), closing(code, at + inner.start()))
            at = close
            follows = code[at + 1 : end].lstrip()
            # A block that ends a statement by itself: a loop, an `if`.
            if code[at] == "}" and not re.match(r"[;.?,)]|else\b", follows) and follows:
                yield start, at + 1
                start = at + 1
        elif code[at] == ";":
            yield start, at + 1
            start = at + 1
        at += 1


def mutants(source):
    """Each mutant: in which function, what stood there, what stands there now, and the whole text."""
    code = blank(source)
    seen = set()
    for name, returns, opening, end in functions(code):
        changes = []
        for pattern, replacements in TOKENS:
            for found in re.finditer(pattern, code[opening:end]):
                start, stop = opening + found.start(), opening + found.end()
                changes += [(start, stop, new) for new in replacements]
        for start, stop in statements(code, opening, end):
            if code[start:stop].strip():
                changes.append((start, stop, ""))
        for body in BODIES.get(returns, ["Default::default()"]):
            changes.append((opening + 1, end, body))
        for start, stop, new in changes:
            text = source[:start] + new + source[stop:]
            if text in seen or new == source[start:stop]:
                continue
            seen.add(text)
            # A token alone says little: the line that it stands on says more.
            at = source.rfind("\n", 0, start) + 1, source.find("\n", stop)
            whole = new == "" or start == opening + 1
            was = code[start:stop] if whole else source[at[0] : at[1]]
            now = new if whole else source[at[0] : start] + new + source[stop : at[1]]
            yield name, short(was), short(now) or "(nothing)", text


def short(text):
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:60] + " ... " + text[-25:]


def verdicts(report):
    """The verdict of every check in a report, wherever it lies in it."""
    if isinstance(report, dict):
        if "verdict" in report and "name" in report:
            yield report["verdict"]
        for value in report.values():
            yield from verdicts(value)
    elif isinstance(report, list):
        for value in report:
            yield from verdicts(value)


def graded(exercise, folder, text):
    with tempfile.TemporaryDirectory() as tree:
        source = pathlib.Path(tree, folder, "src")
        source.mkdir(parents=True)
        (source / "lib.rs").write_text(text)
        command = [ROOT / "target/debug/grader", exercise, "--submission", tree, "--format", "json"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        found = set(verdicts(json.loads(run.stdout)))
    if found == {"build_failed"}:
        return "unviable"
    return "survives" if found == {"passed"} else "caught"


def main():
    wanted = sys.argv[1:]
    known = set(re.findall(r"^- `(.*)`$", KNOWN.read_text(), re.M)) if KNOWN.exists() else set()
    survivors, looked_at = set(), set()
    for dir in sorted((ROOT / "solutions").glob("ex*")):
        exercise = dir.name.split("_")[0]
        if wanted and exercise not in wanted:
            continue
        looked_at.add(exercise)
        made = list(mutants((dir / "src/lib.rs").read_text()))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda mutant: graded(exercise, dir.name, mutant[3]), made))
        counts = {kind: found.count(kind) for kind in ("caught", "survives", "unviable")}
        print(exercise, *(f"{count} {kind}" for kind, count in counts.items()), flush=True)
        for (name, was, now, _), result in zip(made, found):
            if result == "survives":
                survivors.add(f"{exercise} {name}: {was}  ->  {now}")
    news = sorted(survivors - known)
    gone = sorted(line for line in known - survivors if line.split()[0] in looked_at)
    for title, lines in (("survive, and are not listed", news), ("are listed, and are gone", gone)):
        if lines:
            print(f"\nThese {title}:", *(f"- `{line}`" for line in lines), sep="\n")
    sys.exit(1 if news or gone else 0)


if __name__ == "__main__":
    main()
