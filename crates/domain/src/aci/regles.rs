//! Rules of the contract that the code asks by name, read from `data/aci/contrat.toml`.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::missions::missions;
use crate::authz::role::words;
use crate::source::{Confidence, RulesError};

words! {
    /// How the days of a share of a year are counted: no text that was read says it.
    BaseJours {
        /// Days of the calendar over the days of that contract year.
        Exact = "exact", "Jours réels, sur la durée réelle de l'année de contrat";
        /// Days of the calendar over 365.
        An365 = "an_365", "Jours réels, sur 365";
        /// Months of thirty days over 360.
        Mois30 = "mois_30", "Mois de 30 jours, sur 360";
    }
}

words! {
    /// What is printed as the last day of a contract year. Computations do not depend on it.
    DernierJour {
        /// The day before the anniversary.
        Veille = "veille", "La veille de l'anniversaire";
        /// The anniversary itself.
        Anniversaire = "anniversaire", "Le jour de l'anniversaire";
    }
}

words! {
    /// Whether what is paid at signature stands for the fonctionnement of the first year.
    Demarrage {
        /// It does.
        Remplace = "remplace", "Le démarrage tient lieu de fonctionnement la première année";
        /// It comes before it, and both are paid.
        Precede = "precede", "Le démarrage s'ajoute au fonctionnement de la première année";
    }
}

words! {
    /// What the variable part of a mission is in the year in which it starts.
    VariablePremiere {
        /// Whole.
        Entiere = "entiere", "Entière";
        /// In proportion, as its fixed part.
        Prorata = "prorata", "Au prorata, comme la part fixe";
    }
}

/// What no text settles, as a contract reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parametres {
    /// Days of a share.
    pub base_jours: BaseJours,
    /// Last day that is printed.
    pub dernier_jour: DernierJour,
    /// Start-up and first year.
    pub demarrage: Demarrage,
    /// Variable part of a first year.
    pub variable_premiere: VariablePremiere,
}

/// A number that the code asks by its code.
#[derive(Clone, Debug, Deserialize)]
pub struct Regle {
    /// Name in the code.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// How much.
    pub valeur: i64,
    /// Of what: `ans`, `mois`, `jours`, `%`, `€`.
    pub unite: String,
    /// Since when.
    pub en_vigueur: Date,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
    /// What to know of it, in French.
    pub note: String,
}

/// When a mission must have started and be fully deployed, in months after the signature.
#[derive(Clone, Debug, Deserialize)]
pub struct Delais {
    /// Key of the mission.
    pub cle: String,
    /// Months to start.
    pub debut: i32,
    /// Months to be fully deployed.
    pub deploiement: i32,
    /// Where it was read.
    pub sources: Vec<String>,
    /// How sure it is.
    #[serde(rename = "confiance")]
    pub confidence: Confidence,
}

/// Something that no text settles.
#[derive(Clone, Debug, Deserialize)]
pub struct Choix {
    /// Name in the code.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// What a new contract takes.
    pub valeur: String,
    /// What can be taken.
    pub options: Vec<Possible>,
    /// Why, in French.
    pub note: String,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, Deserialize)]
pub struct Possible {
    /// Stable key.
    pub cle: String,
    /// On screen.
    pub libelle: String,
}

/// The example of a first advance, which a test computes.
#[derive(Clone, Debug, Deserialize)]
pub struct Exemple {
    /// On screen.
    pub titre: String,
    /// Fixed part of a whole year, in euros.
    pub fixe: i64,
    /// Signature of the contract.
    pub signature: Date,
    /// Start of the mission.
    pub debut: Date,
    /// The advance, as printed.
    pub avance: String,
    /// What remains for the anniversary, as printed.
    pub solde: String,
}

/// The whole table.
#[derive(Clone, Debug, Deserialize)]
pub struct Regles {
    /// Its title.
    pub titre: String,
    /// Numbers, in the order of the file.
    #[serde(rename = "regle")]
    pub regles: Vec<Regle>,
    /// Delays of the missions.
    #[serde(rename = "mission")]
    pub missions: Vec<Delais>,
    /// What no text settles.
    #[serde(rename = "choix")]
    pub choix: Vec<Choix>,
    /// Worked examples.
    #[serde(rename = "exemple")]
    pub exemples: Vec<Exemple>,
}

/// The numbers that the code asks by name.
const ASKED: [&str; 10] = [
    "duree_annees",
    "avance_fonctionnement",
    "avance_fixe",
    "part_mise_a_jour_crise",
    "mise_a_jour_crise",
    "alerte_longue",
    "alerte_courte",
    "alerte_fin",
    "seuil_commissaire",
    "compte_rendu_financier",
];

impl Regles {
    /// A number by its name: [`parse`] made sure that each one asked is there.
    fn number(&self, code: &str) -> i64 {
        self.regles.iter().find(|one| one.code == code).map_or(0, |one| one.valeur)
    }

    /// A line of the table, to say where a number comes from.
    pub fn regle(&self, code: &str) -> Option<&Regle> {
        self.regles.iter().find(|one| one.code == code)
    }

    /// Length of a contract, in years.
    pub fn annees(&self) -> u8 {
        u8::try_from(self.number("duree_annees")).unwrap_or(1)
    }

    /// Advance on the fonctionnement, per cent.
    pub fn avance_fonctionnement(&self) -> i64 {
        self.number("avance_fonctionnement")
    }

    /// Advance on the fixed part of a mission, per cent.
    pub fn avance_fixe(&self) -> i64 {
        self.number("avance_fixe")
    }

    /// The update of the crisis plan, per cent of the amount of the first year.
    pub fn part_mise_a_jour_crise(&self) -> i64 {
        self.number("part_mise_a_jour_crise")
    }

