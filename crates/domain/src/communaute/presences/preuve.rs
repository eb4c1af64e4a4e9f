//! Somebody without an account says who they are: a name, and something that the CPTS knows of them.

use territory::text::search_key;

use crate::communaute::{CanalKind, Personne};
use crate::ids::PersonneId;
use crate::texte::{Email, Rpps, Telephone};

/// What shows that a name is one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preuve {
    /// The last four digits of the RPPS number.
    Rpps(String),
    /// An e-mail address, in its form for comparing.
    Courriel(String),
    /// A telephone number, E.164.
    Telephone(String),
}

/// Digits of the RPPS number that are asked.
const DIGITS: usize = 4;

impl Preuve {
    /// Reads what was typed: four digits or a whole RPPS number, an e-mail address, a telephone number.
    pub fn read(typed: &str) -> Option<Self> {
        let tidy: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if tidy.contains('@') {
            return Email::parse(&tidy).ok().map(|email| Preuve::Courriel(email.key()));
        }
        if tidy.len() == DIGITS && tidy.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Preuve::Rpps(tidy));
        }
        if let Ok(rpps) = Rpps::parse(&tidy) {
            return Some(Preuve::Rpps(last_digits(&rpps)));
        }
        Telephone::parse(typed).ok().map(|number| Preuve::Telephone(number.e164().to_owned()))
    }

    fn is_of(&self, personne: &Personne) -> bool {
        let has = |kind: CanalKind, same: &dyn Fn(&str) -> bool| {
            personne.fiche.canaux.iter().any(|canal| canal.kind == kind && same(&canal.valeur))
        };
        match self {
            Preuve::Rpps(digits) => personne.rpps.as_ref().is_some_and(|rpps| last_digits(rpps) == *digits),
            Preuve::Courriel(key) => {
                let same = |valeur: &str| Email::parse(valeur).is_ok_and(|email| email.key() == *key);
                has(CanalKind::Courriel, &same) || has(CanalKind::Mssante, &same)
            }
            Preuve::Telephone(number) => has(CanalKind::Telephone, &|valeur: &str| valeur == number),
        }
    }
}

fn last_digits(rpps: &Rpps) -> String {
    let text = rpps.as_str();
    text[text.len().saturating_sub(DIGITS)..].to_owned()
}

/// Whether what was typed is the name of the person: the whole family name, and nothing else than their names.
fn is_named(personne: &Personne, typed: &str) -> bool {
    let (nom, all) =
        (search_key(&personne.nom), search_key(&format!("{} {}", personne.nom, personne.prenom)));
    let (typed, all): (Vec<&str>, Vec<&str>) = (typed.split(' ').collect(), all.split(' ').collect());
    !nom.is_empty()
        && nom.split(' ').all(|word| typed.contains(&word))
        && typed.iter().all(|word| all.contains(word))
}

/// The one person whose name and proof these are. Nobody, or two, is `None`: the answer never tells which.
pub fn reconnait<'a>(
    people: impl IntoIterator<Item = &'a Personne>,
    nom: &str,
    preuve: &Preuve,
) -> Option<PersonneId> {
    let typed = search_key(nom);
    let mut found = people.into_iter().filter(|one| is_named(one, &typed) && preuve.is_of(one));
    let one = found.next()?;
    found.next().is_none().then_some(one.id)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::personne::tests::personne;
    use crate::communaute::{Accord, Canal};

    fn canal(kind: CanalKind, valeur: &str) -> Canal {
        let source = "essai".to_owned();
        Canal {
            kind,
            valeur: valeur.into(),
            accord: Accord::Inconnu,
            rebond: None,
            source,
            depuis: date(2026, 1, 1),
        }
    }

    fn people() -> [Personne; 3] {
        let mut one = personne("D'Exemple-Lévêque", "Anne Marie");
        one.id = PersonneId(Uuid::from_u128(1));
        one.rpps = Some(Rpps::parse("10101234564").unwrap());
        one.fiche.canaux = vec![
            canal(CanalKind::Courriel, "Anne@Exemple.test"),
            canal(CanalKind::Telephone, "+33426030690"),
        ];
        let mut two = personne("Fictif", "Camille");
        two.id = PersonneId(Uuid::from_u128(2));
        two.fiche.canaux = vec![canal(CanalKind::Courriel, "cabinet@exemple.test")];
        let three = Personne { id: PersonneId(Uuid::from_u128(3)), ..two.clone() };
        [one, two, three]
    }

    fn who(nom: &str, preuve: &str) -> Option<u128> {
        reconnait(&people(), nom, &Preuve::read(preuve)?).map(|id| id.0.as_u128())
    }

    #[test]
    fn a_name_and_one_known_thing_are_enough() {
        for nom in ["d exemple leveque", "Anne-Marie D'EXEMPLE LÉVÊQUE", "D'Exemple-Lévêque Anne"] {
            for preuve in ["4564", "10101234564", "anne@exemple.test", "04 26 03 06 90", "+33 4 26 03 06 90"]
            {
                assert_eq!(who(nom, preuve), Some(1), "{nom} {preuve}");
            }
        }
    }

    #[test]
    fn a_wrong_proof_half_a_name_or_two_people_are_nobody() {
        assert_eq!(who("D'Exemple-Lévêque", "1234"), None);
        assert_eq!(who("Exemple", "4564"), None, "half of the family name");
        assert_eq!(who("D'Exemple-Lévêque Camille", "4564"), None, "another first name");
        assert_eq!(who("Fictif", "cabinet@exemple.test"), None, "two people share name and address");
        assert_eq!(who("", "4564"), None);
        for preuve in ["", "45", "bonjour", "1 2 3"] {
            assert_eq!(Preuve::read(preuve), None, "{preuve}");
        }
    }
}
