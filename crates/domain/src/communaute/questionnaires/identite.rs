//! Tells a free text that says who a patient is. It refuses what is plain, and lets colleagues be named.

/// Titles before a name, in lower case. Doctors are colleagues: their titles are not there.
const TITLES: [&str; 9] = ["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "mrs", "melle"];
/// How far from the name a word may stand and still be about the person, in words.
const NEAR: usize = 4;

/// Whether a text plainly says who a patient is: a date of birth, or a titled name beside an age or « patient ».
pub fn names_a_patient(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare: Vec<String> = words.iter().map(|word| plain(word)).collect();
    has_birth(&bare) || (0..words.len()).any(|at| is_titled_patient(&words, &bare, at))
}

/// In lower case, without the marks around it.
fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits)
}

/// `né le 12`, `née en 1941`, `DDN`, `date de naissance : 12/03/1941`.
fn has_birth(bare: &[String]) -> bool {
    let at = |rank: usize| bare.get(rank).map(String::as_str).unwrap_or_default();
    let starts_with_digit = |rank: usize| at(rank).starts_with(|c: char| c.is_ascii_digit());
    (0..bare.len()).any(|rank| match at(rank) {
        "né" | "née" | "nee" | "né(e" => {
            matches!(at(rank + 1), "le" | "en") && starts_with_digit(rank + 2)
        }
        "ddn" => (rank + 1..rank + 3).any(starts_with_digit),
        "naissance" => (rank + 1..rank + NEAR).any(|next| is_date(at(next))),
        _ => false,
    })
}

/// `Mme Exemple, 82 ans`, `patient M. Exemple`.
fn is_titled_patient(words: &[&str], bare: &[String], at: usize) -> bool {
    let name = words.get(at + 1).is_some_and(|next| next.chars().next().is_some_and(char::is_uppercase));
    if !TITLES.contains(&bare[at].as_str()) || !name {
        return false;
    }
    let around = &bare[at.saturating_sub(NEAR)..bare.len().min(at + 2 + NEAR)];
    let age = |pair: &[String]| pair[1] == "ans" && pair[0].bytes().all(|byte| byte.is_ascii_digit());
    around.iter().any(|word| matches!(word.as_str(), "patient" | "patiente")) || around.windows(2).any(age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patient_is_recognised_and_a_situation_is_not() {
        for text in [
            "Patiente née le 12/03/1941, sans médecin",
            "Monsieur né en 1950 sans suivi",
            "DDN : 12.03.41",
            "Date de naissance 12/03/1941",
            "Mme Exemple, 82 ans, sort sans ordonnance",
            "J'ai vu une patiente, Madame Exemple",
            "M. EXEMPLE âgé de 90 ans",
        ] {
            assert!(names_a_patient(text), "{text}");
        }
        for text in [
            "Les patients de plus de 80 ans sortent sans lettre.",
            "Un enfant né avant terme attend six mois une consultation.",
            "Le Dr Exemple part en retraite à 67 ans.",
            "Voir avec Mme Exemple, coordinatrice de la maison de santé.",
            "Monsieur le maire propose un local.",
            "Ouvert le 12/03/2026 depuis la naissance du projet",
            "",
        ] {
            assert!(!names_a_patient(text), "{text}");
        }
    }
}
