//! How long the payments and the forecast of a thousand contracts take, over five years.
//!
//! Prints the ratio to a plain sum of the same signed amounts, measured in the same run: bare times mean little on a
//! shared machine.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::aci::argent::{Hypothese, Retenus, calendrier, prevision};
use domain::aci::contrat::{AnneeContrat, MissionContrat, Suivi, SuiviMission, Termes};
use domain::aci::missions::missions;
use domain::aci::poste::Poste;
use domain::aci::regles::regles;
use domain::aci::taille::Taille;
use domain::montant::Montant;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Contracts in one run.
const CONTRATS: i32 = 1_000;
/// Runs; the median is printed.
const RUNS: usize = 11;

fn contrat(rank: i32) -> Result<(Termes, Suivi), Box<dyn std::error::Error>> {
    let signature = date(2022, 1, 1).saturating_add(rank.days());
    let cles: Vec<&str> =
        missions()?.missions.iter().map(|one| one.cle.as_str()).filter(|cle| *cle != "autre").collect();
    let year = |numero: u8| {
        let mut montants = vec![(Poste::Fonctionnement, Montant::euros(75_000))];
        for cle in &cles {
            montants.push((Poste::Fixe((*cle).into()), Montant::euros(45_000 + i64::from(rank))));
            montants.push((Poste::Variable((*cle).into()), Montant::euros(17_500)));
        }
        AnneeContrat { numero, taille: Taille::T3, montants: montants.into_iter().collect() }
    };
    let planned = |cle: &&str| MissionContrat {
        mission: (*cle).into(),
        debut_prevu: signature.saturating_add(6.months()),
        deploiement_prevu: None,
    };
    let begun = |(place, cle): (i32, &&str)| {
        let debut = Some(signature.saturating_add((place * 41).days()));
        ((*cle).to_owned(), SuiviMission { debut, ..SuiviMission::default() })
    };
    let termes = Termes {
        reference: String::new(),
        signature,
        tarif: "avenant-2".into(),
        parties: Vec::new(),
        parametres: regles()?.parametres(),
        demarrage: Some(Montant::euros(75_000)),
        missions: cles.iter().map(planned).collect(),
        annees: (1..=regles()?.annees()).map(year).collect(),
    };
    let missions = (0..).zip(&cles).map(begun).collect();
    Ok((termes, Suivi { complet_le: Some(signature), missions, ..Suivi::default() }))
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let today: Date = date(2024, 6, 1);
    let all = (0..CONTRATS).map(contrat).collect::<Result<Vec<_>, _>>()?;
    let retenus = Retenus::default();
    let plain = median(|| {
        let years = all.iter().flat_map(|(termes, _)| &termes.annees);
        black_box(years.map(AnneeContrat::ordinaire).sum::<Montant>());
    });
    let mut lines = 0;
    let whole = median(|| {
        lines = 0;
        for (termes, suivi) in &all {
            let Ok(echeances) = calendrier(termes, suivi, &retenus, today) else { return };
            lines += echeances.len();
            black_box(prevision(termes.signature, &echeances, &[], Hypothese::default()));
        }
    });
    let ratio = whole.as_secs_f64() / plain.as_secs_f64();
    println!(
        "{CONTRATS} contracts, {lines} payments: forecast {whole:?}, plain sum {plain:?}, ratio {ratio:.0}"
    );
    assert!(whole < Duration::from_secs(1), "a thousand contracts take {whole:?}");
    Ok(())
}
