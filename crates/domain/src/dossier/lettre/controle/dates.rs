//! Days that cannot follow one another.

use jiff::civil::Date;

use super::{Gravite, Remarque, Valeur, Vue};
use crate::dossier::lettre::valeur::Echeance;
use crate::nombres::date;

fn due(vue: &Vue<'_>, cle: &str) -> Option<Echeance> {
    match vue.valeur(cle)? {
        Valeur::Echeance { quand } => *quand,
        _ => None,
    }
}

pub(super) fn check(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    writing(vue, found);
    let steps = [
        ("calendrier_lettre", "le dépôt de la lettre"),
        ("calendrier_projet", "le dépôt du projet de santé"),
        ("calendrier_contrat", "le contrat"),
    ];
    for (rank, (cle, name)) in steps.iter().enumerate() {
        let Some(last) = due(vue, cle).and_then(Echeance::dernier) else { continue };
        for (before, earlier) in &steps[..rank] {
            let Some(when) = due(vue, before) else { continue };
            if when.premier().is_some_and(|first| first > last) {
                found.push(Remarque::new(
                    cle,
                    Gravite::Incoherence,
                    format!(
                        "Le calendrier prévoit {name} avant {earlier} ({}). Corrigez l'une des deux dates.",
                        when.texte()
                    ),
                ));
            }
        }
    }
    if let Some(Valeur::Periode { debut: Some(debut), fin: Some(fin) }) =
        vue.valeur("calendrier_construction")
        && debut.premier() > fin.dernier()
    {
        let text = format!(
            "La construction du projet commence en {} et finit en {}. Corrigez l'un des deux mois.",
            debut.texte(),
            fin.texte()
        );
        found.push(Remarque::new("calendrier_construction", Gravite::Incoherence, text));
    }
}

/// The day of writing stands before the filing: the one that is announced, and today.
fn writing(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let Some(Valeur::Date { jour: Some(written) }) = vue.valeur("date_redaction") else { return };
    let mut add = |why: String| {
        found.push(Remarque::new("date_redaction", Gravite::Incoherence, why));
    };
    if let Some(filed) = due(vue, "calendrier_lettre").and_then(Echeance::dernier).filter(|day| written > day)
    {
        add(format!(
            "La date de rédaction ({}) est après le dépôt de la lettre ({}). Corrigez l'une des deux.",
            date(*written),
            date(filed)
        ));
    } else if is_future(*written, vue.reperes.jour) {
        add(format!(
            "La date de rédaction ({}) n'est pas encore arrivée\u{a0}: une lettre se dépose le jour de sa rédaction ou après.",
            date(*written)
        ));
    }
}

fn is_future(day: Date, today: Date) -> bool {
    day > today
}
