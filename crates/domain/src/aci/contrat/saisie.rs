//! Terms as they are typed, what is wrong with them, and the amounts that the tariff proposes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{AnneeContrat, MissionContrat, Partie, QualitePartie, Termes, dans_l_annee};
use crate::aci::missions::missions;
use crate::aci::poste::Poste;
use crate::aci::regles::{BaseJours, Demarrage, DernierJour, Parametres, VariablePremiere, regles};
use crate::aci::taille::Taille;
use crate::aci::tarif::tarif;
use crate::montant::{Montant, RefusSomme};
use crate::source::RulesError;
use crate::texte::read_day;

/// Terms as they are typed: texts, under the names of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermesTapes {
    /// What was typed, by field.
    pub champs: BTreeMap<String, String>,
    /// Keys of the missions that are ticked.
    pub missions: Vec<String>,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusTermes {
    /// Nothing, where something is needed.
    Vide,
    /// Longer than so many characters.
    Long(usize),
    /// No day of the calendar.
    Jour,
    /// None of the options.
    Choix,
    /// A mission starts before the signature, on that day.
    AvantSignature(Date),
    /// A mission starts after the end of the contract, on that day.
    ApresTerme(Date),
    /// Full deployment before the start, on that day.
    AvantDebut(Date),
    /// No mission is ticked.
    SansMission,
    /// An amount that cannot be read.
    Montant(RefusSomme),
}

/// The fields that are wrong, by name, and why.
pub type ChampsRefuses = Vec<(String, RefusTermes)>;

/// Longest text of a field, in characters.
const LONGEST: usize = 200;

impl TermesTapes {
    /// What was typed in a field, without the spaces around it.
    pub fn champ(&self, name: &str) -> &str {
        self.champs.get(name).map_or("", |text| text.trim())
    }
}

struct Lecteur<'a> {
    tapes: &'a TermesTapes,
    refus: Vec<(String, RefusTermes)>,
}

impl Lecteur<'_> {
    fn refuse<T>(&mut self, name: &str, refus: RefusTermes) -> Option<T> {
        self.refus.push((name.to_owned(), refus));
        None
    }

    fn texte(&mut self, name: &str, needed: bool) -> String {
        let text = self.tapes.champ(name);
        if text.chars().count() > LONGEST {
            self.refuse::<()>(name, RefusTermes::Long(LONGEST));
        } else if text.is_empty() && needed {
            self.refuse::<()>(name, RefusTermes::Vide);
        }
        text.to_owned()
    }

    fn jour(&mut self, name: &str) -> Option<Date> {
        match self.tapes.champ(name) {
            "" => self.refuse(name, RefusTermes::Vide),
            text => read_day(text).or_else(|| self.refuse(name, RefusTermes::Jour)),
        }
    }

    fn choix<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        read(self.tapes.champ(name)).or_else(|| self.refuse(name, RefusTermes::Choix))
    }

    fn mission(&mut self, cle: &str, signature: Date, terme: Date) -> Option<MissionContrat> {
        let name = format!("debut_{cle}");
        let debut_prevu = self.jour(&name)?;
        if debut_prevu < signature {
            return self.refuse(&name, RefusTermes::AvantSignature(signature));
        }
        if debut_prevu >= terme {
            return self.refuse(&name, RefusTermes::ApresTerme(terme));
        }
        let name = format!("deploiement_{cle}");
        let deploiement_prevu = match self.tapes.champ(&name) {
            "" => None,
            _ => Some(self.jour(&name)?),
        };
        if deploiement_prevu.is_some_and(|le| le < debut_prevu) {
            return self.refuse(&name, RefusTermes::AvantDebut(debut_prevu));
        }
        Some(MissionContrat { mission: cle.to_owned(), debut_prevu, deploiement_prevu })
    }
}

/// The size class of a key: `T3`.
fn taille(code: &str) -> Option<Taille> {
    Taille::ALL.into_iter().find(|one| one.code() == code)
}

