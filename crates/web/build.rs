//! Stops with a clear sentence when the third-party files are not there yet.

use std::path::Path;

/// Files without which no page works.
const NEEDED: [&str; 5] =
    ["htmx.min.js", "maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css", "atkinson-latin.woff2"];

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=assets/dist");
    println!("cargo::rerun-if-changed=templates");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dist");
    match NEEDED.into_iter().find(|file| !folder.join(file).is_file()) {
        None => Ok(()),
        Some(file) => Err(format!(
            "crates/web/assets/dist/{file} is missing: run `cargo xtask assets` (or `make run`), which fetches the front-end packages"
        )),
    }
}
