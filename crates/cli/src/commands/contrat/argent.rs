//! What the contract of the demonstration brought and cost.

use app::{App, AppError};
use domain::aci::argent::{DepenseTapee, Justifie, MouvementTape, NatureEcheance, PartTapee};
use domain::authz::{EditArgent, ReadArgent, Role};
use domain::ids::ContratId;
use domain::nombres::date;
use jiff::ToSpan;

use super::{Stage, proof, told};

/// Expenses: who, what for, account, euros, days since today, parts (year, mission, euros).
type Spent =
    (&'static str, &'static str, &'static str, &'static str, i32, &'static [(&'static str, &'static str)]);

const SPENT: [Spent; 4] = [
    ("Imprimerie fictive", "Annuaire des professionnels", "623", "2 450,00", 120, &[("acces", "")]),
    (
        "Cabinet d'audit fictif",
        "Audit des parcours et de la qualité",
        "622",
        "6 000,01",
        90,
        &[("parcours", "4 000"), ("qualite", "")],
    ),
    ("Papeterie fictive", "Fournitures", "606", "318,40", 60, &[("", "")]),
    ("Association sportive fictive", "Ateliers de prévention", "611", "1 800", 20, &[("prevention", "")]),
];

/// Notified the day of each payment, received a month later; the last ones are still awaited.
async fn received(
    app: &App,
    proof: &domain::authz::Allowed<EditArgent>,
    read: &domain::authz::Allowed<ReadArgent>,
    id: ContratId,
) -> Result<(), AppError> {
    let today = app.today();
    let due = app.argent(read, id).await?.echeances;
    for one in due.iter().filter(|one| one.is_due() && one.cle.nature != NatureEcheance::Variable) {
        let Some(amount) = one.du else { continue };
        let days = [("notifie", 5), ("recu", 35)];
        for (genre, after) in days {
            let le = one.date.saturating_add(after.days());
            if le > today {
                continue;
            }
            let typed = MouvementTape {
                echeance: one.cle.to_string(),
                genre: genre.into(),
                montant: amount.texte(),
                le: date(le),
                reference: "CPAM fictive".into(),
            };
            let line = app.note_mouvement(proof, id, &typed).await.map_err(told)?;
            let name = if genre == "recu" { "avis-de-virement-fictif.csv" } else { "lettre-fictive.csv" };
            let text = format!("Document fictif;{};{};{}\n", typed.echeance, typed.montant, typed.le);
            let at = (id, Justifie::Mouvement(line));
            app.attach_to_argent(proof, at, (name, text.into_bytes())).await.map_err(told)?;
        }
    }
    Ok(())
}

/// Notes what was notified, received and spent.
pub async fn create(app: &App, stage: &Stage<'_>, id: ContratId) -> Result<(), AppError> {
    let edits = proof::<EditArgent>(stage, Role::Tresorier)?;
    let read = proof::<ReadArgent>(stage, Role::Tresorier)?;
    received(app, &edits, &read, id).await?;
    let today = app.today();
    for (tiers, libelle, nature, montant, ago, parts) in SPENT {
        let le = date(today.saturating_sub(ago.days()));
        let part = |(mission, montant): &(&str, &str)| PartTapee {
            annee: "1".into(),
            mission: (*mission).to_owned(),
            action: String::new(),
            montant: (*montant).to_owned(),
        };
        let typed = DepenseTapee {
            tiers: tiers.into(),
            libelle: libelle.into(),
            nature: nature.into(),
            reference: String::new(),
            montant: montant.into(),
            engage_le: le.clone(),
            paye_le: if ago > 30 { le } else { String::new() },
            parts: parts.iter().map(part).collect(),
        };
        let line = app.add_depense(&edits, id, &typed).await.map_err(told)?;
        // An invoice comes with what is paid; the last expense still waits for its own.
        if !typed.paye_le.is_empty() {
            let text = format!("Facture fictive;{tiers};{libelle};{montant}\n");
            let at = (id, Justifie::Depense(line));
            let file = ("facture-fictive.csv", text.into_bytes());
            app.attach_to_argent(&edits, at, file).await.map_err(told)?;
        }
    }
    Ok(())
}
