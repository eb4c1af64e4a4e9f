//! Third-party files that the binary carries: fetched from npm as the lockfile pins them, never committed.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::de::IgnoredAny;

use crate::files::{read, root, write_if_changed};

/// Folder of `package.json`, its lockfile and `node_modules`.
const PACKAGES: &str = "crates/web/assets";
const WEB: &str = "crates/web/assets/dist";
const FONTS: &str = "crates/documents/assets/dist/fonts";
const OPENDATA: &str = "crates/opendata/assets/dist";

const WEB_FONT: &str = "@fontsource-variable/atkinson-hyperlegible-next";
const PRINT_FONT: &str = "@expo-google-fonts/atkinson-hyperlegible-next";
const COMMUNES: &str = "@etalab/decoupage-administratif";

/// One file to copy: package, path inside it, folder, name there.
type FileCopy = (&'static str, &'static str, &'static str, &'static str);

const COPIES: &[FileCopy] = &[
    ("htmx.org", "dist/htmx.min.js", WEB, "htmx.min.js"),
    ("htmx.org", "LICENSE", WEB, "htmx.LICENSE.txt"),
    ("maplibre-gl", "dist/maplibre-gl.mjs", WEB, "maplibre-gl.mjs"),
    ("maplibre-gl", "dist/maplibre-gl-worker.mjs", WEB, "maplibre-gl-worker.mjs"),
    ("maplibre-gl", "dist/maplibre-gl.css", WEB, "maplibre-gl.css"),
    ("maplibre-gl", "LICENSE.txt", WEB, "maplibre-gl.LICENSE.txt"),
    web_font("files/atkinson-hyperlegible-next-latin-wght-normal.woff2", "atkinson-latin.woff2"),
    web_font("files/atkinson-hyperlegible-next-latin-wght-italic.woff2", "atkinson-latin-italic.woff2"),
    web_font("files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2", "atkinson-latin-ext.woff2"),
    web_font(
        "files/atkinson-hyperlegible-next-latin-ext-wght-italic.woff2",
        "atkinson-latin-ext-italic.woff2",
    ),
    web_font("LICENSE", "atkinson.LICENSE.txt"),
    print_font("400Regular/AtkinsonHyperlegibleNext_400Regular.ttf", "AtkinsonHyperlegibleNext-Regular.ttf"),
    print_font(
        "400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf",
        "AtkinsonHyperlegibleNext-Italic.ttf",
    ),
    print_font(
        "600SemiBold/AtkinsonHyperlegibleNext_600SemiBold.ttf",
        "AtkinsonHyperlegibleNext-SemiBold.ttf",
    ),
    print_font("700Bold/AtkinsonHyperlegibleNext_700Bold.ttf", "AtkinsonHyperlegibleNext-Bold.ttf"),
    print_font("LICENSE_FONT", "AtkinsonHyperlegibleNext.LICENSE.txt"),
    (COMMUNES, "LICENSE", OPENDATA, "decoupage-administratif.LICENSE.txt"),
];

const fn web_font(from: &'static str, to: &'static str) -> FileCopy {
    (WEB_FONT, from, WEB, to)
}

const fn print_font(from: &'static str, to: &'static str) -> FileCopy {
    (PRINT_FONT, from, FONTS, to)
}

/// The official lists packed for the fresh install, under these keys.
const LISTS: [&str; 4] = ["communes", "departements", "regions", "epci"];
const PACKED: &str = "decoupage-administratif.json.gz";

