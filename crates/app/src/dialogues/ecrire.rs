//! Values of indicators, what is said of them, and the texts of the activity report.

use domain::aci::contrat::ContratLu;
use domain::aci::dialogue::{Dialogue, DialogueFiche, EtatDialogue, RubriqueRapport, cle_mission};
use domain::aci::indicateur::{Forme, Indicateur, Mesure, Nombre, Valeur};
use domain::authz::{Allowed, EditDialogues};
use domain::ids::{ContratId, DialogueId, IndicateurId};
use domain::montant::Montant;
use domain::organisation::checked_text;
use jiff::civil::Date;
use serde_json::json;
use storage::{ReadsDialogues, WriteTx};

use super::{DialogueError, RefusDialogue};
use crate::{App, AppError};

/// Longest text of the report, or said of an indicator, in characters.
pub const TEXTE_MAX: usize = 6_000;
/// Longest name of a source, in characters.
const SOURCE_MAX: usize = 200;

/// What is typed of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicateurTape {
    /// Its value, as typed: `oui`, `72,4 %`, `3 000 €`. Empty: no new value.
    pub valeur: String,
    /// The day that the value describes.
    pub le: Option<Date>,
    /// Where it was read.
    pub source: String,
    /// What the CPTS says of it.
    pub commentaire: String,
    /// What it promises for the next year.
    pub promesse: String,
}

/// A value as an indicator of that shape takes it.
fn lire(forme: &Forme, most: Montant, typed: &str) -> Result<Option<Valeur>, RefusDialogue> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let read = match forme {
        Forme::OuiNon => match typed {
            "oui" => Valeur::Oui,
            "non" => Valeur::Non,
            _ => return Err(RefusDialogue::Nombre),
        },
        Forme::Seuil { .. } | Forme::Paliers { .. } => {
            Valeur::Nombre(Nombre::lire(typed).map_err(|_| RefusDialogue::Nombre)?)
        }
        Forme::Texte => {
            let amount = Montant::lire(typed).map_err(|_| RefusDialogue::Montant)?;
            if amount > most {
                return Err(RefusDialogue::TropHaut(most));
            }
            Valeur::Propose(amount)
        }
    };
    Ok(Some(read))
}

type Wrong = Vec<(String, RefusDialogue)>;

fn text(wrong: &mut Wrong, field: &str, (typed, max): (&str, usize)) -> String {
    checked_text(typed, max).unwrap_or_else(|error| {
        wrong.push((field.to_owned(), RefusDialogue::Texte(error)));
        String::new()
    })
}

/// The year of a contract that is being written in, and its dialogue.
pub(super) struct EnMain {
    pub(super) contrat: ContratLu,
    pub(super) dialogue: Option<Dialogue>,
}

