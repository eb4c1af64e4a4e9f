//! The extraction of the RPPS in its layout of 56 columns. Names and numbers are visibly nobody's.

use std::io::{self, Write};

use crate::fictif::rng::Rng;
use crate::fictif::world::{Listed, World};

/// Titles of the layout of 2025-2026; a bar ends the line.
const TITLES: &str = "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|\
Libellé civilité exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|\
Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|\
Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|\
Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|\
Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|\
Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|\
Numéro Voie (coord. structure)|Indice répétition voie (coord. Structure)|Code type de voie (coord. structure)|\
Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)|\
Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)|\
Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|\
Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)|\
Adresse e-mail (coord. structure)|Code département (coord. structure)|Libellé département (coord. structure)|\
Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|\
Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code fonction|Libellé fonction|\
Code genre d'activité|Libellé genre d'activité|";

/// Columns of that layout.
const COLUMNS: usize = 56;

/// A profession and how many practise for 100 000 inhabitants, about as in France.
struct Trade {
    code: &'static str,
    label: &'static str,
    know_how: &'static str,
    sector: &'static str,
    density: f64,
    /// Inhabitants under which a commune has none, more or less.
    bourg: f64,
}

const fn trade(
    code: &'static str,
    label: &'static str,
    know_how: &'static str,
    density: f64,
    bourg: f64,
) -> Trade {
    Trade { code, label, know_how, sector: "SA07", density, bourg }
}

const TRADES: [Trade; 22] = [
    trade("10", "Médecin", "SM26", 26.0, 500.0),
    trade("10", "Médecin", "SM54", 44.0, 500.0),
    trade("10", "Médecin", "SM53", 8.0, 800.0),
    trade("10", "Médecin", "SM04", 4.0, 12_000.0),
    trade("10", "Médecin", "SM15", 2.0, 12_000.0),
    trade("10", "Médecin", "SM38", 5.0, 12_000.0),
    trade("10", "Médecin", "SM40", 4.0, 8_000.0),
    trade("10", "Médecin", "SM42", 6.0, 8_000.0),
    trade("40", "Chirurgien-Dentiste", "", 52.0, 1_200.0),
    trade("50", "Sage-Femme", "", 11.0, 1_800.0),
    trade("60", "Infirmier", "", 148.0, 150.0),
    trade("60", "Infirmier", "SI01", 3.0, 3_000.0),
    trade("70", "Masseur-Kinésithérapeute", "", 108.0, 600.0),
    trade("80", "Pédicure-Podologue", "", 19.0, 1_800.0),
    trade("91", "Orthophoniste", "", 31.0, 1_500.0),
    trade("92", "Orthoptiste", "", 5.0, 6_000.0),
    trade("93", "Psychologue", "", 34.0, 2_500.0),
    trade("94", "Ergothérapeute", "", 4.0, 5_000.0),
    trade("95", "Diététicien", "", 7.0, 4_000.0),
    trade("96", "Psychomotricien", "", 5.0, 5_000.0),
    Trade { sector: "SA33", ..trade("21", "Pharmacien", "", 40.0, 1_200.0) },
    trade("10", "Médecin", "", 1.0, 8_000.0),
];

/// Share of the activities that are salaried, and of the persons who have a second site.
const SALARIED: f64 = 0.18;
const SECOND_SITE: f64 = 0.09;
/// Share of the lines that do not say their commune.
const WITHOUT_COMMUNE: f64 = 0.012;

/// One line a site where somebody practises.
pub(in crate::fictif) fn activities(world: &World, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{TITLES}")?;
    let communes = world.at(crate::fictif::world::GEOGRAPHY);
    let mut rng = Rng::of(world.seed, 0x7270_7073);
    let mut person = 0_u64;
    for listed in &communes {
        let inhabitants = f64::from(world.population(listed, 2));
        for trade in &TRADES {
            let draw = inhabitants * trade.density / 100_000.0 * attraction(inhabitants, trade.bourg);
            let count = (draw + rng.unit()).floor() as usize;
            for _ in 0..count {
                person += 1;
                let salaried = rng.unit() < SALARIED;
                write_line(out, (person, 0), trade, listed, (salaried, &mut rng))?;
                if rng.unit() < SECOND_SITE {
                    let other = &communes[rng.below(communes.len())];
                    let second = if rng.unit() < 0.6 { listed } else { other };
                    write_line(out, (person, 1), trade, second, (false, &mut rng))?;
                }
            }
        }
    }
    Ok(())
}

/// Professionals gather in bourgs: fewer in villages, more in towns.
fn attraction(inhabitants: f64, bourg: f64) -> f64 {
    match inhabitants / bourg {
        ratio if ratio < 0.5 => 0.15,
        ratio if ratio < 1.0 => 0.6,
        _ => 1.15,
    }
}

fn write_line(
    out: &mut dyn Write,
    (person, site): (u64, u64),
    trade: &Trade,
    listed: &Listed<'_>,
    (salaried, rng): (bool, &mut Rng),
) -> io::Result<()> {
    let place = listed.place;
    let silent = rng.unit() < WITHOUT_COMMUNE;
    let commune = if silent { "" } else { place.code.as_str() };
    let postcode = place.postcodes.first().map_or("", String::as_str);
    let departement = &place.code[..if place.code.starts_with("97") { 3 } else { 2 }];
    let (mode, mode_label, sector) = match salaried {
        true => ("S", "Salarié", "SA01"),
        false => ("L", "Libéral,indépendant,artisan,commerçant", trade.sector),
    };
    let know_how_type = if trade.know_how.is_empty() { "" } else { "S" };
    // Numbers that begin with 9999 belong to nobody, and the names say that they are invented.
    let number = format!("9999{person:07}");
    let structure = format!("R9999{person:06}{site}");
    let (code, label, know_how) = (trade.code, trade.label, trade.know_how);
    let name = crate::fictif::names::capitals(listed.name);
    let (national, town) = (format!("8{number}"), format!("{postcode} {name}"));
    let first_name = format!("Personne {person}");
    let mut cells = [""; COLUMNS];
    for (rank, value) in [
        (0, "8"),
        (1, &number),
        (2, &national),
        (7, "FICTIF"),
        (8, &first_name),
        (9, code),
        (10, label),
        (11, "C"),
        (12, "Civil"),
        (13, know_how_type),
        (15, know_how),
        (17, mode),
        (18, mode_label),
        (23, &structure),
        (24, "CABINET INVENTÉ"),
        (34, &town),
        (35, postcode),
        (36, commune),
        (38, "99000"),
        (39, "France"),
        (44, departement),
        (48, sector),
        (54, "GENR01"),
        (55, "Activité de soin et de pharmacie"),
    ] {
        cells[rank] = value;
    }
    writeln!(out, "{}|", cells.join("|"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_layout_has_56_columns() {
        assert_eq!(super::TITLES.matches('|').count(), super::COLUMNS);
    }
}
