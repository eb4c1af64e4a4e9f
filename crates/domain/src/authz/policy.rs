//! The policy, line by line.

use super::role::{InstitutionRole, Role, Subject};

/// Something that one may be allowed to do inside a CPTS.
pub trait Permission: Send + Sync + 'static {
    /// Its line of the policy.
    const LINE: PermissionLine;
    /// Stable key: the `action` of audit entries.
    const KEY: &'static str = Self::LINE.key;
}

/// Something that one may be allowed to do inside an institution.
pub trait InstitutionPermission: Send + Sync + 'static {
    /// Stable key: the `action` of audit entries.
    const KEY: &'static str;
    /// What it allows, in French, for the printed table.
    const MEANING: &'static str;
    /// Roles of the institution that hold it.
    const GRANTED_TO: &'static [InstitutionRole];
}

/// A line of the policy: what the printed table, the routes and the tests read.
#[derive(Clone, Copy, Debug)]
pub struct PermissionLine {
    /// Stable key.
    pub key: &'static str,
    /// What it allows, in French.
    pub meaning: &'static str,
    /// Roles of the CPTS that hold it.
    pub granted_to: &'static [Role],
    /// Subject of the grant through which an institution holds it too.
    pub subject: Option<Subject>,
    /// Whether it asks for a recent confirmation of identity: money and rights.
    pub sensitive: bool,
    /// Whether someone of the CPTS must always hold it.
    pub essential: bool,
}

impl PermissionLine {
    const fn new(key: &'static str, meaning: &'static str, granted_to: &'static [Role]) -> Self {
        Self { key, meaning, granted_to, subject: None, sensitive: false, essential: false }
    }

    const fn on(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }

    const fn essential(self) -> Self {
        Self { essential: true, ..self }
    }
}

macro_rules! permissions {
    ($($name:ident = $key:literal, $meaning:literal => [$($role:ident),*] $(, $modifier:ident $(($subject:ident))?)*;)*) => {
        $(
            #[doc = $meaning]
            #[derive(Debug)]
            pub struct $name;
            impl Permission for $name {
                const LINE: PermissionLine =
                    PermissionLine::new($key, $meaning, &[$(Role::$role),*])$(.$modifier($(Subject::$subject)?))*;
            }
        )*
        /// The whole policy inside a CPTS.
        pub const PERMISSIONS: &[PermissionLine] = &[$($name::LINE),*];
    };
}

