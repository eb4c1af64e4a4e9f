//! Sentences of the documents that the domain does not give: how a figure is marked, what a block says.

use domain::nombres::{FINE, compte, entier, habitants, liste, pourcent};
use domain::territoire::{Carte, Fiche};
use territory::diagnosis::{Around, CommuneLine, Diagnosis};
use territory::measure::{Measure, SourceId};
use territory::passport::{Kind, Passport};

/// Shown where there is no figure. It is never replaced by zero.
pub const MISSING: &str = "non disponible";

/// What the marks mean, printed once.
pub const LEGEND: &str = "«\u{a0}Partiel\u{a0}»\u{a0}: une partie du territoire n'a pas de chiffre, le total ne la compte pas. «\u{a0}Non disponible\u{a0}»\u{a0}: aucune source ne donne ce chiffre. Ce n'est pas zéro.";

/// Title of the banner over invented data.
pub const FICTITIOUS: &str = "Territoire fictif";

/// What the banner says.
pub const FICTITIOUS_TEXT: &str =
    "Ces communes et ces chiffres sont inventés pour la démonstration. Ne les utilisez pas dans un dossier.";

/// What a yearly maximum is not.
pub const MAXIMUM: &str =
    "Un maximum n'est pas une dotation\u{a0}: il suppose que toutes les missions sont remplies.";

/// Reservations on a figure: `partiel`, `estimé`.
pub fn marks(measure: &Measure) -> Vec<&'static str> {
    let partial = measure.is_partial().then_some("partiel");
    let estimated = (measure.value.is_some() && measure.estimated.is_some()).then_some("estimé");
    partial.into_iter().chain(estimated).collect()
}

/// A figure with its marks: `12 345`, `12 345 (partiel)`, `non disponible`.
pub fn measure(measure: &Measure, write: impl Fn(f64) -> String) -> String {
    let Some(value) = measure.value else { return MISSING.to_owned() };
    let marks = marks(measure);
    if marks.is_empty() { write(value) } else { format!("{} ({})", write(value), marks.join(", ")) }
}

/// Inhabitants with their marks.
pub fn people(figure: &Measure) -> String {
    measure(figure, habitants)
}

/// One word for the state of a figure, for columns that a program reads.
pub fn state(measure: &Measure) -> String {
    if measure.value.is_none() {
        return MISSING.to_owned();
    }
    let marks = marks(measure);
    if marks.is_empty() { "complet".to_owned() } else { marks.join(", ") }
}

/// A count that may be unknown.
pub fn people_or_missing(count: Option<f64>) -> String {
    count.map_or_else(|| MISSING.to_owned(), habitants)
}

/// A share that may be unknown.
pub fn share_or_missing(share: Option<f64>) -> String {
    share.map_or_else(|| MISSING.to_owned(), pourcent)
}

/// `Source 1`, `Sources 1 et 3`: ranks in the list at the end of the document.
pub fn references(sources: &[SourceId]) -> Option<String> {
    let ranks: Vec<String> = sources.iter().map(|source| (source.0 + 1).to_string()).collect();
    match ranks.len() {
        0 => None,
        1 => Some(format!("Source {}", ranks[0])),
        _ => Some(format!("Sources {}", liste(&ranks))),
    }
}

/// The citations of a figure, for a cell that must stand alone.
pub fn citations(measure: &Measure, diagnosis: &Diagnosis) -> String {
    let cited = measure.sources.iter().filter_map(|source| diagnosis.sources.get(source.0));
    places(&cited.map(Passport::citation).collect::<Vec<_>>())
}

