//! Clocks of an instruction, read from `data/dossier/delais.toml`: legal silence, reminders, days with each party.

mod feries;
mod jours;
mod rappels;

use std::sync::LazyLock;

use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

pub use feries::{Feries, paques};
pub use jours::{Jours, Partie, en_main, entre, jours};
pub use rappels::{Destinataire, Du, Faits, Rappel, Repere};

use super::{Dossier, DossierKind, EtatDossier};
use crate::source::{Confidence, RulesError};

/// What a page and a letter say of a project that the agency let stand.
pub const MOTIF_SILENCE: &str = "réputé validé par le silence de l'ARS";

/// A legal delay, for the page that shows the rules.
#[derive(Clone, Debug, Deserialize)]
pub struct Delai {
    /// Name in the code: `silence.projet_sante`.
    pub code: String,
    /// On screen.
    #[serde(rename = "libelle")]
    pub label: String,
    /// How many months of the calendar.
    #[serde(rename = "valeur")]
    pub months: u32,
    unite: Unite,
    /// First day of validity.
    #[serde(rename = "en_vigueur")]
    pub effective: Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// How it is counted, in French.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Unite {
    #[serde(rename = "mois")]
    Months,
}

/// A choice that the texts leave open.
#[derive(Clone, Debug, Deserialize)]
pub struct Choix {
    /// Name in the code.
    pub code: String,
    /// What was chosen.
    #[serde(rename = "valeur")]
    pub value: bool,
    /// Since when.
    #[serde(rename = "en_vigueur")]
    pub effective: Date,
    /// The texts that were read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// Why, in French.
    pub note: String,
}

/// The rules in force.
#[derive(Clone, Debug)]
pub struct Regles {
    /// Title of the table.
    pub titre: String,
    /// Legal delays, in the order of the table.
    pub delais: Vec<Delai>,
    /// Choices that the texts leave open.
    pub choix: Vec<Choix>,
    /// Reminders.
    pub rappels: Vec<Rappel>,
    /// Days off.
    pub feries: Feries,
    /// Months after which the silence of the agency validates a projet de santé.
    silence: Span,
    /// Whether a legal end that falls on a day off moves to the next working day.
    pub fin_reportee: bool,
    /// Whether asking corrections makes the legal delay start again.
    pub corrections_relancent: bool,
}

#[derive(Deserialize)]
struct Table {
    titre: String,
    delai: Vec<Delai>,
    choix: Vec<Choix>,
    rappel: Vec<Rappel>,
    feries: Feries,
}

const TABLE: &str = "dossier/delais.toml";
/// No delay is longer, in its unit: an absurd value is refused when it is read.
const LONGEST: u32 = 1_000;

fn parse(text: &str) -> Result<Regles, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|e| RulesError::Shape { table: TABLE, cause: Box::new(e) })?;
    let incoherent = |detail: String| RulesError::Incoherent { table: TABLE, detail };
    let silence = table.delai.iter().find(|one| one.code == "silence.projet_sante");
    let silence = silence.filter(|one| one.unite == Unite::Months && (1..=LONGEST).contains(&one.months));
    let months = silence.map(|one| i64::from(one.months));
    let choice = |code: &str| {
        let found = table.choix.iter().find(|one| one.code == code);
        found.map(|one| one.value).ok_or_else(|| incoherent(format!("no choice {code}")))
    };
    if table.rappel.iter().any(|one| !(1..=LONGEST).contains(&one.days)) {
        return Err(incoherent("a reminder without a number of days".to_owned()));
    }
    if !table.feries.is_readable() {
        return Err(incoherent("a public holiday that is not a day".to_owned()));
    }
    Ok(Regles {
        silence: Span::new()
            .months(months.ok_or_else(|| incoherent("no delay silence.projet_sante".to_owned()))?),
        fin_reportee: choice("fin_legale_reportee")?,
        corrections_relancent: choice("corrections_relancent")?,
        titre: table.titre,
        delais: table.delai,
        choix: table.choix,
        rappels: table.rappel,
        feries: table.feries,
    })
}

/// The rules in force, read once.
///
/// # Errors
/// When the table that ships with the program is malformed.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static RULES: LazyLock<Result<Regles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../../data/dossier/delais.toml")));
    RULES.as_ref()
}

impl Regles {
    /// The last day on which the agency may oppose a projet de santé that it received on a day.
    pub fn fin_silence(&self, recu: Date) -> Date {
        let end = recu.saturating_add(self.silence);
        if self.fin_reportee { self.feries.ouvre(end) } else { end }
    }