permissions! {
    ReadAccueil = "accueil.read", "Ouvrir l'accueil de la CPTS et ce qui attend." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    ReadTerritoire = "territoire.read", "Voir les territoires, leurs variantes et leurs fiches." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre, Invite], on(Territoire);
    EditTerritoire = "territoire.edit", "Créer un territoire, composer ses variantes, choisir la référence." => [Coordinateur, Bureau];
    ReadDiagnostic = "diagnostic.read", "Lire le diagnostic d'un territoire, ses chiffres, leurs sources et ses versions figées." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre], on(Diagnostic);
    ReadReleves = "releves.read", "Lire les valeurs notées pour le diagnostic, leur histoire et leurs pièces." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditDiagnostic = "diagnostic.edit", "Noter ou corriger une valeur du diagnostic, joindre une pièce, figer une version." => [Coordinateur, Bureau, Pilote];
    ReadCommunaute = "communaute.read", "Voir les personnes et les structures de la communauté, leurs coordonnées et leurs exports." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote];
    EditCommunaute = "communaute.edit", "Ajouter, corriger, importer, fusionner des personnes et des structures." => [Coordinateur, Bureau, Secretaire];
    ReadMobilisation = "mobilisation.read", "Lire les campagnes, les réponses et le tableau de mobilisation." => [Coordinateur, Bureau, Secretaire, Pilote];
    EditMobilisation = "mobilisation.edit", "Préparer et envoyer une campagne, noter un contact ou une réponse." => [Coordinateur, Bureau, Secretaire];
    ReadQuestionnaires = "questionnaires.read", "Lire les questionnaires, leurs résultats et les difficultés exprimées." => [Coordinateur, Bureau, Secretaire, Pilote];
    EditQuestionnaires = "questionnaires.edit", "Écrire un questionnaire, l'ouvrir, classer les réponses par thème." => [Coordinateur, Bureau, Secretaire, Pilote];
    ReadGroupes = "groupes.read", "Voir les groupes, leurs réunions, leurs décisions et leurs comptes rendus." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditGroupes = "groupes.edit", "Créer un groupe, préparer et tenir une réunion, écrire son compte rendu." => [Coordinateur, Bureau, Secretaire, Pilote];
    ManagePresences = "presences.manage", "Tenir la feuille de présence d'une réunion." => [Coordinateur, Bureau, Secretaire, Pilote];
    Participer = "participer", "Participer\u{a0}: ses réunions, ses groupes, sa présence, ses réponses, ses votes, sa carte." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    ReadGouvernance = "gouvernance.read", "Lire les collèges, les mandats, les votes et leurs résultats." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditGouvernance = "gouvernance.edit", "Régler les collèges et le quorum, ouvrir et clore un vote, noter une procuration." => [Coordinateur, Bureau, Secretaire];
    ReadAdhesions = "adhesions.read", "Lire les adhésions, les cotisations et les certificats." => [Coordinateur, Bureau, Tresorier, Secretaire];
    ManageAdhesions = "adhesions.manage", "Enregistrer une demande d'adhésion, une cotisation, un départ." => [Coordinateur, Bureau, Tresorier, Secretaire];
    DecideAdhesions = "adhesions.decide", "Accepter ou refuser une adhésion, fixer les cotisations." => [Bureau];
    ReadParticipation = "participation.read", "Lire la participation, la carte de la communauté et le temps demandé aux professionnels." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote];
    EditParticipation = "participation.edit", "Fixer le plafond du temps demandé aux professionnels." => [Bureau];
    ReadDossiers = "dossiers.read", "Lire la lettre d'intention, les autres dossiers, leurs dépôts et les échanges avec les institutions." => [Coordinateur, Bureau, Secretaire, Pilote];
    EditDossiers = "dossiers.edit", "Écrire un dossier, le commenter, joindre des annexes." => [Coordinateur, Bureau, Secretaire, Pilote];
    FileDossiers = "dossiers.file", "Déposer un dossier au nom de la CPTS, répondre aux corrections, le retirer." => [Coordinateur, Bureau];
    ReadObjectifs = "objectifs.read", "Lire les objectifs et les premières actions que la CPTS tire des besoins." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditObjectifs = "objectifs.edit", "Écrire les objectifs et les premières actions." => [Coordinateur, Bureau, Secretaire, Pilote];
    ReadSubventions = "subventions.read", "Lire les demandes de subvention et leur budget." => [Coordinateur, Bureau, Tresorier, Secretaire];
    EditSubventions = "subventions.edit", "Préparer une demande de subvention et son budget." => [Coordinateur, Bureau, Tresorier];
    SignSubventions = "subventions.sign", "Attester une demande de subvention au nom de l'association." => [Bureau];
    ReadContrat = "contrat.read", "Lire le contrat ACI, ses avenants, ses missions, ses indicateurs." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote];
    EditContrat = "contrat.edit", "Préparer le contrat ou un avenant, ses indicateurs, noter le début d'une mission." => [Coordinateur, Bureau];
    SignContrat = "contrat.sign", "Enregistrer la signature du contrat ou d'un avenant, le publier pour les autres CPTS." => [Bureau];
    ReadArgent = "argent.read", "Lire l'argent du contrat\u{a0}: versements, prévisions, dépenses, exports pour le comptable." => [Coordinateur, Bureau, Tresorier];
    EditArgent = "argent.edit", "Noter un versement, un engagement, une dépense, une correction." => [Coordinateur, Tresorier];
    ReadTotaux = "totaux.read", "Compter l'argent du contrat dans les totaux d'une région, par mission et par nature." => [Coordinateur, Bureau, Tresorier], on(Argent);
    ReadPreuves = "preuves.read", "Lire les preuves du contrat et leurs documents." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote];
    EditPreuves = "preuves.edit", "Ajouter une preuve, la rattacher à des indicateurs, la retirer." => [Coordinateur, Bureau, Secretaire, Pilote];
    ReadDialogues = "dialogues.read", "Lire la préparation du dialogue de gestion et les dossiers envoyés." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote];
    EditDialogues = "dialogues.edit", "Noter la valeur d'un indicateur, préparer le dialogue de gestion et le rapport d'activité." => [Coordinateur, Bureau, Pilote];
    SendDialogues = "dialogues.send", "Envoyer le dossier du dialogue de gestion à la CPAM et à l'ARS, clore une année, la rouvrir." => [Coordinateur, Bureau];
    ReadOutils = "outils.read", "Ouvrir la boîte à outils de la région et les fiches d'expérience." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditExperiences = "experiences.edit", "Écrire, publier ou reprendre une fiche d'expérience." => [Coordinateur, Bureau, Pilote];
    ActByLink = "lien.act", "Agir par un lien personnel\u{a0}: répondre, choisir une date, signer sa présence." => [Invite];
    ReadDroits = "droits.read", "Lire qui peut quoi dans la CPTS." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    ReadPersonnes = "personnes.read", "Voir les personnes qui ont un rôle et les invitations." => [Coordinateur, Bureau, Secretaire];
    ManageRoles = "roles.manage", "Inviter une personne, donner ou retirer un rôle." => [Coordinateur, Bureau], sensitive, essential;
    ReadAutorisations = "autorisations.read", "Voir ce que la CPTS laisse lire aux institutions." => [Coordinateur, Bureau, Tresorier, Secretaire];
    ManageAutorisations = "autorisations.manage", "Signer ou retirer une autorisation de lecture." => [Bureau], sensitive;
    ManagePartages = "partages.manage", "Donner ou retirer le lien d'une page à un invité." => [Coordinateur, Bureau, Secretaire];
    ReadEffectifs = "effectifs.read", "Lire le nombre de personnes par rôle." => [Coordinateur, Bureau, Secretaire], on(Effectifs);
    ReadAssociation = "association.read", "Lire la fiche de l'association." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditAssociation = "association.edit", "Corriger la fiche de l'association." => [Coordinateur, Bureau, Secretaire];
    ReadBanque = "banque.read", "Lire les coordonnées bancaires de l'association." => [Tresorier, Bureau], sensitive;
    EditBanque = "banque.edit", "Changer les coordonnées bancaires de l'association." => [Tresorier], sensitive;
    ReadJournal = "journal.read", "Lire et exporter le journal de la CPTS." => [Coordinateur, Bureau];
    ReadTraitements = "traitements.read", "Lire le registre des traitements et la notice d'information." => [Coordinateur, Bureau, Tresorier, Secretaire, Pilote, Membre];
    EditTraitements = "traitements.edit", "Compléter le registre des traitements." => [Coordinateur, Bureau];
    ManageDemandes = "demandes.manage", "Enregistrer les demandes des personnes sur leurs données et y répondre." => [Coordinateur, Bureau, Secretaire];
    ManageViolations = "violations.manage", "Tenir le registre des violations de données." => [Coordinateur, Bureau];
}

