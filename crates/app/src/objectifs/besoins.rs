//! Difficulties keep what they became: the lines follow the objectives that show.

use domain::authz::{Allowed, EditObjectifs};
use domain::communaute::questionnaires::{Devenu, Difficulte};
use domain::objectifs::{Objectif, Objectifs};
use storage::WriteTx;

use super::ObjectifError;
use crate::App;

/// Kinds of lines that this module writes; the others are not its to take away.
const NATURES: [&str; 2] = ["objectif", "action"];

fn is(line: &Devenu, one: &Objectif) -> bool {
    line.nature == one.niveau.nature() && line.id == one.id.to_string()
}

impl App {
    /// Writes on each difficulty what it became among the objectives that show, and takes away what it no longer is.
    pub(super) async fn follow_difficultes(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditObjectifs>,
        objectifs: &Objectifs,
    ) -> Result<(), ObjectifError> {
        let (answers, who) = (objectifs.answers(), (proof.author(), self.now()));
        for mut one in tx.difficultes_to_edit(proof).await? {
            let wanted: &[&Objectif] = answers.get(&one.id).map_or(&[], Vec::as_slice);
            if follow(&mut one, wanted, who) && !tx.save_difficulte(proof, &one).await? {
                return Err(ObjectifError::Replaced);
            }
        }
        Ok(())
    }
}

fn follow(
    one: &mut Difficulte,
    wanted: &[&Objectif],
    (by, at): (&domain::authz::Author, jiff::Timestamp),
) -> bool {
    let ours = one.fiche.devenu.iter().filter(|line| NATURES.contains(&line.nature.as_str()));
    let over: Vec<(String, String)> = ours
        .filter(|line| !wanted.iter().any(|objectif| is(line, objectif)))
        .map(|line| (line.nature.clone(), line.id.clone()))
        .collect();
    let mut changed = false;
    for (nature, id) in over {
        changed |= one.unbecome((&nature, &id), (by, at));
    }
    for objectif in wanted {
        let libelle = objectif.texte.clone();
        match one.fiche.devenu.iter_mut().find(|line| is(line, objectif)) {
            Some(line) if line.libelle == libelle => {}
            Some(line) => {
                line.libelle = libelle;
                changed = true;
            }
            None => {
                let (nature, id) = (objectif.niveau.nature().to_owned(), objectif.id.to_string());
                changed |= one.become_(Devenu { nature, id, libelle, at }, (by, at));
            }
        }
    }
    changed
}