/// Terms of a contract signed on a day, with nothing in them yet.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn vide(signature: Date, tarif: &str, taille: Taille) -> Result<Termes, &'static RulesError> {
    let rules = regles()?;
    let annee = |numero| AnneeContrat { numero, taille, montants: BTreeMap::new() };
    Ok(Termes {
        reference: String::new(),
        signature,
        tarif: tarif.to_owned(),
        parties: Vec::new(),
        parametres: rules.parametres(),
        demarrage: None,
        missions: Vec::new(),
        annees: (1..=rules.annees()).map(annee).collect(),
    })
}

/// Reads what was typed of the parties, the signature, the missions and the size classes. Amounts that stand in `before`
/// are kept; those that lack are proposed by the tariff.
///
/// # Errors
/// The name of each field that is wrong, and why; or the tables that ship with the program are malformed.
pub fn lire_termes(
    tapes: &TermesTapes,
    before: Option<&Termes>,
) -> Result<Result<Termes, ChampsRefuses>, &'static RulesError> {
    let (rules, known) = (regles()?, missions()?);
    let mut lecteur = Lecteur { tapes, refus: Vec::new() };
    let signature = lecteur.jour("signature");
    let code = tapes.champ("tarif").to_owned();
    if tarif(&code)?.is_none() {
        lecteur.refuse::<()>("tarif", RefusTermes::Choix);
    }
    let parties: Vec<Partie> = QualitePartie::ALL
        .iter()
        .map(|qualite| Partie {
            qualite: *qualite,
            nom: lecteur.texte(&format!("partie_{}", qualite.key()), true),
            signataire: lecteur.texte(&format!("signataire_{}", qualite.key()), false),
        })
        .collect();
    let reference = lecteur.texte("reference", false);
    let parametres = (
        lecteur.choix("base_jours", BaseJours::from_key),
        lecteur.choix("dernier_jour", DernierJour::from_key),
        lecteur.choix("demarrage", Demarrage::from_key),
        lecteur.choix("variable_premiere_annee", VariablePremiere::from_key),
    );
    let sizes: Vec<Option<Taille>> =
        (1..=rules.annees()).map(|numero| lecteur.choix(&format!("taille_{numero}"), taille)).collect();
    let mut planned = Vec::new();
    if let Some(signature) = signature {
        let terme = super::anniversaire(signature, rules.annees());
        for one in known.missions.iter().filter(|one| tapes.missions.contains(&one.cle)) {
            planned.extend(lecteur.mission(&one.cle, signature, terme));
        }
    }
    if tapes.missions.is_empty() {
        lecteur.refuse::<()>("missions", RefusTermes::SansMission);
    }
    let (Some(signature), (Some(base_jours), Some(dernier_jour), Some(demarrage), Some(variable_premiere))) =
        (signature, parametres)
    else {
        return Ok(Err(lecteur.refus));
    };
    if !lecteur.refus.is_empty() {
        return Ok(Err(lecteur.refus));
    }
    let annee = |(numero, taille): (u8, Option<Taille>)| {
        let taille = taille.unwrap_or(Taille::T1);
        AnneeContrat { numero, taille, montants: BTreeMap::new() }
    };
    let mut terms = Termes {
        reference,
        signature,
        tarif: code,
        parties,
        parametres: Parametres { base_jours, dernier_jour, demarrage, variable_premiere },
        demarrage: None,
        missions: planned,
        annees: (1..).zip(sizes).map(annee).collect(),
    };
    let kept = before.map(|before| gardes(before, &terms)).unwrap_or_default();
    terms.demarrage = before.filter(|before| same_source(before, &terms, 1)).and_then(|one| one.demarrage);
    proposer(&mut terms, &kept)?;
    Ok(Ok(terms))
}

/// Whether amounts of a year come from the same line of the tariff in both.
fn same_source(before: &Termes, after: &Termes, numero: u8) -> bool {
    let size = |terms: &Termes| terms.annee(numero).map(|annee| annee.taille);
    before.tarif == after.tarif && size(before) == size(after)
}

