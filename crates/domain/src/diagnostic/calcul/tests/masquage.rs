//! What a reader outside sees.

use std::collections::BTreeMap;

use super::world::{at, atlas_with, diagnostic, diagnostic_of, here, parts, read, releve, saisie};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::calcul::masquer;
use crate::diagnostic::chiffre::Etat;
use crate::diagnostic::releve::Releve;

fn masked(releves: &[Releve]) -> Diagnostic {
    let mut found = diagnostic(releves);
    masquer(&mut found).unwrap();
    found
}

#[test]
fn small_numbers_of_professionals_are_hidden_with_a_second_cell_and_their_density() {
    let found = masked(&[]);
    let doctors = read(&found, "effectif_medecin_generaliste");
    assert_eq!(doctors.territoire.value, Some(12.0));
    let cells: Vec<_> = doctors.places.iter().map(|place| (place.value, place.hidden)).collect();
    assert_eq!(cells, [(None, true), (None, true), (Some(10.0), false)]);
    let dense = read(&found, "densite_medecin_generaliste");
    assert_eq!(dense.places.iter().map(|place| place.hidden).collect::<Vec<_>>(), [true, true, false]);
    let line = found.offre.effectifs.iter().find(|line| line.regle == "medecin_generaliste").unwrap();
    assert_eq!(line.communes.iter().map(|place| place.hidden).collect::<Vec<_>>(), [true, true, false]);
    // One second site would tell of one person.
    assert_eq!((line.cabinets, line.second_sites), (None, None));
    let mut small = diagnostic_of(&atlas_with(&|_| true), &["66001"], &[]);
    masquer(&mut small).unwrap();
    assert_eq!(read(&small, "effectif_medecin_generaliste").territoire.state, Etat::Hidden);
    assert_eq!(read(&small, "densite_medecin_generaliste").territoire.value, None);
    assert_eq!(read(&small, "densite_medecin_generaliste").territoire.numerator, None);
}

#[test]
fn a_rate_never_goes_without_the_class_of_its_denominator() {
    let found = masked(&[
        releve(parts("sans_mt_70", here(), (60.0, 700.0))),
        releve(saisie("css", here(), Some(10.0))),
        releve(parts("css_sans_mt", here(), (4.0, 90.0))),
        releve(parts("urgences", at("66001"), (100.0, 800.0))),
    ]);
    let shown = &read(&found, "sans_mt_70").territoire;
    assert!(shown.value.is_some() && shown.passport.mask.as_deref() == Some("Taux calculé sur 100 à 999."));
    for code in ["css", "css_sans_mt"] {
        let hidden = &read(&found, code).territoire;
        assert_eq!((hidden.state, hidden.value, hidden.numerator), (Etat::Hidden, None, None), "{code}");
        assert!(
            hidden.passport.mask.is_some() && hidden.passport.records.iter().all(|one| one.value.is_none())
        );
    }
    assert!(read(&found, "urgences").places.iter().all(|place| place.value.is_none()));
    assert!(found.highlights.iter().all(|told| told.indicateur != "css"));
}

#[test]
fn a_part_of_a_whole_is_not_left_to_be_deduced() {
    let all =
        [("mt_hors_ald", 2900.0), ("mt_ald", 800.0), ("sans_mt_hors_ald", 295.0), ("ald_sans_mt_17", 5.0)]
            .map(|(code, count)| releve(parts(code, here(), (count, 4000.0))));
    let found = masked(&all);
    for code in ["mt_hors_ald", "mt_ald", "sans_mt_hors_ald", "ald_sans_mt_17"] {
        assert_eq!(read(&found, code).territoire.state, Etat::Hidden, "{code}");
    }
}

/// Groups the counts that a reader cannot tell apart: a hidden cell must keep at least two values.
#[test]
fn no_hidden_cell_of_three_communes_can_be_deduced() {
    let atlas = atlas_with(&|_| true);
    let codes = ["66001", "66002", "66003"];
    type Seen = (Option<i64>, Vec<Option<i64>>);
    let mut alike: BTreeMap<Seen, Vec<[u32; 3]>> = BTreeMap::new();
    // Recorded counts of a structure-like indicator with the mask of professionals.
    for a in 0..9_u32 {
        for b in 0..9 {
            for c in 0..9 {
                let values = [a, b, c];
                let releves: Vec<Releve> = codes
                    .iter()
                    .zip(values)
                    .map(|(code, value)| {
                        releve(saisie("effectif_orthodontiste", at(code), Some(f64::from(value))))
                    })
                    .collect();
                let mut found = diagnostic_of_one(&atlas, &codes, &releves);
                masquer(&mut found).unwrap();
                let one = read(&found, "effectif_orthodontiste");
                let whole = |value: Option<f64>| value.map(|value| value as i64);
                let cells = one.places.iter().map(|place| whole(place.value)).collect();
                alike.entry((whole(one.territoire.value), cells)).or_default().push(values);
            }
        }
    }
    for ((total, cells), rows) in alike {
        for (rank, cell) in cells.iter().enumerate() {
            let mut values: Vec<u32> = rows.iter().map(|row| row[rank]).collect();
            values.dedup();
            values.sort_unstable();
            values.dedup();
            // A row whose every value is at the edge of what was tried has alikes that were not tried.
            let edge = rows.iter().any(|row| row.contains(&8));
            assert!(cell.is_some() || values.len() > 1 || edge, "{total:?} {cells:?}: {rows:?}");
        }
    }
}

/// The diagnosis of three communes, kept to one indicator so that seven hundred of them stay quick.
fn diagnostic_of_one(atlas: &territory::Atlas, codes: &[&str], releves: &[Releve]) -> Diagnostic {
    let mut found = super::world::one_indicator(atlas, codes, releves);
    found.families.retain(|family| !family.indicators.is_empty());
    found
}
