//! Memberships and indicators: EPCI, density, postcodes, APL, perimeters of CPTS.

use std::io::{self, Write};

use super::workbook::{Cell, Sheet};
use crate::fictif::ages::Who;
use crate::fictif::names::capitals;
use crate::fictif::world::{GEOGRAPHY, POPULATION_YEARS, World};

const DENSITY: [&str; 7] = [
    "Grands centres urbains",
    "Centres urbains intermédiaires",
    "Petites villes",
    "Ceintures urbaines",
    "Bourgs ruraux",
    "Rural à habitat dispersé",
    "Rural à habitat très dispersé",
];
/// Title, six lines of notes and a blank stand above the header of the DREES.
const APL_NOTES: usize = 8;

/// The DGCL's workbook, one row a member commune; SIREN are numbers in it.
pub(super) fn epci(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(&format!("Epcicom{GEOGRAPHY}"))?;
    sheet.texts(&[
        "dept",
        "siren",
        "raison_sociale",
        "nature_juridique",
        "mode_financ",
        "nb_membres",
        "total_pop_tot",
        "total_pop_mun",
        "dep_com",
        "insee",
        "siren_membre",
        "nom_membre",
        "ptot_2026",
        "pmun_2026",
    ])?;
    let communes = world.at(GEOGRAPHY);
    let mut members = vec![(0_u32, 0_u32); world.epcis.len()];
    for listed in &communes {
        let (count, inhabitants) = &mut members[listed.place.epci];
        *count += 1;
        *inhabitants += world.population(listed, 2);
    }
    for listed in &communes {
        let place = listed.place;
        let epci = &world.epcis[place.epci];
        let departement = world.departements[place.departement].code.as_str();
        let (count, inhabitants) = members[place.epci];
        let municipal = world.population(listed, 2);
        let total = |municipal: u32| Cell::number(municipal + municipal / 50);
        sheet.row(&[
            Cell::Text(departement),
            Cell::number(epci.siren.parse::<u32>().unwrap_or_default()),
            Cell::Text(&epci.name),
            Cell::Text(epci.form),
            Cell::Text("FPU"),
            Cell::number(count),
            total(inhabitants),
            Cell::number(inhabitants),
            Cell::Text(departement),
            Cell::Text(&place.code),
            Cell::Empty,
            Cell::Text(listed.name),
            total(municipal),
            Cell::number(municipal),
        ])?;
    }
    sheet.finish(out)
}

/// INSEE's density grid in seven levels, four rows of title above the header.
pub(super) fn density(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new("Grille_Densite")?;
    sheet.texts(&["Grille communale de densité à 7 niveaux"])?;
    sheet.texts(&[&format!("Géographie au 1er janvier {GEOGRAPHY}")])?;
    sheet.texts(&["Territoire fictif"])?;
    sheet.texts(&[])?;
    sheet.texts(&["CODGEO", "LIBGEO", "DENS", "LIBDENS", "PMUN23"])?;
    for listed in world.at(GEOGRAPHY) {
        let place = listed.place;
        sheet.row(&[
            Cell::Text(&place.code),
            Cell::Text(listed.name),
            Cell::number(u32::from(place.density)),
            Cell::Text(DENSITY[usize::from(place.density) - 1]),
            Cell::number(world.population(&listed, 2)),
        ])?;
    }
    sheet.finish(out)
}

/// La Poste's current layout: latin-1, CRLF, a `#` before the first title.
pub(super) fn postcodes(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let mut latin1 = |line: String| out.write_all(&encoding_rs::WINDOWS_1252.encode(&line).0);
    latin1(
        "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5\r\n".to_owned(),
    )?;
    for listed in world.at(GEOGRAPHY) {
        let name = posted(listed.name);
        for postcode in &listed.place.postcodes {
            latin1(format!("{};{name};{postcode};{name};\r\n", listed.place.code))?;
        }
    }
    Ok(())
}

/// Capitals without accents or hyphens, `ST` for Saint.
fn posted(name: &str) -> String {
    capitals(name).replace("SAINTE ", "STE ").replace("SAINT ", "ST ")
}

/// The DREES workbook, one sheet a year.
pub(super) fn apl(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let year = POPULATION_YEARS[2];
    let mut sheet = Sheet::new(&format!("APL {year}"))?;
    sheet
        .texts(&["Accessibilité potentielle localisée (APL) aux médecins généralistes, territoire fictif"])?;
    for _ in 1..APL_NOTES {
        sheet.texts(&[])?;
    }
    sheet.texts(&[
        "Code commune INSEE",
        "Commune",
        "APL aux médecins généralistes",
        "APL aux médecins généralistes de 65 ans et moins",
        "APL aux médecins généralistes de 62 ans et moins",
        "Population standardisée 2021 pour la médecine générale",
        "Population totale 2021",
    ])?;
    let unit = "consultations par an et par habitant standardisé";
    sheet.texts(&["", "", unit, unit, unit, "habitants", "habitants"])?;
    for listed in world.at(year) {
        let place = listed.place;
        let population = f64::from(world.population(&listed, 0));
        let old: f64 = world.ages(&listed).iter().map(|(_, ages)| ages.count(Who::All, 65, 255)).sum();
        let standardised = population * 0.9 + old * 0.5;
        sheet.row(&[
            Cell::Text(&place.code),
            Cell::Text(listed.name),
            Cell::rounded(place.apl),
            Cell::rounded(place.apl * 0.94),
            Cell::rounded(place.apl * 0.86),
            Cell::rounded(standardised),
            Cell::Number(population),
        ])?;
    }
    sheet.finish(out)
}

/// Perimeters of the two neighbouring CPTS.
pub(super) fn perimeters(world: &World, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "cpts;finess;code")?;
    for cpts in world.ground.iter().flat_map(|ground| ground.cpts.iter().skip(1)) {
        for rank in &cpts.places {
            writeln!(out, "{};{};{}", cpts.name, cpts.finess, world.places[*rank].code)?;
        }
    }
    Ok(())
}
