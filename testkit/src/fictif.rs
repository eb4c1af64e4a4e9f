//! The invented département 96, in the official formats.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use opendata::Input;
use opendata::fictif::{GeneratedFile, Options, generate};

/// The files of the invented département, in an order that can be imported. Made once a process.
pub fn files() -> &'static [GeneratedFile] {
    static FILES: OnceLock<Vec<GeneratedFile>> = OnceLock::new();
    FILES.get_or_init(|| generate(&Options::default()).unwrap())
}

/// One of the files, by the start of its name.
pub fn file(start: &str) -> Input {
    let found = files().iter().find(|file| file.name.starts_with(start));
    let found = found.unwrap_or_else(|| panic!("no invented file starts with {start}"));
    Input::bytes(found.name.clone(), found.bytes.clone())
}

/// The rows of an invented table with `;` between its columns, read without the readers of the program.
pub fn table(start: &str) -> Vec<BTreeMap<String, String>> {
    let found = files().iter().find(|file| file.name.starts_with(start)).unwrap();
    let text = String::from_utf8(found.bytes.clone()).unwrap();
    let mut lines = text.lines();
    let titles: Vec<String> = lines.next().unwrap().split(';').map(str::to_owned).collect();
    lines.map(|line| titles.iter().cloned().zip(line.split(';').map(str::to_owned)).collect()).collect()
}
