//! The sentences of a scenario.

use domain::diagnostic::acces::{
    Change, CommuneSimulee, Hypothese, HypotheseError, Nature, Niveaux, Refus, Simulation,
};
use domain::nombres::{compte, decimal, entier, habitants, liste, pourcent};

/// Below this, a difference would be written as zero.
const VISIBLE: f64 = 0.005;

/// `un médecin généraliste quitte Castelroc`.
fn event(hypothese: &Hypothese, name: &str) -> String {
    let many = hypothese.number > 1;
    let number = entier(hypothese.number.into());
    match (hypothese.nature, many) {
        (Nature::Depart, false) => format!("un médecin généraliste quitte {name}"),
        (Nature::Depart, true) => format!("{number}\u{a0}médecins généralistes quittent {name}"),
        (Nature::Arrivee, false) => format!("un médecin généraliste s'installe à {name}"),
        (Nature::Arrivee, true) => format!("{number}\u{a0}médecins généralistes s'installent à {name}"),
        (Nature::Ipa, false) => format!("une infirmière en pratique avancée est embauchée à {name}"),
        (Nature::Ipa, true) => {
            format!("{number}\u{a0}infirmières en pratique avancée sont embauchées à {name}")
        }
        (Nature::Centre, false) => format!("un centre de santé ouvre à {name}"),
        (Nature::Centre, true) => format!("{number}\u{a0}centres de santé ouvrent à {name}"),
    }
}

/// A change as a sentence.
pub(super) fn change(change: &Change) -> String {
    let event = event(&change.hypothese, &change.name);
    let mut letters = event.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// What a change moves, or why it is left out.
pub(super) fn effect(change: &Change) -> String {
    let acts = match change.effect {
        Ok(acts) => acts,
        Err(refus) => return refusal(refus, &change.name),
    };
    let way = if acts < 0 { "en moins" } else { "en plus" };
    let total = format!("{}\u{a0}consultations {way} par an", entier(acts.abs()));
    let number = i64::from(change.hypothese.number);
    let each = entier(acts.abs() / number.max(1));
    match (change.hypothese.acts, number) {
        (None, 1) => format!("{total}. Ce nombre est proposé, faute d'activité connue."),
        (None, _) => format!("{total}, soit {each} chacun. Ce nombre est proposé, faute d'activité connue."),
        (Some(typed), _) if i64::from(typed) * number != acts.abs() => {
            format!("{total}, soit {each} chacun. La méthode de la DREES borne l'activité d'un médecin.")
        }
        (Some(_), 1) => format!("{total}."),
        (Some(_), _) => format!("{total}, soit {each} chacun."),
    }
}

/// Why a change is left out, and what to do.
pub fn refusal(refus: Refus, name: &str) -> String {
    match refus {
        Refus::UnknownCommune => {
            "Aucune commune n'a ce code aujourd'hui. Choisissez une commune de la liste.".to_owned()
        }
        Refus::Unplaced => format!(
            "Les contours de {name} ne sont pas importés, sa position est inconnue. Importez-les ou choisissez une autre commune."
        ),
        Refus::OutOfReach => format!(
            "Aucun habitant du territoire n'est assez près de {name} pour y consulter. Choisissez une commune de la liste."
        ),
        Refus::TooMany(most) => format!(
            "Une simulation contient {} au plus. Retirez un changement.",
            compte(most, "changement", "changements")
        ),
        Refus::Hypothese(error) => wrong(error),
    }
}

fn wrong(error: HypotheseError) -> String {
    match error {
        HypotheseError::Nobody => "Le nombre est zéro, rien ne change. Écrivez 1 ou plus.".to_owned(),
        HypotheseError::TooMany { most } => format!("Écrivez un nombre de 1 à {}.", entier(most.into())),
        HypotheseError::ActsNeeded => {
            "Le nombre de consultations du centre manque. Écrivez celui de son projet, par an.".to_owned()
        }
        HypotheseError::TooFewActs { up_to: 0 } => {
            "Avec zéro consultation, rien ne change. Écrivez 1 ou plus.".to_owned()
        }
        HypotheseError::TooFewActs { up_to } => format!(
            "La méthode ne compte pas un médecin de {} consultations par an ou moins. Écrivez un nombre plus grand.",
            entier(up_to.into())
        ),
        HypotheseError::TooManyActs { most } => {
            format!("Écrivez {} consultations par an au plus.", entier(most.into()))
        }
    }
}

/// `−0,35`; a difference too small to be written says so.
pub(super) fn difference(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        value if value.abs() < VISIBLE => {
            if value > 0.0 { "moins de +0,01" } else { "moins de −0,01" }.to_owned()
        }
        value => format!("{}{}", if value > 0.0 { "+" } else { "" }, decimal(value, 2)),
    }
}

/// `perdent 0,35 consultation par an et par habitant`.
fn loss(value: f64) -> String {
    let verb = if value < 0.0 { "perdent" } else { "gagnent" };
    let amount = match value.abs() {
        value if value < VISIBLE => "moins de 0,01".to_owned(),
        value => decimal(value, 2),
    };
    let word = if value.abs() < 1.995 { "consultation" } else { "consultations" };
    format!("{verb} {amount}\u{a0}{word} par an et par habitant standardisé")
}

/// `Si un médecin généraliste quitte Castelroc`, `Avec ces 3 changements`.
fn condition(counted: &[&Change]) -> String {
    match counted {
        [only] => format!("Si {}", event(&only.hypothese, &only.name)),
        several => format!("Avec ces {}", compte(several.len(), "changement", "changements")),
    }
}

