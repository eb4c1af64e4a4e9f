//! Invented names, and the forms that the official files give of a name.

use super::rng::Rng;

/// Names that no commune bears or bore since 1943 (a test compares them with the official list).
pub(super) const POOL: &[&str] = &[
    "Arcevigne",
    "Argelombre",
    "Aubrelonde",
    "Aurevaux",
    "Bassoumiès",
    "Beaucendre",
    "Belorque",
    "Boissargue-le-Haut",
    "Brévaloux",
    "Bussonnelle",
    "Cazalombe",
    "Chantebruyne",
    "Charmeloup",
    "Clairveille",
    "Combe-Lunaire",
    "Corbeloise",
    "Courtemousse",
    "Croismirail",
    "Dorvillette",
    "Douzerive",
    "L'Épinelombe",
    "Escarvigne",
    "Estramond",
    "Étrelande",
    "Fontamelle",
    "Fontrouvaille",
    "Fraiseroux",
    "Galandrac",
    "Gourdevelle",
    "Grandelive",
    "Hautecrouze",
    "Herbemorte-sur-Vaure",
    "Janvrelle",
    "Joncheraude",
    "Lamberac",
    "Landemuse",
    "Larmevigne",
    "Lissandrelle",
    "Lugrenoux",
    "Malvaudière",
    "Marsilombe",
    "Mirabruc",
    "Montaluze",
    "Montcendrier",
    "Montrouvaille",
    "Morvaloux",
    "Noirelande",
    "Orvemont-les-Sources",
    "Peyrelombe",
    "Pontvaure",
    "Puyvermeil",
    "Quincelune",
    "Rochamelle",
    "Roquevaure",
    "Rouvelande",
    "Saint-Aubrin-sur-Vaure",
    "Saint-Célorin",
    "Saint-Évrelin-des-Bois",
    "Saint-Gaudouin",
    "Saint-Isambour",
    "Saint-Lormel-le-Vieux",
    "Saint-Oradin",
    "Saint-Tévenin-en-Lande",
    "Sainte-Améliane",
    "Sainte-Orvelle",
    "Sauvemare",
    "Serrevaux-le-Bas",
    "Soulevigne",
    "Tarcenoux",
    "Tourmirail",
    "Trébazac-en-Lande",
    "Valcendre",
    "Valserine-le-Neuf",
    "Vaurelle",
    "Vernecombe",
    "Vieillombre",
    "Villebrume",
    "Villorelle-sur-Vaure",
    "Zélinde",
    "Le Broussard-Fictif",
    "Le Moulin-d'Orvel",
    "La Chaumeline",
    "La Ferrelle",
    "Les Granges-de-Vaure",
    "Les Hautes-Combelles",
    "Les Trois-Sourcelles",
];

/// The town of the fictitious département.
pub(super) const TOWN: &str = "Valmirande";

/// Quarters of the town, as its IRIS are named.
pub(super) const QUARTERS: [&str; 20] = [
    "Vieille-Ville",
    "Halles",
    "Cathédrale",
    "Gare",
    "Remparts",
    "Faubourg-d'Orvel",
    "Jardin-Public",
    "Tanneries",
    "Pont-Vieux",
    "Grand-Mail",
    "Belle-Allée",
    "Mirail-Nord",
    "Mirail-Sud",
    "Coteaux",
    "Clairière",
    "Moulin-Blanc",
    "Saint-Oradin",
    "Zone-des-Vaures",
    "Parc-d'Activités",
    "Bois-de-la-Lande",
];

const STARTS: [&str; 24] = [
    "Arde", "Auber", "Beau", "Bour", "Cham", "Clair", "Cour", "Dor", "Esca", "Font", "Grand", "Haute",
    "Lande", "Mar", "Mont", "Noir", "Orve", "Peyre", "Pui", "Roque", "Sauve", "Trem", "Val", "Ville",
];
const ENDS: [&str; 24] = [
    "belle", "bruc", "cendre", "combe", "court", "frenoux", "gnac", "lande", "lombe", "lonne", "loux",
    "mirail", "moux", "nelle", "randes", "rive", "sac", "ssargue", "tignes", "vaure", "velle", "vigne",
    "zac", "zeilles",
];
const COMPLEMENTS: [&str; 12] = [
    "-sur-Vaure",
    "-le-Haut",
    "-le-Vieux",
    "-en-Lande",
    "-les-Bois",
    "-la-Forêt",
    "-les-Sources",
    "-le-Neuf",
    "-sous-Orvel",
    "-le-Bas",
    "-aux-Combes",
    "-d'Orvel",
];

/// An invented name for the national size, where nobody looks at each of them.
pub(super) fn compose(rng: &mut Rng) -> String {
    let stem = format!("{}{}", STARTS[rng.below(STARTS.len())], ENDS[rng.below(ENDS.len())]);
    let complement = if rng.below(3) == 0 { COMPLEMENTS[rng.below(COMPLEMENTS.len())] } else { "" };
    match rng.below(8) {
        0 => format!("Saint-{stem}{complement}"),
        1 if stem.starts_with(['A', 'E', 'O', 'H']) => format!("L'{stem}{complement}"),
        1 => format!("La {stem}{complement}"),
        _ => format!("{stem}{complement}"),
    }
}

/// A name as INSEE's files give it.
pub(super) struct Forms {
    /// Type of article, 0 to 5 (`TNCC`).
    pub(super) article: u8,
    /// Capitals without accents, hyphens or article (`NCC`).
    pub(super) capitals: String,
    /// Rich typography without the article (`NCCENR`).
    pub(super) bare: String,
    /// With the article (`LIBELLE`).
    pub(super) full: String,
}

impl Forms {
    /// The forms of a name written with its article.
    pub(super) fn of(name: &str) -> Self {
        let articles = [("Le ", 2), ("La ", 3), ("Les ", 4), ("L'", 5)];
        let found = articles.iter().find_map(|(text, code)| Some((name.strip_prefix(text)?, *code)));
        let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U', 'É', 'H']);
        let (bare, article) = found.unwrap_or((name, u8::from(vowel)));
        Self { article, capitals: capitals(bare), bare: bare.to_owned(), full: name.to_owned() }
    }
}

/// Capitals without accents, hyphens or apostrophes: `L'Épinelombe` gives `L EPINELOMBE`.
pub(super) fn capitals(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'À' | 'Â' => 'A',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => 'E',
        'î' | 'ï' | 'Î' => 'I',
        'ô' | 'Ô' => 'O',
        'ù' | 'û' => 'U',
        'ç' => 'C',
        '-' | '\'' => ' ',
        other => other.to_ascii_uppercase(),
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_forms_of_the_official_files() {
        let forms = Forms::of("L'Épinelombe");
        assert_eq!((forms.article, forms.capitals.as_str()), (5, "EPINELOMBE"));
        assert_eq!(forms.bare, "Épinelombe");
        let forms = Forms::of("Les Granges-de-Vaure");
        assert_eq!((forms.article, forms.capitals.as_str()), (4, "GRANGES DE VAURE"));
        assert_eq!(Forms::of("Étrelande").article, 1);
    }

    #[test]
    fn no_invented_name_is_given_twice() {
        let mut names: Vec<String> = POOL.iter().map(|name| capitals(name)).collect();
        names.push(capitals(TOWN));
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
