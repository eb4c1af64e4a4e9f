//! Writing a dossier: several authors, field by field, nobody's text lost.

use domain::authz::{Allowed, Author, EditDossiers, ReadDossiers};
use domain::dossier::lettre::champs::champ;
use domain::dossier::lettre::redaction::COMMENTAIRE_MAX;
use domain::dossier::lettre::saisie::{Brut, Refus, ecrire, lire};
use domain::dossier::lettre::{Commentaire, Ecrit, Modele, Redaction, Valeur, modele};
use domain::dossier::{Dossier, DossierFiche, DossierKind, EtatDossier};
use domain::ids::{CommentaireId, DossierId, TerritoireId};
use domain::organisation::checked_text;
use serde_json::json;
use storage::WriteTx;

use super::{DossierError, NOBODY};
use crate::{App, AppError};

/// A dossier to begin.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// Key of its template.
    pub modele: String,
    /// The territory that it speaks of.
    pub territoire: Option<TerritoireId>,
}

/// What was typed in a field, over the version that its author had seen.
#[derive(Clone, Debug)]
pub struct Saisi {
    /// Key of the field.
    pub champ: String,
    /// The version that was on the page.
    pub vue: i64,
    /// What was typed.
    pub brut: Brut,
}

/// What became of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Nothing new was typed.
    Inchange,
    /// It is kept.
    Ecrit,
    /// It cannot be kept.
    Refuse(Refus),
    /// Somebody else wrote in it meanwhile: what stands there now.
    Change(Box<Redaction>),
}

