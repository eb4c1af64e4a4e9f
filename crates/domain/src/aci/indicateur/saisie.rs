//! An indicator as it is typed, and what is wrong with it.

use super::controle::{Constat, Gravite, controler};
use super::{Forme, Indicateur, IndicateurFiche, Nature, Nombre, Palier, Sens, SourceValeur};
use crate::aci::missions::missions;
use crate::ids::{ContratId, IndicateurId};
use crate::montant::{Montant, RefusSomme};
use crate::organisation::{TextError, checked_text};
use crate::source::RulesError;

/// Tiers of an indicator.
pub const PALIERS: usize = 6;
/// Longest unit, in characters.
const UNITE_MAX: usize = 40;

/// An indicator as it is typed: texts and keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicateurTape {
    /// Key of its mission.
    pub mission: String,
    /// The objective that it serves.
    pub objectif: String,
    /// What is asked.
    pub intitule: String,
    /// Key of its [`Nature`].
    pub nature: String,
    /// Key of its shape.
    pub forme: String,
    /// Key of its [`Sens`], for a bound or tiers.
    pub sens: String,
    /// The target, for one bound.
    pub cible: String,
    /// Bound and amount of each tier; empty ones are passed over.
    pub paliers: Vec<(String, String)>,
    /// `%`, `patients`…
    pub unite: String,
    /// What stood at the start.
    pub initiale: String,
    /// By how much it is to move.
    pub variation: String,
    /// The most that it pays. Empty for tiers: the best one says it.
    pub montant: String,
    /// Evidence that is asked.
    pub preuves: String,
    /// Key of its [`SourceValeur`].
    pub source: String,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusIndicateur {
    /// Nothing, where something is needed.
    Vide,
    /// A text that cannot be kept.
    Texte(TextError),
    /// None of the options.
    Choix,
    /// Not a number.
    Nombre,
    /// Not an amount.
    Montant(RefusSomme),
    /// It does not agree with itself.
    Constat(Constat),
}

struct Lecteur {
    refus: Vec<(String, RefusIndicateur)>,
}

impl Lecteur {
    fn refuse<T>(&mut self, field: impl Into<String>, refus: RefusIndicateur) -> Option<T> {
        self.refus.push((field.into(), refus));
        None
    }

    fn texte(&mut self, field: &str, (typed, max): (&str, usize)) -> String {
        checked_text(typed, max).unwrap_or_else(|error| {
            self.refuse::<()>(field, RefusIndicateur::Texte(error));
            String::new()
        })
    }

    fn nombre(&mut self, field: impl Into<String>, typed: &str) -> Option<Nombre> {
        match typed.trim() {
            "" => None,
            text => Nombre::lire(text).ok().or_else(|| self.refuse(field, RefusIndicateur::Nombre)),
        }
    }

    fn montant(&mut self, field: impl Into<String>, typed: &str) -> Option<Montant> {
        match Montant::lire(typed) {
            Ok(amount) => Some(amount),
            Err(refus) => self.refuse(field, RefusIndicateur::Montant(refus)),
        }
    }

    fn choix<T>(&mut self, field: &str, found: Option<T>) -> Option<T> {
        found.or_else(|| self.refuse(field, RefusIndicateur::Choix))
    }

    fn paliers(&mut self, typed: &[(String, String)]) -> Vec<Palier> {
        let mut all = Vec::new();
        for (rank, (borne, montant)) in typed.iter().enumerate() {
            if borne.trim().is_empty() && montant.trim().is_empty() {
                continue;
            }
            let number = rank + 1;
            if borne.trim().is_empty() {
                self.refuse::<()>(format!("borne-{number}"), RefusIndicateur::Vide);
            }
            let borne = self.nombre(format!("borne-{number}"), borne);
            let montant = self.montant(format!("montant-{number}"), montant);
            all.extend(borne.zip(montant).map(|(borne, montant)| Palier { borne, montant }));
        }
        all
    }

