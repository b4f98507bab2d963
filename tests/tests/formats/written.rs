//! Every format is written where it was asked for. What is written stays in the target folder, where `.ci/formats` has
//! others look at it.

use std::fs;
use std::path::{Path, PathBuf};

use grader::cli::Format;
use grader::export::class::{CanvasId, ClassExportArgs, Plan};
use grader::export::{Csv, Html, Junit, Markdown, Renderer};

use super::{rendered, sample};

/// The folder in which `.ci/formats` looks.
fn place() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats")
}

#[test]
fn each_format_of_a_class_is_a_file_or_a_folder() {
    let class = sample::class();
    let formats = [
        (Format::Text, "class.txt"),
        (Format::Json, "class.json"),
        (Format::Junit, "class.xml"),
        (Format::Markdown, "class.md"),
        (Format::Csv, "class.csv"),
        (Format::Html, "class/index.html"),
        (Format::Gradescope, "gradescope/z-1.json"),
        (Format::Prairielearn, "prairielearn/z-1.json"),
        (Format::Autolab, "autolab/z-1.txt"),
    ];
    fs::create_dir_all(place()).unwrap();
    for (format, file) in formats {
        let (first, _) = file.split_once('/').unwrap_or((file, ""));
        let args = ClassExportArgs {
            format,
            output: Some(place().join(first)),
            canvas: None,
            canvas_id: CanvasId::default(),
        };
        Plan::new(&args).unwrap().write(&class, b"a table").unwrap();
        let size = fs::metadata(place().join(file)).unwrap().len();
        assert!(size > 0, "{file}");
    }
}

#[test]
fn each_format_of_one_submission_is_a_file() {
    let formats: [(&dyn Renderer, &str); 4] = [
        (&Junit, "xml"),
        (&Markdown, "md"),
        (&Csv, "csv"),
        (&Html, "html"),
    ];
    fs::create_dir_all(place()).unwrap();
    for (at, student) in sample::class().students.iter().enumerate() {
        for (renderer, extension) in formats {
            let path = place().join(format!("one-{at}.{extension}"));
            fs::write(&path, rendered(renderer, student)).unwrap();
            assert!(fs::metadata(path).unwrap().len() > 0);
        }
    }
}
