//! Tariffs of the agreement by version, read from `data/aci/tarif_*.toml`: an avenant is a file more.
//!
//! A cell that no source gives is not there: the amount is typed from the signed contract.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::missions::missions;
use super::poste::Poste;
use super::taille::Taille;
use crate::montant::Montant;
use crate::source::{Confidence, RulesError};

/// An amount that a source gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cellule {
    /// Key of what it is for: that of a [`Poste`], or `demarrage`, `total.acces`, `crise_plan`, `crise_maj`.
    pub poste: String,
    /// Size class.
    pub taille: Taille,
    /// A contract year.
    pub montant: Montant,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it was read.
    pub sources: Vec<String>,
    /// What to know of it, in French.
    pub note: String,
}

/// One version of the agreement.
#[derive(Clone, Debug)]
pub struct Tarif {
    /// Stable key: `avenant-2`.
    pub code: String,
    /// On screen.
    pub libelle: String,
    /// First day.
    pub du: Date,
    /// Last day, when another version followed.
    pub au: Option<Date>,
    /// Legal text.
    pub texte: String,
    /// What to know of it, in French.
    pub note: String,
    /// Its cells, in the order of the file.
    pub cellules: Vec<Cellule>,
}

impl Tarif {
    /// The amount that a source gives, if one does.
    pub fn cellule(&self, poste: &str, taille: Taille) -> Option<&Cellule> {
        self.cellules.iter().find(|cell| cell.poste == poste && cell.taille == taille)
    }

    /// The amount proposed for a poste of a contract year. The crisis mission pays its plan in its first year and its
    /// update in the others. `None` when no source gives it: it is typed from the contract.
    pub fn propose(&self, poste: &Poste, taille: Taille, first_year_of_mission: bool) -> Option<&Cellule> {
        let key = match poste {
            Poste::Fixe(mission) if mission == "crise" && first_year_of_mission => "crise_plan".to_owned(),
            Poste::Fixe(mission) if mission == "crise" => "crise_maj".to_owned(),
            other => other.key(),
        };
        self.cellule(&key, taille)
    }

    /// Paid at signature.
    pub fn demarrage(&self, taille: Taille) -> Option<&Cellule> {
        self.cellule("demarrage", taille)
    }
}

/// On screen: what the key of a cell is for.
pub fn libelle_poste(key: &str) -> String {
    match key {
        "demarrage" => "Démarrage, versé à la signature".into(),
        "crise_plan" => "Crise sanitaire, plan la première année".into(),
        "crise_maj" => "Crise sanitaire, mise à jour annuelle du plan".into(),
        _ => match key.strip_prefix("total.") {
            Some(cle) => {
                let mission = missions().ok().and_then(|table| table.mission(cle));
                let name = mission.map_or_else(|| cle.to_owned(), |mission| mission.court.clone());
                format!("{name}, parts fixe et variable ensemble")
            }
            None => Poste::try_from(key.to_owned()).map_or_else(|_| key.to_owned(), |poste| poste.label()),
        },
    }
}

#[derive(Deserialize)]
struct Table {
    code: String,
    libelle: String,
    du: Date,
    au: Option<Date>,
    texte: String,
    note: String,
    sources: BTreeMap<String, String>,
    cellule: Vec<Brute>,
    #[serde(default)]
    exemple: Vec<Exemple>,
}

