//! What is worked out once for all the indicators of a diagnosis.

use std::collections::BTreeMap;

use territory::CategoryCode;
use territory::atlas::StructuresFound;
use territory::professionals::Selection;

use super::Entree;
use crate::diagnostic::controles::lecture::regles_lecture;
use crate::diagnostic::offre_regles::{OptionsOffre, regles_offre};
use crate::diagnostic::structures;
use crate::source::RulesError;

/// Rules and sites, ready to be asked by indicator.
pub(super) struct Contexte<'a> {
    /// Year of the published accessibility.
    pub apl_year: Option<i16>,
    /// Whom each rule of `offre.toml` counts.
    pub selections: BTreeMap<&'static str, Selection>,
    /// Its sentence, in French.
    pub sentences: BTreeMap<&'static str, String>,
    /// Categories of each group of `structures.toml`.
    pub categories: BTreeMap<&'static str, &'static [CategoryCode]>,
    /// Share of the communes of a large area that a file may leave out, 0 to 1.
    pub tolerated: f64,
    /// The sites of the territory.
    pub sites: StructuresFound<'a>,
}

impl<'a> Contexte<'a> {
    pub fn of(entree: &Entree<'a>) -> Result<Self, &'static RulesError> {
        let offre = regles_offre()?;
        let groups = &structures::rules()?.groups;
        let selection = |rule| offre.selection(rule, OptionsOffre::default());
        Ok(Self {
            apl_year: entree.atlas.apl().year_for(entree.perimeter),
            selections: offre.all.iter().map(|rule| (rule.code.as_str(), selection(rule))).collect(),
            sentences: offre.all.iter().map(|rule| (rule.code.as_str(), rule.sentence.clone())).collect(),
            categories: groups
                .iter()
                .filter(|group| !group.categories.is_empty())
                .map(|group| (group.code.as_str(), group.categories.as_slice()))
                .collect(),
            tolerated: regles_lecture()?.tolerated,
            sites: entree.atlas.structures_in(entree.perimeter, &entree.dessin.shapes),
        })
    }
}
