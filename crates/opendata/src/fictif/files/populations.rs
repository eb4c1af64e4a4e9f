//! Legal populations: `donnees_communes.csv`.

use std::io::{self, Write};

use crate::fictif::world::{GEOGRAPHY_LAG, POPULATION_YEARS, World};

/// The legal populations of one of the years, by rank.
pub(super) fn legal(world: &World, year: usize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\r\n")?;
    for listed in world.at(POPULATION_YEARS[year] + GEOGRAPHY_LAG) {
        let place = listed.place;
        let region = world.region(place);
        let departement = &world.departements[place.departement].code;
        let municipal = world.population(&listed, year);
        // Counted apart: about 2 % more, as students and others are.
        let apart = municipal / 50;
        let number = &place.code[departement.len().min(2)..];
        write!(
            out,
            "{};{};{departement};1;01;{number};{};{};{municipal};{apart};{}\r\n",
            region.code,
            region.name,
            place.code,
            listed.name,
            municipal + apart
        )?;
    }
    Ok(())
}
