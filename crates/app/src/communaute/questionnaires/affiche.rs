//! The common link of a questionnaire on paper: a code to photograph, a poster to print.

use documents::{Affiche, affiche_pdf};
use domain::authz::{Allowed, EditQuestionnaires};
use domain::communaute::LienObjet;
use domain::ids::QuestionnaireId;
use security::totp::qr_svg;

use crate::{App, AppError};

impl App {
    /// An address as a QR code.
    ///
    /// # Errors
    /// When it is longer than a code can hold.
    pub fn link_qr(&self, address: &str) -> Result<String, AppError> {
        qr_svg(address).map_err(|error| AppError::Security(error.to_string()))
    }

    /// The poster of a common link, as a PDF. Whoever made the link holds its token: the address is kept nowhere.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the token opens something else or one person's answers, [`AppError::LinkOver`] when
    /// it is too late, or when the template is refused.
    pub async fn common_link_poster(
        &self,
        proof: &Allowed<EditQuestionnaires>,
        id: QuestionnaireId,
        token: &str,
    ) -> Result<Vec<u8>, AppError> {
        let bearer = self.bearer(LienObjet::Questionnaire, token).await?;
        let lien = &bearer.lien;
        if lien.cpts != proof.cpts() || lien.sujet != id.to_string() || lien.personne.is_some() {
            return Err(AppError::NotFound);
        }
        let found = self.store.read().await?.questionnaire(proof, id).await?;
        let one = found.filter(|one| one.removed_at.is_none()).ok_or(AppError::NotFound)?;
        let address = format!("{}/{}/{token}", self.settings.public_url, LienObjet::Questionnaire.key());
        let affiche = Affiche {
            organisation: self.cpts(proof.cpts()).await?.name,
            titre: one.titre,
            message: one.fiche.introduction,
            reunion: None,
            qr: self.link_qr(&address)?,
            lien: address,
            date: self.today(),
        };
        let made = tokio::task::spawn_blocking(move || affiche_pdf(&affiche)).await;
        Ok(made.map_err(|error| AppError::Document(error.to_string()))??)
    }
}
