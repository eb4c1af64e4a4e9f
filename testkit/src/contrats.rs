//! Contracts of the third size class, through the use cases.

use std::collections::BTreeMap;

use app::organisations::AssociationForm;
use domain::aci::contrat::TermesTapes;
use domain::aci::missions::missions;
use domain::authz::{EditAssociation, EditContrat, Permission, ReadContrat, SignContrat};
use domain::ids::{ContratId, CptsId};
use domain::nombres::date;
use domain::texte::Rna;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::{TestApp, person};

fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// Terms as somebody types them: six missions, the third size class, the tariff after avenant 2.
pub fn typed_terms(signature: Date) -> TermesTapes {
    let mut champs: BTreeMap<String, String> = [
        ("tarif", "avenant-2"),
        ("partie_cpts", "CPTS du Val"),
        ("partie_cpam", "CPAM du Département Fictif"),
        ("partie_ars", "ARS Fictive"),
        ("base_jours", "exact"),
        ("dernier_jour", "veille"),
        ("demarrage", "remplace"),
        ("variable_premiere_annee", "entiere"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    champs.insert("signature".into(), date(signature));
    for year in 1..=5 {
        champs.insert(format!("taille_{year}"), "T3".into());
    }
    let own: Vec<String> =
        missions().unwrap().missions.iter().map(|one| one.cle.clone()).filter(|cle| cle != "autre").collect();
    for cle in &own {
        let months = if matches!(cle.as_str(), "acces" | "crise") { 6 } else { 12 };
        champs.insert(format!("debut_{cle}"), date(signature.saturating_add(months.months())));
    }
    TermesTapes { champs, missions: own }
}

impl TestApp {
    /// A contract that nobody signed yet; the record of the association says enough.
    pub async fn draft_contract(&self, cpts: CptsId, signature: Date) -> ContratId {
        let form = AssociationForm {
            legal_name: Some("CPTS du Val".into()),
            rna: Some(Rna::parse("W661234567").unwrap()),
            ..AssociationForm::default()
        };
        self.save_association(&proof::<EditAssociation>(cpts), &form).await.unwrap();
        self.begin_contrat(&proof::<EditContrat>(cpts), "Contrat ACI", &typed_terms(signature)).await.unwrap()
    }

    /// A contract signed on a day, for five years of the third size class; no mission has started.
    pub async fn signed_contract(&self, cpts: CptsId, signature: Date) -> ContratId {
        let id = self.draft_contract(cpts, signature).await;
        self.sign_contrat(&proof::<SignContrat>(cpts), (id, 1)).await.unwrap();
        id
    }

    /// The version of a contract as it is now, for a change.
    pub async fn contract_version(&self, cpts: CptsId, id: ContratId) -> i64 {
        self.contrat(&proof::<ReadContrat>(cpts), id).await.unwrap().contrat.version
    }

    /// A mission of a signed contract starts.
    pub async fn started_mission(&self, cpts: CptsId, (id, mission): (ContratId, &str), le: Date) {
        let at = (id, self.contract_version(cpts, id).await);
        self.start_mission(&proof::<EditContrat>(cpts), at, mission, (le, None)).await.unwrap();
    }
}
