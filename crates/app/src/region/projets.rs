//! Projects of a region: written down, corrected, moved, removed; goals.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{AllowedIn, EditRegion, ReadInstitution};
use domain::ids::{CptsId, SuiviId};
use domain::region::{Moved, PopulationTypee, Suivi, SuiviFiche, etapes, read_units};
use serde_json::json;
use storage::WriteTx;
use territory::{Atlas, DepartementCode, RegionCode, UnitCode};

use super::tableau::departements;
use super::{Reading, Refus, RegionError, rules};
use crate::{App, AppError};

/// What was typed of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedSuivi {
    /// Name.
    pub nom: String,
    /// Key of its kind; read when it is written down only.
    pub kind: String,
    /// Key of its stage; read when it is written down only.
    pub etape: String,
    /// Since when; read when it is written down only.
    pub le: String,
    /// The CPTS of the instance that it is.
    pub cpts: Option<CptsId>,
    /// Codes of its communes and IRIS.
    pub unites: String,
    /// Its population, when it is written down.
    pub population: String,
    /// Year of that population.
    pub annee: String,
    /// Where it was read.
    pub source: String,
    /// Codes of its départements.
    pub departements: String,
    /// Who follows it: a function.
    pub contact: String,
    /// What must be remembered.
    pub note: String,
}

/// A CPTS of the instance that a project may be tied to: it filed to the institution, or lets it read something.
pub type Choosable = (CptsId, String);

fn population(reading: &mut Reading, typed: &TypedSuivi) -> Option<PopulationTypee> {
    let nombre = reading.number("population", &typed.population);
    let annee = reading.number("annee", &typed.annee).and_then(|year| i16::try_from(year).ok());
    let annee = annee.filter(|year| (1900..=2200).contains(year));
    if annee.is_none() && !typed.annee.trim().is_empty() && !reading.wrong.iter().any(|(f, _)| *f == "annee")
    {
        reading.refuse("annee", Refus::Nombre);
    }
    let source = reading.text("source", &typed.source, 300);
    let nombre = nombre?;
    if source.is_empty() {
        reading.refuse("source", Refus::Source);
    }
    Some(PopulationTypee { nombre, annee, source })
}

fn departement_codes(
    reading: &mut Reading,
    typed: &str,
    (atlas, region): (&Atlas, Option<RegionCode>),
) -> BTreeSet<DepartementCode> {
    let known: BTreeSet<DepartementCode> = region
        .map(|code| departements(atlas, code))
        .unwrap_or_default()
        .into_iter()
        .map(|(d, _)| d)
        .collect();
    let words = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|w| !w.is_empty());
    let (mut codes, mut wrong) = (BTreeSet::new(), Vec::new());
    for word in words {
        match word.to_uppercase().parse::<DepartementCode>() {
            // Without a list of communes nothing can be checked but the form.
            Ok(code) if known.is_empty() || known.contains(&code) => {
                codes.insert(code);
            }
            _ => wrong.push(word.to_owned()),
        }
    }
    if !wrong.is_empty() {
        reading.refuse("departements", Refus::Departements(wrong));
    }
    codes
}

impl App {
    /// What is common to a new project and to one that is corrected, once it was read.
    fn read_project(
        &self,
        reading: &mut Reading,
        typed: &TypedSuivi,
        region: &str,
    ) -> Result<(String, SuiviFiche), RegionError> {
        let (rules, reference) = (rules()?, self.reference());
        let atlas = &reference.atlas;
        let nom = reading.name("nom", &typed.nom, rules);
        let knows = |unit: UnitCode| atlas.communes().is_empty() || atlas.knows(unit);
        let unites = read_units(&typed.unites, &knows).unwrap_or_else(|wrong| {
            reading.refuse("unites", Refus::Codes(wrong));
            territory::Perimeter::default()
        });
        let fiche = SuiviFiche {
            unites,
            population: population(reading, typed),
            departements: departement_codes(reading, &typed.departements, (atlas, region.parse().ok())),
            contact: reading.text("contact", &typed.contact, rules.nom_max),
            note: reading.text("note", &typed.note, rules.texte_max),
            passages: Vec::new(),
        };
        Ok((nom, fiche))
    }

