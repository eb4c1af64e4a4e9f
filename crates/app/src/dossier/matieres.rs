//! What the rest of the house knows and a letter takes up: territory, diagnosis, community, objectives.

use std::collections::BTreeMap;

use domain::authz::{
    Actor, Allowed, Denied, ReadAssociation, ReadCommunaute, ReadDiagnostic, ReadDossiers, ReadGroupes,
    ReadMobilisation, ReadObjectifs, ReadQuestionnaires, ReadSubventions, ReadTerritoire,
};
use domain::communaute::mobilisation::Historique;
use domain::communaute::questionnaires::Difficulte;
use domain::communaute::{Groupe, Mandat, Structure};
use domain::diagnostic::Diagnostic;
use domain::dossier::Dossier;
use domain::ids::{CptsId, TerritoireId};
use domain::objectifs::Fil;
use domain::territoire::Fiche;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use storage::{Association, Cpts};

use crate::communaute::mobilisation::{TableDemandee, TableLue};
use crate::subventions::EtatSubvention;
use crate::{App, AppError};

/// The proofs that whoever reads a dossier of a CPTS holds: each matter is read with its own.
pub struct Lecteur {
    /// The dossiers.
    pub dossiers: Allowed<ReadDossiers>,
    territoire: Allowed<ReadTerritoire>,
    diagnostic: Allowed<ReadDiagnostic>,
    mobilisation: Allowed<ReadMobilisation>,
    communaute: Allowed<ReadCommunaute>,
    questionnaires: Allowed<ReadQuestionnaires>,
    groupes: Allowed<ReadGroupes>,
    association: Allowed<ReadAssociation>,
    objectifs: Allowed<ReadObjectifs>,
    /// Not everybody who writes a letter reads the money.
    pub(super) subventions: Option<Allowed<ReadSubventions>>,
}

impl Lecteur {
    /// Asks for each of them.
    ///
    /// # Errors
    /// When the person may not read dossiers, or a matter of them.
    pub fn of(actor: &Actor, cpts: CptsId) -> Result<Self, Denied> {
        Ok(Self {
            dossiers: actor.authorize(cpts)?,
            territoire: actor.authorize(cpts)?,
            diagnostic: actor.authorize(cpts)?,
            mobilisation: actor.authorize(cpts)?,
            communaute: actor.authorize(cpts)?,
            questionnaires: actor.authorize(cpts)?,
            groupes: actor.authorize(cpts)?,
            association: actor.authorize(cpts)?,
            objectifs: actor.authorize(cpts)?,
            subventions: actor.authorize(cpts).ok(),
        })
    }
}

/// Everything that a letter may take up, read at one moment.
pub(super) struct Matieres {
    pub cpts: Cpts,
    pub jour: Date,
    pub zone: TimeZone,
    pub fiche: Option<Fiche>,
    pub diagnostic: Option<Diagnostic>,
    pub table: TableLue,
    pub historique: Historique,
    pub structures: Vec<Structure>,
    pub groupes: Vec<Groupe>,
    pub mandats: Vec<Mandat>,
    pub difficultes: Vec<Difficulte>,
    pub association: Association,
    pub fil: Fil,
    /// `None` for who may not read requests for subsidies.
    pub subvention: Option<EtatSubvention>,
    pub lieux: BTreeMap<territory::CommuneCode, String>,
}

impl App {
    /// The territories that a dossier may speak of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn territoires_de_dossier(
        &self,
        lecteur: &Lecteur,
    ) -> Result<Vec<(TerritoireId, String)>, AppError> {
        let all = self.territoires(&lecteur.territoire).await?;
        Ok(all.into_iter().map(|one| (one.id, one.name)).collect())
    }

    pub(super) async fn matieres(&self, lecteur: &Lecteur, dossier: &Dossier) -> Result<Matieres, AppError> {
        let territoires = self.territoires(&lecteur.territoire).await?;
        let chosen = dossier.fiche.territoire.and_then(|id| territoires.iter().find(|one| one.id == id));
        let variante = chosen.and_then(|own| Some((own.id, own.reference().or(own.variantes.first())?)));
        let named = variante.filter(|(_, variante)| !variante.perimeter.is_empty());
        let ids = named.map(|(territoire, variante)| (territoire, variante.id));
        let (fiche, diagnostic) = match ids {
            Some(ids) => (
                Some(self.fiche(&lecteur.territoire, ids).await?),
                Some(self.diagnostic(&lecteur.diagnostic, ids).await?),
            ),
            None => (None, None),
        };
        let asked = TableDemandee { territoire: named.map(|(id, _)| id), sans: None };
        let table = self.table_mobilisation((&lecteur.mobilisation, &lecteur.territoire), asked).await?;
        let subvention = match &lecteur.subventions {
            Some(proof) => Some(self.subvention_etat(proof).await?),
            None => None,
        };
        let zone = self.zone(&lecteur.mobilisation).await?;
        let tx = self.store.read().await?;
        let matieres = Matieres {
            cpts: tx.cpts(lecteur.dossiers.cpts()).await?.ok_or(AppError::NotFound)?,
            jour: self.now().to_zoned(zone.clone()).date(),
            groupes: tx.groupes(&lecteur.groupes).await?,
            mandats: tx.mandats(&lecteur.groupes).await?,
            difficultes: tx.difficultes(&lecteur.questionnaires).await?,
            zone,
            fiche,
            diagnostic,
            table,
            subvention,
            historique: Historique::default(),
            structures: Vec::new(),
            association: Association::default(),
            fil: Fil::default(),
            lieux: BTreeMap::new(),
        };
        drop(tx);
        let structures = self.structures(&lecteur.communaute).await?;
        Ok(Matieres {
            historique: self.historique_mobilisation(&lecteur.mobilisation).await?,
            association: self.association(&lecteur.association).await?,
            fil: self.fil(&lecteur.objectifs).await?,
            lieux: self.lieux_nommes(&structures, &matieres.table),
            structures,
            ..matieres
        })
    }

    /// Names of the communes where structures stand and people practise.
    fn lieux_nommes(
        &self,
        structures: &[Structure],
        table: &TableLue,
    ) -> BTreeMap<territory::CommuneCode, String> {
        let reference = self.reference();
        let people =
            table.annuaire.iter().flat_map(|one| one.fiche.exercices.iter().filter_map(|own| own.commune));
        let codes = structures.iter().filter_map(|one| one.commune).chain(people);
        codes.map(|code| (code, reference.atlas.unit_name(code.into()))).collect()
    }
}
