//! The relay kit: one link, a text, a poster, and what relays declare. The CPTS gives no list to anybody.

use documents::courriel::Courriel;
use documents::courriel::campagne::{MessageCampagne, relais};
use documents::{Affiche, affiche_pdf};
use domain::authz::{Allowed, EditMobilisation, ReadMobilisation};
use domain::communaute::mobilisation::{Campagne, CampagneCanal, Declaration, lettre_professions};
use domain::ids::CampagneId;
use domain::organisation::checked_text;
use domain::territoire::checked_name;
use jiff::civil::Date;
use security::totp::qr_svg;
use serde_json::json;

use super::CampagneError;
use super::campagnes::standing;
use crate::{App, AppError};

/// Longest source of a declaration, in characters.
const SOURCE_MAX: usize = 200;

/// What a relay is given.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The campaign.
    pub campagne: Campagne,
    /// The one address.
    pub lien: String,
    /// The same as a QR code.
    pub qr: String,
    /// The e-mail to send, subject and text.
    pub courriel: Courriel,
}

/// A declaration as a form gives it.
#[derive(Clone, Debug)]
pub struct DeclarationInput {
    /// Who relayed.
    pub relais: String,
    /// Day of the mailing.
    pub date: Date,
    /// Where the number was read.
    pub source: String,
    /// Line of the letter; `None` for all professions.
    pub ligne: Option<String>,
    /// Professionals solicited.
    pub nombre: u32,
}

/// Keeps the one address of a kit: everybody who was given it must find it again.
pub(super) fn sealed(app: &App, id: CampagneId, address: &str) -> String {
    app.settings.keys.seal(&context(id), address.as_bytes(), app.settings.entropy.as_ref())
}

fn context(id: CampagneId) -> String {
    storage::sealed_context("campagne", "lien_relais", id)
}

impl App {
    /// The kit of a campaign that goes through relays.
    ///
    /// # Errors
    /// [`CampagneError::OtherChannel`], [`CampagneError::NotRunning`] before the launch.
    pub async fn campagne_kit(
        &self,
        proof: &Allowed<ReadMobilisation>,
        id: CampagneId,
    ) -> Result<Kit, CampagneError> {
        let header = self.campaign_header(proof.cpts(), id).await?;
        let campagne = standing(self.store.read().await?.campagne(proof, id).await?)?;
        if campagne.canal != CampagneCanal::Relais {
            return Err(CampagneError::OtherChannel);
        }
        let sealed = campagne.lien_relais.as_deref().ok_or(CampagneError::NotRunning)?;
        let security = |error: String| AppError::Security(error);
        let opened =
            self.settings.keys.open(&context(id), sealed).map_err(|error| security(error.to_string()))?;
        let lien = String::from_utf8(opened).map_err(|error| security(error.to_string()))?;
        let message = MessageCampagne {
            organisation: header.organisation,
            contact: header.contact,
            objet: campagne.fiche.objet.clone(),
            message: campagne.fiche.message.clone(),
            reunion: header.reunion,
            lien: lien.clone(),
            source: String::new(),
            relance: false,
        };
        let qr = qr_svg(&lien).map_err(|error| security(error.to_string()))?;
        Ok(Kit { courriel: relais(&message), campagne, lien, qr })
    }

    /// The poster of a kit, as a PDF.
    ///
    /// # Errors
    /// As [`App::campagne_kit`], or when the template is refused.
    pub async fn campagne_affiche(
        &self,
        proof: &Allowed<ReadMobilisation>,
        id: CampagneId,
    ) -> Result<Vec<u8>, CampagneError> {
        let kit = self.campagne_kit(proof, id).await?;
        let header = self.campaign_header(proof.cpts(), id).await?;
        let affiche = Affiche {
            organisation: header.organisation,
            titre: kit.campagne.fiche.objet,
            message: kit.campagne.fiche.message,
            reunion: header.reunion,
            lien: kit.lien,
            qr: kit.qr,
            date: self.today(),
        };
        let made = tokio::task::spawn_blocking(move || affiche_pdf(&affiche)).await;
        Ok(made.map_err(|error| AppError::Document(error.to_string()))?.map_err(AppError::from)?)
    }

    /// Writes down how many professionals a relay says it wrote to.
    ///
    /// # Errors
    /// [`CampagneError::OtherChannel`], [`AppError::PastDate`] for a day to come, or a text that cannot be kept.
    pub async fn declare_relay(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: CampagneId,
        input: &DeclarationInput,
    ) -> Result<(), CampagneError> {
        let lines = lettre_professions().map_err(AppError::from)?;
        let ligne = input.ligne.clone().filter(|code| lines.label(code).is_some());
        let new = Declaration {
            relais: checked_name(&input.relais).map_err(AppError::from)?,
            date: input.date,
            source: checked_text(&input.source, SOURCE_MAX).map_err(AppError::from)?,
            ligne,
            nombre: input.nombre,
        };
        if new.date > self.today() {
            return Err(AppError::PastDate.into());
        }
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if campagne.canal != CampagneCanal::Relais {
            return Err(CampagneError::OtherChannel);
        }
        campagne.fiche.declarations.push(new);
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        let changes = json!({ "recorded": "declaration", "nombre": input.nombre });
        tx.audit(proof, self.change("campagne", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a declaration back: a number read wrongly.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when the database does not answer.
    pub async fn withdraw_declaration(
        &self,
        proof: &Allowed<EditMobilisation>,
        (id, rank): (CampagneId, usize),
    ) -> Result<(), CampagneError> {
        let tx = self.store.write().await?;
        let mut campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if rank >= campagne.fiche.declarations.len() {
            return Err(AppError::NotFound.into());
        }
        let gone = campagne.fiche.declarations.remove(rank);
        if !tx.save_campagne(proof, &campagne).await? {
            return Err(AppError::Conflict.into());
        }
        let changes = json!({ "withdrawn": "declaration", "nombre": gone.nombre });
        tx.audit(proof, self.change("campagne", id, changes)).await?;
        Ok(tx.commit().await?)
    }
}
