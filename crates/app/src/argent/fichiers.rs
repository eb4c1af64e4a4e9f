//! The files of the money: tables for a spreadsheet, lines for the accountant.

use std::collections::BTreeMap;

use documents::argent::{Classeur, Colonne, Feuille, Valeur};
use domain::aci::argent::{
    Depense, GenreDepense, Mouvement, PieceJointe, enveloppes, fec, fec_texte, natures, sommes,
};
use domain::aci::missions::missions;
use domain::authz::{Allowed, ReadArgent};
use domain::ids::{ContratId, PieceId};
use domain::pieces::OfArgent;

use super::ArgentLu;
use crate::{App, AppError};

fn mission(cle: Option<&str>) -> String {
    let Some(cle) = cle else { return "Fonctionnement".into() };
    let found = missions().ok().and_then(|table| table.mission(cle));
    found.map_or_else(|| cle.to_owned(), |one| one.court.clone())
}

fn echeances(lu: &ArgentLu) -> Feuille {
    let row = |one: &domain::aci::argent::Echeance| {
        let (notifie, recu) = sommes(&one.cle, &lu.mouvements);
        vec![
            Valeur::Texte(one.cle.to_string()),
            Valeur::Nombre(i64::from(one.annee())),
            Valeur::Texte(mission(one.mission())),
            Valeur::Texte(one.cle.nature.label().into()),
            Valeur::Jour(one.date),
            Valeur::Somme(one.contractualise),
            Valeur::Somme(one.du),
            Valeur::Somme(Some(notifie)),
            Valeur::Somme(Some(recu)),
            Valeur::Texte(one.formule.clone()),
        ]
    };
    let columns = [
        ("Clé", 24),
        ("Année", 8),
        ("Mission", 28),
        ("Nature", 18),
        ("Date", 12),
        ("Contractualisé", 16),
        ("À verser", 16),
        ("Notifié", 16),
        ("Reçu", 16),
        ("Calcul", 44),
    ];
    Feuille {
        nom: "Échéances".into(),
        colonnes: columns.map(|(titre, largeur)| Colonne { titre: titre.into(), largeur }).to_vec(),
        lignes: lu.echeances.iter().map(row).collect(),
    }
}

/// Names of the documents that are kept, by identifier.
type Noms = BTreeMap<PieceId, String>;

/// The documents beside a line that were not taken off.
fn joints(all: &[PieceJointe], noms: &Noms) -> Valeur {
    let standing = all.iter().filter(|one| one.retiree.is_none());
    let names: Vec<&str> = standing.filter_map(|one| noms.get(&one.piece)).map(String::as_str).collect();
    Valeur::Texte(names.join(", "))
}

fn mouvements(all: &[Mouvement], noms: &Noms) -> Feuille {
    let row = |one: &Mouvement| {
        vec![
            Valeur::Jour(one.le),
            Valeur::Texte(one.genre.label().into()),
            Valeur::Texte(one.echeance.label()),
            Valeur::Somme(Some(one.montant)),
            Valeur::Texte(one.reference.clone()),
            Valeur::Texte(one.motif.clone()),
            joints(&one.pieces, noms),
        ]
    };
    let columns = [
        ("Date", 12),
        ("Genre", 12),
        ("Échéance", 44),
        ("Montant", 16),
        ("Référence", 24),
        ("Correction", 32),
        ("Documents", 36),
    ];
    Feuille {
        nom: "Versements".into(),
        colonnes: columns.map(|(titre, largeur)| Colonne { titre: titre.into(), largeur }).to_vec(),
        lignes: all.iter().map(row).collect(),
    }
}

