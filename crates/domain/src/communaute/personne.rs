//! A person of the community, kept once: who they are, where they practise, how they are reached.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use territory::CommuneCode;
use territory::text::search_key;

use crate::authz::role::words;
use crate::communaute::canal::{Accord, Canal, CanalKind};
use crate::ids::{PersonneId, StructureId, UserId};
use crate::texte::Rpps;

words! {
    /// How far a person has come towards the community.
    Statut {
        /// Found in a register or by somebody, not yet spoken to.
        Repere = "repere", "Repéré";
        /// Written to, called or met.
        Contacte = "contacte", "Contacté";
        /// Said yes to the project.
        Interesse = "interesse", "Intéressé";
        /// Member of the association.
        Adherent = "adherent", "Adhérent";
        /// Left, retired, moved away or refused.
        Sorti = "sorti", "Sorti";
    }
}

words! {
    /// How a professional practises at one place.
    Mode {
        /// Self-employed.
        Liberal = "liberal", "Libéral";
        /// Employed.
        Salarie = "salarie", "Salarié";
        /// Both.
        Mixte = "mixte", "Libéral et salarié";
        /// Replaces somebody.
        Remplacant = "remplacant", "Remplaçant";
        /// Studies or is on an internship.
        Etudiant = "etudiant", "Étudiant";
        /// Does not practise any more.
        Retraite = "retraite", "Retraité";
    }
}

/// A step of a person in the community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Etape {
    /// The status from that day on.
    pub statut: Statut,
    /// Since when.
    pub depuis: Date,
    /// Why or how, in a few words: `réunion du 8 février`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motif: Option<String>,
}

/// One place where a person practises.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercice {
    /// The structure, when the CPTS knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<StructureId>,
    /// Street and number, or the name of the place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub adresse: String,
    /// Postcode as written, five characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code_postal: String,
    /// INSEE code of the commune; `None` when nobody could tell which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<CommuneCode>,
    /// How the person practises there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Last day there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jusque: Option<Date>,
}

/// What is known of a person beyond the columns of a list. Kept as JSON: a new field has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fiche {
    /// `M.`, `Mme`, `Dr`, as they want to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civilite: Option<String>,
    /// Former ADELI number, nine characters, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adeli: Option<String>,
    /// Specialty: a code of the dated nomenclature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialite: Option<String>,
    /// A function, for who is no professional: `Maire`, `Directrice`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fonction: Option<String>,
    /// College of the association: a key of the settings of the CPTS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub college: Option<String>,
    /// Places of practice, the main one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exercices: Vec<Exercice>,
    /// Ways to reach the person, the preferred one of each kind first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canaux: Vec<Canal>,
    /// Steps in the community, oldest first. The last one is the status of today.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parcours: Vec<Etape>,
    /// Where the person was found: `Annuaire RPPS`, `Import HelloAsso`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// A remark, without health data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remarque: Option<String>,
    /// Day on which the person asked not to be written to any more: it holds for channels found later too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opposition: Option<Date>,
}

/// A person of the community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personne {
    /// Identifier.
    pub id: PersonneId,
    /// Name of use.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// National number, checked.
    pub rpps: Option<Rpps>,
    /// Profession: a code of TRE_G15; `None` for who is no health professional, or unknown.
    pub profession: Option<String>,
    /// Status of today.
    pub statut: Statut,
    /// The account of the person, when they have one.
    pub user: Option<UserId>,
    /// Everything else.
    pub fiche: Fiche,
    /// When the sheet was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Counts the changes: two people who correct at once are told.
    pub version: i64,
    /// The sheet of the same person that replaced this one.
    pub fusionnee: Option<PersonneId>,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// What remains of a name that may not be kept.
pub const ERASED_NAME: &str = "Personne effacée";

impl Personne {
    /// `DUPONT Marie`, as lists show it.
    pub fn nom_liste(&self) -> String {
        format!("{} {}", self.nom.to_uppercase(), self.prenom).trim().to_owned()
    }

