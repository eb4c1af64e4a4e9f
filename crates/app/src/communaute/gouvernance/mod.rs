//! How the association decides: its rules, who is there, proxies, votes.

mod liens;
mod procurations;
mod reglement;
mod seance;
mod voter;
mod votes;

use domain::communaute::gouvernance::{Quorum, Refus, ReglementError, VoteError};

pub use liens::LinksSent;
pub use procurations::NewProcuration;
pub use seance::SeanceLue;
pub use voter::{Electeur, NewBallot};
pub use votes::{NewVote, SeatElected};

use crate::AppError;

/// Why something about votes was not done.
#[derive(Debug, thiserror::Error)]
pub enum GouvernanceError {
    /// The rules contradict themselves.
    #[error(transparent)]
    Reglement(#[from] ReglementError),
    /// The proxy is refused.
    #[error(transparent)]
    Procuration(#[from] Refus),
    /// The question or the ballot cannot stand.
    #[error(transparent)]
    Vote(#[from] VoteError),
    /// The meeting has no date yet, or was cancelled.
    #[error("the meeting cannot decide: no date, or cancelled")]
    NoMeeting,
    /// The quorum is not reached.
    #[error("the quorum is not reached")]
    Quorum(Box<Quorum>),
    /// The vote is not being prepared any more.
    #[error("the vote was opened")]
    NotPrepared,
    /// The vote is not open.
    #[error("the vote is not open")]
    NotOpen,
    /// The vote is not closed, or is not valid, or elected nobody whom the CPTS knows.
    #[error("nobody was elected")]
    NobodyElected,
    /// A vote was already given for this member.
    #[error("a vote was already given for this member")]
    AlreadyVoted,
    /// The person may not vote at this meeting.
    #[error("not a voter of this meeting")]
    NotElector,
    /// The member is not counted as present.
    #[error("the member is not present")]
    Absent,
    /// Counts of the room where votes are weighed by college.
    #[error("counts of the room cannot be weighed by college")]
    Weighted,
    /// More was counted in the room than there are votes.
    #[error("{counted} votes were counted for {most}")]
    RoomCount {
        /// What was typed.
        counted: usize,
        /// What is possible.
        most: usize,
    },
    /// The account has no sheet in the community.
    #[error("the account has no sheet in the community")]
    NoSheet,
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for GouvernanceError {
    fn from(error: storage::StorageError) -> Self {
        GouvernanceError::App(error.into())
    }
}

impl From<&'static domain::source::RulesError> for GouvernanceError {
    fn from(error: &'static domain::source::RulesError) -> Self {
        GouvernanceError::App(error.into())
    }
}