    /// The last day of the legal delay that runs on a dossier; `None` when none runs.
    pub fn echeance(&self, dossier: &Dossier) -> Option<Date> {
        let runs = dossier.kind == DossierKind::ProjetSante && dossier.etat == EtatDossier::EnInstruction;
        dossier.fiche.recu_le.filter(|_| runs).map(|recu| self.fin_silence(recu))
    }

    /// The last day of the legal delay, once it is over without an opposition: the project is deemed validated.
    pub fn repute_valide(&self, dossier: &Dossier, today: Date) -> Option<Date> {
        self.echeance(dossier).filter(|end| today > *end)
    }

    /// Where a dossier stands today: a delay that is over counts even before the night has written it down.
    pub fn etat(&self, dossier: &Dossier, today: Date) -> EtatDossier {
        match self.repute_valide(dossier, today) {
            Some(_) => EtatDossier::Accepte,
            None => dossier.etat,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::dossier::DossierFiche;
    use crate::ids::DossierId;

    #[derive(Deserialize)]
    struct Example {
        recu: Date,
        fin: Date,
    }

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    fn projet(recu: Date) -> Dossier {
        Dossier {
            id: DossierId(uuid::Uuid::nil()),
            kind: DossierKind::ProjetSante,
            titre: "Projet de santé".into(),
            etat: EtatDossier::EnInstruction,
            guichet: None,
            fiche: DossierFiche { recu_le: Some(recu), ..DossierFiche::default() },
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    #[test]
    fn the_examples_of_the_table_hold() {
        let text = include_str!("../../../data/dossier/delais.toml");
        let examples: Examples = toml::from_str(text).unwrap();
        assert_eq!(examples.exemple.len(), 4);
        for one in examples.exemple {
            assert_eq!(regles().unwrap().fin_silence(one.recu), one.fin, "{}", one.recu);
        }
    }

    #[test]
    fn every_rule_says_since_when_and_where_it_comes_from() {
        let rules = regles().unwrap();
        assert_eq!(rules.delais[0].confidence, Confidence::TwoSources);
        assert!(rules.delais.iter().all(|one| one.sources.len() > 1 && !one.note.is_empty()));
        let decided = rules.rappels.iter().map(|one| (&one.confidence, &one.sources, &one.note));
        let decided = decided.chain(rules.choix.iter().map(|one| (&one.confidence, &one.sources, &one.note)));
        for (confidence, sources, note) in decided {
            assert!(*confidence == Confidence::Decision && !sources.is_empty() && !note.is_empty());
        }
    }

    /// Statement 31 of the rules of the ACI.
    #[test]
    fn statement_31_a_project_without_opposition_after_two_months_is_deemed_validated() {
        let (rules, one) = (regles().unwrap(), projet(date(2026, 9, 15)));
        assert_eq!(rules.echeance(&one), Some(date(2026, 11, 15)));
        // A Sunday: the legal end does not move.
        assert_eq!(rules.etat(&one, date(2026, 11, 15)), EtatDossier::EnInstruction);
        assert_eq!(rules.etat(&one, date(2026, 11, 16)), EtatDossier::Accepte);
        let opposed = Dossier { etat: EtatDossier::Refuse, ..one.clone() };
        assert_eq!(rules.etat(&opposed, date(2026, 12, 31)), EtatDossier::Refuse);
        let letter = Dossier { kind: DossierKind::LettreIntention, ..one.clone() };
        assert_eq!(rules.etat(&letter, date(2026, 12, 31)), EtatDossier::EnInstruction);
        let moved = Regles { fin_reportee: true, ..rules.clone() };
        assert_eq!(moved.etat(&one, date(2026, 11, 16)), EtatDossier::EnInstruction);
        assert_eq!(moved.etat(&one, date(2026, 11, 17)), EtatDossier::Accepte);
    }

    #[test]
    fn a_table_that_lacks_a_rule_is_refused() {
        let text = include_str!("../../../data/dossier/delais.toml");
        for (from, to) in [
            ("\"silence.projet_sante\"", "\"autre\""),
            ("\"fin_legale_reportee\"", "\"autre\""),
            ("valeur = 2\n", "valeur = 0\n"),
            ("jours = 10\n", "jours = 0\n"),
            ("\"07-14\"", "\"14-07\""),
        ] {
            let wrong = parse(&text.replacen(from, to, 1));
            assert!(matches!(wrong, Err(RulesError::Incoherent { .. })), "{from}");
        }
    }
}