/// The amounts that stay, by year and poste: those of years whose size class and tariff did not change.
fn gardes(before: &Termes, after: &Termes) -> BTreeMap<(u8, Poste), Montant> {
    let years = before.annees.iter().filter(|annee| same_source(before, after, annee.numero));
    let amounts = years.flat_map(|annee| {
        annee.montants.iter().map(|(poste, montant)| ((annee.numero, poste.clone()), *montant))
    });
    amounts.collect()
}

/// What a mission is paid for.
pub fn postes_de_la_mission(cle: &str) -> Vec<Poste> {
    match cle {
        "crise" => vec![Poste::Fixe(cle.to_owned()), Poste::EvenementCrise],
        _ => vec![Poste::Fixe(cle.to_owned()), Poste::Variable(cle.to_owned())],
    }
}

impl Termes {
    /// What its years are paid for, in the order of the agreement.
    pub fn postes(&self) -> Vec<Poste> {
        let own = self.missions.iter().flat_map(|one| postes_de_la_mission(&one.mission));
        std::iter::once(Poste::Fonctionnement).chain(own).collect()
    }
}

/// Fills the amounts of every year: those that are kept, else those that the tariff proposes, else none.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn proposer(
    terms: &mut Termes,
    kept: &BTreeMap<(u8, Poste), Montant>,
) -> Result<(), &'static RulesError> {
    let table = tarif(&terms.tarif)?;
    let first = terms.mission("crise").and_then(|one| dans_l_annee(terms, one.debut_prevu));
    let postes = terms.postes();
    for annee in &mut terms.annees {
        let is_first = first.is_none_or(|first| annee.numero <= first.numero);
        let amount = |poste: &Poste| {
            let stays = kept.get(&(annee.numero, poste.clone())).copied();
            stays.or_else(|| Some(table?.propose(poste, annee.taille, is_first)?.montant))
        };
        annee.montants = postes.iter().filter_map(|poste| Some((poste.clone(), amount(poste)?))).collect();
    }
    let size = terms.annees.first().map(|annee| annee.taille);
    let start = || Some(table?.demarrage(size?)?.montant);
    terms.demarrage = terms.demarrage.or_else(start);
    Ok(())
}

