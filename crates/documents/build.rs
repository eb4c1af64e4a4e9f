//! Stops with one sentence when the fonts of the PDF have not been fetched.

use std::path::Path;

const FONTS: [&str; 4] = ["Regular", "Italic", "SemiBold", "Bold"];

fn main() {
    let folder = Path::new("assets/dist/fonts");
    for style in FONTS {
        let file = folder.join(format!("AtkinsonHyperlegibleNext-{style}.ttf"));
        println!("cargo::rerun-if-changed={}", file.display());
        if !file.is_file() {
            println!(
                "cargo::error=crates/documents/{} is missing: run `cargo xtask assets` (it needs Node.js 20 or newer)",
                file.display()
            );
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
}
