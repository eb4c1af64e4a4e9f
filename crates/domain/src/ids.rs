//! Typed identifiers: an id of one kind never passes for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { text.parse().map(Self) }
        }
    };
}

id!(
    /// A CPTS: the tenant that owns rows.
    CptsId
);
id!(
    /// A territory.
    TerritoireId
);
id!(
    /// A variant of a territory.
    VarianteId
);
id!(
    /// An imported reference file.
    DatasetId
);
id!(
    /// A person with an account.
    UserId
);
id!(
    /// An open door: one browser of one person.
    SessionId
);
id!(
    /// A body that looks at CPTS: Guichet, ARS, CPAM, collectivité.
    InstitutionId
);
id!(
    /// A dated role of a person.
    RoleId
);
id!(
    /// An invitation to an account.
    InvitationId
);
id!(
    /// What a CPTS lets an institution read.
    GrantId
);
id!(
    /// The link of one page for a guest.
    GuestLinkId
);
id!(
    /// A passkey of a person.
    PasskeyId
);
id!(
    /// A piece of work outside a request.
    JobId
);
id!(
    /// An e-mail of the program.
    MailId
);
id!(
    /// A backup file.
    BackupId
);
id!(
    /// A request of a person about their data.
    DemandeId
);
id!(
    /// A line of the breach log.
    ViolationId
);
id!(
    /// A recorded value of an indicator.
    ReleveId
);
id!(
    /// A document that a CPTS keeps.
    PieceId
);
id!(
    /// A frozen diagnosis.
    DiagnosticId
);
id!(
    /// A person of the community: professional, partner, resident who takes part.
    PersonneId
);
id!(
    /// A structure of the community: cabinet, MSP, hospital, pharmacy, collectivité.
    StructureId
);
id!(
    /// Two sheets of one person, made one.
    FusionId
);
id!(
    /// An import of a spreadsheet.
    LotId
);
id!(
    /// A campaign of mobilisation.
    CampagneId
);
id!(
    /// A person solicited by a campaign, or left out of it.
    SollicitationId
);
id!(
    /// A questionnaire.
    QuestionnaireId
);
id!(
    /// The answers of one person to a questionnaire.
    ReponseId
);
id!(
    /// A difficulty that somebody voiced.
    DifficulteId
);
id!(
    /// A group: bureau, working group.
    GroupeId
);
id!(
    /// A dated seat in a group.
    MandatId
);
id!(
    /// A meeting.
    ReunionId
);
id!(
    /// A presence at a meeting.
    PresenceId
);
id!(
    /// A decision or a task of a meeting.
    DecisionId
);
id!(
    /// That somebody is called to a meeting, and what they answered.
    ConvocationId
);
id!(
    /// A version of the minutes of a meeting.
    CompteRenduId
);
id!(
    /// A question put to the vote.
    VoteId
);
id!(
    /// A membership of a civil year.
    AdhesionId
);
id!(
    /// The personal link of someone without an account.
    LienId
);
id!(
    /// A proxy for one meeting.
    ProcurationId
);
id!(
    /// A dossier that a CPTS files: lettre d'intention, projet de santé.
    DossierId
);
id!(
    /// A filed version of a dossier.
    DepotId
);
id!(
    /// That an institution was given a dossier to look at.
    SaisineId
);
id!(
    /// A correction asked on a filed version.
    CorrectionId
);
id!(
    /// An opinion of an institution on a dossier.
    AvisId
);
id!(
    /// A remark of a co-author on a field.
    CommentaireId
);
id!(
    /// An objective of the thread that goes from needs to first actions.
    ObjectifId
);
id!(
    /// A request for a subsidy.
    SubventionId
);
id!(
    /// A project that the regional board follows: CPTS, MSP, CLS.
    SuiviId
);
id!(
    /// A goal that a region gave itself.
    ObjectifRegionId
);
id!(
    /// A document of the regional tool box.
    OutilId
);
id!(
    /// A short sheet of experience.
    ExperienceId
);
id!(
    /// A contract with the Assurance Maladie and the agency.
    ContratId
);
id!(
    /// A signed version of the terms of a contract: itself, or an avenant.
    VersionContratId
);
id!(
    /// An indicator of a contract year.
    IndicateurId
);
id!(
    /// A dated document that shows something was done.
    PreuveId
);
id!(
    /// Money of the contract that was notified or received.
    MouvementId
);
id!(
    /// Money that was committed or spent.
    DepenseId
);
id!(
    /// The yearly dialogue on a contract year.
    DialogueId
);
id!(
    /// That an institution was given a yearly dialogue to look at.
    DestinataireId
);
id!(
    /// What an institution accepts of a line of a yearly dialogue.
    PositionId
);