    /// Months between two updates of the crisis plan.
    pub fn mise_a_jour_crise(&self) -> i32 {
        i32::try_from(self.number("mise_a_jour_crise")).unwrap_or(12)
    }

    /// Days before a limit: the first alert and the last one.
    pub fn alertes(&self) -> (i32, i32) {
        let days = |code| i32::try_from(self.number(code)).unwrap_or_default();
        (days("alerte_longue"), days("alerte_courte"))
    }

    /// Days before the end of the contract.
    pub fn alerte_fin(&self) -> i32 {
        i32::try_from(self.number("alerte_fin")).unwrap_or_default()
    }

    /// Public money of a year above which an auditor is needed, in euros.
    pub fn seuil_commissaire(&self) -> i64 {
        self.number("seuil_commissaire")
    }

    /// Months to give the financial report of a subsidy.
    pub fn compte_rendu_financier(&self) -> i32 {
        i32::try_from(self.number("compte_rendu_financier")).unwrap_or(6)
    }

    /// Delays of a mission; `None` for one whose dates the CPTS chooses.
    pub fn delais(&self, mission: &str) -> Option<&Delais> {
        self.missions.iter().find(|one| one.cle == mission)
    }

    /// What a new contract takes where no text settles.
    pub fn parametres(&self) -> Parametres {
        let chosen = |code: &str| {
            let found = self.choix.iter().find(|one| one.code == code);
            found.map_or("", |one| one.valeur.as_str())
        };
        Parametres {
            base_jours: BaseJours::from_key(chosen("base_jours")).unwrap_or(BaseJours::Exact),
            dernier_jour: DernierJour::from_key(chosen("dernier_jour")).unwrap_or(DernierJour::Veille),
            demarrage: Demarrage::from_key(chosen("demarrage")).unwrap_or(Demarrage::Remplace),
            variable_premiere: VariablePremiere::from_key(chosen("variable_premiere_annee"))
                .unwrap_or(VariablePremiere::Entiere),
        }
    }
}

const TABLE: &str = "aci/contrat.toml";

fn parse(text: &str) -> Result<Regles, RulesError> {
    let rules: Regles =
        toml::from_str(text).map_err(|error| RulesError::Shape { table: TABLE, cause: Box::new(error) })?;
    let wrong = |detail: String| Err(RulesError::Incoherent { table: TABLE, detail });
    if let Some(code) = ASKED.iter().find(|code| rules.number(code) <= 0) {
        return wrong(format!("{code} is not there, or is not above zero"));
    }
    if let Some(one) = rules.missions.iter().find(|one| one.debut <= 0 || one.deploiement < one.debut) {
        return wrong(format!("the delays of {} make no sense", one.cle));
    }
    let known = |cle: &str| missions().is_ok_and(|table| table.mission(cle).is_some());
    if let Some(one) = rules.missions.iter().find(|one| !known(&one.cle)) {
        return wrong(format!("no mission {}", one.cle));
    }
    if let Some(one) =
        rules.choix.iter().find(|one| one.options.iter().all(|option| option.cle != one.valeur))
    {
        return wrong(format!("{} takes what it does not offer", one.code));
    }
    let offered = |code: &str, keys: Vec<&str>| {
        let choice = rules.choix.iter().find(|one| one.code == code);
        choice.is_some_and(|one| one.options.iter().map(|option| option.cle.as_str()).eq(keys))
    };
    let read = [
        ("base_jours", BaseJours::ALL.iter().map(|one| one.key()).collect::<Vec<_>>()),
        ("dernier_jour", DernierJour::ALL.iter().map(|one| one.key()).collect()),
        ("demarrage", Demarrage::ALL.iter().map(|one| one.key()).collect()),
        ("variable_premiere_annee", VariablePremiere::ALL.iter().map(|one| one.key()).collect()),
    ];
    match read.into_iter().find(|(code, keys)| !offered(code, keys.clone())) {
        Some((code, _)) => wrong(format!("{code} does not offer what the code knows")),
        None => Ok(rules),
    }
}

/// The rules that ship with the program.
///
/// # Errors
/// When they are malformed.
pub fn regles() -> Result<&'static Regles, &'static RulesError> {
    static REGLES: LazyLock<Result<Regles, RulesError>> =
        LazyLock::new(|| parse(include_str!("../../data/aci/contrat.toml")));
    REGLES.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statement_25_delays_are_those_of_the_source() {
        let rules = regles().unwrap();
        let of = |cle: &str| rules.delais(cle).map(|one| (one.debut, one.deploiement));
        assert_eq!(of("acces"), Some((6, 18)));
        assert_eq!(of("crise"), Some((6, 18)));
        assert_eq!(of("parcours"), Some((12, 24)));
        assert_eq!(of("prevention"), Some((12, 24)));
        assert_eq!(of("qualite"), None);
        assert_eq!(rules.annees(), 5);
    }

    #[test]
    fn what_no_text_settles_has_a_choice_that_is_shown() {
        let taken = regles().unwrap().parametres();
        assert_eq!((taken.base_jours, taken.demarrage), (BaseJours::Exact, Demarrage::Remplace));
        assert!(regles().unwrap().choix.iter().all(|one| !one.note.is_empty()));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/aci/contrat.toml");
        for (from, to) in [
            ("code = \"avance_fixe\"", "code = \"autre\""),
            ("valeur = 75", "valeur = 0"),
            ("debut = 6", "debut = 60"),
            ("cle = \"parcours\"", "cle = \"rien\""),
            ("valeur = \"exact\"", "valeur = \"rien\""),
            ("cle = \"an_365\"", "cle = \"an_366\""),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert_ne!(wrong, text);
            assert!(matches!(parse(&wrong), Err(RulesError::Incoherent { .. })), "{from}");
        }
    }
}
