//! JUnit's XML follows the rules of Jenkins' schema, as far as they can be told without a validator; `.ci/formats` asks
//! one.

use grader::export::{Junit, class};
use roxmltree::{Document, Node};

use super::{of_class, rendered, sample};

fn children<'d>(node: Node<'d, 'd>) -> impl Iterator<Item = Node<'d, 'd>> {
    node.children().filter(Node::is_element)
}

#[track_caller]
fn number(node: Node<'_, '_>, attribute: &str) -> usize {
    let value = node.attribute(attribute).expect(attribute);
    value.parse().expect("a whole number")
}

/// Demands elements, attributes and an order that the schema knows, and counts that are right.
#[track_caller]
fn follows_the_rules(xml: &str) {
    let document = Document::parse(xml).expect("it is XML");
    let root = document.root_element();
    assert!(root.has_tag_name("testsuites"));
    let attributes: Vec<_> = root.attributes().map(|it| it.name()).collect();
    assert_eq!(attributes, ["name", "tests", "failures", "errors"]);
    let mut tests = 0;
    for suite in children(root) {
        assert!(suite.has_tag_name("testsuite") && suite.attribute("name").is_some());
        let count = |tag: &str| {
            suite
                .descendants()
                .filter(|it| it.has_tag_name(tag))
                .count()
        };
        for (attribute, tag) in [
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
        ] {
            assert_eq!(number(suite, attribute), count(tag), "{attribute}");
        }
        tests += number(suite, "tests");
        let order = ["properties", "testcase", "system-out", "system-err"];
        in_order(suite, &order);
        for case in children(suite).filter(|it| it.has_tag_name("testcase")) {
            assert!(case.attribute("name").is_some() && case.attribute("classname").is_some());
            in_order(case, &["failure", "error", "system-out"]);
            let verdicts = children(case)
                .filter(|it| ["failure", "error"].iter().any(|tag| it.has_tag_name(*tag)));
            assert!(verdicts.count() <= 1);
        }
    }
    assert_eq!(number(root, "tests"), tests);
    for property in document
        .descendants()
        .filter(|it| it.has_tag_name("property"))
    {
        assert!(property.attribute("name").is_some() && property.attribute("value").is_some());
    }
}

#[track_caller]
fn in_order(parent: Node<'_, '_>, order: &[&str]) {
    let places: Vec<_> = children(parent)
        .map(|child| {
            let place = order.iter().position(|tag| child.has_tag_name(*tag));
            place.unwrap_or_else(|| panic!("{child:?} may not stand there"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn junit_follows_the_rules() {
    let class = sample::class();
    for student in &class.students {
        follows_the_rules(&rendered(&Junit, student));
    }
    follows_the_rules(&of_class(&class::Junit, &class));
}

#[test]
fn points_are_properties_and_add_up_to_those_of_the_report() {
    for student in sample::class().students {
        let xml = rendered(&Junit, &student);
        let document = Document::parse(&xml).unwrap();
        let is_check = |name: &str| name.split_once('.').is_some_and(|(_, it)| it == "points");
        let points = document
            .descendants()
            .filter(|it| it.attribute("name").is_some_and(is_check))
            .map(|it| it.attribute("value").unwrap().parse::<u32>().unwrap());
        let sum: u32 = points.sum();
        assert_eq!(sum, student.report.total().gained);
    }
}

#[test]
fn a_message_keeps_its_words_and_loses_what_xml_cannot_hold() {
    let xml = rendered(&Junit, &sample::class().students[0]);
    let document = Document::parse(&xml).unwrap();
    let failure = document
        .descendants()
        .find(|it| it.has_tag_name("failure"))
        .unwrap();
    assert_eq!(failure.attribute("type"), Some("race"));
    let message = failure.attribute("message").unwrap();
    assert!(
        message.contains("]]> </script>") && message.contains('🦀'),
        "{message}"
    );
    let is_drawing =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{fffe}');
    assert!(!xml.contains(is_drawing), "{xml}");
}