#[derive(Deserialize)]
struct Brute {
    poste: String,
    montants: BTreeMap<Taille, u32>,
    confiance: Confidence,
    sources: Vec<String>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
struct Exemple {
    taille: Taille,
    postes: Vec<String>,
    total: u32,
    titre: String,
}

const TABLE: &str = "aci/tarif_*.toml";

fn incoherent(detail: String) -> RulesError {
    RulesError::Incoherent { table: TABLE, detail }
}

fn is_known(key: &str) -> bool {
    let of_mission = |cle: &str| missions().is_ok_and(|table| table.mission(cle).is_some());
    matches!(key, "demarrage" | "crise_plan" | "crise_maj")
        || key.strip_prefix("total.").is_some_and(of_mission)
        || Poste::try_from(key.to_owned()).is_ok()
}

fn parse(text: &str) -> Result<Tarif, RulesError> {
    let table: Table =
        toml::from_str(text).map_err(|error| RulesError::Shape { table: TABLE, cause: Box::new(error) })?;
    let mut cellules: Vec<Cellule> = Vec::new();
    for brute in table.cellule {
        if !is_known(&brute.poste) {
            return Err(incoherent(format!("{}: no amount has the key {}", table.code, brute.poste)));
        }
        let source = |key: &String| table.sources.get(key).cloned().ok_or_else(|| incoherent(key.clone()));
        let sources = brute.sources.iter().map(source).collect::<Result<Vec<_>, _>>()?;
        if sources.is_empty() {
            return Err(incoherent(format!("{}: {} has no source", table.code, brute.poste)));
        }
        for (taille, euros) in brute.montants {
            if cellules.iter().any(|cell| cell.poste == brute.poste && cell.taille == taille) {
                return Err(incoherent(format!("{}: {} stands twice", table.code, brute.poste)));
            }
            cellules.push(Cellule {
                poste: brute.poste.clone(),
                taille,
                montant: Montant::euros(i64::from(euros)),
                confidence: brute.confiance,
                sources: sources.clone(),
                note: brute.note.clone(),
            });
        }
    }
    let tarif = Tarif {
        code: table.code,
        libelle: table.libelle,
        du: table.du,
        au: table.au,
        texte: table.texte,
        note: table.note,
        cellules,
    };
    for one in table.exemple {
        let amounts = one.postes.iter().map(|key| tarif.cellule(key, one.taille).map(|cell| cell.montant));
        let total: Option<Montant> = amounts.sum();
        if total != Some(Montant::euros(i64::from(one.total))) {
            return Err(incoherent(format!("{}: « {} » is not the sum of its lines", tarif.code, one.titre)));
        }
    }
    Ok(tarif)
}

/// Every version, oldest first.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn tarifs() -> Result<&'static [Tarif], &'static RulesError> {
    static TARIFS: LazyLock<Result<Vec<Tarif>, RulesError>> = LazyLock::new(|| {
        let texts = [
            include_str!("../../data/aci/tarif_2019.toml"),
            include_str!("../../data/aci/tarif_avenant_2.toml"),
        ];
        let all = texts.into_iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        match all.windows(2).find(|pair| pair[0].au.is_none_or(|last| last >= pair[1].du)) {
            Some(pair) => Err(incoherent(format!("{} overlaps the version after it", pair[0].code))),
            None => Ok(all),
        }
    });
    TARIFS.as_ref().map(Vec::as_slice)
}

/// A version by its key.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn tarif(code: &str) -> Result<Option<&'static Tarif>, &'static RulesError> {
    Ok(tarifs()?.iter().find(|one| one.code == code))
}

/// The version in force on a day; the oldest before all of them.
///
/// # Errors
/// When a table that ships with the program is malformed.
pub fn tarif_on(day: Date) -> Result<&'static Tarif, &'static RulesError> {
    let all = tarifs()?;
    Ok(all.iter().rev().find(|one| one.du <= day).unwrap_or(&all[0]))
}

/// What a line of the tariff becomes from one version to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecart {
    /// Key of what it is for.
    pub poste: String,
    /// In the first version.
    pub avant: Option<Montant>,
    /// In the second.
    pub apres: Option<Montant>,
}

impl Ecart {
    /// What a CPTS gains, or loses when negative. `None` when a version does not give the amount.
    pub fn difference(&self) -> Option<Montant> {
        Some(self.apres? - self.avant?)
    }
}

