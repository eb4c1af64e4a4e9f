//! Samples of the money of a contract.

use app::argent::ArgentLu;
use app::pieces::PieceRow;
use domain::aci::argent::{
    Depense, DepenseTapee, EtSi, GenreMouvement, Hypothese, Mouvement, Natures, PartTapee, PieceJointe,
    Retenus, SubventionRendue, alertes, calendrier, et_si, lire_depense, natures,
};
use domain::aci::contrat::ContratLu;
use domain::authz::Author;
use domain::ids::{DepenseId, MouvementId, ObjectifId, PieceId};
use domain::montant::Montant;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::contrats::contrat;
use super::{Sample, sample};
use crate::views::argent::{self, depenses, enveloppes, et_si as vue_et_si, previsions, versements};
use crate::views::{Page, Section};

const URL: &str = "/c/1/contrats/3/argent";
const TODAY: Date = date(2026, 11, 22);

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Contrat, title)
}

fn author() -> Author {
    Author::System("essai".into())
}

fn moved(
    lu: &ContratLu,
    (rank, key): (u128, &str),
    (genre, cents): (GenreMouvement, i64),
) -> Option<Mouvement> {
    Some(Mouvement {
        id: MouvementId(Uuid::from_u128(rank)),
        contrat: lu.contrat.id,
        echeance: key.parse().ok()?,
        genre,
        montant: Montant::centimes(cents),
        le: date(2025, 10, 20),
        reference: format!("VIR {rank}"),
        corrige: None,
        motif: String::new(),
        by: author(),
        at: Timestamp::UNIX_EPOCH,
        pieces: Vec::new(),
    })
}

/// The same as they are joined: the second was taken off.
fn joined() -> Vec<PieceJointe> {
    let gone = Some((author(), Timestamp::UNIX_EPOCH));
    let joined = |(row, retiree): (PieceRow, _)| PieceJointe {
        piece: row.id,
        by: row.added_by,
        at: row.added_at,
        retiree,
    };
    papers().into_iter().zip([None, gone]).map(joined).collect()
}

/// The documents of its expense and of a payment.
fn papers() -> [PieceRow; 2] {
    [(1, "facture-affiches.pdf"), (2, "devis.pdf")].map(|(rank, name)| PieceRow {
        id: PieceId(Uuid::from_u128(rank)),
        name: name.into(),
        media_type: "application/pdf".into(),
        size: 48_000,
        sha256: "c".repeat(64),
        added_at: Timestamp::UNIX_EPOCH,
        added_by: author(),
    })
}

fn expense(lu: &ContratLu, natures: &Natures, actions: &[ObjectifId]) -> Option<Depense> {
    let part = |mission: &str, action: &str| PartTapee {
        annee: "1".into(),
        mission: mission.into(),
        action: action.into(),
        montant: String::new(),
    };
    let typed = DepenseTapee {
        tiers: "Imprimerie imaginaire".into(),
        libelle: "Affiches du dépistage".into(),
        nature: "623".into(),
        reference: "F-2025-12".into(),
        montant: "1 000".into(),
        engage_le: "02/11/2025".into(),
        paye_le: "20/11/2025".into(),
        parts: vec![part("prevention", &actions[0].to_string()), part("acces", ""), part("", "")],
    };
    let now = (TODAY, author(), Timestamp::UNIX_EPOCH);
    let (libelle, mut fiche) = lire_depense(&typed, (lu.signes()?, actions, natures), now).ok()?;
    fiche.pieces = joined();
    Some(Depense {
        id: DepenseId(Uuid::from_u128(9)),
        contrat: lu.contrat.id,
        libelle,
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    })
}

