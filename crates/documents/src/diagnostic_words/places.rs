//! What a figure is compared with.

use domain::diagnostic::lecture::NiveauNomme;
use domain::diagnostic::{Chiffre, Diagnostic, Niveau};

/// A level as a heading shows it: `Gard`, `Occitanie`, `France`, `Territoires semblables`.
pub fn level_name(diagnostic: &Diagnostic, niveau: Niveau) -> String {
    let named = diagnostic.levels.iter().find(|level| level.niveau == niveau);
    named.map_or_else(|| level(niveau), |level| level.name.clone())
}

/// A level whose name is not known: `département 30`.
pub fn level(niveau: Niveau) -> String {
    match niveau {
        Niveau::Territoire => "Territoire".to_owned(),
        Niveau::Departement(code) => format!("Département {code}"),
        Niveau::Region(code) => format!("Région {code}"),
        Niveau::France => "France".to_owned(),
        Niveau::Similaires => "Territoires semblables".to_owned(),
    }
}

/// What kind of place a level is, with its name: `département : Gard`.
pub fn compared_with(level: &NiveauNomme) -> String {
    let kind = match level.niveau {
        Niveau::Departement(_) => "département",
        Niveau::Region(_) => "région",
        Niveau::Territoire | Niveau::France | Niveau::Similaires => return level.name.clone(),
    };
    format!("{} ({kind})", level.name)
}

/// The year of a figure in brackets when it is not the one of the territory: two years are not compared silently.
pub fn vintage_mark(own: &Chiffre, other: &Chiffre) -> Option<String> {
    let (own, other) = (&own.passport.vintage, &other.passport.vintage);
    (other != own && !other.is_empty() && !own.is_empty()).then(|| format!("({other})"))
}
