//! What a request lacks, and what contradicts itself in it.

use territory::text::search_key;

use super::{DeFiche, Formulaire, Partie, SubventionFiche};

/// What the record of the association says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FicheAssociation {
    /// Its name.
    pub nom: Option<String>,
    /// Its number in the register of associations.
    pub rna: Option<String>,
    /// Its SIRET.
    pub siret: Option<String>,
    /// Its address.
    pub adresse: Option<String>,
    /// Its e-mail address.
    pub courriel: Option<String>,
    /// Its telephone.
    pub telephone: Option<String>,
}

impl FicheAssociation {
    /// What it answers.
    pub fn valeur(&self, quoi: DeFiche) -> Option<&str> {
        match quoi {
            DeFiche::Nom => self.nom.as_deref(),
            DeFiche::Rna => self.rna.as_deref(),
            DeFiche::Siret => self.siret.as_deref(),
            DeFiche::Adresse => self.adresse.as_deref(),
            DeFiche::Courriel => self.courriel.as_deref(),
            DeFiche::Telephone => self.telephone.as_deref(),
        }
    }
}

/// What is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quoi {
    /// A box is empty: its label.
    Vide(String),
    /// The record of the association does not say it: label of the box.
    FicheVide(String),
    /// No charge, or no product.
    SansLigne,
    /// Charges and products differ: euros of each.
    Desequilibre {
        /// Charges.
        charges: i64,
        /// Products.
        produits: i64,
    },
    /// Volunteer contributions differ: euros of accounts 86 and 87.
    Contributions {
        /// What is used.
        emplois: i64,
        /// What is received.
        recues: i64,
    },
    /// No subsidy of the budget is from whom it is asked.
    AutoriteAbsente(String),
    /// More is asked than the budget says of whom it is asked: euros of each.
    TropDemande {
        /// Asked.
        demande: i64,
        /// In the budget.
        inscrit: i64,
    },
    /// Nobody with the right to sign confirmed it.
    Attestation,
    /// It changed since somebody confirmed it.
    AttestationPerimee,
}

/// Something that a complete request does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constat {
    /// Where.
    pub partie: Partie,
    /// The box, when it is one.
    pub case: Option<String>,
    /// What.
    pub quoi: Quoi,
}

fn boxes(formulaire: &Formulaire, fiche: &SubventionFiche, association: &FicheAssociation) -> Vec<Constat> {
    let needed = formulaire.cases.iter().filter(|case| case.obligatoire);
    let missing = needed.filter_map(|case| {
        let quoi = match case.fiche {
            Some(what) if association.valeur(what).is_none() => Quoi::FicheVide(case.libelle.clone()),
            None if fiche.valeur(&case.cle).is_empty() => Quoi::Vide(case.libelle.clone()),
            _ => return None,
        };
        Some(Constat { partie: case.partie, case: Some(case.cle.clone()), quoi })
    });
    missing.collect()
}

fn budget(formulaire: &Formulaire, fiche: &SubventionFiche) -> Vec<Constat> {
    let at = |partie, quoi| Constat { partie, case: None, quoi };
    let total = |partie| fiche.total(formulaire, partie);
    let (charges, produits) = (total(Partie::Charges), total(Partie::Produits));
    let mut found = Vec::new();
    for (partie, euros) in [(Partie::Charges, charges), (Partie::Produits, produits)] {
        if euros == 0 {
            found.push(at(partie, Quoi::SansLigne));
        }
    }
    if charges != produits {
        found.push(at(Partie::Produits, Quoi::Desequilibre { charges, produits }));
    }
    let (emplois, recues) = (fiche.total_compte("86"), fiche.total_compte("87"));
    if emplois != recues {
        found.push(at(Partie::Contributions, Quoi::Contributions { emplois, recues }));
    }
    found
}

/// What is asked, against what the budget says of whom it is asked.
fn asked(formulaire: &Formulaire, fiche: &SubventionFiche) -> Option<Constat> {
    let (autorite, demande) = (fiche.valeur("autorite"), fiche.demande()?);
    if autorite.is_empty() {
        return None;
    }
    let subsidies =
        fiche.lignes.iter().filter(|ligne| formulaire.compte(&ligne.compte).is_some_and(|one| one.financeur));
    let theirs: Vec<i64> = subsidies
        .filter(|ligne| search_key(&ligne.financeur) == search_key(autorite))
        .map(|ligne| ligne.montant)
        .collect();
    let inscrit = theirs.iter().sum();
    let quoi = if theirs.is_empty() {
        Quoi::AutoriteAbsente(autorite.to_owned())
    } else if demande > inscrit {
        Quoi::TropDemande { demande, inscrit }
    } else {
        return None;
    };
    Some(Constat { partie: Partie::Projet, case: Some("montant".into()), quoi })
}