/// The money of the contract of the samples; without anything noted when `blank`.
fn money(natures: &Natures, blank: bool) -> Option<ArgentLu> {
    let contrat = contrat()?;
    let termes = contrat.signes()?.clone();
    let action = ObjectifId(Uuid::from_u128(4));
    let noted = [
        moved(&contrat, (1, "1.avance.acces"), (GenreMouvement::Notifie, 3_365_753))?,
        Mouvement {
            pieces: joined(),
            ..moved(&contrat, (2, "1.avance.acces"), (GenreMouvement::Recu, 33_657_530))?
        },
        Mouvement {
            corrige: Some(MouvementId(Uuid::from_u128(2))),
            motif: "Virgule mal placée".into(),
            ..moved(&contrat, (3, "1.avance.acces"), (GenreMouvement::Recu, -30_291_777))?
        },
    ];
    let mouvements = if blank { Vec::new() } else { noted.to_vec() };
    let depenses = if blank { Vec::new() } else { vec![expense(&contrat, natures, &[action])?] };
    let asked = [SubventionRendue { intitule: "Démarrage 2026".into(), exercice_au: date(2025, 12, 31) }];
    let retenus = Retenus::default();
    Some(ArgentLu {
        echeances: calendrier(&termes, contrat.suivi(), &retenus, TODAY).ok()?,
        alertes: alertes((&termes, contrat.suivi()), &mouvements, &asked, TODAY).ok()?,
        indicateurs: Vec::new(),
        actions: vec![(action, "Réunir le service de médecine et les infirmiers".into())],
        contrat,
        termes,
        retenus,
        mouvements,
        depenses,
    })
}

fn asked(lu: &ArgentLu) -> Option<Sample> {
    let what = EtSi::Retard { mission: "parcours".into(), debut: date(2027, 1, 15) };
    let found =
        et_si((&lu.termes, lu.suivi(), &lu.retenus), &what, Hypothese::default(), TODAY).ok()?.ok()?;
    let view = vue_et_si::page(page("Et si…"), URL, lu, Some(&found));
    Some(sample("argent-et-si", "Ce qui changerait si une mission commençait plus tard", &view))
}

/// All samples of the money.
pub fn samples() -> Vec<Sample> {
    let Ok(natures) = natures() else { return Vec::new() };
    let (Some(lu), Some(blank)) = (money(natures, false), money(natures, true)) else { return Vec::new() };
    let rate = Hypothese { taux: 80 };
    let mut all = vec![
        sample(
            "argent",
            "L'argent d'un contrat",
            &argent::page(page("Argent du contrat"), URL, (&lu, TODAY)),
        ),
        sample(
            "argent-versements",
            "Les versements",
            &versements::page(page("Versements"), URL, (&lu, true)),
        ),
        sample(
            "argent-versements-vides",
            "Aucun versement, pour qui lit",
            &versements::page(page("Versements"), URL, (&blank, false)),
        ),
        sample(
            "argent-versement",
            "Un versement corrigé",
            &versements::une(page("Versement"), URL, (&lu, &lu.mouvements[1]), (&papers(), true))
                .refusing("motif", "Écrivez pourquoi. La ligne d'avant reste visible avec ce motif."),
        ),
        sample(
            "argent-depenses",
            "Les dépenses",
            &depenses::liste(page("Dépenses"), URL, (&lu, natures), true),
        ),
        sample(
            "argent-depenses-vides",
            "Aucune dépense",
            &depenses::liste(page("Dépenses"), URL, (&blank, natures), true),
        ),
        sample(
            "argent-depense-nouvelle",
            "Une dépense partagée entre plusieurs missions",
            &depenses::nouvelle(page("Noter une dépense"), URL, (&lu, natures), 2),
        ),
        sample(
            "argent-depense",
            "Une dépense avec ses lignes",
            &depenses::une(
                page("Affiches du dépistage"),
                URL,
                (&lu, &lu.depenses[0]),
                (natures, &papers(), true),
            ),
        ),
        sample("argent-enveloppes", "Les enveloppes", &enveloppes::page(page("Enveloppes"), &lu)),
        sample(
            "argent-previsions",
            "Les prévisions mois par mois",
            &previsions::page(page("Prévisions"), URL, (&lu, rate), ("80", None)),
        ),
        sample(
            "argent-previsions-refus",
            "Un taux qui n'en est pas un",
            &previsions::page(
                page("Prévisions"),
                URL,
                (&blank, Hypothese::default()),
                ("120", Some("Écrivez un nombre entier de 0 à 100.".into())),
            ),
        ),
    ];
    all.extend(asked(&lu));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_money_has_a_sample() {
        let all = samples();
        let keys: Vec<&str> = all.iter().map(|one| one.key).collect();
        assert_eq!(keys.len(), 12, "{keys:?}");
        assert!(all.iter().any(|one| one.html.contains("Virgule mal placée")));
    }
}