impl App {
    /// Holds the dialogue of a contract year that is not closed.
    pub(super) async fn dialogue_held<P: ReadsDialogues>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        at: (ContratId, u8),
    ) -> Result<EnMain, DialogueError> {
        let held = self.dialogue_in_hand(tx, proof, at).await?;
        if held.dialogue.as_ref().is_some_and(|one| one.etat == EtatDialogue::Clos) {
            return Err(DialogueError::Clos);
        }
        Ok(held)
    }

    /// The same, closed or not.
    pub(super) async fn dialogue_in_hand<P: ReadsDialogues>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (contrat, annee): (ContratId, u8),
    ) -> Result<EnMain, DialogueError> {
        let found = tx.contrat_to_edit(proof, contrat).await?;
        let open = found.filter(|one| one.contrat.removed_at.is_none());
        let contrat_lu = open.ok_or(AppError::NotFound)?;
        let known = contrat_lu.signes().is_some_and(|terms| terms.annee(annee).is_some());
        if !known {
            return Err(AppError::NotFound.into());
        }
        let dialogue = tx.dialogue_to_edit(proof, (contrat, annee)).await?;
        Ok(EnMain { contrat: contrat_lu, dialogue })
    }

    /// What is wrong with what was typed of an indicator, or the indicator with it.
    fn typed_indicateur(
        &self,
        mut one: Indicateur,
        (signature, by): (Date, &domain::authz::Author),
        typed: &IndicateurTape,
    ) -> Result<Indicateur, DialogueError> {
        let mut wrong = Wrong::new();
        let source = text(&mut wrong, "source", (&typed.source, SOURCE_MAX));
        let commentaire = text(&mut wrong, "commentaire", (&typed.commentaire, TEXTE_MAX));
        let promesse = text(&mut wrong, "promesse", (&typed.promesse, TEXTE_MAX));
        let valeur = lire(&one.fiche.forme, one.fiche.montant, &typed.valeur).unwrap_or_else(|refus| {
            wrong.push(("valeur".to_owned(), refus));
            None
        });
        let day = match (valeur, typed.le) {
            (None, _) => None,
            (Some(_), None) => Some(Err(RefusDialogue::SansDate)),
            (Some(_), Some(le)) if le > self.today() => Some(Err(RefusDialogue::AVenir)),
            (Some(_), Some(le)) if le < signature => Some(Err(RefusDialogue::AvantSignature(signature))),
            (Some(_), Some(le)) => Some(Ok(le)),
        };
        if let Some(Err(refus)) = day {
            wrong.push(("le".to_owned(), refus));
        }
        if !wrong.is_empty() {
            return Err(DialogueError::Refused(wrong));
        }
        if let (Some(valeur), Some(Ok(le))) = (valeur, day) {
            let same = one
                .mesure()
                .is_some_and(|last| last.valeur == valeur && last.le == le && last.source == source);
            if !same {
                one.fiche.mesures.push(Mesure { valeur, le, source, by: by.clone(), at: self.now() });
            }
        }
        (one.fiche.commentaire, one.fiche.promesse) = (commentaire, promesse);
        Ok(one)
    }

    /// Records the value of an indicator and what is said of it, as it stood at a version. Values before are kept.
    ///
    /// # Errors
    /// When what was typed is wrong, the year is closed, somebody changed the indicator meanwhile, or the CPTS has none
    /// of that identifier in that year.
    pub async fn record_indicateur(
        &self,
        proof: &Allowed<EditDialogues>,
        (contrat, annee): (ContratId, u8),
        (id, version): (IndicateurId, i64),
        typed: &IndicateurTape,
    ) -> Result<(), DialogueError> {
        let tx = self.store.write().await?;
        let held = self.dialogue_held(&tx, proof, (contrat, annee)).await?;
        let signature = held.contrat.signes().ok_or(AppError::NotFound)?.signature;
        let one = tx.indicateur_to_edit(proof, id).await?;
        let one = one.filter(|one| one.contrat == contrat && one.is_of(annee)).ok_or(AppError::NotFound)?;
        if one.version != version {
            return Err(DialogueError::Replaced);
        }
        let values = one.fiche.mesures.len();
        let changed = self.typed_indicateur(one.clone(), (signature, proof.author()), typed)?;
        if changed == one {
            return Ok(tx.commit().await?);
        }
        if !tx.save_indicateur(proof, &changed).await? {
            return Err(DialogueError::Replaced);
        }
        let changes = json!({ "year": annee, "value": changed.fiche.mesures.len() > values });
        tx.audit(proof, self.change("indicateur", id, changes)).await?;
        Ok(tx.commit().await?)
    }

    /// The dialogue that is held, or a new one of that year.
    pub(super) fn begun(&self, held: &EnMain, (contrat, annee): (ContratId, u8)) -> Dialogue {
        held.dialogue.clone().unwrap_or_else(|| Dialogue {
            id: DialogueId(self.next_id()),
            contrat,
            annee,
            etat: EtatDialogue::Preparation,
            fiche: DialogueFiche::default(),
            created_at: self.now(),
            version: 1,
        })
    }

    /// Writes it back, or down for the first time.
    pub(super) async fn keep_dialogue<P: ReadsDialogues>(
        &self,
        tx: &WriteTx,
        proof: &Allowed<P>,
        (held, one): (&EnMain, &Dialogue),
    ) -> Result<(), DialogueError> {
        if held.dialogue.is_none() {
            return Ok(tx.add_dialogue(proof, one).await?);
        }
        if tx.save_dialogue(proof, one).await? { Ok(()) } else { Err(DialogueError::Replaced) }
    }

    /// Writes texts of the activity report, as it stood at a version: 0 before anything was written.
    ///
    /// # Errors
    /// When a text is too long or of no part of the report, the year is closed, or somebody changed it meanwhile.
    pub async fn write_rapport(
        &self,
        proof: &Allowed<EditDialogues>,
        at: (ContratId, u8),
        (version, textes): (i64, &[(String, String)]),
    ) -> Result<(), DialogueError> {
        let tx = self.store.write().await?;
        let held = self.dialogue_held(&tx, proof, at).await?;
        if held.dialogue.as_ref().map_or(0, |one| one.version) != version {
            return Err(DialogueError::Replaced);
        }
        let terms = held.contrat.signes().ok_or(AppError::NotFound)?;
        let known = |cle: &str| {
            RubriqueRapport::from_key(cle).is_some()
                || terms.missions.iter().any(|one| cle_mission(&one.mission) == cle)
        };
        let (mut one, mut wrong) = (self.begun(&held, at), Wrong::new());
        for (cle, typed) in textes.iter().filter(|(cle, _)| known(cle)) {
            let read = text(&mut wrong, cle, (typed, TEXTE_MAX));
            if read.is_empty() {
                one.fiche.textes.remove(cle);
            } else {
                one.fiche.textes.insert(cle.clone(), read);
            }
        }
        if !wrong.is_empty() {
            return Err(DialogueError::Refused(wrong));
        }
        self.keep_dialogue(&tx, proof, (&held, &one)).await?;
        tx.audit(proof, self.change("dialogue", one.id, json!({ "year": at.1, "written": true }))).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_by_the_shape_of_its_indicator() {
        let most = Montant::euros(5_000);
        let seuil = Forme::Seuil { sens: domain::aci::indicateur::Sens::AuMoins, cible: Nombre::entier(70) };
        assert_eq!(lire(&seuil, most, " 72,40 % "), Ok(Some(Valeur::Nombre(Nombre::milliemes(72_400)))));
        assert_eq!(lire(&seuil, most, "beaucoup"), Err(RefusDialogue::Nombre));
        assert_eq!(lire(&seuil, most, " "), Ok(None));
        assert_eq!(lire(&Forme::OuiNon, most, "oui"), Ok(Some(Valeur::Oui)));
        assert_eq!(lire(&Forme::OuiNon, most, "72"), Err(RefusDialogue::Nombre));
        assert_eq!(lire(&Forme::Texte, most, "3 000 €"), Ok(Some(Valeur::Propose(Montant::euros(3_000)))));
        assert_eq!(lire(&Forme::Texte, most, "5 001"), Err(RefusDialogue::TropHaut(most)));
        assert_eq!(lire(&Forme::Texte, most, "-5"), Err(RefusDialogue::Montant));
    }
}
