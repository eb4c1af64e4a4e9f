//! How long a diagnosis takes in memory, on the national list that ships with the program.
//!
//! Prints ratios to a plain sum over the same communes, measured in the same run: bare times mean little on a
//! shared machine.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use territory::atlas::{Content, Dataset};
use territory::{Atlas, Perimeter, UnitCode};

/// Runs of each measure; the median is printed.
const RUNS: usize = 200;

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let shipped = opendata::embedded()?;
    let start = Instant::now();
    let datasets =
        shipped.into_iter().map(|(passport, layer)| Dataset { passport, content: Content::Layer(layer) });
    let atlas = Atlas::build(datasets.collect());
    println!("atlas of {} communes built in {:?}", atlas.communes().len(), start.elapsed());
    for (title, count) in [("a CPTS of 16 communes", 16), ("a département of 226 communes", 226)] {
        let units: Vec<UnitCode> = atlas
            .communes()
            .iter()
            .filter(|commune| commune.departement.as_str() == "66")
            .take(count)
            .map(|commune| commune.code.into())
            .collect();
        let perimeter: Perimeter = units.iter().copied().collect();
        black_box(atlas.diagnose(&perimeter));
        let plain = median(|| {
            let sum: f64 = units.iter().filter_map(|unit| atlas.unit_population(*unit)).sum();
            black_box(sum);
        });
        let whole = median(|| {
            black_box(atlas.diagnose(&perimeter));
        });
        let ratio = whole.as_secs_f64() / plain.as_secs_f64();
        println!("{title}: diagnosis {whole:?}, plain sum {plain:?}, ratio {ratio:.0}");
    }
    Ok(())
}
