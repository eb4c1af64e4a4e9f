//! Invented vaccination coverage in the layouts of Odissé: one file by département, one by region.

use std::io::{self, Write};

use crate::fictif::rng::Rng;
use crate::fictif::world::World;

const YEARS: std::ops::RangeInclusive<i16> = 2022..=2024;
const TITLES: [&str; 12] = [
    "HPV filles 1 dose à 15 ans",
    "HPV filles 2 doses à 16 ans",
    "HPV garçons 1 dose à 15 ans",
    "HPV garçons 2 doses à 16 ans",
    "Méningocoque C 10-14 ans",
    "Méningocoque C 15-19 ans",
    "Méningocoque C 20-24 ans",
    "Grippe moins de 65 ans à risque",
    "Grippe 65 ans et plus",
    "Grippe 65-74 ans",
    "Grippe 75 ans et plus",
    "Covid-19 65 ans et plus",
];
/// Percent around which the invented values lie; the last column is empty, as in the real files.
const AROUND: [Option<f64>; 12] = [
    Some(44.4),
    Some(33.3),
    Some(22.2),
    Some(11.1),
    Some(66.6),
    Some(44.4),
    Some(22.2),
    Some(22.2),
    Some(55.5),
    Some(44.4),
    Some(66.6),
    None,
];

pub(super) fn departements(world: &World, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\u{feff}Année,Département Code,Département,{},Région,Région Code", TITLES.join(","))?;
    for year in YEARS {
        for departement in &world.departements {
            let region = &world.regions[departement.region];
            let values = values(world.seed, year, &departement.code);
            writeln!(
                out,
                "{year},{},{},{values},{},{}",
                departement.code, departement.name, region.name, region.code
            )?;
        }
    }
    Ok(())
}

pub(super) fn regions(world: &World, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\u{feff}Année,Région Code,Région,{}", TITLES.join(","))?;
    for year in YEARS {
        for region in &world.regions {
            let values = values(world.seed, year, &format!("R{}", region.code));
            writeln!(out, "{year},{},{},{values}", region.code, region.name)?;
        }
    }
    Ok(())
}

fn values(seed: u64, year: i16, area: &str) -> String {
    let tag = area.bytes().fold(year as u64, |tag, byte| (tag << 8) | u64::from(byte));
    let mut rng = Rng::of(seed, tag);
    let one = |around: &Option<f64>| {
        around.map(|around| format!("{:.1}", around + rng.between(-4.0, 4.0))).unwrap_or_default()
    };
    AROUND.iter().map(one).collect::<Vec<_>>().join(",")
}