/// One line for each part of each expense.
fn depenses(lu: &ArgentLu, noms: &Noms, label: impl Fn(&str) -> String) -> Feuille {
    let rows = |one: &Depense| {
        let (engage, paye) = (one.repartie(GenreDepense::Engage), one.repartie(GenreDepense::Paye));
        let parts = one.parts().iter().zip(engage.into_iter().zip(paye));
        let line = |(part, (engage, paye)): (&domain::aci::argent::PartDepense, _)| {
            let action = part.action.and_then(|id| lu.actions.iter().find(|(known, _)| *known == id));
            vec![
                one.le().map_or(Valeur::Texte(String::new()), Valeur::Jour),
                Valeur::Texte(one.fiche.tiers.clone()),
                Valeur::Texte(one.libelle.clone()),
                Valeur::Texte(label(&one.fiche.nature)),
                Valeur::Texte(one.fiche.reference.clone()),
                Valeur::Nombre(i64::from(part.annee)),
                Valeur::Texte(mission(part.mission.as_deref())),
                Valeur::Texte(action.map(|(_, text)| text.clone()).unwrap_or_default()),
                Valeur::Somme(Some(engage)),
                Valeur::Somme(Some(paye)),
                joints(&one.fiche.pieces, noms),
            ]
        };
        parts.map(line).collect::<Vec<_>>()
    };
    let columns = [
        ("Date", 12),
        ("Tiers", 28),
        ("Libellé", 32),
        ("Nature", 32),
        ("Référence", 18),
        ("Année", 8),
        ("Mission", 28),
        ("Action", 36),
        ("Engagé", 16),
        ("Payé", 16),
        ("Documents", 36),
    ];
    Feuille {
        nom: "Dépenses".into(),
        colonnes: columns.map(|(titre, largeur)| Colonne { titre: titre.into(), largeur }).to_vec(),
        lignes: lu.depenses.iter().flat_map(rows).collect(),
    }
}

fn par_enveloppe(lu: &ArgentLu) -> Feuille {
    let row = |one: domain::aci::argent::Enveloppe| {
        vec![
            Valeur::Nombre(i64::from(one.annee)),
            Valeur::Texte(mission(one.mission.as_deref())),
            Valeur::Somme(one.fixe),
            Valeur::Somme(one.variable),
            Valeur::Somme(Some(one.notifie)),
            Valeur::Somme(Some(one.recu)),
            Valeur::Somme(Some(one.engage)),
            Valeur::Somme(Some(one.paye)),
            Valeur::Somme(Some(one.reste())),
        ]
    };
    let columns = [
        ("Année", 8),
        ("Mission", 28),
        ("Contractualisé, part fixe", 16),
        ("Contractualisé, part variable", 16),
        ("Notifié", 16),
        ("Reçu", 16),
        ("Engagé", 16),
        ("Payé", 16),
        ("Reçu moins engagé", 16),
    ];
    Feuille {
        nom: "Enveloppes".into(),
        colonnes: columns.map(|(titre, largeur)| Colonne { titre: titre.into(), largeur }).to_vec(),
        lignes: enveloppes(&lu.termes, &lu.mouvements, &lu.depenses).into_iter().map(row).collect(),
    }
}

impl App {
    /// The money of a contract as tables: payments, what was notified and received, expenses, envelopes.
    ///
    /// # Errors
    /// When the contract is not there or the database does not answer.
    pub async fn argent_classeur(
        &self,
        proof: &Allowed<ReadArgent>,
        id: ContratId,
    ) -> Result<Classeur, AppError> {
        let (lu, cpts) = (self.argent(proof, id).await?, self.cpts(proof.cpts()).await?);
        let table = natures()?;
        let pieces = self.store.read().await?.pieces::<OfArgent>(proof).await?;
        let noms: Noms = pieces.into_iter().map(|one| (one.id, one.name)).collect();
        let feuilles = vec![
            echeances(&lu),
            mouvements(&lu.mouvements, &noms),
            depenses(&lu, &noms, |compte| table.label(compte)),
            par_enveloppe(&lu),
        ];
        Ok(Classeur { cpts: cpts.name, fictif: cpts.fictitious, jour: self.today(), feuilles })
    }

    /// What was received and paid in a civil year, as the accountant's program reads it.
    ///
    /// # Errors
    /// When the contract is not there or the database does not answer.
    pub async fn argent_fec(
        &self,
        proof: &Allowed<ReadArgent>,
        (id, year): (ContratId, i16),
    ) -> Result<String, AppError> {
        let lu = self.argent(proof, id).await?;
        let table = natures()?;
        Ok(fec_texte(&fec((&lu.mouvements, &lu.depenses), table, year), table))
    }
}