/// `2016`, `2016 et 2021`.
pub fn years(years: &[i16]) -> String {
    liste(&years.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// Whether the sheet is the one to quote.
pub fn status(fiche: &Fiche) -> &'static str {
    if fiche.is_reference { "variante de référence" } else { "variante de travail" }
}

/// How much of a commune is taken.
pub fn part_taken(line: &CommuneLine) -> String {
    match (line.is_whole(), line.iris_of_commune) {
        (true, _) => "entière".to_owned(),
        (false, Some(total)) => format!("{} IRIS sur {total}", line.iris.len()),
        (false, None) => format!("{} IRIS", line.iris.len()),
    }
}

/// Header of a comparison area; its year stands out when it differs from the territory's.
pub fn around_title(around: &Around, year: Option<i16>) -> String {
    if Some(around.year) == year { around.name.clone() } else { format!("{} ({})", around.name, around.year) }
}

/// What a comparison area leaves out.
pub fn around_missing(around: &Around) -> Option<String> {
    let count = around.missing_communes;
    (count > 0).then(|| {
        let verb = if count < 2 { "manque" } else { "manquent" };
        format!(
            "{}\u{a0}: {} {verb} dans le fichier des âges.",
            around.name,
            compte(count, "commune", "communes")
        )
    })
}

/// Where a population stands in its class.
pub fn class_position(assessment: &domain::aci::taille::Assessment) -> Vec<String> {
    let mut sentences = vec![format!(
        "{}. Population retenue\u{a0}: {}\u{a0}habitants.",
        assessment.label,
        entier(i64::from(assessment.population))
    )];
    if assessment.at_least {
        sentences
            .push(format!("La population est partielle\u{a0}: {} est un minimum.", assessment.taille.code()));
    }
    let missing = assessment.to_next.map(|people| {
        format!("Il manque {} pour changer de classe.", compte(people as usize, "habitant", "habitants"))
    });
    sentences.extend(missing);
    if assessment.above_lower > 0 && assessment.taille != domain::aci::taille::Taille::T1 {
        sentences.push(format!(
            "La borne basse de la classe est dépassée de {}.",
            compte(assessment.above_lower as usize, "habitant", "habitants")
        ));
    }
    sentences
}

/// What the map shows, in words.
pub fn map_description(fiche: &Fiche, carte: &Carte) -> String {
    map_of(&fiche.territoire, carte)
}

/// What the map of a territory shows, in words.
pub fn map_of(territoire: &str, carte: &Carte) -> String {
    let members = carte.areas.iter().filter(|area| area.member).count();
    let around = carte.areas.len() - members;
    let credit = &carte.credit;
    let neighbours = match around {
        0 => String::new(),
        _ => format!(" Autour, en gris\u{a0}: {}.", compte(around, "lieu voisin", "lieux voisins")),
    };
    format!(
        "Carte du territoire «\u{a0}{}\u{a0}»\u{a0}: {} en couleur, entourés d'un trait épais.{neighbours} Fond\u{a0}: {credit}. La liste complète est dans le tableau des communes.",
        territoire,
        compte(members, "commune ou IRIS", "communes ou IRIS"),
    )
}

/// What stands in the place of the map.
pub const NO_MAP: &str = "Carte non disponible\u{a0}: les contours de ces communes n'ont pas été importés.";

/// What stands in the place of the table of neighbourhoods.
pub fn no_quartier(diagnosis: &Diagnosis) -> &'static str {
    if diagnosis.sources.iter().any(|source| source.kind == Kind::Quartiers) {
        "Aucun quartier prioritaire de la politique de la ville ne se trouve dans ce périmètre."
    } else {
        "Quartiers prioritaires\u{a0}: non disponible. Aucune source ne les donne pour ce périmètre."
    }
}

/// The lines under a source.
pub fn source_lines(passport: &Passport) -> Vec<String> {
    let mut lines = vec![
        format!("{}. Couverture\u{a0}: {}.", passport.kind.label(), passport.coverage),
        format!("Communes au 1er janvier {}. Licence\u{a0}: {}.", passport.geography, passport.licence),
    ];
    lines.extend(passport.estimated.as_ref().map(|how| format!("Estimation\u{a0}: {how}")));
    lines
}

/// Places as one text; names may hold commas, so semicolons part them.
pub fn places(places: &[String]) -> String {
    places.join(&format!("{FINE}; "))
}