/// The amounts of a year as they are typed, by key of poste. An empty field is an amount that was not signed.
///
/// # Errors
/// The key of each amount that cannot be read, and why.
pub fn lire_montants(
    postes: &[Poste],
    typed: impl Fn(&str) -> String,
) -> Result<BTreeMap<Poste, Montant>, ChampsRefuses> {
    let (mut found, mut refus) = (BTreeMap::new(), Vec::new());
    for poste in postes {
        match Montant::lire(&typed(&poste.key())) {
            Ok(montant) => {
                found.insert(poste.clone(), montant);
            }
            Err(RefusSomme::Vide) => {}
            Err(error) => refus.push((poste.key(), RefusTermes::Montant(error))),
        }
    }
    if refus.is_empty() { Ok(found) } else { Err(refus) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn typed() -> TermesTapes {
        let fields = [
            ("signature", "15/04/2022"),
            ("tarif", "avenant-2"),
            ("partie_cpts", "CPTS du Val Fictif"),
            ("partie_cpam", "CPAM du Département Fictif"),
            ("partie_ars", "ARS Fictive"),
            ("base_jours", "exact"),
            ("dernier_jour", "veille"),
            ("demarrage", "remplace"),
            ("variable_premiere_annee", "entiere"),
            ("taille_1", "T3"),
            ("taille_2", "T3"),
            ("taille_3", "T3"),
            ("taille_4", "T2"),
            ("taille_5", "T2"),
            ("debut_acces", "15/10/2022"),
            ("deploiement_acces", "15/10/2023"),
            ("debut_crise", "01/10/2022"),
        ];
        let champs = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        TermesTapes { champs, missions: vec!["crise".into(), "acces".into()] }
    }

    fn read(tapes: &TermesTapes, before: Option<&Termes>) -> Result<Termes, Vec<(String, RefusTermes)>> {
        lire_termes(tapes, before).unwrap()
    }

    #[test]
    fn terms_take_the_amounts_that_a_source_gives_and_no_other() {
        let terms = read(&typed(), None).unwrap();
        assert_eq!(
            terms.missions.iter().map(|one| one.mission.as_str()).collect::<Vec<_>>(),
            ["acces", "crise"]
        );
        let fixe = |numero, mission: &str| terms.annee(numero).unwrap().montant(&Poste::Fixe(mission.into()));
        assert_eq!(fixe(1, "acces"), Some(Montant::euros(90_000)));
        assert_eq!(
            (fixe(1, "crise"), fixe(2, "crise")),
            (Some(Montant::euros(45_000)), Some(Montant::euros(22_500)))
        );
        assert_eq!(fixe(4, "acces"), None);
        assert_eq!(terms.annee(4).unwrap().montant(&Poste::Fonctionnement), Some(Montant::euros(60_000)));
        assert_eq!(terms.demarrage, Some(Montant::euros(75_000)));
        assert_eq!(terms.annee(1).unwrap().montant(&Poste::Fixe("parcours".into())), None);
    }

    #[test]
    fn amounts_typed_from_the_contract_stay_until_the_size_or_the_tariff_changes() {
        let mut terms = read(&typed(), None).unwrap();
        let acces = Poste::Fixe("acces".into());
        terms.annees[0].montants.insert(acces.clone(), Montant::euros(91_000));
        terms.annees[3].montants.insert(acces.clone(), Montant::euros(70_000));
        let again = read(&typed(), Some(&terms)).unwrap();
        assert_eq!(again.annees[0].montant(&acces), Some(Montant::euros(91_000)));
        assert_eq!(again.annees[3].montant(&acces), Some(Montant::euros(70_000)));
        let mut other = typed();
        other.champs.insert("taille_4".into(), "T3".into());
        let changed = read(&other, Some(&terms)).unwrap();
        assert_eq!(changed.annees[3].montant(&acces), Some(Montant::euros(90_000)));
    }

    #[test]
    fn each_wrong_field_is_named() {
        for (name, value, refus) in [
            ("signature", "31/02/2022", RefusTermes::Jour),
            ("signature", "", RefusTermes::Vide),
            ("tarif", "avenant-9", RefusTermes::Choix),
            ("partie_cpam", " ", RefusTermes::Vide),
            ("taille_2", "T9", RefusTermes::Choix),
            ("debut_acces", "14/04/2022", RefusTermes::AvantSignature(date(2022, 4, 15))),
            ("debut_acces", "15/04/2027", RefusTermes::ApresTerme(date(2027, 4, 15))),
            ("deploiement_acces", "14/10/2022", RefusTermes::AvantDebut(date(2022, 10, 15))),
        ] {
            let mut wrong = typed();
            wrong.champs.insert(name.into(), value.into());
            assert_eq!(read(&wrong, None).unwrap_err(), [(name.to_owned(), refus)], "{name} {value}");
        }
        let none = TermesTapes { missions: Vec::new(), ..typed() };
        assert_eq!(read(&none, None).unwrap_err(), [("missions".to_owned(), RefusTermes::SansMission)]);
    }

    #[test]
    fn an_empty_amount_is_one_that_was_not_signed() {
        let postes = [Poste::Fonctionnement, Poste::EvenementCrise];
        let one = |text: &'static str| {
            lire_montants(
                &postes,
                move |key| if key == "fonctionnement" { text.into() } else { String::new() },
            )
        };
        assert_eq!(one("75 000,50").unwrap().len(), 1);
        let wrong = RefusTermes::Montant(RefusSomme::Illisible);
        assert_eq!(one("beaucoup").unwrap_err(), [("fonctionnement".to_owned(), wrong)]);
        assert!(one("").unwrap().is_empty());
    }
}
