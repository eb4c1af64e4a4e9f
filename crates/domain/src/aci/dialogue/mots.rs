//! Targets and values in words, and the way that was made to a target.

use super::pour_cent;
use crate::aci::indicateur::{Forme, Nombre, Sens, Valeur};

/// A figure with its unit, kept on one line.
fn figure(value: Nombre, unite: &str) -> String {
    match unite {
        "" => value.to_string(),
        "%" => format!("{value}\u{202f}%"),
        unite => format!("{value}\u{a0}{unite}"),
    }
}

/// A value in words: `72,4 %`, `Oui`, `3 000 € proposés`.
pub fn valeur(value: Valeur, unite: &str) -> String {
    match value {
        Valeur::Oui => "Oui".into(),
        Valeur::Non => "Non".into(),
        Valeur::Nombre(value) => figure(value, unite),
        Valeur::Propose(amount) => format!("{} proposés", amount.texte()),
    }
}

/// A target in words, with the amount of each tier when there are several.
pub fn cible(forme: &Forme, unite: &str) -> String {
    match forme {
        Forme::OuiNon => "Fait".into(),
        Forme::Seuil { sens, cible } => format!("{} {}", sens.label(), figure(*cible, unite)),
        Forme::Paliers { sens, paliers } => {
            let one = |borne: Nombre| format!("{} {}", sens.label(), figure(borne, unite));
            let tiers = paliers
                .iter()
                .map(|palier| format!("{}\u{a0}: {}", one(palier.borne), palier.montant.texte()));
            tiers.collect::<Vec<_>>().join("\u{202f}; ")
        }
        Forme::Texte => "Appréciation des parties".into(),
    }
}

/// The bound of the target: that of the best tier when there are several.
fn borne(forme: &Forme) -> Option<(Sens, Nombre)> {
    match forme {
        Forme::Seuil { sens, cible } => Some((*sens, *cible)),
        Forme::Paliers { sens, paliers } => {
            let best = paliers.iter().max_by_key(|palier| palier.montant)?;
            Some((*sens, best.borne))
        }
        Forme::OuiNon | Forme::Texte => None,
    }
}

/// Per cent of the way from what stood at the start to the target, to a tenth; negative when one went back. Without a
/// start, a share of the target, for a target that is to be exceeded. `None` for what has no figure.
pub fn avancement(forme: &Forme, initiale: Option<Nombre>, valeur: Valeur) -> Option<Nombre> {
    let Valeur::Nombre(value) = valeur else { return None };
    let (sens, cible) = borne(forme)?;
    match (initiale, sens) {
        (Some(start), _) => pour_cent(value.moins(start).en_milliemes(), cible.moins(start).en_milliemes()),
        (None, Sens::AuMoins) => pour_cent(value.en_milliemes(), cible.en_milliemes()),
        (None, Sens::AuPlus) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aci::indicateur::Palier;
    use crate::montant::Montant;

    fn ald() -> Forme {
        let palier = |borne, euros| Palier { borne: Nombre::entier(borne), montant: Montant::euros(euros) };
        Forme::Paliers {
            sens: Sens::AuPlus,
            paliers: vec![palier(50, 9_000), palier(100, 6_000), palier(219, 3_000)],
        }
    }

    #[test]
    fn a_target_and_a_value_are_said_in_words() {
        let seuil = Forme::Seuil { sens: Sens::AuMoins, cible: Nombre::entier(68_811) };
        assert_eq!(cible(&seuil, "patients"), "au moins 68\u{202f}811\u{a0}patients");
        assert!(
            cible(&ald(), "").starts_with("au plus 50\u{a0}: 9\u{202f}000\u{202f}€\u{202f}; au plus 100")
        );
        assert_eq!(valeur(Valeur::Nombre(Nombre::milliemes(72_400)), "%"), "72,4\u{202f}%");
        assert_eq!(valeur(Valeur::Propose(Montant::euros(3_000)), ""), "3\u{202f}000\u{202f}€ proposés");
    }

    #[test]
    fn the_way_to_a_target_is_counted_from_the_start() {
        let way = |start: Option<i64>, value: i64| {
            let value = Valeur::Nombre(Nombre::entier(value));
            avancement(&ald(), start.map(Nombre::entier), value).map(Nombre::en_milliemes)
        };
        // From 219 to 50: 129 of 169.
        assert_eq!(way(Some(219), 90), Some(76_300));
        assert_eq!(way(Some(219), 219), Some(0));
        assert_eq!(way(Some(219), 230), Some(-6_500));
        assert_eq!((way(None, 90), way(Some(50), 90)), (None, None));
        let seuil = Forme::Seuil { sens: Sens::AuMoins, cible: Nombre::entier(200) };
        let reached = Valeur::Nombre(Nombre::entier(50));
        assert_eq!(avancement(&seuil, None, reached), Some(Nombre::entier(25)));
        assert_eq!(avancement(&Forme::OuiNon, None, Valeur::Oui), None);
    }
}