/// Everything that keeps a request from being complete, in the order of the form.
pub fn controler(
    formulaire: &Formulaire,
    fiche: &SubventionFiche,
    association: &FicheAssociation,
) -> Vec<Constat> {
    let mut found = boxes(formulaire, fiche, association);
    found.extend(budget(formulaire, fiche));
    found.extend(asked(formulaire, fiche));
    let signed = match (&fiche.attestation, fiche.attestation_valable()) {
        (_, Some(_)) => None,
        (Some(_), None) => Some(Quoi::AttestationPerimee),
        (None, None) => Some(Quoi::Attestation),
    };
    found.extend(signed.map(|quoi| Constat { partie: Partie::Attestations, case: None, quoi }));
    found.sort_by_key(|constat| constat.partie);
    found
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::Timestamp;

    use super::super::tests::ligne;
    use super::*;
    use crate::authz::Author;
    use crate::subvention::{Attestation, formulaire};

    pub(crate) fn association() -> FicheAssociation {
        FicheAssociation {
            nom: Some("CPTS de l'Exemple".into()),
            rna: Some("W661000000".into()),
            siret: Some("12345678200010".into()),
            adresse: Some("1 place de la Fontaine\n96000 Valmirande".into()),
            courriel: None,
            telephone: None,
        }
    }

    /// A request to which nothing is missing.
    pub(crate) fn complete() -> SubventionFiche {
        let form = formulaire().unwrap();
        let mut fiche = SubventionFiche::default();
        for case in form.cases.iter().filter(|case| case.obligatoire && case.fiche.is_none()) {
            let value = case.options.first().map_or("12", |option| option.cle.as_str());
            fiche.valeurs.insert(case.cle.clone(), value.to_owned());
        }
        for (cle, value) in [
            ("autorite", "ARS Occitanie"),
            ("montant", "30000"),
            ("exercice_du", "2027-01-01"),
            ("exercice_au", "2027-12-31"),
        ] {
            fiche.valeurs.insert(cle.into(), value.into());
        }
        fiche.lignes = vec![
            ligne("60", "Fournitures", 2_000),
            ligne("64", "Coordination", 33_000),
            ligne("74", "ars  occitanie", 30_000),
            ligne("74", "Département", 5_000),
            ligne("86", "Bénévolat", 4_000),
            ligne("87", "Bénévolat", 4_000),
        ];
        let by = Author::System("essai".into());
        fiche.attestation = Some(Attestation { by, at: Timestamp::UNIX_EPOCH, enregistrements: 0 });
        fiche
    }

    fn found(fiche: &SubventionFiche) -> Vec<Quoi> {
        let all = controler(formulaire().unwrap(), fiche, &association());
        all.into_iter().map(|constat| constat.quoi).collect()
    }

    #[test]
    fn a_complete_request_has_nothing_to_say() {
        assert_eq!(found(&complete()), []);
    }

    #[test]
    fn an_empty_request_says_everything_that_it_lacks_in_the_order_of_the_form() {
        let form = formulaire().unwrap();
        let all = controler(form, &SubventionFiche::default(), &FicheAssociation::default());
        let needed = form.cases.iter().filter(|case| case.obligatoire).count();
        assert_eq!(all.len(), needed + 3, "boxes, two empty sides of the budget, the attestation");
        assert!(all.is_sorted_by_key(|constat| constat.partie));
        let records: Vec<&Quoi> = all
            .iter()
            .map(|constat| &constat.quoi)
            .filter(|quoi| matches!(quoi, Quoi::FicheVide(_)))
            .collect();
        assert_eq!(records.len(), 4, "name, RNA, SIRET and seat are the record's to give");
    }

    #[test]
    fn charges_equal_products_and_volunteers_equal_what_they_give() {
        let mut fiche = complete();
        fiche.lignes[0].montant += 1;
        fiche.lignes[5].montant = 0;
        assert_eq!(
            found(&fiche),
            [
                Quoi::Desequilibre { charges: 35_001, produits: 35_000 },
                Quoi::Contributions { emplois: 4_000, recues: 0 },
            ]
        );
    }

    #[test]
    fn no_more_is_asked_than_the_budget_says_of_whom_it_is_asked() {
        let mut fiche = complete();
        fiche.valeurs.insert("montant".into(), "30001".into());
        assert_eq!(found(&fiche), [Quoi::TropDemande { demande: 30_001, inscrit: 30_000 }]);
        fiche.valeurs.insert("autorite".into(), "Région".into());
        assert_eq!(found(&fiche), [Quoi::AutoriteAbsente("Région".into())]);
    }

    #[test]
    fn a_change_after_the_attestation_asks_for_another_one() {
        let mut fiche = complete();
        fiche.saved(Partie::Moyens);
        assert_eq!(found(&fiche), [Quoi::AttestationPerimee]);
        fiche.attestation = None;
        assert_eq!(found(&fiche), [Quoi::Attestation]);
    }
}
