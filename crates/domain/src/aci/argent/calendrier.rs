//! The payments of a contract, each with its rule, its formula and its date.
//!
//! Source: `aci.md` 1.8 to 1.10. A balance is what remains of the whole once the advance is taken away, so that no cent
//! is lost. A variable part has no advance and waits for the evaluation of its year.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::cle::{Cle, NatureEcheance};
use crate::aci::contrat::{Annee, AnneeContrat, PartAnnee, Suivi, Termes};
use crate::aci::poste::Poste;
use crate::aci::regles::{Demarrage, Regles, VariablePremiere, regles};
use crate::montant::Montant;
use crate::nombres::{FINE, date as shown};
use crate::source::RulesError;

/// The crisis mission pays a plan, then its updates.
const CRISE: &str = "crise";

/// Where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Etat {
    /// Its date is to come, and nothing is missing.
    AVenir,
    /// Its date is reached, and nothing is missing.
    Due,
    /// Something is missing, a line each.
    Bloquee(Vec<String>),
    /// The year waits for its evaluation.
    AEvaluer,
    /// The mission did not start: it pays nothing. Its planned day, and whether it is past.
    NonCommencee {
        /// The day that the contract plans.
        prevu: Date,
        /// Whether it is past.
        en_retard: bool,
    },
    /// It will be paid if something is done.
    SousCondition(String),
    /// Somebody must look: what was signed or retained does not agree.
    ARevoir(String),
    /// The amount was not signed.
    NonSignee,
}

/// A payment of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// Its key.
    pub cle: Cle,
    /// The day on which it can be paid at the earliest.
    pub date: Date,
    /// What the signed amounts give; `None` when the amount was not signed.
    pub contractualise: Option<Montant>,
    /// What is to be paid: that of the contract for a fixed part, what the evaluation retained for a variable part.
    /// `None` as long as nobody can say.
    pub du: Option<Montant>,
    /// How it is computed, in words.
    pub formule: String,
    /// Code of its rule.
    pub regle: &'static str,
    /// Where it stands.
    pub etat: Etat,
    /// Whether a prudent budget counts it.
    pub prudent: bool,
}

impl Echeance {
    /// The contract year whose money it is.
    pub fn annee(&self) -> u8 {
        self.cle.annee
    }

    /// Its mission; `None` for the fonctionnement.
    pub fn mission(&self) -> Option<&str> {
        self.cle.mission.as_deref()
    }

    /// Whether its date is reached and nothing is missing.
    pub fn is_due(&self) -> bool {
        self.etat == Etat::Due
    }
}

/// What evaluations retained, by contract year and mission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retenus {
    /// The amounts.
    pub montants: BTreeMap<(u8, String), Montant>,
}

/// When a mission starts, or is to start.
#[derive(Clone, Copy)]
struct Debut {
    le: Date,
    /// The planned day when it did not start.
    prevu: Option<Date>,
    en_retard: bool,
}

struct Contexte<'a> {
    termes: &'a Termes,
    suivi: &'a Suivi,
    retenus: &'a Retenus,
    today: Date,
    rules: &'a Regles,
    annees: Vec<Annee>,
}

/// The payments of a contract, in the order of their dates.
///
/// # Errors
/// When the rules that ship with the program are malformed.
pub fn calendrier(
    termes: &Termes,
    suivi: &Suivi,
    retenus: &Retenus,
    today: Date,
) -> Result<Vec<Echeance>, &'static RulesError> {
    let context = Contexte { termes, suivi, retenus, today, rules: regles()?, annees: termes.calendrier() };
    let mut all = context.demarrage();
    for (annee, signee) in context.annees.iter().zip(&termes.annees) {
        all.extend(context.fonctionnement(annee, signee));
        for mission in &termes.missions {
            all.extend(context.mission(annee, signee, &mission.mission));
        }
        all.extend(context.evenement(annee, signee));
    }
    all.sort_by(|one, other| (one.date, &one.cle).cmp(&(other.date, &other.cle)));
    Ok(all)
}