macro_rules! institution_permissions {
    ($($name:ident = $key:literal, $meaning:literal => [$($role:ident),*];)*) => {
        $(
            #[doc = $meaning]
            #[derive(Debug)]
            pub struct $name;
            impl InstitutionPermission for $name {
                const KEY: &'static str = $key;
                const MEANING: &'static str = $meaning;
                const GRANTED_TO: &'static [InstitutionRole] = &[$(InstitutionRole::$role),*];
            }
        )*
        /// The whole policy inside an institution: key, meaning, roles.
        pub const INSTITUTION_PERMISSIONS: &[(&str, &str, &[InstitutionRole])] =
            &[$(($key, $meaning, &[$(InstitutionRole::$role),*])),*];
    };
}

institution_permissions! {
    ReadInstitution = "institution.read", "Ouvrir l'accueil de l'institution et les CPTS qui l'autorisent." => [Guichet, Instructeur, Elu];
    ReadDepots = "depots.read", "Lire les dossiers que les CPTS ont adressés à l'institution." => [Guichet, Instructeur];
    InstructDepots = "depots.instruct", "Vérifier un dossier, demander des corrections, demander des avis, fixer la commission." => [Guichet];
    GiveAvis = "depots.avis", "Donner l'avis de l'institution sur un dossier." => [Instructeur];
    DecideDepots = "depots.decide", "Enregistrer la décision sur un dossier et sa lettre." => [Guichet, Instructeur];
    ReadRegion = "region.read", "Lire le tableau des projets de la région." => [Guichet, Instructeur];
    EditRegion = "region.edit", "Suivre les projets de la région\u{a0}: étapes, communes, objectif." => [Guichet, Instructeur];
    EditOutils = "outils.edit", "Tenir la boîte à outils de la région." => [Guichet];
    ReadDialoguesRecus = "dialogues_recus.read", "Lire les dialogues de gestion que les CPTS ont adressés à l'institution." => [Instructeur];
    JudgeDialogues = "dialogues_recus.judge", "Dire, ligne par ligne, ce que l'institution accepte d'un dialogue de gestion." => [Instructeur];
}
