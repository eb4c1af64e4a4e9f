//! An invented territory in the official file formats.
//!
//! The demonstration, the tests and the benches import these files through the same readers as real ones.
//! The same seed gives the same bytes. Nothing here describes a real place: the département, the region
//! and the numbers of the EPCI do not exist.

mod ages;
mod demo;
mod files;
mod france;
mod mesh;
mod names;
mod outline;
mod rng;
mod world;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use territory::UnitCode;

use world::World;

/// What to invent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Two seeds give two territories.
    pub seed: u64,
    /// How much.
    pub size: Size,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 96, size: Size::Demo }
    }
}

/// How much to invent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// One département of 60 communes, with its map: what a person can look at.
    Demo,
    /// 101 départements, 35 000 communes and 49 000 IRIS, without contours: for benches and load tests.
    France,
}

/// One file, named as its producer would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// File name; it carries the year as official names do.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A perimeter to start the demonstration with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoVariant {
    /// Name on screen.
    pub name: String,
    /// Its communes and IRIS.
    pub units: Vec<UnitCode>,
}

/// The fictitious CPTS that the demonstration is about. Its neighbours come with the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoTerritory {
    /// Name of the CPTS.
    pub cpts: String,
    /// Its FINESS number, of a département that does not exist.
    pub finess: String,
    /// Its territory: the first variant is the reference.
    pub variants: Vec<DemoVariant>,
}

/// Invents the files and returns them in memory, in an order that can be imported.
pub fn generate(options: &Options) -> io::Result<Vec<GeneratedFile>> {
    let world = world(options);
    let write = |plan: files::Plan| {
        let mut bytes = Vec::new();
        (plan.write)(&world, &mut bytes)?;
        Ok(GeneratedFile { name: plan.name, bytes })
    };
    files::plans(&world).into_iter().map(write).collect()
}

/// Invents the files and writes them in a folder one after the other, without keeping them in memory.
/// Returns their paths, in an order that can be imported.
pub fn write_to(folder: &Path, options: &Options) -> io::Result<Vec<PathBuf>> {
    let world = world(options);
    std::fs::create_dir_all(folder)?;
    let mut paths = Vec::new();
    for plan in files::plans(&world) {
        let path = folder.join(&plan.name);
        let mut out = BufWriter::with_capacity(1 << 18, File::create(&path)?);
        (plan.write)(&world, &mut out)?;
        out.flush()?;
        paths.push(path);
    }
    Ok(paths)
}

/// The CPTS of the demonstration and the variants of its territory. The size of the options does not matter.
pub fn demo_territory(seed: u64) -> DemoTerritory {
    let world = demo::world(seed);
    let cpts = world.ground.iter().flat_map(|ground| &ground.cpts).next();
    let places = || cpts.into_iter().flat_map(|cpts| &cpts.places).map(|rank| &world.places[*rank]);
    let whole = places().filter_map(|place| place.code.parse().ok());
    // The narrow variant leaves out the quarters of the town that are furthest from its middle.
    let narrow = places().flat_map(|place| {
        let quarters = place.quarters.iter().take(14).map(|quarter| quarter.code.as_str());
        let commune = place.quarters.is_empty().then_some(place.code.as_str());
        quarters.chain(commune).filter_map(|code| code.parse().ok()).collect::<Vec<UnitCode>>()
    });
    DemoTerritory {
        cpts: cpts.map(|cpts| cpts.name.to_owned()).unwrap_or_default(),
        finess: cpts.map(|cpts| cpts.finess.to_owned()).unwrap_or_default(),
        variants: vec![
            DemoVariant { name: "Bassin de vie".to_owned(), units: whole.collect() },
            DemoVariant { name: "Sans les quartiers excentrés".to_owned(), units: narrow.collect() },
        ],
    }
}

fn world(options: &Options) -> World {
    match options.size {
        Size::Demo => demo::world(options.seed),
        Size::France => france::world(options.seed),
    }
}

#[cfg(test)]
mod tests;
