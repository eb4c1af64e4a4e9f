//! Channels as they are typed.

use super::{Lecture, Probleme, SaisiePersonne};
use crate::communaute::canal::{Accord, Canal, CanalKind};
use crate::texte::{Email, EmailProblem, Telephone, TelephoneProblem};

/// A channel as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaisieCanal {
    /// Which one.
    pub kind: CanalKind,
    /// The address or the number.
    pub valeur: String,
    /// What the person said of it.
    pub accord: Accord,
    /// Day on which a message came back; empty when none did.
    pub rebond: String,
    /// Where it was found; empty for where the person was.
    pub source: String,
}

impl SaisieCanal {
    /// A channel of which nothing else is known.
    pub fn new(kind: CanalKind, valeur: impl Into<String>) -> Self {
        Self {
            kind,
            valeur: valeur.into(),
            accord: Accord::Inconnu,
            rebond: String::new(),
            source: String::new(),
        }
    }
}

impl From<&Canal> for SaisieCanal {
    fn from(canal: &Canal) -> Self {
        let shown = match canal.kind {
            CanalKind::Telephone => Telephone::from_e164(&canal.valeur).map(|number| number.shown()),
            _ => None,
        };
        Self {
            kind: canal.kind,
            valeur: shown.unwrap_or_else(|| canal.valeur.clone()),
            accord: canal.accord,
            rebond: canal.rebond.map(|day| day.to_string()).unwrap_or_default(),
            source: canal.source.clone(),
        }
    }
}

/// Whether an address belongs to the secured health messaging.
pub fn is_mssante(address: &str) -> bool {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
    domain == "mssante.fr" || domain.ends_with(".mssante.fr")
}

/// The key under which somebody confirms that a number had lost its zero.
pub fn zero_key(likely: &Telephone) -> String {
    format!("zero:{}", likely.e164())
}

impl Lecture<'_> {
    /// The channels that have a value, each once; what is known of one since earlier is kept.
    pub(super) fn canaux(&mut self, saisie: &SaisiePersonne, source: &str, avant: &[Canal]) -> Vec<Canal> {
        let mut kept: Vec<Canal> = Vec::new();
        for (rang, typed) in saisie.canaux.iter().enumerate() {
            if let Some(canal) = self.canal((rang, typed), (source, &saisie.confirmes), avant)
                && !kept.iter().any(|one| one.kind == canal.kind && one.key() == canal.key())
            {
                kept.push(canal);
            }
        }
        kept
    }

    pub(super) fn canal(
        &mut self,
        (rang, typed): (usize, &SaisieCanal),
        (source, confirmes): (&str, &[String]),
        avant: &[Canal],
    ) -> Option<Canal> {
        if typed.valeur.trim().is_empty() {
            return None;
        }
        let valeur = match typed.kind {
            CanalKind::Courriel | CanalKind::Mssante => self.email(rang, typed),
            CanalKind::Telephone => self.telephone(rang, &typed.valeur, confirmes),
            CanalKind::Postal => {
                let max = self.regles.adresse_max;
                Some(self.text(("canal_valeur", rang), &typed.valeur, max))
            }
        };
        let rebond = self.day(("canal_rebond", rang), &typed.rebond);
        if rebond.is_some_and(|day| day > self.contexte.today) {
            self.refuse("canal_rebond", rang, Probleme::Futur);
        }
        let said = self.text(("canal_source", rang), &typed.source, self.regles.nom_max);
        let mut canal = Canal {
            kind: typed.kind,
            valeur: valeur?,
            accord: typed.accord,
            rebond,
            source: if said.is_empty() { source.to_owned() } else { said },
            depuis: self.contexte.today,
        };
        if let Some(known) = avant.iter().find(|one| one.kind == canal.kind && one.key() == canal.key()) {
            canal.depuis = known.depuis;
        }
        Some(canal)
    }

    fn email(&mut self, rang: usize, typed: &SaisieCanal) -> Option<String> {
        let problem = match Email::parse(&typed.valeur) {
            Ok(email) => match (typed.kind, is_mssante(email.as_str())) {
                (CanalKind::Mssante, false) => Probleme::PasMssante,
                (CanalKind::Courriel, true) => Probleme::Mssante,
                _ => return Some(email.as_str().to_owned()),
            },
            Err(EmailProblem::Empty) => return None,
            Err(problem) => Probleme::Courriel(problem),
        };
        self.refuse("canal_valeur", rang, problem);
        None
    }

    fn telephone(&mut self, rang: usize, typed: &str, confirmes: &[String]) -> Option<String> {
        match Telephone::parse(typed) {
            Ok(number) => Some(number.e164().to_owned()),
            Err(TelephoneProblem::Empty) => None,
            Err(TelephoneProblem::LostLeadingZero { likely }) if confirmes.contains(&zero_key(&likely)) => {
                Some(likely.e164().to_owned())
            }
            Err(problem) => {
                self.refuse("canal_valeur", rang, Probleme::Telephone(problem));
                None
            }
        }
    }
}