impl App {
    /// The dossiers of the CPTS, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dossiers(&self, proof: &Allowed<ReadDossiers>) -> Result<Vec<Dossier>, AppError> {
        Ok(self.store.read().await?.dossiers(proof).await?)
    }

    /// Begins a dossier.
    ///
    /// # Errors
    /// [`DossierError::Twice`] while another one of its kind is not over, or when the database does not answer.
    pub async fn begin_dossier(
        &self,
        proof: &Allowed<EditDossiers>,
        new: &NewDossier,
    ) -> Result<DossierId, DossierError> {
        let template: &Modele = modele(&new.modele)?.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        let own = tx.dossiers_to_edit(proof).await?;
        // A territory of somebody else is not found: the CPTS reads its own only.
        if let Some(id) = new.territoire
            && !tx.has_territoire(proof, id).await?
        {
            return Err(AppError::NotFound.into());
        }
        let kind: DossierKind = template.kind();
        let open = own
            .iter()
            .find(|one| one.kind == kind && one.removed_at.is_none() && one.etat != EtatDossier::Refuse);
        if let Some(open) = open {
            return Err(DossierError::Twice(open.id));
        }
        let dossier = Dossier {
            id: DossierId(self.next_id()),
            kind,
            titre: template.titre.clone(),
            etat: EtatDossier::Brouillon,
            guichet: None,
            fiche: DossierFiche {
                modele: template.cle.clone(),
                territoire: new.territoire,
                ..DossierFiche::default()
            },
            created_at: self.now(),
            version: 1,
            removed_at: None,
        };
        tx.add_dossier(proof, &dossier).await?;
        let changes = json!({ "began": kind.key(), "modele": template.cle });
        tx.audit(proof, self.change("dossier_cpts", dossier.id, changes)).await?;
        tx.commit().await?;
        Ok(dossier.id)
    }

    /// Chooses another template or another territory; what was written stays under its fields.
    ///
    /// # Errors
    /// [`DossierError::Closed`] once it is filed, [`DossierError::Replaced`] when somebody changed it meanwhile.
    pub async fn change_dossier(
        &self,
        proof: &Allowed<EditDossiers>,
        id: DossierId,
        new: &NewDossier,
    ) -> Result<(), DossierError> {
        let template = modele(&new.modele)?.ok_or(AppError::NotFound)?;
        let tx = self.store.write().await?;
        let mut dossier = open(&tx, proof, id).await?;
        let known = match new.territoire {
            Some(id) => tx.has_territoire(proof, id).await?,
            None => true,
        };
        if template.kind() != dossier.kind || !known {
            return Err(AppError::NotFound.into());
        }
        dossier.fiche.modele.clone_from(&template.cle);
        dossier.fiche.territoire = new.territoire;
        if !tx.save_dossier(proof, &dossier).await? {
            return Err(DossierError::Replaced);
        }
        let changes = json!({ "modele": template.cle, "territoire": new.territoire });
        tx.audit(proof, self.change("dossier_cpts", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Writes the fields of a step: each one is kept, refused, or told to have changed, without holding the others.
    ///
    /// # Errors
    /// [`DossierError::Closed`] once it is filed, or when the database does not answer.
    pub async fn write_fields(
        &self,
        proof: &Allowed<EditDossiers>,
        id: DossierId,
        typed: &[Saisi],
    ) -> Result<Vec<(String, Sort)>, DossierError> {
        let tx = self.store.write().await?;
        let dossier = open(&tx, proof, id).await?;
        let template = modele(&dossier.fiche.modele)?.ok_or(AppError::NotFound)?;
        let versions = tx.redactions_to_edit(proof, id).await?;
        let ecrit = Ecrit::of(versions.iter().cloned());
        let mut fates = Vec::new();
        let mut kept = Vec::new();
        for one in typed.iter().filter(|one| template.champ(&one.champ).is_some()) {
            let Some(def) = champ(&one.champ)? else { continue };
            let seen = versions.iter().find(|own| own.champ == one.champ && own.version == one.vue);
            let fate = match lire(def, &one.brut) {
                // What was on the page, whatever it was, comes back: nothing was typed.
                _ if seen.map(|own| ecrire(&own.valeur)).unwrap_or_default() == tidy(&one.brut) => {
                    Sort::Inchange
                }
                Err(refus) => Sort::Refuse(refus),
                Ok(valeur) if seen.is_none() && valeur.is_empty() => Sort::Inchange,
                Ok(valeur) => match ecrit.champ(&one.champ) {
                    Some(now) if now.valeur == valeur => Sort::Inchange,
                    Some(now) if now.version != one.vue => Sort::Change(Box::new(now.clone())),
                    now => {
                        let version = now.map_or(1, |own| own.version + 1);
                        self.add_version(&tx, proof, (id, &one.champ, version, valeur)).await?;
                        kept.push(one.champ.clone());
                        Sort::Ecrit
                    }
                },
            };
            fates.push((one.champ.clone(), fate));
        }
        if !kept.is_empty() {
            // The journal says which fields, never their words.
            tx.audit(proof, self.change("dossier_cpts", id, json!({ "wrote": kept }))).await?;
            tx.commit().await?;
        }
        Ok(fates)
    }

    async fn add_version(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditDossiers>,
        (dossier, champ, version, valeur): (DossierId, &str, i64, Valeur),
    ) -> Result<(), DossierError> {
        let new = Redaction {
            dossier,
            champ: champ.to_owned(),
            version,
            valeur,
            at: self.now(),
            by: proof.author().clone(),
        };
        Ok(tx.add_redaction(proof, &new).await?)
    }

    /// Every version of a field, the last first, with the names of who wrote them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier is not of the CPTS.
    pub async fn field_history(
        &self,
        proof: &Allowed<ReadDossiers>,
        (id, cle): (DossierId, &str),
    ) -> Result<Vec<(Redaction, String)>, AppError> {
        let tx = self.store.read().await?;
        tx.dossier_cpts(proof, id).await?.ok_or(AppError::NotFound)?;
        let mut versions = tx.redactions(proof, id).await?;
        drop(tx);
        versions.retain(|one| one.champ == cle);
        versions.reverse();
        let names = self.names(proof, versions.iter().map(|one| &one.by)).await?;
        let name = |by: &Author| names.of(by).unwrap_or(NOBODY).to_owned();
        Ok(versions.into_iter().map(|one| (name(&one.by), one)).map(|(name, one)| (one, name)).collect())
    }

    /// Takes an earlier version of a field up again, as a new version.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without such a version, [`DossierError::Closed`] once the dossier is filed.
    pub async fn take_up_version(
        &self,
        proof: &Allowed<EditDossiers>,
        (id, cle, version): (DossierId, &str, i64),
    ) -> Result<(), DossierError> {
        let tx = self.store.write().await?;
        open(&tx, proof, id).await?;
        let versions = tx.redactions_to_edit(proof, id).await?;
        let own: Vec<&Redaction> = versions.iter().filter(|one| one.champ == cle).collect();
        let asked = own.iter().find(|one| one.version == version).ok_or(AppError::NotFound)?;
        let last = own.iter().map(|one| one.version).max().unwrap_or_default();
        self.add_version(&tx, proof, (id, cle, last + 1, asked.valeur.clone())).await?;
        let changes = json!({ "wrote": [cle], "from_version": version });
        tx.audit(proof, self.change("dossier_cpts", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Says something of a field to the other authors.
    ///
    /// # Errors
    /// When the text is empty, too long or holds a social security number, or the dossier is not of the CPTS.
    pub async fn comment_field(
        &self,
        proof: &Allowed<EditDossiers>,
        (id, cle): (DossierId, &str),
        text: &str,
    ) -> Result<(), DossierError> {
        let texte = checked_text(text, COMMENTAIRE_MAX).map_err(AppError::Text)?;
        if texte.is_empty() {
            return Err(AppError::Text(domain::organisation::TextError::Empty).into());
        }
        let tx = self.store.write().await?;
        let dossier = tx.dossier_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        let template = modele(&dossier.fiche.modele)?.ok_or(AppError::NotFound)?;
        if template.champ(cle).is_none() {
            return Err(AppError::NotFound.into());
        }
        let new = Commentaire {
            id: CommentaireId(self.next_id()),
            dossier: id,
            champ: cle.to_owned(),
            texte,
            by: proof.author().clone(),
            at: self.now(),
            resolu_at: None,
        };
        tx.add_commentaire(proof, &new).await?;
        tx.audit(proof, self.change("dossier_cpts", id, json!({ "commented": cle }))).await?;
        Ok(tx.commit().await?)
    }

    /// Settles a remark of a co-author, or opens it again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that identifier.
    pub async fn settle_comment(
        &self,
        proof: &Allowed<EditDossiers>,
        (dossier, id): (DossierId, CommentaireId),
        settled: bool,
    ) -> Result<String, DossierError> {
        let tx = self.store.write().await?;
        let mut one = tx
            .commentaire_to_edit(proof, id)
            .await?
            .filter(|one| one.dossier == dossier)
            .ok_or(AppError::NotFound)?;
        one.resolu_at = settled.then(|| self.now());
        tx.save_commentaire(proof, &one).await?;
        let changes = json!({ "comment": one.champ, "settled": settled });
        tx.audit(proof, self.change("dossier_cpts", dossier, changes)).await?;
        tx.commit().await?;
        Ok(one.champ)
    }

    /// Removes a dossier that was never filed, or brings it back.
    ///
    /// # Errors
    /// [`DossierError::Closed`] once it was filed, [`DossierError::Twice`] when another one stands in its place.
    pub async fn remove_dossier(
        &self,
        proof: &Allowed<EditDossiers>,
        id: DossierId,
        removed: bool,
    ) -> Result<(), DossierError> {
        let tx = self.store.write().await?;
        let mut dossier = tx.dossier_to_edit(proof, id).await?.ok_or(AppError::NotFound)?;
        if dossier.etat != EtatDossier::Brouillon || !dossier.fiche.passages.is_empty() {
            return Err(DossierError::Closed(dossier.etat));
        }
        if !removed {
            let others = tx.dossiers_to_edit(proof).await?;
            let stands = |one: &&Dossier| {
                one.kind == dossier.kind
                    && one.id != id
                    && one.removed_at.is_none()
                    && one.etat != EtatDossier::Refuse
            };
            if let Some(other) = others.iter().find(stands) {
                return Err(DossierError::Twice(other.id));
            }
        }
        dossier.removed_at = removed.then(|| self.now());
        if !tx.save_dossier(proof, &dossier).await? {
            return Err(DossierError::Replaced);
        }
        tx.audit(
            proof,
            self.change(
                "dossier_cpts",
                id,
                if removed { json!({ "removed": true }) } else { json!({ "restored": true }) },
            ),
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// A form gives its lines with the ends of lines of the web, and blanks that people leave.
fn tidy(brut: &Brut) -> Brut {
    let text = |typed: &str| checked_text(typed, usize::MAX).unwrap_or_else(|_| typed.to_owned());
    Brut { texte: text(&brut.texte), second: text(&brut.second), ..brut.clone() }
}

/// A dossier that may be written: it is of the CPTS, stands, and waits at nobody else's.
pub(super) async fn open(
    tx: &WriteTx,
    proof: &Allowed<EditDossiers>,
    id: DossierId,
) -> Result<Dossier, DossierError> {
    let dossier = tx.dossier_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none());
    let dossier = dossier.ok_or(AppError::NotFound)?;
    if !dossier.etat.may_be_filed() {
        return Err(DossierError::Closed(dossier.etat));
    }
    Ok(dossier)
}
