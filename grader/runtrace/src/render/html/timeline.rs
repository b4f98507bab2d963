//! A run in virtual time as a page: a bar for each thread, and what it did as a table in order of time.

use std::fmt::Write as _;
use std::time::Duration;

use super::frame::{Frame, Parts};
use super::steps::{self, Stop};
use crate::prose::duration;
use crate::render::chart;
use crate::render::escape::escaped;
use crate::render::svg::timeline::{class, does, tick};
use crate::{Annotated, Interval, Timeline};

/// Stretches that are shown, of all threads together. Of more, the longest.
const MOST: usize = 300;

impl Annotated {
    /// As a page: an HTML document of its own, for a light or dark ground, which one can step through with the keyboard.
    /// Each stretch of time of each thread can be focused.
    #[must_use]
    pub fn html(&self, frame: &Frame) -> String {
        let told = Told::of(self);
        let places = told.spans.iter().map(|span| span.at.place.as_str());
        frame.page(&Parts {
            steps: told.picture() + &told.table(),
            closing: &self.sentence,
            quoted: &[],
            places: places.filter(|place| !place.is_empty()).collect(),
        })
    }
}

impl Timeline {
    /// As [`Annotated::html`], with nothing marked and nothing said.
    #[must_use]
    pub fn html(&self, frame: &Frame) -> String {
        Annotated::from(self.clone()).html(frame)
    }
}

/// A stretch of time of a thread.
struct Span<'a> {
    lane: usize,
    at: &'a Interval,
    marked: bool,
}

struct Told<'a> {
    told: &'a Annotated,
    /// The threads shown, as indices.
    lanes: Vec<usize>,
    /// In order of time.
    spans: Vec<Span<'a>>,
    /// How many more there are.
    left_out: usize,
}

impl<'a> Told<'a> {
    fn of(told: &'a Annotated) -> Self {
        let lanes = chart::shown(told);
        let of_lane = |&lane: &usize| {
            let intervals = told.timeline.lanes()[lane].intervals.iter();
            intervals.map(move |at| Span {
                lane,
                at,
                marked: told.marked.iter().any(|part| {
                    part.lane == lane && part.since < at.until && at.since < part.until
                }),
            })
        };
        let mut spans: Vec<Span<'_>> = lanes.iter().flat_map(of_lane).collect();
        let left_out = spans.len().saturating_sub(MOST);
        if left_out > 0 {
            spans.sort_by_key(|span| std::cmp::Reverse(span.at.until - span.at.since));
            spans.truncate(MOST);
        }
        spans.sort_by_key(|span| (span.at.since, span.lane));
        Self {
            told,
            lanes,
            spans,
            left_out,
        }
    }

    fn name(&self, lane: usize) -> &str {
        &self.told.timeline.lanes()[lane].name
    }

    /// A moment in hundredths of the whole run.
    fn percent(&self, moment: Duration) -> f64 {
        let elapsed = self.told.timeline.elapsed().as_secs_f64();
        if elapsed > 0.0 {
            (moment.as_secs_f64() / elapsed * 10_000.0).round() / 100.0
        } else {
            0.0
        }
    }

    /// The bars, with links to the rows of the table.
    fn picture(&self) -> String {
        let heading = match self.told.heading.as_str() {
            "" => format!(
                "Who did what when, in {} of virtual time",
                duration(self.told.timeline.elapsed())
            ),
            heading => heading.trim_end_matches(':').to_owned(),
        };
        let mut text = format!(
            "<section class=\"timeline\" aria-labelledby=\"picture\">\n<h2 id=\"picture\">{}</h2>\n",
            escaped(&heading)
        );
        text += &self.ruler();
        text.push_str("<ul class=\"lanes\">\n");
        for &lane in &self.lanes {
            let _ = write!(
                text,
                "<li><span class=\"name\">{}</span><div class=\"track\">",
                escaped(self.name(lane))
            );
            for (at, span) in self.spans.iter().enumerate() {
                if span.lane == lane {
                    self.bar(at + 1, span, &mut text);
                }
            }
            text.push_str("</div></li>\n");
        }
        text.push_str("</ul>\n");
        text += &self.legend();
        text + "</section>\n"
    }

    fn ruler(&self) -> String {
        let elapsed = self.told.timeline.elapsed();
        let step = tick(elapsed) * 2;
        let mut moments = vec![Duration::ZERO];
        while !step.is_zero() && moments[moments.len() - 1] + step < elapsed {
            moments.push(moments[moments.len() - 1] + step);
        }
        if elapsed - moments[moments.len() - 1] < step / 2 && moments.len() > 1 {
            moments.pop();
        }
        let mut text = String::from("<div class=\"ruler\" aria-hidden=\"true\">");
        for moment in moments {
            let _ = write!(
                text,
                "<span style=\"left:{}%\">{}</span>",
                self.percent(moment),
                duration(moment)
            );
        }
        let _ = write!(text, "<span class=\"end\">{}</span>", duration(elapsed));
        text + "</div>\n"
    }

