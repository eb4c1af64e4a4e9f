//! Signed versions of the terms, and what one changed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Termes;
use crate::aci::missions::missions;
use crate::authz::Author;
use crate::ids::{ContratId, VersionContratId};
use crate::montant::Montant;
use crate::nombres::date;

/// A signed version: the contract itself (number 0), or an avenant. It never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionContrat {
    /// Identifier.
    pub id: VersionContratId,
    /// Its contract.
    pub contrat: ContratId,
    /// 0 for the contract, then 1 for its first avenant.
    pub numero: i64,
    /// The day of its signature.
    pub signe_le: Date,
    /// The day from which it holds.
    pub effet_le: Date,
    /// What it is about.
    pub objet: String,
    /// The terms, whole.
    pub termes: Termes,
    /// Who recorded it.
    pub by: Author,
    /// When.
    pub created_at: Timestamp,
}

/// Something that differs between two versions of the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ecart {
    /// What it is.
    pub quoi: String,
    /// In the first; `None` when it was not there.
    pub avant: Option<String>,
    /// In the second; `None` when it is not there any more.
    pub apres: Option<String>,
    /// What a CPTS gains, or loses when negative; `None` for what is no amount, or was not signed in one of them.
    pub gain: Option<Montant>,
}

fn mission_name(cle: &str) -> String {
    let found = missions().ok().and_then(|table| table.mission(cle));
    found.map_or_else(|| cle.to_owned(), |mission| mission.court.clone())
}

/// The terms as named lines: what is it, its value in words, its amount.
fn lignes(termes: &Termes) -> Vec<(String, String, Option<Montant>)> {
    let mut all = vec![
        ("Référence".to_owned(), termes.reference.clone(), None),
        ("Version de l'accord".to_owned(), termes.tarif.clone(), None),
        ("Date de signature".to_owned(), date(termes.signature), None),
    ];
    for partie in &termes.parties {
        let signs =
            if partie.signataire.is_empty() { String::new() } else { format!(", {}", partie.signataire) };
        all.push((partie.qualite.label().to_owned(), format!("{}{signs}", partie.nom), None));
    }
    for (quoi, valeur) in [
        ("Compte des jours", termes.parametres.base_jours.label()),
        ("Dernier jour d'une année", termes.parametres.dernier_jour.label()),
        ("Démarrage et première année", termes.parametres.demarrage.label()),
        ("Part variable de la première année", termes.parametres.variable_premiere.label()),
    ] {
        all.push((quoi.to_owned(), valeur.to_owned(), None));
    }
    if let Some(montant) = termes.demarrage {
        all.push(("Démarrage".to_owned(), montant.texte(), Some(montant)));
    }
    for one in &termes.missions {
        let name = mission_name(&one.mission);
        all.push((format!("{name}, début prévu"), date(one.debut_prevu), None));
        if let Some(le) = one.deploiement_prevu {
            all.push((format!("{name}, plein déploiement prévu"), date(le), None));
        }
    }
    for annee in &termes.annees {
        let numero = annee.numero;
        all.push((format!("Année {numero}, classe de taille"), annee.taille.code().to_owned(), None));
        for (poste, montant) in &annee.montants {
            all.push((format!("Année {numero}, {}", poste.label()), montant.texte(), Some(*montant)));
        }
    }
    all
}

/// What differs between two versions of the terms, in the order of the terms.
pub fn differences(avant: &Termes, apres: &Termes) -> Vec<Ecart> {
    let (old, new) = (lignes(avant), lignes(apres));
    let mut found = Vec::new();
    for (quoi, value, amount) in &new {
        match old.iter().find(|(known, ..)| known == quoi) {
            Some((_, same, _)) if same == value => {}
            Some((_, other, before)) => found.push(Ecart {
                quoi: quoi.clone(),
                avant: Some(other.clone()),
                apres: Some(value.clone()),
                gain: amount.zip(*before).map(|(after, before)| after - before),
            }),
            None => {
                found.push(Ecart { quoi: quoi.clone(), avant: None, apres: Some(value.clone()), gain: None });
            }
        }
    }
    for (quoi, value, _) in old.iter().filter(|(quoi, ..)| new.iter().all(|(known, ..)| known != quoi)) {
        found.push(Ecart { quoi: quoi.clone(), avant: Some(value.clone()), apres: None, gain: None });
    }
    found
}
