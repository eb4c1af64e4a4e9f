//! `maillage bench`: our computations on the files that other programs are measured with.
//!
//! The last line of the output is `{"seconds":…,"quality":{…}}`: the time of the computation alone, and the
//! figures that show it is right. What is measured and how: `docs/methods/performance.md`.

mod a;
mod b;
mod c;
mod h;
mod outcome;

use outcome::{Outcome, unknown};

use crate::args::Bench;
use crate::failure::Failure;
use crate::output;

/// Runs one case of one task and writes its outcome.
pub async fn run(options: &Bench) -> Result<(), Failure> {
    let (case, data, out) = (options.case.as_str(), options.data.as_path(), options.out.as_path());
    let outcome: Result<Outcome, String> = match options.task.as_str() {
        "a" => a::run(case, data, out),
        "b" => b::run(case, data, out),
        "c" => c::run(case, out).await,
        "h" => h::run(case, data, out),
        other => Err(unknown(other)),
    };
    output::line(outcome.map_err(Failure::usage)?.line())
}
