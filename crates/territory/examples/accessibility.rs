//! Runs the measures of accessibility without the rest of the program, which takes long to compile:
//! `accessibility bench b CASE --data DIR --out DIR`, as `maillage` understands it.

#![expect(clippy::print_stdout, reason = "the last line is what the measuring program reads")]

#[path = "../../cli/src/commands/bench/b.rs"]
mod b;
#[path = "../../cli/src/commands/bench/outcome.rs"]
#[allow(dead_code, reason = "other tasks say other things; tests say them all")]
mod outcome;

use std::path::Path;

fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ["bench", "b", case, "--data", data, "--out", out] = words[..] else {
        return Err("bench b CASE --data DIR --out DIR".to_owned());
    };
    println!("{}", b::run(case, Path::new(data), Path::new(out))?.line());
    Ok(())
}
