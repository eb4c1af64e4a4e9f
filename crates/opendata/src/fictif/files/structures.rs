//! Invented sites in the layout of FINESS `cs1100507`, with their coordinates.

use std::io::{self, Write};

use crate::fictif::names::capitals;
use crate::fictif::outline::Outline;
use crate::fictif::rng::Rng;
use crate::fictif::world::{GEOGRAPHY, Ground, Place, World};

/// How a category of sites is spread: one for so many inhabitants of a commune that has at least as many.
struct Kind {
    category: &'static str,
    label: &'static str,
    name: &'static str,
    one_for: u32,
    at_least: u32,
    at_most: u32,
}

const fn kind(category: &'static str, label: &'static str, name: &'static str, spread: [u32; 3]) -> Kind {
    let [one_for, at_least, at_most] = spread;
    Kind { category, label, name, one_for, at_least, at_most }
}

const KINDS: [Kind; 20] = [
    kind("620", "Pharmacie d'Officine", "PHARMACIE FICTIVE", [2_600, 900, 99]),
    kind(
        "500",
        "Etablissement d'hébergement pour personnes âgées dépendantes",
        "EHPAD FICTIF",
        [6_500, 1_600, 99],
    ),
    kind("611", "Laboratoire de Biologie Médicale", "LABORATOIRE FICTIF", [9_000, 2_500, 99]),
    kind("603", "Maison de santé (L.6223-3)", "MAISON DE SANTE FICTIVE", [9_000, 1_800, 2]),
    kind("124", "Centre de Santé", "CENTRE DE SANTE FICTIF", [20_000, 3_000, 2]),
    kind("125", "Centre de Santé Dentaire", "CENTRE DENTAIRE FICTIF", [20_000, 30_000, 1]),
    kind("289", "Centre de Soins Infirmiers", "CENTRE INFIRMIER FICTIF", [20_000, 30_000, 1]),
    kind("354", "Service de Soins Infirmiers A Domicile (S.S.I.A.D)", "SSIAD FICTIF", [15_000, 2_500, 2]),
    kind("209", "Service autonomie aide et soins (SAAS)", "SERVICE AUTONOMIE FICTIF", [30_000, 30_000, 1]),
    kind("127", "Hospitalisation à Domicile", "HAD FICTIVE", [30_000, 30_000, 1]),
    kind("355", "Centre Hospitalier (C.H.)", "CENTRE HOSPITALIER FICTIF, SITE", [15_000, 30_000, 3]),
    kind("365", "Etablissement de Soins Pluridisciplinaire", "CLINIQUE FICTIVE", [30_000, 30_000, 1]),
    kind("109", "Etablissement de santé privé autorisé en SSR", "SMR FICTIF", [30_000, 30_000, 1]),
    kind("362", "Etablissement de Soins Longue Durée", "USLD FICTIVE", [30_000, 30_000, 1]),
    kind("141", "Centre de dialyse", "DIALYSE FICTIVE", [30_000, 30_000, 1]),
    kind("156", "Centre Médico-Psychologique (C.M.P.)", "CMP FICTIF", [18_000, 30_000, 2]),
    kind("223", "Protection Maternelle et Infantile (P.M.I.)", "PMI FICTIVE", [18_000, 2_500, 2]),
    kind(
        "197",
        "Centre soins accompagnement prévention addictologie (CSAPA)",
        "CSAPA FICTIF",
        [30_000, 30_000, 1],
    ),
    kind("606", "Dispositif d'appui à la coordination", "DAC FICTIF", [30_000, 30_000, 1]),
    kind("617", "Maison médicale de garde (MMG)", "MAISON DE GARDE FICTIVE", [30_000, 30_000, 1]),
];

/// One site to write.
struct Written<'a> {
    category: (&'a str, &'a str),
    name: String,
    place: &'a Place,
    at: [f64; 2],
}

pub(super) fn sites(world: &World, out: &mut dyn Write) -> io::Result<()> {
    let Some(ground) = &world.ground else { return Ok(()) };
    let outline = Outline::new(ground.grid, &ground.area, world.seed);
    let mut rng = Rng::of(world.seed, 0x6669_6e65_7373);
    let mut written = Vec::new();
    for listed in world.at(GEOGRAPHY) {
        let people = world.population(&listed, 2);
        let Some(rank) = world.places.iter().position(|place| place.code == listed.place.code) else {
            continue;
        };
        let inside: Vec<usize> =
            (0..ground.grid.len()).filter(|hexagon| ground.place[*hexagon] == Some(rank)).collect();
        let mut spot = || spot(ground, &outline, &inside, &mut rng);
        for kind in KINDS.iter().filter(|kind| people >= kind.at_least) {
            for number in 1..=(people / kind.one_for).clamp(1, kind.at_most) {
                let name = format!("{} {number} DE {}", kind.name, capitals(listed.name));
                written.push(Written {
                    category: (kind.category, kind.label),
                    name,
                    place: listed.place,
                    at: spot(),
                });
            }
        }
        for cpts in ground.cpts.iter().filter(|cpts| cpts.places.first() == Some(&rank)) {
            let category = ("604", "Communautés professionnelles territoriales de santé (CPTS)");
            written.push(Written { category, name: capitals(cpts.name), place: listed.place, at: spot() });
        }
    }
    write(world, &written, out)
}

fn write(world: &World, sites: &[Written<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "finess;etalab;98;{GEOGRAPHY}-05-12")?;
    for (rank, site) in sites.iter().enumerate() {
        let place = site.place;
        let departement = &world.departements[place.departement];
        let postcode = place.postcodes.first().map(String::as_str).unwrap_or_default();
        let (category, label) = site.category;
        // The sites of one hospital belong to one body; any other site is alone.
        let entity = if category == "355" { 500_000 } else { 500_001 + rank };
        writeln!(
            out,
            "structureet;{code}{number:07};{code}{entity:07};{name};;;;{street};R;DES FICTIONS;;;{commune};{code};{departement};{postcode} {town};;;{category};{label};;;;;;;;;2001-01-01;2001-01-01;{GEOGRAPHY}-01-01;",
            code = departement.code,
            number = 100_000 + rank,
            name = site.name,
            street = rank % 90 + 1,
            commune = &place.code[2..],
            departement = capitals(&departement.name),
            town = capitals(&place.name),
        )?;
    }
    for (rank, site) in sites.iter().enumerate() {
        let code = &world.departements[site.place.departement].code;
        let [x, y] = site.at;
        writeln!(
            out,
            "geolocalisation;{code}{number:07};{x:.6};{y:.6};1,FICTIF,100,EPSG:4326 WGS 84;{GEOGRAPHY}-05-04",
            number = 100_000 + rank
        )?;
    }
    Ok(())
}

/// The middle of a hexagon of a commune.
fn spot(ground: &Ground, outline: &Outline, inside: &[usize], rng: &mut Rng) -> [f64; 2] {
    let hexagon = inside.get(rng.below(inside.len())).copied().unwrap_or_default();
    outline.corner(ground.grid.centre(hexagon))
}
