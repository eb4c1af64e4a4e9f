//! Tasks a and h of `maillage bench`, without the rest of the program: for a machine on which building it whole
//! takes too long. `CPTS_BIN=target/release/examples/measure`, then the measuring program as usual.
#![expect(clippy::print_stdout, reason = "the last line is the result")]

use std::path::PathBuf;

#[path = "../../cli/src/commands/bench/a.rs"]
mod a;
#[path = "../../cli/src/commands/bench/h.rs"]
mod h;
#[path = "../../cli/src/commands/bench/outcome.rs"]
#[allow(dead_code, reason = "only task b gives numbers that are not whole")]
mod outcome;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, bench, task, case, data_option, data, out_option, out] = &arguments[..] else {
        return Err("usage: measure bench a|h CASE --data DIR --out DIR".to_owned());
    };
    if (bench.as_str(), data_option.as_str(), out_option.as_str()) != ("bench", "--data", "--out") {
        return Err(format!("unknown options: {arguments:?}"));
    }
    let (data, out) = (PathBuf::from(data), PathBuf::from(out));
    let outcome = match task.as_str() {
        "a" => a::run(case, &data, &out)?,
        "h" => h::run(case, &data, &out)?,
        other => return Err(outcome::unknown(other)),
    };
    println!("{}", outcome.line());
    Ok(())
}
