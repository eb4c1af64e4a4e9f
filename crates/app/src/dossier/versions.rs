//! Filed versions: read, downloaded as they were filed, compared.

use documents::lettre_intention::bundle::{Paquet, bundle};
use domain::authz::{Allowed, ReadDossiers};
use domain::dossier::difference::Difference;
use domain::dossier::lettre::Redigee;
use domain::dossier::{Depot, Dossier};
use domain::ids::{DepotId, DossierId};
use domain::pieces::OfDossier;
use storage::DepotContenu;

use super::{Lecteur, NOBODY};
use crate::{App, AppError};

/// A filed version as its page shows it.
#[derive(Clone, Debug)]
pub struct VersionLue {
    /// The version.
    pub depot: Depot,
    /// Name of who filed it.
    pub auteur: String,
    /// Its letter; `None` when the CPTS filed a document of its own.
    pub redigee: Option<Redigee>,
}

/// What a version is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// The version of that number.
    Version(i64),
    /// What stands now.
    Brouillon,
}

impl App {
    /// The filed versions of a dossier of the CPTS, first filed first, with the names of who filed them.
    ///
    /// # Errors
    /// When the dossier is not of the CPTS or the database does not answer.
    pub async fn versions(
        &self,
        proof: &Allowed<ReadDossiers>,
        id: DossierId,
    ) -> Result<(Dossier, Vec<(Depot, String)>), AppError> {
        let tx = self.store.read().await?;
        let dossier = tx.dossier_cpts(proof, id).await?.ok_or(AppError::NotFound)?;
        let all = tx.depots(proof, id).await?;
        drop(tx);
        let names = self.names(proof, all.iter().map(|one| &one.filed_by)).await?;
        let named = all.into_iter().map(|one| (names.of(&one.filed_by).unwrap_or(NOBODY).to_owned(), one));
        Ok((dossier, named.map(|(name, one)| (one, name)).collect()))
    }

    /// A filed version with its letter.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier has no such version.
    pub async fn version_read(
        &self,
        proof: &Allowed<ReadDossiers>,
        (id, depot): (DossierId, DepotId),
    ) -> Result<(Dossier, VersionLue), AppError> {
        let (dossier, all) = self.versions(proof, id).await?;
        let (depot, auteur) = all.into_iter().find(|(one, _)| one.id == depot).ok_or(AppError::NotFound)?;
        let documents = self.version_documents(proof, (id, depot.id)).await?.1;
        Ok((dossier, VersionLue { redigee: read(&documents)?, depot, auteur }))
    }

    /// The documents of a filed version, byte by byte as they were filed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier has no such version.
    pub async fn version_documents(
        &self,
        proof: &Allowed<ReadDossiers>,
        (id, depot): (DossierId, DepotId),
    ) -> Result<(Depot, DepotContenu), AppError> {
        let tx = self.store.read().await?;
        let own =
            tx.depots(proof, id).await?.into_iter().find(|one| one.id == depot).ok_or(AppError::NotFound)?;
        let documents = tx.depot_documents(proof, depot).await?.ok_or(AppError::NotFound)?;
        Ok((own, documents))
    }

    /// A filed version with its annexes and a manifest that can be verified, as one ZIP.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier has no such version.
    pub async fn version_bundle(
        &self,
        proof: &Allowed<ReadDossiers>,
        ids: (DossierId, DepotId),
    ) -> Result<(Depot, Vec<u8>), AppError> {
        let cpts = self.cpts(proof.cpts()).await?;
        let (dossier, version) = self.version_read(proof, ids).await?;
        let (depot, documents) = self.version_documents(proof, ids).await?;
        let mut annexes = Vec::new();
        for one in &depot.annexes {
            annexes.push((one.nom.clone(), self.piece::<OfDossier>(proof, one.piece).await?.1));
        }
        let filed = bundle(&Paquet {
            cpts: cpts.name,
            dossier: dossier.titre,
            numero: depot.numero,
            depose_le: depot.filed_at.to_zoned(crate::paris()).datetime(),
            auteur: version.auteur,
            fictif: cpts.fictitious,
            pdf: &documents.pdf,
            docx: documents.docx.as_deref(),
            redigee: version.redigee.as_ref(),
            annexes: annexes.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect(),
        })?;
        Ok((depot, filed))
    }

    /// What differs between two versions, paragraph by paragraph.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier has no such versions.
    pub async fn version_difference(
        &self,
        lecteur: &Lecteur,
        id: DossierId,
        (from, to): (i64, Compare),
    ) -> Result<Difference, AppError> {
        let proof = &lecteur.dossiers;
        let (_, all) = self.versions(proof, id).await?;
        let mut letters = Vec::new();
        for number in [
            Some(from),
            match to {
                Compare::Version(number) => Some(number),
                Compare::Brouillon => None,
            },
        ] {
            let Some(number) = number else {
                letters.push(self.dossier_ecrit(lecteur, id).await?.redigee);
                continue;
            };
            let own = all.iter().find(|(one, _)| one.numero == number).ok_or(AppError::NotFound)?;
            let documents = self.version_documents(proof, (id, own.0.id)).await?.1;
            letters.push(read(&documents)?.ok_or(AppError::NotFound)?);
        }
        let [before, after] = &letters[..] else { return Err(AppError::NotFound) };
        Ok(Difference::of(before, after))
    }
}

/// The letter that was filed.
fn read(documents: &DepotContenu) -> Result<Option<Redigee>, AppError> {
    let wrong = |error: serde_json::Error| AppError::Document(error.to_string());
    documents.contenu.as_deref().map(|text| serde_json::from_str(text).map_err(wrong)).transpose()
}