    fn bar(&self, number: usize, span: &Span<'_>, text: &mut String) {
        let (from, to) = (self.percent(span.at.since), self.percent(span.at.until));
        let marked = if span.marked { " path" } else { "" };
        let label = if span.at.waiting.is_busy() {
            format!(
                "<span aria-hidden=\"true\">{}</span>",
                duration(span.at.until - span.at.since)
            )
        } else {
            String::new()
        };
        let _ = write!(
            text,
            "<a href=\"#s{number}\" class=\"span {}{marked}\" style=\"left:{from}%;width:{:.2}%\" aria-label=\"{}\">{label}</a>",
            class(span.at.waiting),
            to - from,
            escaped(&self.sentence(span)),
        );
    }

    /// `worker 1 sleeps, 10 s: from 0 s to 10 s`.
    fn sentence(&self, span: &Span<'_>) -> String {
        format!(
            "{} {}, {}: from {} to {}",
            self.name(span.lane),
            does(span.at),
            duration(span.at.until - span.at.since),
            duration(span.at.since),
            duration(span.at.until)
        )
    }

    fn legend(&self) -> String {
        let mut text = String::from("<ul class=\"legend\">\n");
        for (waiting, _, words, _) in chart::used(&self.told.timeline) {
            let _ = writeln!(
                text,
                "<li><span class=\"swatch {}\" aria-hidden=\"true\"></span>{words}</li>",
                class(waiting)
            );
        }
        if !self.told.marked.is_empty() {
            let _ = writeln!(
                text,
                "<li><span class=\"swatch path\" aria-hidden=\"true\"></span>{}</li>",
                escaped(&self.told.legend)
            );
        }
        text.push_str("</ul>\n");
        let hidden = self.told.timeline.threads() - self.lanes.len();
        let more = (hidden > 0).then(|| format!("... and {hidden} more threads"));
        for line in more.into_iter().chain(chart::busy(&self.told.timeline)) {
            let _ = writeln!(text, "<p class=\"remark\">{}</p>", escaped(&line));
        }
        text
    }

    /// The same in order of time.
    fn table(&self) -> String {
        if self.spans.is_empty() {
            return "<p>No thread took any virtual time.</p>\n".to_owned();
        }
        let mut text = String::from(
            "<section aria-labelledby=\"steps\">\n<h2 id=\"steps\">In order of time</h2>\n<table class=\"spans\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">From</th><th scope=\"col\" role=\"columnheader\">To</th><th scope=\"col\" role=\"columnheader\">Thread</th><th scope=\"col\" role=\"columnheader\">What it does</th><th scope=\"col\" role=\"columnheader\">Line</th></tr></thead>\n<tbody role=\"rowgroup\">\n",
        );
        for (at, span) in self.spans.iter().enumerate() {
            self.row(at + 1, span, &mut text);
        }
        text.push_str("</tbody>\n</table>\n");
        if self.left_out > 0 {
            let _ = writeln!(
                text,
                "<p class=\"remark\">{} shorter stretches are left out.</p>",
                self.left_out
            );
        }
        text + "</section>\n"
    }

    fn row(&self, number: usize, span: &Span<'_>, text: &mut String) {
        let name = self.name(span.lane);
        let mut say = format!("{number} of {}. {}", self.spans.len(), self.sentence(span));
        if !span.at.place.is_empty() {
            let _ = write!(say, ", at {}", span.at.place);
        }
        let stop = Stop {
            number,
            thread: span.lane,
            name,
            place: &span.at.place,
            say,
            known: None,
            class: if span.marked { "step marked" } else { "step" }.to_owned(),
        };
        text.push_str(&stop.open().replacen("<tr", "<tr role=\"row\"", 1));
        let cells = [
            (
                "from",
                format!("<a href=\"#s{number}\">{}</a>", duration(span.at.since)),
            ),
            ("to", duration(span.at.until)),
            ("who", escaped(name)),
            ("what", escaped(&does(span.at))),
            ("place", steps::place(&span.at.place)),
        ];
        for (class, cell) in cells {
            let _ = write!(text, "<td role=\"cell\" class=\"{class}\">{cell}</td>");
        }
        text.push_str("</tr>\n");
    }
}
