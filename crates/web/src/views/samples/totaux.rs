//! Samples of the totals that a region reads of the money of its CPTS.

use app::region::ArgentRegion;
use domain::aci::argent::natures;
use domain::masque;
use domain::montant::Montant;
use domain::region::{LigneTotaux, Sommes, TableTotaux, Totaux};

use super::{Sample, sample};
use crate::views::region::argent;
use crate::views::{Page, Section};

fn page() -> Page {
    Page::new(Section::Region, "Argent des contrats ACI").under("Agence d'exemple", "/i/1")
}

fn lu() -> ArgentRegion {
    let sommes = |euros: i64| Sommes {
        notifie: Montant::centimes(euros * 140),
        recu: Montant::centimes(euros * 120),
        engage: Montant::centimes(euros * 110),
        paye: Montant::centimes(euros * 100),
    };
    let line = |cle: &str, sommes| LigneTotaux { cle: cle.into(), sommes };
    let lignes =
        vec![line("", Some(sommes(180_000))), line("acces", Some(sommes(90_500))), line("crise", None)];
    let natures = vec![line("62", None), line("64", None)];
    ArgentRegion {
        annee: 2026,
        annees: vec![2026, 2025],
        autorisent: vec!["CPTS du Val".into(), "CPTS des Monts".into(), "CPTS du Lac".into()],
        totaux: Totaux {
            missions: TableTotaux { lignes, total: Some(sommes(301_000)) },
            natures: TableTotaux { lignes: natures, total: None },
            comptees: 3,
        },
    }
}

/// The totals, an empty year, and nobody who lets them be read.
pub fn samples() -> Vec<Sample> {
    let (Ok(natures), Ok(masks)) = (natures(), masque::rules()) else { return Vec::new() };
    let rules = (natures, &masks.amounts);
    let show = |lu: &ArgentRegion| argent::show(page(), "/i/1/region", lu, rules);
    let blank = ArgentRegion { totaux: Totaux::default(), annees: vec![2025], ..lu() };
    let nobody = ArgentRegion { autorisent: Vec::new(), annees: Vec::new(), ..blank.clone() };
    vec![
        sample("argent-region", "Totaux de l'argent des contrats", &show(&lu())),
        sample("argent-region-annee-vide", "Totaux d'une année sans ligne", &show(&blank)),
        sample("argent-region-personne", "Aucune CPTS n'autorise les totaux", &show(&nobody)),
    ]
}