fn fraction(part: PartAnnee) -> String {
    if part.jours == part.sur { String::new() } else { format!(" × {}/{}", part.jours, part.sur) }
}

fn share(whole: Montant, part: PartAnnee) -> Montant {
    whole.part(part.jours, part.sur)
}

impl Contexte<'_> {
    /// What a payment is when nothing is missing.
    fn arrivee(&self, date: Date) -> Etat {
        if date <= self.today { Etat::Due } else { Etat::AVenir }
    }

    fn debut(&self, mission: &str) -> Option<Debut> {
        if let Some(le) = self.suivi.debut(mission) {
            return Some(Debut { le, prevu: None, en_retard: false });
        }
        let prevu = self.termes.mission(mission)?.debut_prevu;
        // It can start today at the earliest.
        Some(Debut { le: prevu.max(self.today), prevu: Some(prevu), en_retard: prevu < self.today })
    }

    fn demarrage(&self) -> Vec<Echeance> {
        let signature = self.termes.signature;
        let (date, etat) = match self.suivi.complet_le {
            Some(le) => {
                let date = le.max(signature);
                (date, self.arrivee(date))
            }
            None if self.suivi.manque.is_empty() => {
                let text = "La CPAM n'a pas encore reconnu le dossier complet.".to_owned();
                (signature.max(self.today), Etat::Bloquee(vec![text]))
            }
            None => (signature.max(self.today), Etat::Bloquee(self.suivi.manque.clone())),
        };
        let montant = self.termes.demarrage;
        vec![Echeance {
            cle: Cle { annee: 1, nature: NatureEcheance::Demarrage, mission: None },
            date,
            contractualise: montant,
            du: montant,
            formule: montant.map_or_else(String::new, |montant| format!("{}, en une fois", montant.texte())),
            regle: "demarrage_signature",
            etat: if montant.is_none() { Etat::NonSignee } else { etat },
            prudent: montant.is_some(),
        }]
    }

    fn fonctionnement(&self, annee: &Annee, signee: &AnneeContrat) -> Vec<Echeance> {
        let replaced =
            self.termes.demarrage.is_some() && self.termes.parametres.demarrage == Demarrage::Remplace;
        if annee.numero == 1 && replaced {
            return Vec::new();
        }
        let first = self.termes.missions.iter().filter_map(|one| self.debut(&one.mission));
        let first = first.min_by_key(|debut| (debut.prevu.is_some(), debut.le));
        let whole = signee.montant(&Poste::Fonctionnement);
        let rate = self.rules.avance_fonctionnement();
        let (date, etat) = match first {
            Some(debut) if debut.le >= annee.au => {
                let text = "Aucune mission ne commence cette année-là. Demandez à la CPAM ce qui est dû.";
                (annee.au, Etat::ARevoir(text.into()))
            }
            Some(debut) => {
                let date = debut.le.max(annee.du);
                let text = "Versée une fois les missions commencées. Aucune ne l'est à ce jour.";
                let waits = debut.prevu.is_some();
                (date, if waits { Etat::SousCondition(text.into()) } else { self.arrivee(date) })
            }
            None => (annee.du, Etat::ARevoir("Le contrat ne compte aucune mission.".into())),
        };
        let evaluated = self.suivi.evaluees.get(&annee.numero).copied();
        let paid = evaluated.unwrap_or(annee.au).max(annee.au);
        let waits = if evaluated.is_some() { self.arrivee(paid) } else { Etat::AEvaluer };
        let balance_state = if matches!(etat, Etat::ARevoir(_)) { etat.clone() } else { waits };
        let advance = whole.map(|whole| whole.pour_cent(rate));
        let formula = |text: Option<String>| text.unwrap_or_default();
        let key = |nature| Cle { annee: annee.numero, nature, mission: None };
        let words = whole.map(|whole| format!("{} × {rate}{FINE}%", whole.texte()));
        let rest =
            whole.zip(advance).map(|(whole, advance)| format!("{} − {}", whole.texte(), advance.texte()));
        vec![
            self.fixe(
                key(NatureEcheance::Avance),
                (date, etat),
                advance,
                (formula(words), "avance_fonctionnement"),
            ),
            self.fixe(
                key(NatureEcheance::Solde),
                (paid, balance_state),
                whole.zip(advance).map(|(whole, advance)| whole - advance),
                (formula(rest), "avance_fonctionnement"),
            ),
        ]
    }

    /// A payment that waits for no evaluation of indicators.
    fn fixe(
        &self,
        cle: Cle,
        (date, etat): (Date, Etat),
        montant: Option<Montant>,
        (formule, regle): (String, &'static str),
    ) -> Echeance {
        let late = matches!(etat, Etat::NonCommencee { en_retard: true, .. });
        let prudent = montant.is_some() && !late && !matches!(etat, Etat::ARevoir(_));
        let etat = if montant.is_none() { Etat::NonSignee } else { etat };
        Echeance { cle, date, contractualise: montant, du: montant, formule, regle, etat, prudent }
    }

    fn mission(&self, annee: &Annee, signee: &AnneeContrat, mission: &str) -> Vec<Echeance> {
        let Some(debut) = self.debut(mission).filter(|debut| debut.le < annee.au) else { return Vec::new() };
        let part = annee.a_partir_de(debut.le, self.termes.parametres.base_jours);
        let first = debut.le >= annee.du;
        let whole = signee.montant(&Poste::Fixe(mission.to_owned()));
        let rate = self.rules.avance_fixe();
        let advance = whole.map(|whole| whole.part(part.jours * rate, part.sur * 100));
        let balance = whole.zip(advance).map(|(whole, advance)| share(whole, part) - advance);
        let begun = debut.le.max(annee.du);
        let key = |nature| Cle { annee: annee.numero, nature, mission: Some(mission.to_owned()) };
        let days = fraction(part);
        let words = whole.map(|whole| format!("{}{days} × {rate}{FINE}%", whole.texte()));
        let rest = whole
            .zip(advance)
            .map(|(whole, advance)| format!("{}{days} − {}", whole.texte(), advance.texte()));
        let regle = if mission == CRISE && !first { "part_mise_a_jour_crise" } else { "avance_fixe" };
        let line = |nature, date, montant, text: Option<String>| {
            let etat = match debut.prevu {
                Some(prevu) => Etat::NonCommencee { prevu, en_retard: debut.en_retard },
                None => self.arrivee(date),
            };
            self.fixe(key(nature), (date, etat), montant, (text.unwrap_or_default(), regle))
        };
        let mut all = vec![
            line(NatureEcheance::Avance, begun, advance, words),
            line(NatureEcheance::Solde, annee.au, balance, rest),
        ];
        if mission == CRISE && debut.prevu.is_none() {
            all = all.into_iter().map(|one| self.plan(annee, (first, debut.le, whole), one)).collect();
        }
        all.extend(self.variable(annee, (signee, mission), (debut, first, part)));
        all
    }

    /// The crisis mission pays a plan, then an update each year: what is not written is not acquired.
    fn plan(
        &self,
        annee: &Annee,
        (first, start, whole): (bool, Date, Option<Montant>),
        mut one: Echeance,
    ) -> Echeance {
        if one.etat == Etat::NonSignee {
            return one;
        }
        let last_day = annee.au.saturating_sub(1.days());
        let written = self.suivi.plan_au(self.today.min(last_day));
        if first {
            if one.cle.nature == NatureEcheance::Solde && written.is_none() {
                one.etat = Etat::SousCondition("Le plan de crise est à écrire la première année.".into());
            }
            return one;
        }
        let months = self.rules.mise_a_jour_crise();
        let limit = written.map(|le| le.saturating_add(months.months()));
        if annee.du > self.today {
            one.etat = Etat::SousCondition("Le plan de crise est à mettre à jour dans l'année.".into());
        } else if limit.is_none_or(|limit| limit < self.today.min(last_day)) {
            let text = match written {
                Some(le) => format!(
                    "Plan de crise non mis à jour depuis le {}\u{a0}: le montant n'est pas acquis.",
                    shown(le)
                ),
                None => "Aucun plan de crise n'est noté\u{a0}: le montant n'est pas acquis.".into(),
            };
            (one.etat, one.prudent) = (Etat::SousCondition(text), false);
        }
        let plan = self
            .annees
            .iter()
            .find(|other| other.contains(start))
            .and_then(|other| self.termes.annee(other.numero)?.montant(&Poste::Fixe(CRISE.to_owned())));
        let half = plan.map(|plan| plan.pour_cent(self.rules.part_mise_a_jour_crise()));
        if let Some((wanted, signed)) = half.zip(whole).filter(|(wanted, signed)| wanted != signed) {
            let text = format!(
                "Le contrat écrit {}. La mise à jour vaut d'ordinaire {}, soit {}{FINE}% du plan.",
                signed.texte(),
                wanted.texte(),
                self.rules.part_mise_a_jour_crise()
            );
            one.etat = Etat::ARevoir(text);
        }
        one
    }

    fn variable(
        &self,
        annee: &Annee,
        (signee, mission): (&AnneeContrat, &str),
        (debut, first, part): (Debut, bool, PartAnnee),
    ) -> Option<Echeance> {
        let whole = signee.variable(mission)?;
        let prorata = first && self.termes.parametres.variable_premiere == VariablePremiere::Prorata;
        let most = if prorata { share(whole, part) } else { whole };
        let evaluated = self.suivi.evaluees.get(&annee.numero).copied();
        let kept = self.retenus.montants.get(&(annee.numero, mission.to_owned())).copied();
        let date = evaluated.unwrap_or(annee.au).max(annee.au);
        let (etat, du) = match (debut.prevu, evaluated, kept) {
            (Some(prevu), ..) => (Etat::NonCommencee { prevu, en_retard: debut.en_retard }, None),
            (_, None, _) => (Etat::AEvaluer, None),
            (_, Some(_), None) => {
                (Etat::Bloquee(vec!["Le montant retenu par l'évaluation n'est pas noté.".into()]), None)
            }
            (_, Some(_), Some(kept)) if kept > most => {
                let text =
                    format!("Montant retenu, {}, au-dessus du contrat, {}.", kept.texte(), most.texte());
                (Etat::ARevoir(text), Some(kept))
            }
            (_, Some(_), Some(kept)) => (self.arrivee(date), Some(kept)),
        };
        let days = if prorata { fraction(part) } else { String::new() };
        Some(Echeance {
            cle: Cle {
                annee: annee.numero,
                nature: NatureEcheance::Variable,
                mission: Some(mission.to_owned()),
            },
            date,
            contractualise: Some(most),
            du,
            formule: format!(
                "au plus {}{days}, selon l'évaluation de l'année {}",
                whole.texte(),
                annee.numero
            ),
            regle: "avance_variable",
            etat,
            prudent: false,
        })
    }

    fn evenement(&self, annee: &Annee, signee: &AnneeContrat) -> Option<Echeance> {
        let crise = self.suivi.crises.iter().filter(|one| annee.contains(one.le)).min_by_key(|one| one.le)?;
        let montant = signee.montant(&Poste::EvenementCrise);
        let cle = Cle {
            annee: annee.numero,
            nature: NatureEcheance::EvenementCrise,
            mission: Some(CRISE.to_owned()),
        };
        let text = format!("une fois pour l'année, crise reconnue le {}", shown(crise.le));
        let formule = montant.map_or_else(String::new, |montant| format!("{}, {text}", montant.texte()));
        Some(self.fixe(cle, (crise.le, self.arrivee(crise.le)), montant, (formule, "evenement_crise")))
    }
}

#[cfg(test)]
#[path = "calendrier_tests.rs"]
pub(super) mod tests;

#[cfg(test)]
#[path = "calendrier_props.rs"]
mod props;
