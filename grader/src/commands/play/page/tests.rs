//! The page as text; that it works is looked at in a browser by the tests of the whole.

use course::Verdict;
use runtrace::{Move, NextStep, PlayedStep, PlayedThread, Position, Site, Thing, ThreadState};
use serde_json::Value;
use supervise::play::Ending;

use super::tree::Node;
use super::*;

const LINE: &str = r#"let end = "</script><!-- & <b>";"#;

fn thread() -> PlayedThread {
    PlayedThread {
        name: "worker 1".to_owned(),
        state: ThreadState::Ready,
        next: Some(NextStep {
            text: "load AtomicU64".to_owned(),
            site: site(),
            own: true,
            waits: None,
        }),
    }
}

fn site() -> Site {
    Site {
        file: "src/lib.rs".to_owned(),
        line: 1,
    }
}

/// A program of two states, the second a failure.
struct OneMove;

impl Program for OneMove {
    fn at(&mut self, path: &[Choice]) -> Result<State, NoAnswer> {
        let step = PlayedStep {
            number: Some(1),
            text: "load `a` 0".to_owned(),
            site: site(),
            own: true,
            ..PlayedStep::default()
        };
        let one = Move {
            choice: Choice::of(0),
            text: "load `a` 0".to_owned(),
            note: "an older value".to_owned(),
            quiet: false,
        };
        let is_over = !path.is_empty();
        Ok(State {
            position: Position {
                path: path.to_vec(),
                steps: path.iter().map(|_| step.clone()).collect(),
                threads: vec![thread()],
                things: vec![Thing {
                    name: "Mutex `log`".to_owned(),
                    state: "free".to_owned(),
                    waiting: vec![0],
                }],
                moves: if is_over { Vec::new() } else { vec![one] },
                ..Position::default()
            },
            ending: is_over.then(|| Ending {
                verdict: Verdict::Race,
                message: "1 < 2 & lost".to_owned(),
                explanation: String::new(),
            }),
        })
    }

    fn find(&mut self, _: &[Choice]) -> Result<Found, NoAnswer> {
        panic!("two states are few enough")
    }
}

fn tree() -> Tree {
    tree::grow(&mut OneMove, 100).unwrap()
}

fn page_of(tree: &Tree) -> String {
    let run = PlayedRun {
        line: 27,
        verdict: Some(Verdict::Race),
        says: "lost".to_owned(),
    };
    let subject = Subject {
        exercise: "ex03",
        check: "no_update_is_lost",
        runs: &[run],
        run: 0,
        story: &["Two threads <add>.".to_owned()],
        sources: &Sources::of("src/lib.rs", LINE),
    };
    of_tree(tree, &subject)
}

fn data_of(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn what_a_source_line_holds_cannot_end_the_data() {
    let page = page_of(&tree());
    assert_eq!(
        page.matches("</script>").count(),
        2,
        "one for the data, one for the script"
    );
    assert!(!page.contains("<!-- &"));
    let data = data_of(&page);
    let pieces = data["files"][0][1][0].as_array().unwrap();
    let whole: String = pieces.iter().filter_map(|it| it[1].as_str()).collect();
    assert_eq!(whole, LINE);
    assert_eq!(pieces[0], serde_json::json!(["k", "let"]));
}

#[test]
fn the_states_are_there_with_their_moves_and_the_end() {
    let data = data_of(&page_of(&tree()));
    let text = |number: &Value| {
        data["texts"][number.as_u64().unwrap() as usize]
            .as_str()
            .unwrap()
    };
    let (first, last) = (&data["nodes"][0], &data["nodes"][1]);
    let one = &first["moves"][0];
    assert_eq!(text(&one[1]), "load `a` 0 (an older value)");
    assert_eq!((one[0].as_u64(), one[2].as_i64()), (Some(0), Some(1)));
    assert_eq!(text(&first["things"][0][1]), "free; worker 1 waits");
    assert_eq!(
        (first["fails"].as_u64(), first["end"].is_null()),
        (Some(1), true)
    );
    assert_eq!(text(&last["steps"][0][2]), "load `a` 0");
    assert_eq!(text(&last["end"][0]), "RACE");
    assert_eq!(text(&last["end"][2][0]), "1 < 2 & lost");
}

#[test]
fn the_page_needs_nothing_but_itself_and_says_how_much_it_holds() {
    let mut tree = tree();
    let page = page_of(&tree);
    for outside in ["http://", "https://", "src=", "@import", "{{"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<p>Two threads &lt;add&gt;.</p>"));
    assert!(page.contains("aria-live=\"polite\"") && page.contains("prefers-color-scheme: dark"));
    assert!(page.contains("everything that can happen: 2 states"));
    tree.extent = Extent::Around { steps: 3 };
    assert!(page_of(&tree).contains("a way that fails and up to 3 choices beside it"));
    tree.extent = Extent::Beginning;
    assert!(page_of(&tree).contains("the first 2"));
}

#[test]
fn a_template_is_filled_once_and_what_is_filled_in_is_left_alone() {
    let fills = [("{{a}}", "{{b}}".to_owned()), ("{{b}}", "x".to_owned())];
    assert_eq!(filled("<{{a}}{{b}}{{c}}>", &fills), "<{{b}}x{{c}}>");
}

#[test]
fn of_each_state_only_the_new_steps_are_kept() {
    let steps = |node: &Node| node.state.position.steps.len();
    assert_eq!(tree().nodes.iter().map(steps).collect::<Vec<_>>(), [0, 1]);
}