/// Brings the three `assets/dist` folders up to date with the lockfile.
pub fn run() -> Result<()> {
    let packages = root().join(PACKAGES);
    let lockfile = read(&packages.join("package-lock.json"))?;
    let fingerprint = format!("{COPIES:?}\n{LISTS:?}\n{lockfile}");
    let stamp = packages.join("node_modules/.copied");
    let fresh = fs::read_to_string(&stamp).is_ok_and(|content| content == fingerprint);
    if fresh && every_target_exists() {
        println!("assets: up to date");
        return Ok(());
    }
    let installed = packages.join("node_modules/.installed");
    if !fs::read_to_string(&installed).is_ok_and(|content| content == lockfile) {
        install(&packages)?;
        write_if_changed(&installed, lockfile.as_bytes())?;
    }
    let mut written = 0;
    for (package, from, folder, to) in COPIES {
        let source = packages.join("node_modules").join(package).join(from);
        let content = fs::read(&source)
            .with_context(|| format!("{package} no longer holds {from}: correct xtask/src/assets.rs"))?;
        ensure!(!content.is_empty(), "{from} of {package} is empty");
        written += usize::from(write_if_changed(&root().join(folder).join(to), &content)?);
    }
    let packed = pack(&packages.join("node_modules").join(COMMUNES))?;
    written += usize::from(write_if_changed(&root().join(OPENDATA).join(PACKED), &packed)?);
    write_if_changed(&stamp, fingerprint.as_bytes())?;
    println!("assets: {written} files written");
    Ok(())
}

fn every_target_exists() -> bool {
    let packed = root().join(OPENDATA).join(PACKED);
    COPIES.iter().all(|(_, _, folder, to)| root().join(folder).join(to).is_file()) && packed.is_file()
}

/// Runs `npm ci` without the packages' own scripts: nothing that was downloaded is executed.
fn install(folder: &Path) -> Result<()> {
    for tool in ["node", "npm"] {
        let found = Command::new(tool).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).status();
        if found.is_err() {
            bail!(
                "{tool} was not found: install Node.js 20 or newer (Debian: apt-get install nodejs npm), then run again"
            );
        }
    }
    println!("assets: fetching the packages of {PACKAGES}/package-lock.json");
    let status = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .status()
        .context("cannot start npm")?;
    ensure!(status.success(), "npm could not fetch the packages: check the network, then run again");
    Ok(())
}

/// Packs the lists of the package, word for word, into one compressed JSON object.
fn pack(package: &Path) -> Result<Vec<u8>> {
    let manifest: serde_json::Value = serde_json::from_str(&read(&package.join("package.json"))?)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    write!(gzip, "{{\"package\":{},\"version\":{}", manifest["name"], manifest["version"])?;
    for list in LISTS {
        let text = read(&package.join(format!("data/{list}.json")))?;
        serde_json::from_str::<Vec<IgnoredAny>>(&text)
            .with_context(|| format!("{list}.json is not a JSON array"))?;
        write!(gzip, ",\"{list}\":{}", text.trim())?;
    }
    gzip.write_all(b"}\n")?;
    Ok(gzip.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn packing_keeps_the_arrays_word_for_word_and_is_repeatable() {
        let folder = std::env::temp_dir().join(format!("maillage-pack-{}", std::process::id()));
        fs::create_dir_all(folder.join("data")).unwrap();
        fs::write(folder.join("package.json"), r#"{"name":"p","version":"1.0.0"}"#).unwrap();
        for list in LISTS {
            fs::write(folder.join(format!("data/{list}.json")), format!("[{{\"nom\":\"é {list}\"}}]\n"))
                .unwrap();
        }
        let (first, second) = (pack(&folder).unwrap(), pack(&folder).unwrap());
        fs::write(folder.join("data/epci.json"), "{").unwrap();
        let broken = pack(&folder);
        fs::remove_dir_all(&folder).unwrap();

        let mut text = String::new();
        GzDecoder::new(first.as_slice()).read_to_string(&mut text).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["version"], "1.0.0");
        assert_eq!(value["communes"][0]["nom"], "é communes");
        assert_eq!(value["epci"].as_array().unwrap().len(), 1);
        assert_eq!(first, second);
        assert!(format!("{:#}", broken.unwrap_err()).starts_with("epci.json is not a JSON array"));
    }
}
