//! Invented names: places that do not exist, with « Fictif » in one out of four so that nobody is mistaken.

use domain::texte::Rpps;

/// First names, each borne by women and men.
const FIRST: [&str; 20] = [
    "Alix",
    "Andréa",
    "Ange",
    "Camille",
    "Charlie",
    "Claude",
    "Dominique",
    "Élie",
    "Frédérique",
    "Gwenn",
    "Jessy",
    "Lou",
    "Maé",
    "Maxime",
    "Morgan",
    "Noa",
    "Océ",
    "Sacha",
    "Stéphane",
    "Yaël",
];

/// Family names that nobody bears, in two halves.
const HEADS: [&str; 16] = [
    "Aurevaux",
    "Belcombe",
    "Clairbois",
    "Dorvillette",
    "Escarvigne",
    "Fontamelle",
    "Gourdevelle",
    "Hautecrouze",
    "Joncheraude",
    "Larmevigne",
    "Mirabruc",
    "Noirelande",
    "Orfontaine",
    "Peyrelombe",
    "Rivebelle",
    "Sauvelune",
];
const TAILS: [&str; 8] = ["", "-Fictif", " d'Essai", "-Inventé", "", " de Valmirande", "-Exemple", ""];

/// The name and first name of a rank: the same rank always gives the same ones.
pub fn of(rank: usize) -> (String, String) {
    let head = HEADS[rank * 7 % HEADS.len()];
    let tail = TAILS[rank / HEADS.len() % TAILS.len()];
    (format!("{head}{tail}"), FIRST[(rank * 11 + rank / FIRST.len()) % FIRST.len()].to_owned())
}

/// A number with a right key that no register gives: 99 and the rank.
pub fn rpps(rank: usize) -> Option<Rpps> {
    Rpps::completed(&format!("99{rank:08}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_key_and_names_are_the_same_each_time() {
        for rank in [0, 1, 7, 119, 4_999] {
            assert!(rpps(rank).is_some(), "{rank}");
        }
        assert_eq!(of(17), of(17));
        let pairs: std::collections::BTreeSet<_> = (0..120).map(of).collect();
        assert_eq!(pairs.len(), 120);
    }
}
