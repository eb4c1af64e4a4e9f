//! What the treasurer must look at.

use jiff::ToSpan;
use jiff::civil::Date;

use super::mouvement::{GenreMouvement, Mouvement};
use crate::aci::contrat::{Suivi, Termes};
use crate::aci::regles::regles;
use crate::montant::Montant;
use crate::nombres::date;
use crate::source::RulesError;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerte {
    /// Code of its rule.
    pub regle: &'static str,
    /// What happens and what to do.
    pub texte: String,
    /// What the rule leaves open.
    pub prudence: String,
    /// Whether it is late.
    pub grave: bool,
}

/// A subsidy whose report is to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubventionRendue {
    /// Its name.
    pub intitule: String,
    /// The day on which its budget year ends.
    pub exercice_au: Date,
}

/// What to look at today.
///
/// # Errors
/// When the rules that ship with the program are malformed.
pub fn alertes(
    (termes, suivi): (&Termes, &Suivi),
    mouvements: &[Mouvement],
    subventions: &[SubventionRendue],
    today: Date,
) -> Result<Vec<Alerte>, &'static RulesError> {
    let rules = regles()?;
    let note = |code: &str| rules.regle(code).map(|one| one.note.clone()).unwrap_or_default();
    let mut all = Vec::new();
    let limit = Montant::euros(rules.seuil_commissaire());
    for (year, sum) in recus(mouvements) {
        if sum > limit {
            let texte = format!(
                "{} reçus en {year}, au-dessus de {}\u{a0}: un commissaire aux comptes est demandé.",
                sum.texte(),
                limit.texte()
            );
            let prudence = note("seuil_commissaire");
            all.push(Alerte { regle: "seuil_commissaire", texte, prudence, grave: true });
        }
    }
    all.extend(plan(termes, suivi, today, rules.mise_a_jour_crise()).map(|texte| Alerte {
        regle: "mise_a_jour_crise",
        texte,
        prudence: note("mise_a_jour_crise"),
        grave: true,
    }));
    let (long, _) = rules.alertes();
    for one in subventions {
        let due = one.exercice_au.saturating_add(rules.compte_rendu_financier().months());
        // The report is written once the year is over; the alert goes a year after, the report is given or forgotten.
        if today <= one.exercice_au || today > due.saturating_add(1.year()) {
            continue;
        }
        let late = today > due;
        let verb = if late { "devait être rendu" } else { "est à rendre" };
        let texte = format!(
            "Le compte rendu financier de «\u{a0}{}\u{a0}» {verb} au plus tard le {}.",
            one.intitule,
            date(due)
        );
        let grave = late || today.saturating_add(long.days()) >= due;
        all.push(Alerte {
            regle: "compte_rendu_financier",
            texte,
            prudence: format!("Si la subvention a été accordée. {}", note("compte_rendu_financier")),
            grave,
        });
    }
    Ok(all)
}

/// What came on the account, by civil year.
fn recus(mouvements: &[Mouvement]) -> Vec<(i16, Montant)> {
    let mut all = std::collections::BTreeMap::<i16, Montant>::new();
    for one in mouvements.iter().filter(|one| one.genre == GenreMouvement::Recu) {
        *all.entry(one.le.year()).or_default() += one.montant;
    }
    all.into_iter().collect()
}

/// The crisis plan is too old. Nothing before the mission started, nor once the contract is over.
fn plan(termes: &Termes, suivi: &Suivi, today: Date, months: i32) -> Option<String> {
    let start = suivi.debut("crise").filter(|_| today < termes.terme())?;
    let last = suivi.plan_au(today);
    if last.unwrap_or(start).saturating_add(months.months()) >= today {
        return None;
    }
    Some(match last {
        Some(le) => format!(
            "Le plan de crise n'est pas mis à jour depuis le {}. Mettez-le à jour et notez sa date\u{a0}: le montant de l'année n'est pas acquis.",
            date(le)
        ),
        None => format!(
            "La mission de crise a commencé le {} et aucun plan n'est noté. Écrivez le plan et notez sa date.",
            date(start)
        ),
    })
}
