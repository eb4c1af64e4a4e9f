//! Names in one cell, in two, in any order, with a title of courtesy or not.

use super::regles::Regles;
use super::remarque::Remarque;

/// A name as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NomLu {
    /// `Dr`, `Mme`, when it was there.
    pub civilite: Option<String>,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
}

fn tidy(text: &str) -> String {
    let text = text.replace(['\u{a0}', '\u{202f}', '\t'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches([',', ';', '.']).trim().to_owned()
}

/// Whether a word is written in capitals: `DUPONT`, `D'EXEMPLE`, not `D'` alone.
fn is_capital(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 1 && letters.iter().all(|c| c.is_uppercase())
}

/// Particles go with the name that follows.
fn is_particle(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "de" | "du" | "des" | "le" | "la" | "van" | "von" | "el" | "ben" | "da"
    )
}

/// `DUPONT` and `LE GALL` become `Dupont` and `Le Gall`; a name with small letters stays.
pub fn presented(text: &str) -> String {
    if !text.chars().any(char::is_lowercase) {
        let mut start = true;
        let lower = text.chars().flat_map(|c| {
            let kept: Vec<char> = if start { vec![c] } else { c.to_lowercase().collect() };
            start = !c.is_alphabetic();
            kept
        });
        return lower.collect();
    }
    if text.chars().next().is_some_and(char::is_lowercase) && !text.chars().any(char::is_uppercase) {
        let mut start = true;
        let upper = text.chars().flat_map(|c| {
            let kept: Vec<char> = if start { c.to_uppercase().collect() } else { vec![c] };
            start = !c.is_alphabetic();
            kept
        });
        return upper.collect();
    }
    text.to_owned()
}

/// A name in one cell: `DUPONT Marie`, `Dr Marie DUPONT`, `Dupont, Marie`.
pub fn un(cell: &str, regles: &Regles, remarques: &mut Vec<Remarque>) -> NomLu {
    let text = tidy(cell);
    let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut civilite = None;
    while words.len() > 1 && regles.is_civilite(words[0].trim_end_matches('.')) {
        civilite = Some(words.remove(0).trim_end_matches('.').to_owned());
    }
    if let Some(comma) = words.iter().position(|word| word.ends_with(',')) {
        let nom = words[..=comma].join(" ").trim_end_matches(',').to_owned();
        return NomLu { civilite, nom, prenom: words[comma + 1..].join(" ") };
    }
    let capital: Vec<bool> = words.iter().map(|word| is_capital(word)).collect();
    let some = capital.iter().any(|is| *is) && !capital.iter().all(|is| *is);
    let (nom, prenom): (Vec<&str>, Vec<&str>) = if some {
        let first = capital.iter().position(|is| *is).unwrap_or_default();
        // A particle in small letters before capitals: « Marie de LA TOUR ».
        let first = if first > 0 && is_particle(words[first - 1]) { first - 1 } else { first };
        let in_name = |rank: usize| capital[rank] || (rank >= first && is_particle(words[rank]));
        let ranks = 0..words.len();
        let (nom, prenom): (Vec<usize>, Vec<usize>) = ranks.partition(|rank| in_name(*rank));
        (nom.iter().map(|r| words[*r]).collect(), prenom.iter().map(|r| words[*r]).collect())
    } else if let [one, two] = words[..] {
        remarques.push(Remarque::OrdreSuppose);
        // A usual first name that stands first: « Marie Dupont ».
        if regles.is_prenom(one) && !regles.is_prenom(two) {
            (vec![two], vec![one])
        } else {
            (vec![one], vec![two])
        }
    } else if words.len() > 2 {
        remarques.push(Remarque::OrdreSuppose);
        let last = words.len() - 1;
        if regles.is_prenom(words[0]) && !regles.is_prenom(words[last]) {
            (words[1..].to_vec(), vec![words[0]])
        } else {
            (words[..last].to_vec(), vec![words[last]])
        }
    } else {
        (words.clone(), Vec::new())
    };
    NomLu { civilite, nom: nom.join(" "), prenom: prenom.join(" ") }
}

/// A name in two cells. `capitales`: the file writes names in capitals.
pub fn deux(
    (nom, prenom): (&str, &str),
    capitales: bool,
    (regles, remarques): (&Regles, &mut Vec<Remarque>),
) -> NomLu {
    let (nom, prenom) = (tidy(nom), tidy(prenom));
    if prenom.is_empty() {
        return un(&nom, regles, remarques);
    }
    let split = |text: &str| -> (Option<String>, String) {
        match text.split_once(' ') {
            Some((first, rest)) if regles.is_civilite(first.trim_end_matches('.')) => {
                (Some(first.trim_end_matches('.').to_owned()), rest.to_owned())
            }
            _ => (None, text.to_owned()),
        }
    };
    let ((before, nom), (after, prenom)) = (split(&nom), split(&prenom));
    let civilite = before.or(after);
    // « DUPONT Marie » in the column of names, « Marie » in the other.
    if let Some(rest) = nom.strip_suffix(&prenom).map(str::trim_end).filter(|rest| !rest.is_empty()) {
        return NomLu { civilite, nom: rest.to_owned(), prenom };
    }
    // Capitals in the column of names say more than a list of first names: « PAUL Martin ».
    let named = is_capital(&nom) && !is_capital(&prenom);
    let by_words = regles.is_prenom(&nom) && !regles.is_prenom(&prenom) && !named;
    let by_case = capitales && is_capital(&prenom) && !is_capital(&nom) && !regles.is_prenom(&prenom);
    if by_words || by_case {
        remarques.push(Remarque::Inverse);
        return NomLu { civilite, nom: prenom, prenom: nom };
    }
    NomLu { civilite, nom, prenom }
}

#[cfg(test)]
mod tests {
    use super::super::regles::regles;
    use super::*;

    fn parts(lu: &NomLu) -> (Option<&str>, &str, &str) {
        (lu.civilite.as_deref(), &lu.nom, &lu.prenom)
    }

    #[test]
    fn a_name_in_one_cell_is_cut_where_capitals_say() {
        let mut remarques = Vec::new();
        for (typed, expected) in [
            ("DUPONT Marie", (None, "DUPONT", "Marie")),
            ("Dr Marie DUPONT", (Some("Dr"), "DUPONT", "Marie")),
            ("Mme. LE GALL Anne-Marie", (Some("Mme"), "LE GALL", "Anne-Marie")),
            ("Dupont, Marie", (None, "Dupont", "Marie")),
            ("Marie de LA TOUR", (None, "de LA TOUR", "Marie")),
        ] {
            assert_eq!(parts(&un(typed, regles().unwrap(), &mut remarques)), expected, "{typed}");
        }
        assert!(remarques.is_empty());
        let guessed = un("Marie Dupont", regles().unwrap(), &mut remarques);
        assert_eq!(parts(&guessed), (None, "Dupont", "Marie"));
        assert_eq!(remarques, [Remarque::OrdreSuppose]);
    }

    #[test]
    fn a_swapped_pair_is_put_back_and_said() {
        let read = |nom: &str, prenom: &str| {
            let mut remarques = Vec::new();
            let lu = deux((nom, prenom), true, (regles().unwrap(), &mut remarques));
            (lu.nom, lu.prenom, remarques)
        };
        let swapped = vec![Remarque::Inverse];
        assert_eq!(read("Marie", "DUPONT"), ("DUPONT".into(), "Marie".into(), swapped.clone()));
        assert_eq!(read("Zélie", "DUPONT"), ("DUPONT".into(), "Zélie".into(), swapped));
        assert_eq!(read("MARTIN", "Paul"), ("MARTIN".into(), "Paul".into(), vec![]));
        assert_eq!(read("PAUL", "Martin"), ("PAUL".into(), "Martin".into(), vec![]));
        assert_eq!(read("DUPONT Marie", "Marie"), ("DUPONT".into(), "Marie".into(), vec![]));
    }

    #[test]
    fn capitals_are_shown_as_names() {
        assert_eq!(presented("D'EXEMPLE-LÉVÊQUE"), "D'Exemple-Lévêque");
        assert_eq!(presented("anne-marie"), "Anne-Marie");
        assert_eq!(presented("McExemple"), "McExemple");
    }
}
