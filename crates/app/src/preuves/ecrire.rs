//! Adding evidence, saying which indicators it shows, withdrawing it.

use domain::aci::preuve::{OriginePreuve, Preuve, PreuveFiche, RefusPreuve, Retrait, TypePreuve, dater};
use domain::authz::{Allowed, EditPreuves};
use domain::ids::{ContratId, IndicateurId, PreuveId};
use domain::organisation::{TextError, checked_text};
use domain::pieces::OfPreuve;
use jiff::civil::Date;
use serde_json::json;
use storage::WriteTx;

use super::{PreuveError, RefusSaisie, contrat_open};
use crate::{App, AppError};

/// Longest title, in characters.
pub const TITRE_MAX: usize = 160;
/// Longest reason of a withdrawal, in characters.
const MOTIF_MAX: usize = 300;

/// What is said of a document that enters the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouvellePreuve {
    /// What it is; `None` when nothing was chosen.
    pub kind: Option<TypePreuve>,
    /// What it is called; the name of the file when empty.
    pub titre: String,
    /// The day of what it shows.
    pub le: Option<Date>,
    /// Indicators that it shows.
    pub indicateurs: Vec<IndicateurId>,
}

/// The same, once it was checked.
pub(super) struct Verifiee {
    pub(super) kind: TypePreuve,
    pub(super) titre: String,
    pub(super) le: Date,
    pub(super) indicateurs: Vec<IndicateurId>,
}

/// The name of a file without its folder and its ending.
fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    stem.chars().filter(|c| !c.is_control()).take(TITRE_MAX).collect::<String>().trim().to_owned()
}

fn text(field: &'static str, typed: &str, max: usize) -> Result<String, PreuveError> {
    checked_text(typed, max).map_err(|error| PreuveError::Refused(field, RefusSaisie::Texte(error)))
}

impl App {
    /// Checks what is said of a document before it is kept: nothing is kept for a form that is sent back.
    pub(super) async fn check_preuve(
        &self,
        proof: &Allowed<EditPreuves>,
        contrat: ContratId,
        (new, file): (NouvellePreuve, &str),
    ) -> Result<Verifiee, PreuveError> {
        let kind = new.kind.ok_or(PreuveError::Refused("kind", RefusSaisie::Choix))?;
        let titre = text("titre", &new.titre, TITRE_MAX)?;
        let titre = if titre.is_empty() { stem(file) } else { titre };
        if titre.is_empty() {
            return Err(PreuveError::Refused("titre", RefusSaisie::Texte(TextError::Empty)));
        }
        let le = dater(new.le, self.today()).map_err(|refus| PreuveError::rule("le", refus))?;
        let indicateurs = self.own_indicateurs(proof, contrat, new.indicateurs).await?;
        Ok(Verifiee { kind, titre, le, indicateurs })
    }

    async fn own_indicateurs(
        &self,
        proof: &Allowed<EditPreuves>,
        contrat: ContratId,
        mut asked: Vec<IndicateurId>,
    ) -> Result<Vec<IndicateurId>, PreuveError> {
        let tx = self.store.read().await?;
        contrat_open(&tx, proof, contrat).await?;
        let own = tx.indicateurs(proof, contrat).await?;
        asked.sort_unstable();
        asked.dedup();
        let known = |id: &IndicateurId| own.iter().any(|one| one.id == *id && one.removed_at.is_none());
        if asked.iter().all(known) {
            Ok(asked)
        } else {
            Err(PreuveError::rule("indicateurs", RefusPreuve::Indicateur))
        }
    }

    /// Keeps a document in the vault of a contract, with its fingerprint.
    ///
    /// # Errors
    /// When what is said of it is wrong, the document cannot be kept, or the CPTS has no such contract: nothing is kept
    /// then.
    pub async fn add_preuve(
        &self,
        proof: &Allowed<EditPreuves>,
        contrat: ContratId,
        new: NouvellePreuve,
        (name, content): (&str, Vec<u8>),
    ) -> Result<PreuveId, PreuveError> {
        let checked = self.check_preuve(proof, contrat, (new, name)).await?;
        self.keep_preuve(proof, contrat, (checked, OriginePreuve::Fichier), (name, content)).await
    }

