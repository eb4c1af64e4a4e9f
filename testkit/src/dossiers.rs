//! Dossiers as a CPTS files them, without the letter that takes an hour to write: rows of storage.

use domain::authz::{Allowed, EditDossiers, EditSubventions, FileDossiers, Permission};
use domain::dossier::lettre::{Champ, Contenu, Partie, Redigee};
use domain::dossier::{
    Annexe, Depot, Dossier, DossierFiche, DossierKind, EtatDossier, RoleSaisine, Saisine, SaisineFiche,
};
use domain::ids::{CptsId, DepotId, DossierId, InstitutionId, PieceId, SaisineId, SubventionId};
use domain::pieces::OfDossier;
use domain::subvention::Figee;
use storage::{DepotContenu, NewDepot, NewFigee, WriteTx};

use crate::{TestApp, person};

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// A short letter; each field says `texte`.
pub fn short_letter(texte: &str) -> Redigee {
    let champ = |cle: &str, titre: &str| Champ {
        cle: cle.into(),
        titre: titre.into(),
        contenu: vec![Contenu::paragraphe(texte)],
        explication: None,
    };
    Redigee {
        modele: "essai".into(),
        modele_nom: "Essai".into(),
        nature: "Lettre d'intention".into(),
        titre: "CPTS du Val".into(),
        cpts: "CPTS du Val".into(),
        jour: crate::now().to_zoned(app::paris()).date(),
        redigee_le: None,
        fictif: true,
        parties: vec![Partie {
            cle: "projet".into(),
            titre: "Le projet".into(),
            champs: vec![champ("intitule", "Intitulé du projet"), champ("missions", "Missions")],
        }],
        sources: Vec::new(),
    }
}

impl TestApp {
    /// A dossier that nobody filed yet, for this desk.
    pub async fn begun_dossier(&self, cpts: CptsId, kind: DossierKind, guichet: InstitutionId) -> DossierId {
        let modele = match kind {
            DossierKind::LettreIntention => "occitanie",
            DossierKind::ProjetSante => "projet_sante",
        };
        let dossier = Dossier {
            id: DossierId(self.unknown_id()),
            kind,
            titre: kind.label().into(),
            etat: EtatDossier::Brouillon,
            guichet: Some(guichet),
            fiche: DossierFiche { modele: modele.to_owned(), ..DossierFiche::default() },
            created_at: self.clock().now(),
            version: 1,
            removed_at: None,
        };
        let tx = self.store().write().await.unwrap();
        tx.add_dossier(&proof::<EditDossiers>(cpts), &dossier).await.unwrap();
        tx.commit().await.unwrap();
        dossier.id
    }

    /// A final export of a request for a subsidy, whatever it lacks.
    pub async fn final_subsidy(&self, cpts: CptsId, id: SubventionId) {
        let edits: Allowed<EditSubventions> = proof(cpts);
        let figee =
            Figee { numero: 1, at: self.clock().now(), by: edits.author().clone(), sha256: "00".repeat(32) };
        let new = NewFigee {
            id: self.unknown_id(),
            subvention: id,
            figee,
            contenu: "{}".into(),
            pdf: b"%PDF-1.7 essai".to_vec(),
        };
        let tx = self.store().write().await.unwrap();
        tx.add_subvention_figee(&edits, new).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A document that goes with what is filed.
    pub async fn annexe(&self, cpts: CptsId, mark: &str) -> PieceId {
        let content = format!("%PDF-1.7 {mark} {}", self.unknown_id()).into_bytes();
        self.attach_piece::<OfDossier>(&proof(cpts), "statuts.pdf", content).await.unwrap()
    }

    /// Files a version as a CPTS does: its row, the request of its desk the first time, the state, what follows.
    pub async fn file_version(
        &self,
        (cpts, dossier): (CptsId, DossierId),
        texte: &str,
        annexes: &[PieceId],
    ) -> DepotId {
        let files: Allowed<FileDossiers> = proof(cpts);
        let whose = self.cpts(cpts).await.unwrap();
        let tx = self.store().write().await.unwrap();
        let mut one = tx.dossier_to_edit(&files, dossier).await.unwrap().unwrap();
        let (at, by) = (self.clock().now(), files.author().clone());
        let numero = tx.next_depot_number(&files, dossier).await.unwrap();
        let annexe = |piece: &PieceId| {
            let sha256 = format!("{numero:064x}");
            Annexe { piece: *piece, nom: "statuts.pdf".into(), taille: 20, sha256 }
        };
        let depot = Depot {
            id: DepotId(self.unknown_id()),
            dossier,
            numero,
            filed_at: at,
            filed_by: by.clone(),
            sha256: format!("{numero:064}"),
            annexes: annexes.iter().map(annexe).collect(),
        };
        let documents = DepotContenu {
            contenu: Some(serde_json::to_string(&short_letter(texte)).unwrap()),
            pdf: format!("%PDF-1.7 {texte}").into_bytes(),
            docx: Some(b"PK".to_vec()),
        };
        let id = depot.id;
        tx.add_depot(&files, NewDepot { depot, documents }).await.unwrap();
        if numero == 1 {
            let guichet = one.guichet.unwrap();
            self.ask(&tx, (cpts, dossier), (guichet, RoleSaisine::Guichet)).await;
        }
        one.pass(EtatDossier::Depose, (&by, at), "").unwrap();
        assert!(tx.save_dossier(&files, &one).await.unwrap());
        self.version_filed(&tx, &files, (&whose, &one, numero)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Asks an institution for its opinion, whatever the state of the dossier.
    pub async fn ask_opinion(&self, of: (CptsId, DossierId), institution: InstitutionId) {
        let tx = self.store().write().await.unwrap();
        self.ask(&tx, of, (institution, RoleSaisine::Avis)).await;
        tx.commit().await.unwrap();
    }

    async fn ask(
        &self,
        tx: &WriteTx,
        (cpts, dossier): (CptsId, DossierId),
        (institution, role): (InstitutionId, RoleSaisine),
    ) {
        let new = Saisine {
            id: SaisineId(self.unknown_id()),
            cpts,
            dossier,
            institution,
            role,
            fiche: SaisineFiche::default(),
            since: self.clock().now(),
            until: None,
            version: 1,
        };
        tx.add_saisine(&proof::<FileDossiers>(cpts), &new).await.unwrap();
    }
}
