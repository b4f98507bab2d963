//! What every picture has: its frame, its colours, text that is escaped, and paragraphs below the
//! drawing.

use std::fmt::Write as _;

use crate::render::columns::columns;
use crate::render::escape::escaped;

/// Space around everything, in pixels.
pub const MARGIN: usize = 24;

/// Width of one character of code, in pixels. Fonts differ a little; this is the widest of the
/// usual ones.
pub const CODE: usize = 8;

/// Width of ten characters of prose, and of bold prose, on average and with something to spare, in
/// pixels.
const PROSE: usize = 75;
const BOLD: usize = 88;

/// Height of a line of text, in pixels.
pub const LINE: usize = 20;

/// Colours and fonts. The second set is for whoever prefers a dark ground. Nothing is told by
/// colour alone: what is marked has a thick edge too, and ways to spend time have patterns and
/// names.
const LOOKS: &str = "\
text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}
.prose{font:14px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
.bold{font-weight:600}.aside{fill:#59636e}.remark{fill:#59636e;font-style:italic}.end{text-anchor:end}
.middle{text-anchor:middle}.ground{fill:#fff}.rule{stroke:#d1d9e0}.step{fill:#f6f8fa;stroke:#9aa4af}
.marked{fill:#ffebe9;stroke:#cf222e;stroke-width:2}.stuck{fill:#fff;stroke:#cf222e;stroke-dasharray:5 3}
.wrong{fill:#cf222e}.hand{fill:none;stroke:#9aa4af;stroke-dasharray:3 3}.cut{fill:none;stroke:#bc4c00;stroke-width:1.5}
.tip{fill:#9aa4af}.cut-tip{fill:#bc4c00}.said{fill:#f6f8fa}.accent{fill:#cf222e}
.sleep{fill:#54aeff}.work{fill:#4ac26b}.sleep,.work{stroke:#fff}.lock{fill:url(#lock)}.core{fill:url(#core)}
.thread,.other{fill:none;stroke:#818b98;stroke-width:3;stroke-dasharray:7 4}
.other{stroke-width:4;stroke-dasharray:0 8;stroke-linecap:round}.panic{fill:#cf222e}.loud{fill:#fff}
.held{fill:#d4a72c}.queue{fill:#a475f9}
.path{fill:none;stroke:#cf222e;stroke-width:3}.label{font-size:12px;fill:#0a3069}
@media (prefers-color-scheme:dark){
text,.loud{fill:#f0f6fc}.aside,.remark{fill:#9198a1}.ground{fill:#0d1117}.rule{stroke:#3d444d}
.step{fill:#212830;stroke:#656c76}.marked{fill:#5d0f12;stroke:#ff7b72}.stuck{fill:#0d1117;stroke:#ff7b72}
.wrong{fill:#ff7b72}.hand{stroke:#656c76}.cut{stroke:#f0883e}.tip{fill:#656c76}.cut-tip{fill:#f0883e}.said{fill:#212830}
.accent{fill:#ff7b72}.sleep{fill:#1f6feb}.work{fill:#238636}.sleep,.work{stroke:#0d1117}.held{fill:#9e6a03}.queue{fill:#8957e5}
.thread,.other{stroke:#9198a1}.panic{fill:#da3633}.path{stroke:#ff7b72}.label{fill:#f0f6fc}}";

/// A picture being drawn, from the top down.
pub struct Page {
    body: String,
    /// Pixels used so far, downward.
    pub y: usize,
    width: usize,
}

impl Page {
    /// An empty picture that will be so many pixels wide.
    pub fn new(width: usize) -> Self {
        Self {
            body: String::new(),
            y: MARGIN,
            width,
        }
    }

    /// Adds elements, already escaped.
    pub fn draw(&mut self, elements: &str) {
        self.body.push_str(elements);
        self.body.push('\n');
    }

    /// Adds a text whose baseline begins at (`x`, `y`).
    pub fn text(&mut self, [x, y]: [usize; 2], class: &str, text: &str) {
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" class="{class}" xml:space="preserve">{}</text>"#,
            escaped(text)
        );
    }

    /// What went wrong, above the drawing, a line each; the first stands out.
    pub fn account(&mut self, text: &str) {
        for (number, line) in text.lines().enumerate() {
            self.paragraph(if number == 0 { "bold" } else { "" }, line);
        }
        self.y += if text.is_empty() { 0 } else { LINE / 2 };
    }

    /// A paragraph across the picture.
    pub fn paragraph(&mut self, class: &str, text: &str) {
        let ten = if class == "bold" { BOLD } else { PROSE };
        let columns = (self.width - 2 * MARGIN) * 10 / ten;
        for line in wrapped(text, columns) {
            self.text([MARGIN, self.y + 15], &format!("prose {class}"), &line);
            self.y += LINE;
        }
    }

    /// What it all comes to: a paragraph that stands out.
    pub fn closing(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.y += LINE / 2;
        let (left, right) = (MARGIN + 16, self.width - MARGIN);
        let lines = wrapped(text, (right - left - 12) * 10 / PROSE);
        let (top, height) = (self.y, lines.len() * LINE + 16);
        self.draw(&format!(
            r#"<rect x="{MARGIN}" y="{top}" width="{}" height="{height}" class="said"/>
<rect x="{MARGIN}" y="{top}" width="4" height="{height}" class="accent"/>"#,
            right - MARGIN
        ));
        for (number, line) in lines.iter().enumerate() {
            self.text([left, top + 22 + number * LINE], "prose", line);
        }
        self.y += height + LINE / 2;
    }

    /// The whole document. `title` names the picture, `description` says what it shows to whoever
    /// cannot see it.
    pub fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = (self.width, self.y + MARGIN / 2);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>{}</title>
<desc>{}</desc>
<style>
{LOOKS}
</style>
<rect class="ground" width="{width}" height="{height}"/>
{}</svg>
"#,
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

/// Words of `text` in lines of at most `width` columns; its own lines stay apart.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}
