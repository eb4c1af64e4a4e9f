//! Memberships: the scale, those of each year, those that wait.

use app::AppError;
use app::communaute::adhesions::{Demandeur, NewAdhesion};
use domain::communaute::adhesions::{
    Adhesion, AdhesionFiche, AdhesionState, Bareme, Categorie, Identite, Montant, MoyenPaiement, Paiement,
    Verification,
};
use domain::communaute::{Personne, Statut};
use domain::ids::AdhesionId;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::super::Soil;
use super::super::people::LAPSED;
use super::{Teller, told};

/// Dues of a member, in cents.
const DUES: i64 = 2_000;
/// Key of the usual category.
const USUAL: &str = "individuel";
/// One member out of this many still owes the dues of the year.
const OWES: usize = 9;

/// Every membership of every member, year by year.
pub fn adhesions(soil: &Soil<'_>, personnes: &[Personne]) -> Vec<Adhesion> {
    let mut all = Vec::new();
    for (rank, one) in personnes.iter().enumerate().filter(|(_, one)| one.statut == Statut::Adherent) {
        let Some(joined) = one.fiche.parcours.last().map(|step| step.depuis) else { continue };
        let last = soil.today.year() - i16::from(LAPSED.contains(&rank));
        for annee in joined.year()..=last {
            let decided = if annee == joined.year() { joined } else { date(annee, 1, 15).min(soil.today) };
            let owes = annee == soil.today.year() && rank % OWES == 4;
            all.push(adhesion(soil, (one, rank), (annee, decided), owes));
        }
    }
    all
}

fn adhesion(
    soil: &Soil<'_>,
    (one, rank): (&Personne, usize),
    (annee, decided): (i16, Date),
    owes: bool,
) -> Adhesion {
    let means = [MoyenPaiement::Helloasso, MoyenPaiement::Virement, MoyenPaiement::Cheque];
    let paid = Paiement {
        le: decided.checked_add(3.days()).unwrap_or(decided).min(soil.today),
        moyen: means[rank % means.len()],
        cents: DUES,
        reference: String::new(),
    };
    let asked = decided.checked_sub(12.days()).unwrap_or(decided);
    Adhesion {
        id: AdhesionId(soil.app.settings().ids.next()),
        personne: one.id,
        annee,
        state: AdhesionState::Acceptee,
        fiche: AdhesionFiche {
            verifications: Verification::ALL.iter().map(|one| (*one, asked)).collect(),
            categorie: Some(USUAL.to_owned()),
            du_cents: Some(DUES),
            paiements: if owes { Vec::new() } else { vec![paid] },
            decidee: Some(decided),
            renouvellement: one.statut_on(date(annee, 1, 1)) == Some(Statut::Adherent),
            ..AdhesionFiche::default()
        },
        created_at: asked.to_zoned(app::paris()).map_or(soil.now, |at| at.timestamp()),
        version: 1,
    }
}

/// The scale of dues, as the assembly decided it.
pub async fn rules(teller: &Teller<'_>) -> Result<(), AppError> {
    teller.days(-500, 0);
    let today = teller.app.today();
    let years = today.year()..=today.year() + 3;
    let category = |cle: &str, nom: &str, cents| Categorie {
        cle: cle.to_owned(),
        nom: nom.to_owned(),
        montants: years.clone().map(|annee| (annee, Montant { cents, decide: today })).collect(),
    };
    let bareme = Bareme {
        categories: vec![
            category(USUAL, "Professionnel, à titre individuel", DUES),
            category("structure", "Structure", 10_000),
            category("etudiant", "Étudiant ou interne", 0),
        ],
    };
    told(teller.app.set_bareme(&teller.board()?, bareme).await)
}

/// Name, first name, profession and days ago of who asks to join.
const ASKING: [(&str, &str, &str, i64); 4] = [
    ("Castelfontaine", "Ange", "60", -9),
    ("Vallombrune-Fictif", "Camille", "10", -5),
    ("Hauteroque", "Sacha", "70", -2),
    ("Pierrelune d'Essai", "Noa", "21", -1),
];

/// Requests that the board has not decided yet.
pub async fn requests(teller: &Teller<'_>) -> Result<(), AppError> {
    let proof = teller.secretary::<domain::authz::ManageAdhesions>()?;
    for (rank, (nom, prenom, profession, days)) in ASKING.into_iter().enumerate() {
        teller.days(days, -3);
        let identite = Identite {
            nom: nom.into(),
            prenom: prenom.into(),
            profession: Some(profession.into()),
            rpps: None,
            courriel: Some(format!("demande{rank}@valmirande.test")),
        };
        let new = NewAdhesion {
            demandeur: Demandeur::Declare(identite),
            annee: teller.app.today().year(),
            verifications: Verification::ALL.to_vec(),
            categorie: None,
            complete: true,
            source: "Page d'adhésion de la CPTS".into(),
        };
        told(teller.app.request_adhesion(&proof, new).await)?;
    }
    Ok(())
}
