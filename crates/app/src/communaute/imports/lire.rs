//! A file that is given, corrected, looked at.

use std::collections::BTreeMap;

use domain::authz::{Allowed, Author, EditCommunaute};
use domain::communaute::import::lot::{Comptes, LigneARevoir, a_revoir};
use domain::communaute::import::{Brouillon, Champ, Choix, Fichier, Verdict, regles};
use domain::ids::LotId;
use opendata::{Input, ReadError};

use super::{ImportError, Mapping, Preview, Tous};
use crate::{App, AppError};

impl App {
    /// Reads a CSV or a workbook and keeps it until somebody decides. Nothing is added to the community yet.
    ///
    /// # Errors
    /// When the file is no table, is empty or too large, or the database does not answer.
    pub async fn read_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        (name, bytes): (&str, Vec<u8>),
    ) -> Result<LotId, ImportError> {
        let regles = regles()?;
        if bytes.len() > regles.limites.octets {
            return Err(ImportError::TooLarge(regles.limites.octets));
        }
        let input = Input::bytes(name, bytes);
        let read = tokio::task::spawn_blocking(move || opendata::tables(input)).await;
        let tables = read.unwrap_or_else(|error| {
            Err(ReadError::Io { name: name.to_owned(), error: std::io::Error::other(error) })
        })?;
        let draft = Brouillon {
            id: LotId(self.next_id()),
            nom: name.chars().take(regles.limites.caracteres).collect(),
            at: self.now(),
            author: Author::from(proof.author().to_string().as_str()),
            fichier: Fichier::new(tables, regles)?,
        };
        let tx = self.store.write().await?;
        tx.keep_brouillon_import(proof, &draft).await?;
        tx.commit().await?;
        Ok(draft.id)
    }

    /// The files that wait for a decision, most recent first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_imports(&self, proof: &Allowed<EditCommunaute>) -> Result<Vec<Brouillon>, AppError> {
        Ok(self.store.read().await?.brouillons_import(proof).await?)
    }

    /// A file that waits.
    ///
    /// # Errors
    /// When it is not there any more or the database does not answer.
    pub async fn waiting_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<Brouillon, AppError> {
        self.store.read().await?.brouillon_import(proof, id).await?.ok_or(AppError::NotFound)
    }

    /// Says what the columns of a file hold. Another sheet is guessed again, and decisions about lines that were read
    /// otherwise are forgotten.
    ///
    /// # Errors
    /// [`ImportError::NoName`] when nobody could be named: it is kept all the same. Or the file is not there any more.
    pub async fn map_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
        mapping: Mapping,
    ) -> Result<(), ImportError> {
        let regles = regles()?;
        let tx = self.store.write().await?;
        let mut draft = tx.brouillon_import_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let file = &mut draft.fichier;
        let before = (file.champs.clone(), file.titres, file.kind);
        if mapping.feuille != file.feuille && mapping.feuille < file.feuilles.len() {
            file.feuille = mapping.feuille;
            file.guess(regles);
        } else {
            let width = domain::communaute::import::tableau::largeur(file.table(), regles);
            file.titres = mapping.titres.filter(|rank| *rank < file.table().len());
            file.champs = mapping.champs;
            file.champs.resize(width, Champ::Ignorer);
            file.kind = mapping.kind;
        }
        if before != (file.champs.clone(), file.titres, file.kind) {
            file.decisions.clear();
        }
        let named = file.nomme();
        tx.keep_brouillon_import(proof, &draft).await?;
        tx.commit().await?;
        if named { Ok(()) } else { Err(ImportError::NoName) }
    }

    /// What becomes of each line of a file: nothing is added yet.
    ///
    /// # Errors
    /// When the file is not there any more or the database does not answer.
    pub async fn preview_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
    ) -> Result<Preview, AppError> {
        let tx = self.store.read().await?;
        let brouillon = tx.brouillon_import(proof, id).await?.ok_or(AppError::NotFound)?;
        let (annuaire, structures) = (tx.annuaire(proof).await?, tx.structures(proof).await?);
        drop(tx);
        let lues = self.read_lines(&brouillon)?;
        let plan = self.plan_lines(&lues, (&annuaire, &structures), &brouillon.fichier.decisions)?;
        let comptes = Comptes::of(&plan);
        Ok(Preview { brouillon, lues, plan, comptes })
    }

    /// Keeps what somebody decided of doubtful lines, and, when `tous` says it, of all those that still wait.
    ///
    /// # Errors
    /// When the file is not there any more or the database does not answer.
    pub async fn decide_import(
        &self,
        proof: &Allowed<EditCommunaute>,
        id: LotId,
        (chosen, tous): (BTreeMap<usize, Choix>, Option<Tous>),
    ) -> Result<(), ImportError> {
        let tx = self.store.write().await?;
        let mut draft = tx.brouillon_import_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        draft.fichier.decisions.extend(chosen);
        if let Some(tous) = tous {
            let lues = self.read_lines(&draft)?;
            let (annuaire, structures) =
                (tx.annuaire_to_edit(proof).await?, tx.structures_to_edit(proof).await?);
            // What a line becomes may make a line below doubtful: as many rounds as it takes.
            for _ in 0..=lues.len() {
                let plan = self.plan_lines(&lues, (&annuaire, &structures), &draft.fichier.decisions)?;
                let decided = plan.indecises().filter_map(|line| {
                    let Verdict::Douteuse(near, None) = &line.verdict else { return None };
                    let choix = match tous {
                        Tous::Rattacher => Choix::Rattacher(near.first()?.cible),
                        Tous::Creer => Choix::Creer,
                        Tous::Laisser => Choix::Laisser,
                    };
                    Some((line.numero, choix))
                });
                let decided: Vec<(usize, Choix)> = decided.collect();
                if decided.is_empty() {
                    break;
                }
                draft.fichier.decisions.extend(decided);
            }
        }
        tx.keep_brouillon_import(proof, &draft).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets a file that waits.
    ///
    /// # Errors
    /// When it is not there any more or the database does not answer.
    pub async fn drop_import(&self, proof: &Allowed<EditCommunaute>, id: LotId) -> Result<(), AppError> {
        let tx = self.store.write().await?;
        let there = tx.drop_brouillon_import(proof, id).await?;
        tx.commit().await?;
        if there { Ok(()) } else { Err(AppError::NotFound) }
    }
}

impl Preview {
    /// The lines to correct: rejected, left aside, or taken in part.
    pub fn a_revoir(&self) -> Vec<LigneARevoir> {
        a_revoir(&self.plan, &self.lues, |numero| self.brouillon.fichier.cellules(numero))
    }
}
