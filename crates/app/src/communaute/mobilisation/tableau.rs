//! The table of the letter of intent, computed from sheets and campaigns. Method: `docs/methods/mobilisation.md`.

use domain::authz::{Allowed, ReadMobilisation, ReadTerritoire};
use domain::communaute::Annuaire;
use domain::communaute::mobilisation::{
    Campagne, CampagneState, PremierContact, TableMobilisation, Territoires, lettre_professions,
};
use domain::diagnostic::offre_regles::{OptionsOffre, regles_offre};
use domain::ids::{TerritoireId, VarianteId};
use domain::territoire::{Territoire, Variante};
use territory::{CommuneCode, Perimeter};

use crate::{App, AppError};

/// Which table is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableDemandee {
    /// The territory; `None` for the first one of the CPTS.
    pub territoire: Option<TerritoireId>,
    /// The commune to set aside.
    pub sans: Option<CommuneCode>,
}

/// The table with what names its parts.
#[derive(Clone, Debug)]
pub struct TableLue {
    /// The figures.
    pub table: TableMobilisation,
    /// Everybody, to list who is behind a figure.
    pub annuaire: Annuaire,
    /// The territory and its reference variant: identifiers and names.
    pub territoire: Option<(TerritoireId, VarianteId, String)>,
    /// Every territory of the CPTS.
    pub territoires: Vec<(TerritoireId, String)>,
    /// The communes of the territory, by name.
    pub communes: Vec<(CommuneCode, String)>,
    /// Campaigns that were launched, oldest first.
    pub campagnes: Vec<Campagne>,
}

impl App {
    /// The table of the letter of intent.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown territory, or when the database does not answer.
    pub async fn table_mobilisation(
        &self,
        (proof, sees): (&Allowed<ReadMobilisation>, &Allowed<ReadTerritoire>),
        asked: TableDemandee,
    ) -> Result<TableLue, AppError> {
        let territoires = self.territoires(sees).await?;
        let chosen = match asked.territoire {
            None => territoires.first(),
            Some(id) => Some(territoires.iter().find(|one| one.id == id).ok_or(AppError::NotFound)?),
        };
        let variante = chosen.and_then(|one| one.reference().or(one.variantes.first()));
        let perimeter = variante.map(|one| &one.perimeter).filter(|perimeter| !perimeter.is_empty());
        let ou = Territoires::new(perimeter, asked.sans);
        let tx = self.store.read().await?;
        let annuaire = tx.annuaire(proof).await?;
        let mut campagnes = tx.campagnes(proof).await?;
        campagnes.retain(|one| one.state != CampagneState::Preparation);
        campagnes.sort_by_key(|one| (one.fiche.lancee_at, one.id));
        let premiers = first_contacts(&annuaire, &tx.sollicitations(proof, None).await?);
        let lettre = lettre_professions()?;
        let mut table = TableMobilisation::of(&annuaire, (lettre, &ou), &premiers, self.today());
        self.official(&mut table, perimeter, asked.sans)?;
        declared(&mut table, &campagnes);
        Ok(TableLue {
            communes: self.named_communes(&ou),
            territoire: chosen
                .zip(variante)
                .map(|(own, variante)| (own.id, variante.id, title(own, variante))),
            territoires: territoires.iter().map(|one| (one.id, one.name.clone())).collect(),
            table,
            annuaire,
            campagnes,
        })
    }

    /// The head-counts of the register, with the commune and without it.
    fn official(
        &self,
        table: &mut TableMobilisation,
        perimeter: Option<&Perimeter>,
        sans: Option<CommuneCode>,
    ) -> Result<(), AppError> {
        let Some(perimeter) = perimeter else { return Ok(()) };
        let without: Perimeter = perimeter.units().filter(|unit| Some(unit.commune()) != sans).collect();
        let (rules, lettre, reference) = (regles_offre()?, lettre_professions()?, self.reference());
        for line in lettre.in_order() {
            let rule = line.rule.as_deref().and_then(|code| rules.rule(code));
            let own = table.lignes.iter_mut().find(|one| one.code == line.code);
            if let (Some(rule), Some(own)) = (rule, own) {
                let selection = rules.selection(rule, OptionsOffre::default());
                own.officiel = Some(reference.atlas.effectif(perimeter, &selection).persons);
                let rest = sans.map(|_| reference.atlas.effectif(&without, &selection).persons);
                own.officiel_sans = rest;
            }
        }
        Ok(())
    }

    fn named_communes(&self, ou: &Territoires) -> Vec<(CommuneCode, String)> {
        let reference = self.reference();
        let codes = ou.communes().into_iter().flatten();
        let mut named: Vec<_> =
            codes.map(|code| (*code, reference.atlas.unit_name((*code).into()))).collect();
        named.sort_by_cached_key(|(_, name)| territory::text::search_key(name));
        named
    }
}

fn title(territoire: &Territoire, variante: &Variante) -> String {
    format!("{}, {}", territoire.name, variante.name)
}

/// The campaign that reached each person first, under the sheet that stands.
fn first_contacts(
    annuaire: &Annuaire,
    all: &[domain::communaute::mobilisation::Sollicitation],
) -> PremierContact {
    // Who came through a relay was reached by it when they answered.
    let at = |one: &domain::communaute::mobilisation::Sollicitation| {
        one.contacte_at.or(one.repondu_at).filter(|_| one.ecart.is_none())
    };
    let mut reached: Vec<_> = all.iter().filter_map(|one| Some((at(one)?, one))).collect();
    reached.sort_by_key(|(at, one)| (*at, one.id));
    let mut first = PremierContact::new();
    for (_, one) in reached {
        first.entry(annuaire.resolve(one.personne)).or_insert(one.campagne);
    }
    first
}

/// What relays declared, line by line: shown apart, never added to what was counted.
fn declared(table: &mut TableMobilisation, campagnes: &[Campagne]) {
    let sum = |ligne: Option<&str>| {
        let own = campagnes.iter().filter_map(|one| one.fiche.declares(ligne));
        own.reduce(u32::saturating_add)
    };
    for line in &mut table.lignes {
        line.declares = sum(Some(&line.code));
    }
    table.declares_ensemble = sum(None);
}