/// The commune that the first sentence is about: where the only change is, else the most touched.
fn about<'a>(simulation: &'a Simulation, counted: &[&Change]) -> Option<&'a CommuneSimulee> {
    let own = match counted {
        [only] => simulation.communes.iter().find(|one| one.code == only.hypothese.commune),
        _ => None,
    };
    let size = |one: &&CommuneSimulee| one.difference.unwrap_or_default().abs();
    own.or_else(|| simulation.communes.iter().max_by(|a, b| size(a).total_cmp(&size(b))))
        .filter(|one| one.difference.is_some_and(|value| value != 0.0))
}

/// What a scenario does; the first sentence is the answer.
pub(super) fn sentences(simulation: &Simulation) -> Vec<String> {
    let counted: Vec<&Change> = simulation.changes.iter().filter(|change| change.effect.is_ok()).collect();
    let condition = condition(&counted);
    let whole = &simulation.whole;
    let Some(about) = about(simulation, &counted) else {
        return vec![format!("{condition}, rien ne change pour les habitants du territoire.")];
    };
    let mut said = vec![format!(
        "{condition}, les habitants de {} {}.",
        about.name,
        loss(about.difference.unwrap_or_default())
    )];
    if let Some(mean) = whole.difference {
        said.push(format!("En moyenne, les habitants du territoire {}.", loss(mean)));
    }
    if let Some(shared) = shared(whole.acts, whole.acts_inside) {
        said.push(shared);
    }
    said.extend(people(whole.lose, "y perdent"));
    said.extend(people(whole.gain, "y gagnent"));
    if let Some(published) = &simulation.published
        && let Some(mean) = published.figure.mean.value
    {
        said.push(format!(
            "La DREES publie {} pour le territoire en {}. Ce chiffre n'est pas simulé.",
            decimal(mean, 1),
            published.figure.year
        ));
    }
    said
}

/// How many of the acts are those of the people of the territory.
fn shared(acts: f64, inside: f64) -> Option<String> {
    // Departures and arrivals together: a share of their sum would mean nothing.
    let share = (acts != 0.0).then(|| inside / acts).filter(|share| (0.0..=1.0 + 1e-9).contains(share))?;
    let way = if acts < 0.0 { "en moins" } else { "en plus" };
    Some(format!(
        "Sur {} consultations {way} par an, {} ({}) concernent les habitants du territoire.",
        habitants(acts.abs()),
        habitants(inside.abs()),
        pourcent(share.min(1.0))
    ))
}

fn people([inside, beyond]: [f64; 2], verb: &str) -> Option<String> {
    match (inside.round() > 0.0, beyond.round() > 0.0) {
        (true, true) => Some(format!(
            "{} habitants du territoire {verb}, et {} habitants des communes autour.",
            habitants(inside),
            habitants(beyond)
        )),
        (true, false) => Some(format!("{} habitants du territoire {verb}.", habitants(inside))),
        (false, true) => Some(format!("{} habitants des communes autour {verb}.", habitants(beyond))),
        (false, false) => None,
    }
}

/// Why levels are not simulated.
pub(super) fn levels(levels: &Niveaux) -> Option<String> {
    let only = "La différence reste juste\u{a0}: elle ne dépend pas du nombre de médecins.";
    match levels {
        Niveaux::Shown => None,
        Niveaux::NoRegister => Some(format!(
            "Le répertoire des professionnels (RPPS) n'est pas importé. Les niveaux avant et après ne sont donc pas simulés. {only}"
        )),
        Niveaux::Uncovered(names) => Some(format!(
            "Le répertoire importé ne couvre pas {}. Les niveaux avant et après ne sont donc pas simulés. {only}",
            liste(names)
        )),
        Niveaux::TooFew(name, doctors) => Some(format!(
            "Le répertoire compte {} pour {name}, moins que les départs demandés. Les niveaux avant et après ne sont donc pas simulés. {only}",
            doctors_of(*doctors)
        )),
    }
}

/// `2,5 médecins généralistes`.
pub(super) fn doctors_of(doctors: f64) -> String {
    let number = decimal(doctors, usize::from((doctors - doctors.round()).abs() > 0.05));
    let word = if doctors < 2.0 { "médecin généraliste" } else { "médecins généralistes" };
    format!("{number}\u{a0}{word}")
}

/// What is said under the communes beyond the territory.
pub(super) fn beyond(simulation: &Simulation) -> String {
    let shown = super::tables::BEYOND;
    match simulation.beyond.len() {
        0 => "Aucune commune hors du territoire n'est touchée.".to_owned(),
        all if all <= shown => "Ce sont toutes les communes touchées hors du territoire.".to_owned(),
        all => format!(
            "Ce sont les plus touchées. {} hors du territoire sont touchées aussi.",
            compte(all - shown, "autre commune", "autres communes")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_never_written_as_a_zero_that_it_is_not() {
        assert_eq!(
            [0.0, 0.354, -0.354, 1.999, 0.001].map(difference),
            ["0", "+0,35", "−0,35", "+2,00", "moins de +0,01"]
        );
        assert_eq!(loss(-0.35), "perdent 0,35\u{a0}consultation par an et par habitant standardisé");
        assert_eq!(loss(2.1), "gagnent 2,10\u{a0}consultations par an et par habitant standardisé");
    }

    #[test]
    fn acts_are_shared_in_sentences_only_when_a_share_means_something() {
        let said = shared(-4800.0, -2400.0).unwrap();
        assert!(said.contains("4\u{202f}800 consultations en moins") && said.contains("(50,0\u{202f}%)"));
        assert_eq!(shared(0.0, 100.0), None);
        assert_eq!(shared(1000.0, -200.0), None);
        assert_eq!(shared(1000.0, 1400.0), None);
    }
}