    /// `Marie Dupont`, as a text says it.
    pub fn nom_texte(&self) -> String {
        format!("{} {}", self.prenom, self.nom).trim().to_owned()
    }

    /// Words that a search looks into: name, first name, number.
    pub fn search_key(&self) -> String {
        let rpps = self.rpps.as_ref().map(Rpps::as_str).unwrap_or_default();
        format!("{} {rpps}", search_key(&format!("{} {}", self.nom, self.prenom))).trim().to_owned()
    }

    /// The words of name and first name sorted: `Marie DUPONT` and `Dupont, Marie` are one.
    pub fn name_key(&self) -> String {
        let key = search_key(&format!("{} {}", self.nom, self.prenom));
        let mut words: Vec<&str> = key.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    }

    /// Commune of the main place that still stands.
    pub fn commune(&self, today: Date) -> Option<CommuneCode> {
        self.exercices(today).find_map(|one| one.commune)
    }

    /// Places that still stand, the main one first.
    pub fn exercices(&self, today: Date) -> impl Iterator<Item = &Exercice> {
        self.fiche.exercices.iter().filter(move |one| one.jusque.is_none_or(|last| last >= today))
    }

    /// The channel of a kind that may be used, the preferred one first.
    pub fn canal(&self, kind: CanalKind) -> Option<&Canal> {
        let usable = |canal: &&Canal| canal.kind == kind && canal.is_usable();
        self.fiche.canaux.iter().find(usable).filter(|_| self.fiche.opposition.is_none())
    }

    /// Takes the objection of the person: nothing is sent to them any more.
    pub fn oppose(&mut self, day: Date) {
        self.fiche.opposition = Some(day);
        for canal in &mut self.fiche.canaux {
            canal.accord = Accord::Refuse;
        }
    }

    /// Empties the sheet of a person who is erased. Presences and seats still lead to it, and name nobody.
    pub fn erase(&mut self, at: Timestamp) {
        self.nom = ERASED_NAME.to_owned();
        self.prenom.clear();
        self.rpps = None;
        self.profession = None;
        self.statut = Statut::Sorti;
        self.user = None;
        self.fiche = Fiche::default();
        self.removed_at = Some(at);
    }

    /// Whether the sheet was emptied.
    pub fn is_erased(&self) -> bool {
        self.removed_at.is_some() && self.nom == ERASED_NAME && self.fiche == Fiche::default()
    }

    /// Corrects a step, or takes it away; the last day decides what stands today.
    pub fn correct_step(&mut self, rank: usize, step: Option<Etape>) -> bool {
        if rank >= self.fiche.parcours.len() {
            return false;
        }
        match step {
            Some(step) => self.fiche.parcours[rank] = step,
            None => drop(self.fiche.parcours.remove(rank)),
        }
        self.fiche.parcours.sort_by_key(|etape| etape.depuis);
        self.statut = self.fiche.parcours.last().map_or(Statut::Repere, |last| last.statut);
        true
    }

    /// The status at the end of a day; `None` before the first step.
    pub fn statut_on(&self, day: Date) -> Option<Statut> {
        self.fiche.parcours.iter().rev().find(|etape| etape.depuis <= day).map(|etape| etape.statut)
    }

