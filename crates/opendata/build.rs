//! Fails early, with the command to run, when the packed reference data is not there.

use std::path::Path;

fn main() {
    let asset = "assets/dist/decoupage-administratif.json.gz";
    println!("cargo::rerun-if-changed={asset}");
    if !Path::new(asset).exists() {
        println!(
            "cargo::error=crates/opendata/{asset} is missing: run `cargo xtask assets` once, then build again"
        );
    }
}
