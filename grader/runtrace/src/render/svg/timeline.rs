//! A timeline as a picture: a bar for each thread, time to the right, what is marked framed and
//! joined by lines.

use std::fmt::Write as _;
use std::time::Duration;

use super::page::{CODE, LINE, MARGIN, Page};
use crate::prose::{self, duration};
use crate::render::chart;
use crate::render::columns::{columns, cut};
use crate::render::escape::escaped;
use crate::{Annotated, Interval, PathSegment, Timeline, Waiting};

/// Width that the whole time takes, in pixels.
const PLOT: usize = 720;

/// Height of a thread's row and of the bar in it, in pixels.
const ROW: usize = 34;
const BAR: usize = 20;

/// Times written along the top, at most.
const MOST_TICKS: u128 = 8;

/// Patterns of the ways to wait.
const PATTERNS: &str = r#"<defs>
<pattern id="lock" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="8" class="held"/></pattern>
<pattern id="core" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="4" height="8" class="queue"/></pattern>
</defs>"#;

/// Stretches drawn of a thread.
const MOST_BARS: usize = 100;

impl Annotated {
    /// As a picture: a document of its own, for a light or dark ground.
    #[must_use]
    pub fn svg(&self) -> String {
        draw(self, "")
    }
}

impl Timeline {
    /// The timeline as a picture: a document of its own, for a light or dark ground.
    #[must_use]
    pub fn svg(&self) -> String {
        Annotated::from(self.clone()).svg()
    }
}

/// The document. The account says what went wrong; it may be empty.
pub fn draw(told: &Annotated, account: &str) -> String {
    let timeline = &told.timeline;
    let shown = chart::shown(told);
    let names = shown
        .iter()
        .map(|&lane| columns(&timeline.lanes()[lane].name));
    let left = MARGIN + (names.max().unwrap_or(4).min(24) + 2) * CODE;
    let drawing = Drawing { told, shown, left };
    let mut page = Page::new(left + PLOT + 2 * MARGIN);
    page.draw(PATTERNS);
    page.account(account);
    drawing.ruler(&mut page);
    let top = page.y;
    for &lane in &drawing.shown {
        drawing.lane(lane, &mut page);
    }
    drawing.path(top, &mut page);
    let hidden = timeline.threads() - drawing.shown.len();
    if hidden > 0 {
        page.paragraph("aside", &format!("... and {hidden} more threads"));
    }
    page.y += 8;
    drawing.legend(&mut page);
    if let Some(busy) = chart::busy(timeline) {
        page.paragraph("aside", &busy);
    }
    page.closing(&told.sentence);
    let elapsed = duration(timeline.elapsed());
    let title = format!("Who slept, worked and waited for what, in {elapsed} of virtual time");
    page.finish(&title, &drawing.description())
}

struct Drawing<'d> {
    told: &'d Annotated,
    /// The threads drawn, as indices.
    shown: Vec<usize>,
    /// Left edge of the bars, in pixels.
    left: usize,
}

