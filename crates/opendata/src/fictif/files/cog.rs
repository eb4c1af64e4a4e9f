//! *Code officiel géographique*: `v_region`, `v_departement`, `v_commune` and `v_mvt_commune`.

use std::io::{self, Write};

use crate::fictif::names::Forms;
use crate::fictif::world::{Change, GEOGRAPHY, Place, World};

pub(super) fn regions(world: &World, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\r\n")?;
    for region in &world.regions {
        write!(out, "{},{},{}\r\n", region.code, region.seat, forms(&region.name))?;
    }
    Ok(())
}

pub(super) fn departements(world: &World, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\r\n")?;
    for departement in &world.departements {
        let region = &world.regions[departement.region].code;
        write!(out, "{},{region},{},{}\r\n", departement.code, departement.seat, forms(&departement.name))?;
    }
    Ok(())
}

pub(super) fn communes(world: &World, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\r\n")?;
    for listed in world.at(GEOGRAPHY) {
        let place = listed.place;
        let departement = &world.departements[place.departement].code;
        let region = &world.region(place).code;
        let forms = forms(listed.name);
        write!(
            out,
            "COM,{},{region},{departement},{departement}D,{departement}1,{forms},{departement}01,\r\n",
            place.code
        )?;
    }
    // Delegated communes stand in the file too, without region or département.
    for place in &world.places {
        if let Change::Merged { into, .. } = place.change {
            write!(out, "COMD,{},,,,,{},,{}\r\n", place.code, forms(&place.name), world.places[into].code)?;
        }
    }
    Ok(())
}

pub(super) fn movements(world: &World, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,\
         TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP\r\n"
    )?;
    let mut events: Vec<(String, String)> =
        world.places.iter().flat_map(|place| recent(world, place)).collect();
    for past in &world.past {
        let into = &world.places[past.into];
        let (before, after) = (side("COM", &past.code, &past.name), side("COM", &into.code, &into.name));
        events.push((past.date.clone(), format!("32,{},{before},{after}", past.date)));
        let same = side("COM", &into.code, &into.name);
        events.push((past.date.clone(), format!("32,{},{same},{after}", past.date)));
    }
    // The latest first, as published.
    events.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (_, line) in events {
        write!(out, "{line}\r\n")?;
    }
    Ok(())
}

/// The lines of the change of one place.
fn recent(world: &World, place: &Place) -> Vec<(String, String)> {
    let line = |event: u8, year: i16, before: String, after: String| {
        (format!("{year}-01-01"), format!("{event},{year}-01-01,{before},{after}"))
    };
    match &place.change {
        Change::None => Vec::new(),
        Change::Renamed { year, before } => {
            let merged = world.places.iter().any(|other| {
                matches!(other.change, Change::Merged { into, .. } if world.places[into].code == place.code)
            });
            let event = if merged { 32 } else { 10 };
            let after = side("COM", &place.code, &place.name);
            vec![line(event, *year, side("COM", &place.code, before), after)]
        }
        Change::Merged { year, into } => {
            let into = &world.places[*into];
            let before = || side("COM", &place.code, &place.name);
            vec![
                line(32, *year, before(), side("COM", &into.code, &into.name)),
                line(32, *year, before(), side("COMD", &place.code, &place.name)),
            ]
        }
        Change::Split { year, from } => {
            let from = &world.places[*from];
            let before = || side("COM", &from.code, &from.name);
            vec![
                line(21, *year, before(), before()),
                line(21, *year, before(), side("COM", &place.code, &place.name)),
            ]
        }
    }
}

fn side(kind: &str, code: &str, name: &str) -> String {
    format!("{kind},{code},{}", forms(name))
}

/// `TNCC,NCC,NCCENR,LIBELLE`.
fn forms(name: &str) -> String {
    let forms = Forms::of(name);
    format!("{},{},{},{}", forms.article, forms.capitals, forms.bare, forms.full)
}