    pub(super) async fn keep_preuve(
        &self,
        proof: &Allowed<EditPreuves>,
        contrat: ContratId,
        (checked, origine): (Verifiee, OriginePreuve),
        (name, content): (&str, Vec<u8>),
    ) -> Result<PreuveId, PreuveError> {
        let piece = self.attach_piece::<OfPreuve>(proof, name, content).await?;
        let tx = self.store.write().await?;
        let kept = tx.piece_to_link::<OfPreuve>(proof, piece).await?.ok_or(AppError::NotFound)?;
        let open = tx.contrat_to_edit(proof, contrat).await?.filter(|one| one.contrat.removed_at.is_none());
        open.ok_or(AppError::NotFound)?;
        let one = Preuve {
            id: PreuveId(self.next_id()),
            contrat,
            kind: checked.kind,
            titre: checked.titre,
            le: checked.le,
            piece,
            sha256: kept.sha256,
            fiche: PreuveFiche {
                origine,
                fichier: kept.name,
                media_type: kept.media_type,
                octets: kept.size,
                indicateurs: checked.indicateurs,
                retrait: None,
            },
            by: proof.author().clone(),
            created_at: self.now(),
            version: 1,
        };
        tx.add_preuve(proof, &one).await?;
        // The title may name someone: it stays in the vault.
        let changes = json!({
            "created": true, "fingerprint": one.sha256, "indicators": one.fiche.indicateurs.len(),
        });
        tx.audit(proof, self.change("preuve", one.id, changes)).await?;
        tx.commit().await?;
        Ok(one.id)
    }

    async fn held_preuve(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditPreuves>,
        (contrat, id, version): (ContratId, PreuveId, i64),
    ) -> Result<Preuve, PreuveError> {
        let one = tx.preuve_to_edit(proof, id).await?.filter(|one| one.contrat == contrat);
        let one = one.ok_or(AppError::NotFound)?;
        if one.fiche.retrait.is_some() {
            return Err(PreuveError::rule("preuve", RefusPreuve::Retiree));
        }
        if one.version == version { Ok(one) } else { Err(PreuveError::Replaced) }
    }

    /// Says which indicators a piece of evidence shows, as it stood at a version.
    ///
    /// # Errors
    /// When it was withdrawn or changed meanwhile, an indicator is not of the contract, or the CPTS has none of that
    /// identifier.
    pub async fn attach_preuve(
        &self,
        proof: &Allowed<EditPreuves>,
        at: (ContratId, PreuveId, i64),
        indicateurs: Vec<IndicateurId>,
    ) -> Result<(), PreuveError> {
        let indicateurs = self.own_indicateurs(proof, at.0, indicateurs).await?;
        let tx = self.store.write().await?;
        let mut one = self.held_preuve(&tx, proof, at).await?;
        if one.fiche.indicateurs == indicateurs {
            return Ok(tx.commit().await?);
        }
        one.fiche.indicateurs = indicateurs;
        if !tx.save_preuve(proof, &one).await? {
            return Err(PreuveError::Replaced);
        }
        let changes = json!({ "indicators": one.fiche.indicateurs.len() });
        tx.audit(proof, self.change("preuve", one.id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Withdraws a piece of evidence for a reason: its line and its document stay, and it counts for nothing any more.
    ///
    /// # Errors
    /// Without a reason, when it is withdrawn already or changed meanwhile, or the CPTS has none of that identifier.
    pub async fn withdraw_preuve(
        &self,
        proof: &Allowed<EditPreuves>,
        at: (ContratId, PreuveId, i64),
        motif: &str,
    ) -> Result<(), PreuveError> {
        let motif = text("motif", motif, MOTIF_MAX)?;
        if motif.is_empty() {
            return Err(PreuveError::rule("motif", RefusPreuve::Motif));
        }
        let tx = self.store.write().await?;
        let mut one = self.held_preuve(&tx, proof, at).await?;
        one.fiche.retrait = Some(Retrait { motif, by: proof.author().clone(), at: self.now() });
        if !tx.save_preuve(proof, &one).await? {
            return Err(PreuveError::Replaced);
        }
        tx.audit(proof, self.change("preuve", one.id, json!({ "withdrawn": true }))).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_a_title() {
        assert_eq!(stem("C:\\docs\\Feuille de présence.pdf"), "Feuille de présence");
        assert_eq!(stem("../../.pdf"), "");
        assert_eq!(stem("annuaire"), "annuaire");
    }
}