    /// The CPTS of the instance that a project may be tied to, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn choosable_cpts(
        &self,
        (proof, home): (&AllowedIn<EditRegion>, &AllowedIn<ReadInstitution>),
    ) -> Result<Vec<Choosable>, AppError> {
        let now = self.now();
        let tx = self.store.read().await?;
        let granted = tx.grants_to(home).await?.into_iter().filter(|row| row.is_open_at(now));
        let mut ids: BTreeSet<CptsId> = granted.map(|row| row.cpts).collect();
        ids.extend(tx.saisines_of(proof).await?.into_iter().map(|one| one.cpts));
        // The board names them already: they were written down by their own filing to a desk of the region.
        ids.extend(tx.suivis(proof).await?.into_iter().filter_map(|one| one.cpts));
        let names: BTreeMap<CptsId, String> =
            tx.cpts_list().await?.into_iter().map(|one| (one.id, one.name)).collect();
        let mut all: Vec<Choosable> =
            ids.into_iter().filter_map(|id| Some((id, names.get(&id)?.clone()))).collect();
        all.sort_by_cached_key(|(_, name)| territory::text::search_key(name));
        Ok(all)
    }

    /// Writes down a project of the region, at its stage since a day.
    ///
    /// # Errors
    /// When something typed is wrong, the CPTS is followed already, the institution has no region, or the database does
    /// not answer.
    pub async fn add_region_project(
        &self,
        (proof, home): (&AllowedIn<EditRegion>, &AllowedIn<ReadInstitution>),
        typed: &TypedSuivi,
    ) -> Result<SuiviId, RegionError> {
        let choosable = self.choosable_cpts((proof, home)).await?;
        let tx = self.store.write().await?;
        let region = tx.region_to_edit(proof).await?.ok_or(RegionError::NoRegion)?;
        let mut reading = Reading::default();
        let (nom, fiche) = self.read_project(&mut reading, typed, &region)?;
        let kind = etapes()?.kind(&typed.kind);
        if kind.is_none() {
            reading.refuse("kind", Refus::Choix);
        }
        let le = reading.day("le", &typed.le);
        if le.is_none() && typed.le.trim().is_empty() {
            reading.refuse("le", Refus::Jour);
        }
        if typed.cpts.is_some_and(|id| !choosable.iter().any(|(known, _)| *known == id)) {
            reading.refuse("cpts", Refus::Choix);
        }
        let (now, today) = (self.now(), self.today());
        let mut one = Suivi {
            id: SuiviId(self.next_id()),
            region,
            kind: typed.kind.clone(),
            nom,
            etape: String::new(),
            cpts: typed.cpts,
            fiche,
            created_at: now,
            version: 1,
            removed_at: None,
        };
        if let Some((kind, le)) = kind.zip(le) {
            let to = Moved { etape: &typed.etape, le, today, by: (proof.author(), now) };
            if let Err(error) = one.reach(kind, &to) {
                let field = if error == domain::region::MoveError::Unknown { "etape" } else { "le" };
                reading.refuse(field, Refus::Etape(error));
            }
        }
        reading.end()?;
        if !tx.add_suivi(proof, &one).await? {
            return Err(RegionError::NoRegion);
        }
        let changes = json!({ "created": one.kind, "etape": one.etape });
        self.region_act(&tx, proof, (one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn region_act(
        &self,
        tx: &WriteTx,
        proof: &AllowedIn<EditRegion>,
        (id, changes): (SuiviId, serde_json::Value),
    ) -> Result<(), RegionError> {
        Ok(tx.audit_in(proof, self.change("suivi", id, changes)).await?)
    }

    /// The project in the version that the page showed.
    async fn suivi_shown(
        tx: &WriteTx,
        proof: &AllowedIn<EditRegion>,
        (id, version): (SuiviId, i64),
    ) -> Result<Suivi, RegionError> {
        let one = tx.suivi_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if one.version == version { Ok(one) } else { Err(RegionError::Replaced) }
    }

    async fn save_project(
        &self,
        tx: WriteTx,
        proof: &AllowedIn<EditRegion>,
        (one, changes): (&Suivi, serde_json::Value),
    ) -> Result<(), RegionError> {
        if !tx.save_suivi(proof, one).await? {
            return Err(RegionError::Replaced);
        }
        self.region_act(&tx, proof, (one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Corrects a project; its kind and its stages stay.
    ///
    /// # Errors
    /// [`RegionError::Replaced`] when somebody changed it since the page was shown; and as when it is written down.
    pub async fn correct_region_project(
        &self,
        (proof, home): (&AllowedIn<EditRegion>, &AllowedIn<ReadInstitution>),
        shown: (SuiviId, i64),
        typed: &TypedSuivi,
    ) -> Result<(), RegionError> {
        let choosable = self.choosable_cpts((proof, home)).await?;
        let tx = self.store.write().await?;
        let one = Self::suivi_shown(&tx, proof, shown).await?;
        let mut reading = Reading::default();
        let (nom, fiche) = self.read_project(&mut reading, typed, &one.region)?;
        let tied = |id: CptsId| one.cpts == Some(id) || choosable.iter().any(|(known, _)| *known == id);
        if typed.cpts.is_some_and(|id| !tied(id)) {
            reading.refuse("cpts", Refus::Choix);
        }
        reading.end()?;
        let passages = one.fiche.passages.clone();
        let changed = Suivi { nom, cpts: typed.cpts, fiche: SuiviFiche { passages, ..fiche }, ..one };
        self.save_project(tx, proof, (&changed, json!({ "corrected": true }))).await
    }

    /// Moves a project to a stage on a day.
    ///
    /// # Errors
    /// [`RegionError::Replaced`] when somebody changed it since the page was shown; when the stage or the day is wrong.
    pub async fn move_region_project(
        &self,
        proof: &AllowedIn<EditRegion>,
        shown: (SuiviId, i64),
        (etape, le): (&str, &str),
    ) -> Result<(), RegionError> {
        let mut reading = Reading::default();
        let Some(le) = reading.day("le", le) else {
            return Err(RegionError::at("le", Refus::Jour));
        };
        let tx = self.store.write().await?;
        let mut one = Self::suivi_shown(&tx, proof, shown).await?;
        let kind = etapes()?.kind(&one.kind).ok_or(AppError::NotFound)?;
        let to = Moved { etape, le, today: self.today(), by: (proof.author(), self.now()) };
        one.reach(kind, &to).map_err(|error| {
            let stage = matches!(error, domain::region::MoveError::Unknown | domain::region::MoveError::Same);
            RegionError::at(if stage { "etape" } else { "le" }, Refus::Etape(error))
        })?;
        let changes = json!({ "etape": one.etape, "depuis": le });
        self.save_project(tx, proof, (&one, changes)).await
    }

    /// Takes back the last move of a project.
    ///
    /// # Errors
    /// [`RegionError::Replaced`] when somebody changed it since the page was shown; when it stands at its first stage.
    pub async fn take_back_region_move(
        &self,
        proof: &AllowedIn<EditRegion>,
        shown: (SuiviId, i64),
    ) -> Result<(), RegionError> {
        let tx = self.store.write().await?;
        let mut one = Self::suivi_shown(&tx, proof, shown).await?;
        let left = one.take_back().map_err(|error| RegionError::at("etape", Refus::Etape(error)))?;
        self.save_project(tx, proof, (&one, json!({ "undone": left }))).await
    }

    /// Takes a project off the board; it can come back.
    ///
    /// # Errors
    /// [`RegionError::Replaced`] when somebody changed it since the page was shown.
    pub async fn remove_region_project(
        &self,
        proof: &AllowedIn<EditRegion>,
        shown: (SuiviId, i64),
    ) -> Result<(), RegionError> {
        let tx = self.store.write().await?;
        let mut one = Self::suivi_shown(&tx, proof, shown).await?;
        one.removed_at = Some(self.now());
        self.save_project(tx, proof, (&one, json!({ "removed": true }))).await
    }

    /// Brings a project back on the board.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one of another region.
    pub async fn restore_region_project(
        &self,
        proof: &AllowedIn<EditRegion>,
        id: SuiviId,
    ) -> Result<(), RegionError> {
        let tx = self.store.write().await?;
        let mut one = tx.suivi_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if one.removed_at.take().is_none() {
            return Ok(());
        }
        self.save_project(tx, proof, (&one, json!({ "restored": true }))).await
    }
}
