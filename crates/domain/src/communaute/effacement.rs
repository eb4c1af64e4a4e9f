//! What goes when somebody is erased, or forgotten after years, outside their own sheet: the words that they wrote,
//! their addresses, the lines of files that name them. What was counted stays counted, and leads to nobody.

use std::collections::BTreeSet;

use territory::text::search_key;

use super::import::{Contenu, Fichier};
use super::mobilisation::Sollicitation;
use super::questionnaires::{Contact, Difficulte, Fait, Reponse, Valeur};
use super::structure::StructureFiche;
use super::{CanalKind, Personne, Presence};
use crate::ids::PersonneId;

/// What remains of words that may not be kept.
pub const ERASED_WORDS: &str = "Texte effacé";

/// Digits at the end of a telephone number that no way to write it changes.
const NATIONAL_DIGITS: usize = 9;

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// By what somebody is recognised in texts that no identifier ties to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signalement {
    personnes: BTreeSet<PersonneId>,
    noms: Vec<Vec<String>>,
    courriels: BTreeSet<String>,
    numeros: BTreeSet<String>,
}

impl Signalement {
    /// Of the sheets of one person: theirs and those that were merged into it.
    pub fn of<'a>(sheets: impl IntoIterator<Item = &'a Personne>) -> Self {
        let mut found = Self::default();
        for one in sheets {
            found.personnes.insert(one.id);
            let name: Vec<String> = one.name_key().split_whitespace().map(str::to_owned).collect();
            // One word alone is the name of too many people.
            if name.len() > 1 && !one.prenom.is_empty() && !found.noms.contains(&name) {
                found.noms.push(name);
            }
            found.numeros.extend(one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()));
            for canal in &one.fiche.canaux {
                match canal.kind {
                    CanalKind::Courriel | CanalKind::Mssante => drop(found.courriels.insert(canal.key())),
                    CanalKind::Telephone => {
                        let all = digits(&canal.valeur);
                        let last = all.get(all.len().saturating_sub(NATIONAL_DIGITS)..);
                        found
                            .numeros
                            .extend(last.filter(|end| end.len() == NATIONAL_DIGITS).map(str::to_owned));
                    }
                    CanalKind::Postal => {}
                }
            }
        }
        found
    }

    /// Their sheets.
    pub fn personnes(&self) -> impl Iterator<Item = PersonneId> + '_ {
        self.personnes.iter().copied()
    }

    /// Their e-mail addresses, in lower case.
    pub fn courriels(&self) -> impl Iterator<Item = &str> {
        self.courriels.iter().map(String::as_str)
    }

    /// Whether a sheet is theirs.
    pub fn is(&self, id: PersonneId) -> bool {
        self.personnes.contains(&id)
    }

    /// Whether texts that belong together name them: every word of their name, a number or an address.
    pub fn names<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let texts: Vec<&str> = texts.into_iter().collect();
        let said = |text: &&str| {
            let (lower, numbers) = (text.to_lowercase(), digits(text));
            self.courriels.iter().any(|one| lower.contains(one))
                || self.numeros.iter().any(|one| numbers.contains(one))
        };
        let key = search_key(&texts.join(" "));
        let words: BTreeSet<&str> = key.split_whitespace().collect();
        texts.iter().any(said)
            || self.noms.iter().any(|name| name.iter().all(|word| words.contains(word.as_str())))
    }

    fn is_contact(&self, contact: Option<&Contact>) -> bool {
        contact.is_some_and(|one| self.names([one.nom.as_str(), one.courriel.as_str()]))
    }
}

/// Something that somebody wrote, and that stays when they are forgotten.
pub trait Authored {
    /// Whether it is of somebody.
    fn is_of(&self, who: &Signalement) -> bool;
    /// Whether somebody may be behind it.
    fn has_author(&self) -> bool;
    /// Nobody is behind it any more.
    fn forget_author(&mut self);
    /// Takes the words of its author away.
    fn forget_words(&mut self);
}

impl Authored for Reponse {
    fn is_of(&self, who: &Signalement) -> bool {
        self.personne.is_some_and(|id| who.is(id)) || who.is_contact(self.fiche.contact.as_ref())
    }

    fn has_author(&self) -> bool {
        self.personne.is_some() || self.fiche.contact.is_some()
    }

    /// The commune goes too: with a profession, it would name who is alone there.
    fn forget_author(&mut self) {
        (self.personne, self.commune) = (None, None);
        (self.fiche.contact, self.fiche.lien) = (None, None);
        // What a second send is recognised by comes from the identifier of the person.
        self.jeton = self.id.to_string();
    }

    /// The free texts go; what they were sorted under stays counted.
    fn forget_words(&mut self) {
        self.fiche.valeurs.retain(|_, valeur| !matches!(valeur, Valeur::Texte(_)));
    }
}

impl Authored for Difficulte {
    fn is_of(&self, who: &Signalement) -> bool {
        self.auteur.personne.is_some_and(|id| who.is(id)) || who.is_contact(self.fiche.contact.as_ref())
    }

    fn has_author(&self) -> bool {
        self.auteur.personne.is_some() || self.fiche.contact.is_some()
    }