    fn forme(&mut self, typed: &IndicateurTape) -> Option<Forme> {
        let sens = |reader: &mut Self| reader.choix("sens", Sens::from_key(&typed.sens));
        match typed.forme.as_str() {
            "oui_non" => Some(Forme::OuiNon),
            "texte" => Some(Forme::Texte),
            "seuil" => {
                let sens = sens(self);
                if typed.cible.trim().is_empty() {
                    return self.refuse("cible", RefusIndicateur::Vide);
                }
                let cible = self.nombre("cible", &typed.cible);
                Some(Forme::Seuil { sens: sens?, cible: cible? })
            }
            "paliers" => {
                let sens = sens(self);
                let paliers = self.paliers(&typed.paliers);
                Some(Forme::Paliers { sens: sens?, paliers })
            }
            _ => self.refuse("forme", RefusIndicateur::Choix),
        }
    }
}

/// What of an indicator is typed: its mission, what is asked, everything else.
pub type Lu = (String, String, IndicateurFiche);

/// The fields that are wrong, by name, and why.
pub type ChampsRefuses = Vec<(String, RefusIndicateur)>;

/// Reads an indicator that was typed. What disagrees beyond repair is refused; what is only strange is kept, and
/// [`controler`] says it.
///
/// # Errors
/// The name of each wrong field and why; or the tables that ship with the program are malformed.
pub fn lire_indicateur(typed: &IndicateurTape) -> Result<Result<Lu, ChampsRefuses>, &'static RulesError> {
    let table = missions()?;
    let limits = table.limites;
    let mut reader = Lecteur { refus: Vec::new() };
    let mission = table.mission(&typed.mission).map(|one| one.cle.clone());
    let mission = reader.choix("mission", mission);
    let intitule = reader.texte("intitule", (&typed.intitule, limits.texte));
    if intitule.is_empty() && !reader.refus.iter().any(|(field, _)| field == "intitule") {
        reader.refuse::<()>("intitule", RefusIndicateur::Vide);
    }
    let objectif = reader.texte("objectif", (&typed.objectif, limits.texte));
    let preuves = reader.texte("preuves", (&typed.preuves, limits.texte));
    let unite = reader.texte("unite", (&typed.unite, UNITE_MAX));
    let nature = reader.choix("nature", Nature::from_key(&typed.nature));
    let source = reader.choix("source", SourceValeur::from_key(&typed.source));
    let forme = reader.forme(typed);
    let initiale = reader.nombre("initiale", &typed.initiale);
    let variation = reader.nombre("variation", &typed.variation);
    let best = match &forme {
        Some(Forme::Paliers { paliers, .. }) => paliers.iter().map(|palier| palier.montant).max(),
        _ => None,
    };
    let montant = match best {
        Some(best) if typed.montant.trim().is_empty() => Some(best),
        // Tiers that cannot be read say no amount: what is wrong with them is said already.
        None if typed.forme == "paliers" && typed.montant.trim().is_empty() => None,
        _ => reader.montant("montant", &typed.montant),
    };
    let (Some(mission), Some(nature), Some(source), Some(forme), Some(montant), true) =
        (mission, nature, source, forme, montant, reader.refus.is_empty())
    else {
        return Ok(Err(reader.refus));
    };
    let fiche = IndicateurFiche {
        objectif,
        lie_a: None,
        nature,
        forme,
        unite,
        initiale,
        variation,
        montant,
        preuves,
        source,
        reprend: None,
        mesures: Vec::new(),
        commentaire: String::new(),
        promesse: String::new(),
    };
    let wrong: Vec<_> = controler(&essai(&mission, &intitule, &fiche))
        .into_iter()
        .filter(|constat| constat.gravite() == Gravite::Erreur)
        .map(|constat| (champ(&constat).to_owned(), RefusIndicateur::Constat(constat)))
        .collect();
    Ok(if wrong.is_empty() { Ok((mission, intitule, fiche)) } else { Err(wrong) })
}

/// The field that a remark is about.
pub fn champ(constat: &Constat) -> &'static str {
    match constat {
        Constat::Variation { .. } => "variation",
        Constat::MauvaisCote { .. } | Constat::PourcentImpossible(_) => "cible",
        Constat::SansPalier | Constat::MemeBorne(_) | Constat::PalierMoinsPaye(_) => "borne-1",
        Constat::Plafond { .. } | Constat::SansMontant => "montant",
    }
}