impl Drawing<'_> {
    /// A moment as a number of pixels from the left.
    fn x(&self, moment: Duration) -> f64 {
        let elapsed = self.told.timeline.elapsed().as_secs_f64();
        let share = if elapsed > 0.0 {
            moment.as_secs_f64() / elapsed
        } else {
            0.0
        };
        let x = self.left as f64 + share * PLOT as f64;
        (x * 10.0).round() / 10.0
    }

    /// Round moments along the top, and the end, with a line downward at each.
    fn ruler(&self, page: &mut Page) {
        let elapsed = self.told.timeline.elapsed();
        let bottom = page.y + LINE + self.shown.len() * ROW;
        let step = tick(elapsed);
        let mut moments = vec![Duration::ZERO];
        while !step.is_zero() && moments[moments.len() - 1] + step <= elapsed {
            moments.push(moments[moments.len() - 1] + step);
        }
        // The end, unless it would be written over the moment before.
        if elapsed - moments[moments.len() - 1] > step / 2 {
            moments.push(elapsed);
        }
        for moment in moments {
            let x = self.x(moment);
            page.draw(&format!(
                r#"<line x1="{x}" y1="{}" x2="{x}" y2="{bottom}" class="rule"/><text x="{x}" y="{}" class="aside middle">{}</text>"#,
                page.y + LINE,
                page.y + 13,
                duration(moment)
            ));
        }
        page.y += LINE + 6;
    }

    fn lane(&self, number: usize, page: &mut Page) {
        let lane = &self.told.timeline.lanes()[number];
        let y = page.y + BAR / 2;
        page.text([MARGIN, y + 5], "", &cut(&lane.name, 24));
        for interval in self.seen(&lane.intervals) {
            page.draw(&self.bar(&lane.name, interval, page.y));
        }
        page.y += ROW;
    }

    /// The stretches; of very many only those that are as wide as a pixel, if there are such.
    fn seen<'i>(&self, intervals: &'i [Interval]) -> impl Iterator<Item = &'i Interval> {
        let pixel = self.told.timeline.elapsed() / (PLOT as u32);
        let are_many = intervals.len() > MOST_BARS;
        let seen = move |at: &&Interval| !are_many || at.until - at.since >= pixel;
        intervals.iter().filter(seen).take(MOST_BARS)
    }

    /// One stretch, with what it is as a tool tip, and inside if there is room.
    fn bar(&self, name: &str, interval: &Interval, y: usize) -> String {
        let (from, to) = (self.x(interval.since), self.x(interval.until));
        let width = ((to - from) * 10.0).round() / 10.0;
        let length = duration(interval.until - interval.since);
        let what = does(interval);
        let tip = escaped(&format!(
            "{name} {what}, {length}: from {} to {}{}",
            duration(interval.since),
            duration(interval.until),
            prose::at(&interval.place)
        ));
        let class = class(interval.waiting);
        if matches!(interval.waiting, Waiting::Thread | Waiting::Other) {
            let middle = y + BAR / 2;
            return format!(
                r#"<path d="M{from} {middle}H{to}" class="{class}"><title>{tip}</title></path>"#
            );
        }
        let mut bar = format!(
            r#"<rect x="{from}" y="{y}" width="{width}" height="{BAR}" rx="2" class="{class}"><title>{tip}</title></rect>"#
        );
        let label = format!("{what} {length}");
        if interval.waiting.is_busy() && (columns(&label) * CODE) as f64 <= width {
            let _ = write!(
                bar,
                r#"<text x="{}" y="{}" class="middle label">{}</text>"#,
                (from + to) / 2.0,
                y + 14,
                escaped(&label)
            );
        }
        bar
    }

    /// Frames around what is marked, joined where one leads to the next in another thread.
    fn path(&self, top: usize, page: &mut Page) {
        let y = |lane: usize| {
            let row = self.shown.iter().position(|&shown| shown == lane);
            top + row.unwrap_or_default() * ROW
        };
        let is_shown = |leg: &&PathSegment| self.shown.contains(&leg.lane);
        let marked: Vec<&PathSegment> = self.told.marked.iter().filter(is_shown).collect();
        for leg in marked.iter().take(MOST_BARS) {
            let (from, to) = (self.x(leg.since), self.x(leg.until));
            page.draw(&format!(
                r#"<rect x="{from}" y="{}" width="{:.1}" height="{}" rx="3" class="path"/>"#,
                y(leg.lane) as f64 - 2.0,
                to - from,
                BAR + 4
            ));
        }
        for legs in marked.windows(2).take(MOST_BARS) {
            let (one, next) = (legs[0], legs[1]);
            if one.until == next.since && one.lane != next.lane {
                let (from, to) = (y(one.lane), y(next.lane));
                let (from, to) = if from < to {
                    (from + BAR + 2, to - 2)
                } else {
                    (from - 2, to + BAR + 2)
                };
                let x = self.x(one.until);
                page.draw(&format!(r#"<path d="M{x} {from}V{to}" class="path"/>"#));
            }
        }
    }

    fn legend(&self, page: &mut Page) {
        let mut x = MARGIN;
        let marked = (!self.told.marked.is_empty()).then_some(("path", self.told.legend.as_str()));
        let used =
            chart::used(&self.told.timeline).map(|(waiting, _, words, _)| (class(waiting), words));
        for (class, words) in used.chain(marked) {
            let width = 36 + (words.len() + 2) * 8;
            if x > MARGIN && x + width > self.left + PLOT + MARGIN {
                x = MARGIN;
                page.y += LINE + 4;
            }
            let y = page.y;
            page.draw(&match class {
                "thread" | "other" => format!(
                    r#"<path d="M{} {}H{}" class="{class}"/>"#,
                    x + 2,
                    y + 8,
                    x + 28
                ),
                _ => format!(
                    r#"<rect x="{x}" y="{y}" width="28" height="16" rx="2" class="{class}"/>"#
                ),
            });
            page.text([x + 36, page.y + 13], "prose", words);
            x += width;
        }
        page.y += LINE + 8;
    }

    /// The timeline in words, for whoever cannot see it.
    fn description(&self) -> String {
        let mut text = String::new();
        for &lane in &self.shown {
            let lane = &self.told.timeline.lanes()[lane];
            let did: Vec<String> = lane
                .intervals
                .iter()
                .take(12)
                .map(|at| format!("{} {}", does(at), duration(at.until - at.since)))
                .collect();
            let _ = write!(text, "{}: {}. ", lane.name, did.join(", "));
        }
        text + &self.told.sentence
    }
}

/// The word for it in style sheets.
pub fn class(waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::Sleep => "sleep",
        Waiting::Work => "work",
        Waiting::Core => "core",
        Waiting::Lock => "lock",
        Waiting::Thread => "thread",
        Waiting::Other => "other",
    }
}

/// What a thread does: `sleeps`, `waits for the Mutex`.
pub fn does(interval: &Interval) -> String {
    match interval.waiting {
        Waiting::Sleep => "sleeps".to_owned(),
        Waiting::Work => "works".to_owned(),
        Waiting::Lock => format!("waits for the {}", interval.object),
        Waiting::Thread => format!("waits for {} to end", interval.object),
        Waiting::Core | Waiting::Other => format!("waits for {}", interval.object),
    }
}

/// The time between two ticks: 1, 2 or 5 of some power of ten.
pub fn tick(elapsed: Duration) -> Duration {
    let wanted = elapsed.as_nanos().div_ceil(MOST_TICKS);
    let mut power = 1_u128;
    loop {
        let round = [1, 2, 5]
            .map(|digit| digit * power)
            .into_iter()
            .find(|tick| *tick >= wanted);
        if let Some(tick) = round {
            return if elapsed.is_zero() {
                Duration::ZERO
            } else {
                Duration::from_nanos(u64::try_from(tick).unwrap_or(u64::MAX))
            };
        }
        power *= 10;
    }
}
