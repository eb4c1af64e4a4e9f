//! The printed letters of a campaign: one page a person, with a short address of their own.

use documents::{Courriers, LettreCampagne, courriers_pdf, lignes_adresse};
use domain::authz::{Allowed, EditMobilisation};
use domain::communaute::mobilisation::{CampagneCanal, CampagneState, Sollicitation, regles};
use domain::communaute::{CanalKind, LienObjet, LienPersonnel, Personne};
use domain::ids::{CampagneId, LienId};
use security::token::Code;
use security::totp::qr_svg;
use serde_json::json;
use storage::WriteTx;

use super::CampagneError;
use super::campagnes::standing;
use crate::{App, AppError};

impl App {
    /// The letters that wait to be posted, as one PDF; they count as sent from then on. Asked again the same day, the
    /// same letters come with new codes: those printed before still work.
    ///
    /// # Errors
    /// [`CampagneError::OtherChannel`], [`CampagneError::NotRunning`], [`CampagneError::Nobody`] when no letter waits.
    pub async fn print_letters(
        &self,
        proof: &Allowed<EditMobilisation>,
        id: CampagneId,
    ) -> Result<Vec<u8>, CampagneError> {
        let header = self.campaign_header(proof.cpts(), id).await?;
        let (now, today) = (self.now(), self.today());
        let rules = regles().map_err(AppError::from)?;
        let tx = self.store.write().await?;
        let campagne = standing(tx.campagne_to_edit(proof, id).await?)?;
        if campagne.canal != CampagneCanal::Courrier {
            return Err(CampagneError::OtherChannel);
        }
        if campagne.state != CampagneState::Lancee {
            return Err(CampagneError::NotRunning);
        }
        let all = tx.sollicitations_to_edit(proof, id).await?;
        let printed_today = |one: &Sollicitation| {
            let last = one.fiche.envois.last();
            one.reponse.is_none()
                && last.is_some_and(|last| {
                    last.at.to_zoned(crate::paris()).date() == today && last.refuse_at.is_none()
                })
        };
        let due = |one: &Sollicitation| one.awaits(0) || one.may_remind(now, rules).is_ok();
        let mut lettres = Vec::new();
        for mut one in all.into_iter().filter(|one| one.ecart.is_none()) {
            let again = printed_today(&one);
            if !again && !due(&one) {
                continue;
            }
            let Some(person) = tx.personne_solicited(proof, one.personne).await? else { continue };
            let own =
                person.fiche.canaux.iter().find(|canal| canal.kind == CanalKind::Postal && canal.is_usable());
            let Some(source) = own.map(|canal| canal.source.clone()) else { continue };
            if !again {
                one.send(now);
                self.person_reached(&tx, proof, (&campagne, &mut one)).await?;
                tx.save_sollicitation(proof, &one).await?;
            }
            lettres.push(self.letter(&tx, proof, (id, &person, &one), source).await?);
        }
        if lettres.is_empty() {
            return Err(CampagneError::Nobody);
        }
        tx.audit(proof, self.change("campagne", id, json!({ "printed": lettres.len() }))).await?;
        let courriers = Courriers {
            organisation: header.organisation.clone(),
            expediteur: header.expediteur,
            date: today,
            objet: campagne.fiche.objet,
            message: campagne.fiche.message,
            reunion: header.reunion,
            signature: header.organisation,
            lettres,
        };
        // Typesetting takes seconds: the letters are made before the transaction ends, so that a letter that could
        // not be made does not count as sent.
        let made = tokio::task::spawn_blocking(move || courriers_pdf(&courriers)).await;
        let bytes = made.map_err(|error| AppError::Document(error.to_string()))?.map_err(AppError::from)?;
        tx.commit().await?;
        Ok(bytes)
    }

    async fn letter(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditMobilisation>,
        (id, person, one): (CampagneId, &Personne, &Sollicitation),
        source: String,
    ) -> Result<LettreCampagne, AppError> {
        // Long tokens cannot be typed: a letter carries a code.
        let code = Code::new(self.settings.entropy.as_ref());
        let lien = LienPersonnel {
            id: LienId(self.next_id()),
            cpts: proof.cpts(),
            objet: LienObjet::Campagne,
            sujet: id.to_string(),
            personne: Some(person.id),
            created_at: self.now(),
            expires_at: self.campaign_links_until()?,
            revoked_at: None,
        };
        tx.add_lien(proof, &lien, code.hash().as_str()).await?;
        let address = format!("{}/{}/{}", self.settings.public_url, LienObjet::Campagne.key(), code.shown());
        let civilite = person.fiche.civilite.as_deref().unwrap_or_default();
        let name = format!("{civilite} {}", person.nom_texte());
        Ok(LettreCampagne {
            adresse: lignes_adresse(name.trim(), &one.fiche.adresse),
            qr: qr_svg(&address).map_err(|error| AppError::Security(error.to_string()))?,
            lien: address,
            source,
        })
    }
}