    /// The difficulty stays, with its themes and the profession that voiced it.
    fn forget_author(&mut self) {
        self.auteur.personne = None;
        self.fiche.contact = None;
        self.version += 1;
    }

    /// Takes away the words of its author, those of before, and what they were told: its themes say what it was.
    fn forget_words(&mut self) {
        self.texte = ERASED_WORDS.to_owned();
        self.fiche.source.clear();
        self.fiche.nouvelles.iter_mut().for_each(|one| one.texte.clear());
        for event in &mut self.fiche.histoire {
            if let Fait::Reformulee { avant } = &mut event.fait {
                avant.clear();
            }
        }
    }
}

impl Sollicitation {
    /// Takes the addresses away: that somebody was written to, when, and what they answered stay counted.
    pub fn forget_addresses(&mut self) {
        self.fiche.adresse.clear();
        self.fiche.fermes.clear();
    }
}

impl Presence {
    /// Takes away what was typed about who came, and the mark of their phone: the minutes stay counted.
    pub fn forget_name(&mut self) {
        self.fiche.nom.clear();
        self.fiche.prenom.clear();
        (self.fiche.profession, self.fiche.appareil) = (None, None);
    }
}

impl StructureFiche {
    /// Takes somebody off the contacts; whether they were among them.
    pub fn forget(&mut self, who: &Signalement) -> bool {
        let before = self.contacts.len();
        self.contacts.retain(|one| {
            let channels = one.canaux.iter().map(|canal| canal.valeur.as_str());
            let named = who.names(channels.chain([one.nom.as_str()]));
            !named && !one.personne.is_some_and(|id| who.is(id))
        });
        self.contacts.len() < before
    }
}

impl Contenu {
    /// Takes away what an import kept of somebody: their sheet of before, and the lines to correct that name them.
    /// Taking the import back leaves their sheet as it is. Whether anything went.
    pub fn forget(&mut self, who: &Signalement) -> bool {
        let before = (self.completees.len(), self.a_revoir.len());
        self.completees.retain(|one| !who.is(one.id));
        self.a_revoir.retain(|line| !who.names(line.cellules.iter().map(String::as_str)));
        let mut gone = before != (self.completees.len(), self.a_revoir.len());
        for one in &mut self.structures_completees {
            gone |= one.avant.forget(who);
        }
        gone
    }
}

impl Fichier {
    /// Empties the lines that name somebody: the others keep their number, and what was decided of them. Whether any
    /// line did.
    pub fn forget(&mut self, who: &Signalement) -> bool {
        let mut gone = false;
        for row in self.feuilles.iter_mut().flatten() {
            if who.names(row.iter().map(String::as_str)) {
                row.iter_mut().for_each(String::clear);
                gone = true;
            }
        }
        gone
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::communaute::personne::tests::personne;
    use crate::communaute::{Accord, Canal};
    use crate::texte::Rpps;

    fn apolline() -> Personne {
        let canal = |kind, valeur: &str| Canal {
            kind,
            valeur: valeur.into(),
            accord: Accord::Inconnu,
            rebond: None,
            source: String::new(),
            depuis: date(2026, 1, 1),
        };
        let mut one = personne("Le Roux-Exemple", "Apolline");
        one.rpps = Rpps::parse("10101234564").ok();
        one.fiche.canaux = vec![
            canal(CanalKind::Courriel, "Apolline@courriel.test"),
            canal(CanalKind::Telephone, "+33612345678"),
        ];
        one
    }

    #[test]
    fn somebody_is_recognised_by_their_whole_name_a_number_or_an_address() {
        let who = Signalement::of([&apolline()]);
        for texts in [
            vec!["LE ROUX EXEMPLE", "apolline"],
            vec!["Mme Apolline Le Roux-Exemple, infirmière"],
            vec!["Écrire à apolline@courriel.test"],
            vec!["", "06 12 34 56 78"],
            vec!["6.12.34.56.78"],
        ] {
            assert!(who.names(texts.clone()), "{texts:?}");
        }
        for texts in [vec!["LE ROUX", "Apolline"], vec!["Exemple"], vec!["06 12 34 56", "78"], vec![]] {
            assert!(!who.names(texts.clone()), "{texts:?}");
        }
        let unnamed = personne("Exemple", "");
        assert!(!Signalement::of([&unnamed]).names(["Exemple"]), "one word is the name of too many");
    }

    #[test]
    fn a_difficulty_keeps_its_themes_and_loses_its_words() {
        let mut one =
            crate::communaute::questionnaires::difficulte::tests::difficulte(1, "Je ne trouve pas de kiné.");
        one.fiche.themes = Some(vec!["acces".into()]);
        let author = crate::authz::Author::from("test");
        one.reword("Aucun kiné ne vient à domicile.", (&author, Timestamp::UNIX_EPOCH));
        one.fiche.themes = Some(vec!["acces".into()]);
        one.forget_author();
        one.forget_words();
        assert_eq!((one.texte.as_str(), one.has_author()), (ERASED_WORDS, false));
        assert_eq!(one.fiche.themes, Some(vec!["acces".into()]));
        assert!(!format!("{:?}", one.fiche).contains("kiné"));
    }
}