/// Line by line, what a size class has in two versions. The two parts of a mission are also added up, since the older
/// version gives only their sum.
pub fn ecarts(avant: &Tarif, apres: &Tarif, taille: Taille) -> Vec<Ecart> {
    let total = |tarif: &Tarif, mission: &str| {
        let part = |kind: &str| tarif.cellule(&format!("{kind}.{mission}"), taille).map(|cell| cell.montant);
        part("total").or_else(|| Some(part("fixe")? + part("variable")?))
    };
    let amount = |tarif: &Tarif, key: &str| match key.strip_prefix("total.") {
        Some(mission) => total(tarif, mission),
        None => tarif.cellule(key, taille).map(|cell| cell.montant),
    };
    let mut keys: Vec<&str> = Vec::new();
    for cell in avant.cellules.iter().chain(&apres.cellules).filter(|cell| cell.taille == taille) {
        if !keys.contains(&cell.poste.as_str()) {
            keys.push(&cell.poste);
        }
    }
    let line =
        |key: &str| Ecart { poste: key.to_owned(), avant: amount(avant, key), apres: amount(apres, key) };
    keys.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(code: &str, poste: &str, taille: Taille) -> Option<i64> {
        let cell = tarif(code).unwrap().unwrap().cellule(poste, taille);
        cell.map(|cell| cell.montant.en_centimes() / 100)
    }

    #[test]
    fn statement_8_fonctionnement_is_known_for_every_class_and_version() {
        for code in ["aci-2019", "avenant-2"] {
            let all = Taille::ALL.map(|taille| amount(code, "fonctionnement", taille).unwrap());
            assert_eq!(all, [50_000, 60_000, 75_000, 90_000]);
        }
    }

    #[test]
    fn statement_9_no_default_is_given_where_no_source_is() {
        for taille in [Taille::T1, Taille::T2, Taille::T4] {
            for cell in
                tarifs().unwrap().iter().flat_map(|one| &one.cellules).filter(|one| one.taille == taille)
            {
                let key = cell.poste.as_str();
                assert!(key == "fonctionnement" || key == "demarrage" || key.starts_with("crise_"), "{key}");
            }
        }
        // The crisis amounts of the second class were not found.
        for key in ["crise_plan", "crise_maj", "crise_evenement"] {
            assert_eq!(amount("avenant-2", key, Taille::T2), None, "{key}");
        }
    }

    #[test]
    fn statement_10_the_third_class_loads_the_amounts_of_two_contracts() {
        let expected = [
            ("fixe.acces", 90_000),
            ("variable.acces", 35_000),
            ("fixe.parcours", 45_000),
            ("variable.parcours", 45_000),
            ("fixe.prevention", 17_500),
            ("variable.prevention", 17_500),
            ("crise_maj", 22_500),
            ("fixe.qualite", 15_000),
            ("variable.qualite", 15_000),
            ("fixe.accompagnement", 10_000),
            ("variable.accompagnement", 10_000),
        ];
        for (key, euros) in expected {
            let cell = tarif("avenant-2").unwrap().unwrap().cellule(key, Taille::T3).unwrap();
            assert_eq!(
                (cell.montant, cell.confidence),
                (Montant::euros(euros), Confidence::TwoSources),
                "{key}"
            );
        }
    }

    #[test]
    fn statements_27_and_28_the_crisis_mission_has_three_payments() {
        let table = tarif("avenant-2").unwrap().unwrap();
        let crise = Poste::Fixe("crise".into());
        for taille in [Taille::T1, Taille::T3, Taille::T4] {
            let plan = table.propose(&crise, taille, true).unwrap().montant;
            let update = table.propose(&crise, taille, false).unwrap().montant;
            assert_eq!(plan.pour_cent(50), update);
        }
        let event = |taille| amount("avenant-2", "crise_evenement", taille);
        let all = [event(Taille::T1), event(Taille::T3), event(Taille::T4)];
        assert_eq!(all, [Some(37_500), Some(67_500), Some(75_000)]);
    }

    #[test]
    fn the_difference_of_two_versions_says_what_is_gained_and_what_is_not_known() {
        let (old, new) = (&tarifs().unwrap()[0], &tarifs().unwrap()[1]);
        let lines = ecarts(old, new, Taille::T3);
        let of = |key: &str| lines.iter().find(|line| line.poste == key).unwrap().difference();
        assert_eq!(of("total.acces"), Some(Montant::euros(5_000)));
        assert_eq!(of("total.parcours"), Some(Montant::ZERO));
        assert_eq!(of("crise_maj"), None);
        assert_eq!(ecarts(old, new, Taille::T2).len(), 2);
    }

    #[test]
    fn a_day_has_one_version() {
        use jiff::civil::date;
        assert_eq!(tarif_on(date(2022, 3, 30)).unwrap().code, "aci-2019");
        assert_eq!(tarif_on(date(2022, 3, 31)).unwrap().code, "avenant-2");
        assert_eq!(tarif_on(date(2018, 1, 1)).unwrap().code, "aci-2019");
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let text = include_str!("../../data/aci/tarif_avenant_2.toml");
        for (from, to) in [
            ("poste = \"fixe.acces\"", "poste = \"fixe.rien\""),
            ("poste = \"fixe.parcours\"", "poste = \"fixe.acces\""),
            ("sources = [\"ROVIRA\", \"DRANCY\"]", "sources = []"),
            ("sources = [\"ROVIRA\", \"DRANCY\"]", "sources = [\"RIEN\"]"),
            ("total = 397500", "total = 397501"),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert_ne!(wrong, text);
            assert!(matches!(parse(&wrong), Err(RulesError::Incoherent { .. })), "{from}");
        }
    }
}
