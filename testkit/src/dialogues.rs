//! Indicators, evidence and yearly dialogues of a contract, through the use cases.

use app::preuves::NouvellePreuve;
use domain::aci::indicateur::{Forme, Indicateur, IndicateurFiche, Mesure, Nature, SourceValeur, Valeur};
use domain::aci::preuve::TypePreuve;
use domain::authz::{EditContrat, EditPreuves, Permission, ReadDialogues, SendDialogues};
use domain::ids::{ContratId, CptsId, DialogueId, IndicateurId, InstitutionId, PreuveId};
use domain::montant::Montant;
use jiff::civil::Date;

use crate::{TestApp, now, person};

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

impl TestApp {
    /// An indicator of the first year of the access mission, that pays 5 000 euros once it is done; with a value when
    /// it is.
    pub async fn an_indicator(
        &self,
        (cpts, contrat): (CptsId, ContratId),
        intitule: &str,
        done: Option<(Valeur, Date)>,
    ) -> IndicateurId {
        let proof = proof::<EditContrat>(cpts);
        let value = |(valeur, le)| Mesure {
            valeur,
            le,
            source: "Registre".into(),
            by: proof.author().clone(),
            at: now(),
        };
        let one = Indicateur {
            id: IndicateurId(self.unknown_id()),
            contrat,
            annee: 1,
            mission: "acces".into(),
            intitule: intitule.into(),
            fiche: IndicateurFiche {
                objectif: String::new(),
                lie_a: None,
                nature: Nature::Action,
                forme: Forme::OuiNon,
                unite: String::new(),
                initiale: None,
                variation: None,
                montant: Montant::euros(5_000),
                preuves: "Le document daté".into(),
                source: SourceValeur::Saisie,
                reprend: None,
                mesures: done.map(value).into_iter().collect(),
                commentaire: String::new(),
                promesse: String::new(),
            },
            ordre: 0,
            created_at: now(),
            version: 1,
            removed_at: None,
        };
        let tx = self.store().write().await.unwrap();
        tx.add_indicateurs(&proof, std::slice::from_ref(&one)).await.unwrap();
        tx.commit().await.unwrap();
        one.id
    }

    /// A document of a day in the vault of a contract, that shows indicators.
    pub async fn an_evidence(
        &self,
        (cpts, contrat): (CptsId, ContratId),
        (titre, le): (&str, Date),
        indicateurs: &[IndicateurId],
    ) -> PreuveId {
        let new = NouvellePreuve {
            kind: Some(TypePreuve::Convention),
            titre: titre.into(),
            le: Some(le),
            indicateurs: indicateurs.to_vec(),
        };
        let file = ("preuve.pdf", format!("%PDF-1.7 {titre}").into_bytes());
        self.add_preuve(&proof::<EditPreuves>(cpts), contrat, new, file).await.unwrap()
    }

    /// The dialogue of the first year of a contract, sent to institutions.
    pub async fn sent_dialogue(
        &self,
        (cpts, contrat): (CptsId, ContratId),
        institutions: &[InstitutionId],
    ) -> DialogueId {
        let at = (contrat, 1);
        self.send_dialogue(&proof::<SendDialogues>(cpts), at, institutions).await.unwrap();
        let lu = self.dialogue(&proof::<ReadDialogues>(cpts), at).await.unwrap();
        lu.dialogue.unwrap().id
    }
}