    /// Takes a step; one of the same status changes nothing.
    pub fn step(&mut self, statut: Statut, depuis: Date, motif: Option<String>) -> bool {
        if self.fiche.parcours.last().is_some_and(|last| last.statut == statut) {
            return false;
        }
        self.fiche.parcours.push(Etape { statut, depuis, motif });
        // A step noted late keeps its own day: the last day decides what stands today.
        self.fiche.parcours.sort_by_key(|etape| etape.depuis);
        self.statut = self.fiche.parcours.last().map_or(statut, |last| last.statut);
        true
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;

    pub(crate) fn personne(nom: &str, prenom: &str) -> Personne {
        Personne {
            id: PersonneId(uuid::Uuid::nil()),
            nom: nom.into(),
            prenom: prenom.into(),
            rpps: None,
            profession: None,
            statut: Statut::Repere,
            user: None,
            fiche: Fiche::default(),
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
            version: 1,
            fusionnee: None,
            removed_at: None,
        }
    }

    #[test]
    fn name_and_first_name_are_one_in_any_order_and_any_spelling() {
        let one = personne("D'Exemple-Lévêque", "Anne Marie");
        let other = personne("Anne-Marie", "D EXEMPLE LEVEQUE");
        assert_eq!(one.name_key(), other.name_key());
        assert_eq!(one.nom_liste(), "D'EXEMPLE-LÉVÊQUE Anne Marie");
    }

    #[test]
    fn steps_are_dated_and_a_late_note_does_not_change_today() {
        let mut one = personne("Exemple", "Camille");
        assert!(one.step(Statut::Repere, date(2026, 1, 5), None));
        assert!(one.step(Statut::Interesse, date(2026, 3, 1), Some("réunion".into())));
        assert!(!one.step(Statut::Interesse, date(2026, 4, 1), None));
        assert!(one.step(Statut::Contacte, date(2026, 2, 1), None));
        assert_eq!(one.statut, Statut::Interesse);
        assert_eq!(one.statut_on(date(2026, 2, 10)), Some(Statut::Contacte));
        assert_eq!(one.statut_on(date(2026, 1, 1)), None);
    }

    #[test]
    fn a_step_is_corrected_or_taken_away() {
        let mut one = personne("Exemple", "Camille");
        one.step(Statut::Contacte, date(2026, 2, 1), None);
        one.step(Statut::Sorti, date(2026, 3, 1), None);
        let right = Etape { statut: Statut::Interesse, depuis: date(2026, 1, 1), motif: None };
        assert!(one.correct_step(1, Some(right)));
        assert_eq!(one.statut, Statut::Contacte);
        assert!(one.correct_step(1, None) && one.correct_step(0, None) && !one.correct_step(0, None));
        assert_eq!(one.statut, Statut::Repere);
    }

    #[test]
    fn an_objection_holds_for_channels_found_later_and_an_erased_sheet_names_nobody() {
        let canal = |valeur: &str| Canal {
            kind: CanalKind::Courriel,
            valeur: valeur.into(),
            accord: Accord::Donne,
            rebond: None,
            source: "essai".into(),
            depuis: date(2026, 1, 1),
        };
        let mut one = personne("Exemple", "Camille");
        one.fiche.canaux.push(canal("a@exemple.fr"));
        one.oppose(date(2026, 5, 1));
        one.fiche.canaux.push(canal("b@exemple.fr"));
        assert_eq!(one.canal(CanalKind::Courriel), None);
        assert_eq!(one.fiche.canaux[0].accord, Accord::Refuse);
        one.erase(Timestamp::UNIX_EPOCH);
        assert!(one.is_erased());
        assert_eq!((one.nom_texte(), one.fiche.canaux.len()), (ERASED_NAME.to_owned(), 0));
    }

    #[test]
    fn a_channel_that_came_back_or_was_refused_is_not_used() {
        let canal = |valeur: &str, accord, rebond| Canal {
            kind: CanalKind::Courriel,
            valeur: valeur.into(),
            accord,
            rebond,
            source: "essai".into(),
            depuis: date(2026, 1, 1),
        };
        let mut one = personne("Exemple", "Camille");
        one.fiche.canaux = vec![
            canal("a@exemple.fr", Accord::Donne, Some(date(2026, 2, 1))),
            canal("b@exemple.fr", Accord::Refuse, None),
            canal("c@exemple.fr", Accord::Inconnu, None),
        ];
        assert_eq!(one.canal(CanalKind::Courriel).map(|c| c.valeur.as_str()), Some("c@exemple.fr"));
        assert_eq!(one.canal(CanalKind::Telephone), None);
    }
}