fn essai(mission: &str, intitule: &str, fiche: &IndicateurFiche) -> Indicateur {
    Indicateur {
        id: IndicateurId(uuid::Uuid::nil()),
        contrat: ContratId(uuid::Uuid::nil()),
        annee: 1,
        mission: mission.to_owned(),
        intitule: intitule.to_owned(),
        fiche: fiche.clone(),
        ordre: 0,
        created_at: jiff::Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    }
}

/// What of an indicator is typed, from what is kept.
pub fn tape(one: &Indicateur) -> IndicateurTape {
    let fiche = &one.fiche;
    let number = |value: Option<Nombre>| value.map(|value| value.to_string()).unwrap_or_default();
    let (sens, cible, paliers) = match &fiche.forme {
        Forme::OuiNon | Forme::Texte => (None, None, Vec::new()),
        Forme::Seuil { sens, cible } => (Some(*sens), Some(*cible), Vec::new()),
        Forme::Paliers { sens, paliers } => {
            let tier = |one: &Palier| (one.borne.to_string(), one.montant.texte());
            (Some(*sens), None, paliers.iter().map(tier).collect())
        }
    };
    IndicateurTape {
        mission: one.mission.clone(),
        objectif: fiche.objectif.clone(),
        intitule: one.intitule.clone(),
        nature: fiche.nature.key().into(),
        forme: fiche.forme.key().into(),
        sens: sens.map_or("", Sens::key).into(),
        cible: number(cible),
        paliers,
        unite: fiche.unite.clone(),
        initiale: number(fiche.initiale),
        variation: number(fiche.variation),
        montant: fiche.montant.texte(),
        preuves: fiche.preuves.clone(),
        source: fiche.source.key().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> IndicateurTape {
        IndicateurTape {
            mission: "acces".into(),
            intitule: "Patients en ALD sans médecin traitant".into(),
            nature: "resultat".into(),
            forme: "paliers".into(),
            sens: "au_plus".into(),
            paliers: vec![
                ("219".into(), "3 000".into()),
                (String::new(), String::new()),
                ("50".into(), "9 000".into()),
                ("100".into(), "6 000".into()),
            ],
            unite: "patients".into(),
            initiale: "219".into(),
            source: "cpam".into(),
            ..IndicateurTape::default()
        }
    }

    fn wrong(change: impl Fn(&mut IndicateurTape)) -> Vec<(String, RefusIndicateur)> {
        let mut one = typed();
        change(&mut one);
        lire_indicateur(&one).unwrap().unwrap_err()
    }

    #[test]
    fn tiers_are_typed_in_any_order_and_say_the_amount() {
        let (mission, intitule, fiche) = lire_indicateur(&typed()).unwrap().unwrap();
        assert_eq!(fiche.montant, Montant::euros(9_000));
        let one = essai(&mission, &intitule, &fiche);
        let again = lire_indicateur(&tape(&one)).unwrap().unwrap();
        assert_eq!(again, (mission, intitule, fiche));
    }

    #[test]
    fn each_wrong_field_is_named() {
        let found = wrong(|one| one.initiale = "fait".into());
        assert_eq!(found, [("initiale".to_owned(), RefusIndicateur::Nombre)]);
        let found = wrong(|one| one.paliers[2].1 = "beaucoup".into());
        assert_eq!(found, [("montant-3".to_owned(), RefusIndicateur::Montant(RefusSomme::Illisible))]);
        let found = wrong(|one| one.montant = "10 000".into());
        assert!(matches!(&found[..], [(field, RefusIndicateur::Constat(_))] if field == "montant"));
        let found = wrong(|one| one.sens = String::new());
        assert_eq!(found, [("sens".to_owned(), RefusIndicateur::Choix)]);
        let found = wrong(|one| (one.mission, one.intitule) = ("rien".into(), " ".into()));
        assert_eq!(found.len(), 2);
        let found = wrong(|one| one.forme = "seuil".into());
        assert_eq!(found[0], ("cible".to_owned(), RefusIndicateur::Vide));
    }

    #[test]
    fn a_target_on_the_wrong_side_is_kept_and_said() {
        let mut one = typed();
        (one.forme, one.cible, one.montant) = ("seuil".into(), "303".into(), "5 000".into());
        let (mission, intitule, fiche) = lire_indicateur(&one).unwrap().unwrap();
        let said = controler(&essai(&mission, &intitule, &fiche));
        assert!(matches!(said[..], [Constat::MauvaisCote { .. }]));
    }
}
