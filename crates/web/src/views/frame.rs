//! What the layout shows of the person who asks: name, organisations, menu.
//!
//! Set once a request and read when a page is built, so that no handler carries it along. It decides nothing:
//! rights are proofs, never menu entries.

use app::comptes::{Place, Visitor};
use domain::authz::{InstitutionRole, Participer, ReadCommunaute, ReadContrat, ReadDossiers};

use super::components::Link;
use super::urls::CptsUrls;

tokio::task_local! {
    static FRAME: Frame;
}

/// What the layout shows of the person who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Name of the person; `None` when nobody signed in.
    pub name: Option<String>,
    /// The organisation that the pages are about: the one of the address, or the first one.
    pub home: Option<Link>,
    /// One's own page in that CPTS, for who takes part in it.
    pub moi: Option<String>,
    /// People, groups, meetings of that CPTS, for who may read them.
    pub communaute: Option<String>,
    /// Territories of that CPTS.
    pub territoires: Option<String>,
    /// Dossiers of that CPTS, or those that an institution was given.
    pub dossiers: Option<String>,
    /// Contracts of that CPTS, or the yearly dialogues that an institution was given.
    pub contrat: Option<String>,
    /// The projects of the region, for an institution.
    pub region: Option<String>,
    /// People, rights, data protection of that CPTS.
    pub organisation: Option<String>,
    /// Pages of the operator.
    pub instance: Option<String>,
    /// Whether that CPTS is invented.
    pub fictitious: bool,
    /// Whether there is a choice of organisations.
    pub several: bool,
    /// When the session ends if nothing is asked; `None` when nobody signed in.
    pub session: Option<SessionEnd>,
}

/// When a session ends, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionEnd {
    /// The end.
    pub at: i64,
    /// When the page was made, by our clock: the one of the browser may be wrong.
    pub now: i64,
    /// How long before the end the person is warned, in milliseconds.
    pub warning: i64,
}

impl SessionEnd {
    fn of(visitor: &Visitor) -> Option<Self> {
        let rules = &domain::securite::rules().ok()?.session;
        Some(Self {
            at: visitor.ends_at.as_millisecond(),
            now: visitor.seen_at.as_millisecond(),
            warning: i64::try_from(rules.warning.as_millis()).ok()?,
        })
    }
}

impl Frame {
    /// From who asks and the address they ask for.
    pub(crate) fn of(visitor: Option<&Visitor>, path: &str) -> Self {
        let Some(visitor) = visitor else { return Self::default() };
        let standing = visitor.actor.standing();
        let asked = path.strip_prefix("/c/").and_then(|rest| rest.split('/').next());
        let cpts = visitor.places.iter().filter_map(|place| match place {
            Place::Cpts { id, name, fictitious, .. } => Some((id.to_string(), name, *id, *fictitious)),
            Place::Institution { .. } => None,
        });
        let cpts: Vec<_> = cpts.collect();
        let chosen = cpts.iter().find(|(id, ..)| asked == Some(id)).or(cpts.first());
        let seat = desk(visitor, path).filter(|_| chosen.is_none() || path.starts_with("/i/"));
        let institution = visitor.places.iter().find_map(|place| match place {
            Place::Institution { id, name, .. } => Some(Link::new(name.clone(), format!("/i/{id}"))),
            Place::Cpts { .. } => None,
        });
        let usable = standing.strong;
        let id = chosen.map(|(_, _, id, _)| *id).filter(|_| usable);
        let takes_part = id.is_some_and(|id| visitor.actor.holds::<Participer>(id));
        let reads = id.is_some_and(|id| visitor.actor.holds::<ReadCommunaute>(id));
        let files = id.is_some_and(|id| visitor.actor.holds::<ReadDossiers>(id));
        let contracts = id.is_some_and(|id| visitor.actor.holds::<ReadContrat>(id));
        let seat = seat.filter(|_| usable);
        let urls = chosen.map(|(id, ..)| CptsUrls::new(id)).filter(|_| usable);
        Self {
            name: Some(visitor.account.name.clone()),
            home: match (&urls, chosen) {
                (Some(urls), Some((_, name, ..))) => Some(Link::new((*name).clone(), urls.accueil())),
                _ => institution.filter(|_| usable),
            },
            moi: urls.as_ref().filter(|_| takes_part).map(|urls| urls.under("moi")),
            communaute: urls.as_ref().filter(|_| reads).map(|urls| urls.under("communaute")),
            territoires: urls.as_ref().map(CptsUrls::territoires),
            dossiers: match &seat {
                Some(seat) => Some(format!("{seat}/dossiers")),
                None => urls.as_ref().filter(|_| files).map(|urls| urls.under("dossiers")),
            },
            contrat: urls.as_ref().filter(|_| contracts && seat.is_none()).map(|urls| urls.under("contrats")),
            region: seat.map(|seat| format!("{seat}/region")),
            organisation: urls.as_ref().map(CptsUrls::organisation),
            instance: (standing.operator && usable).then(|| "/instance".to_owned()),
            fictitious: chosen.is_some_and(|(.., fictitious)| *fictitious),
            several: visitor.places.len() > 1,
            session: SessionEnd::of(visitor),
        }
    }
}

/// Address of the institution where the person instructs: the one of the address, or the first one.
fn desk(visitor: &Visitor, path: &str) -> Option<String> {
    let asked = path.strip_prefix("/i/").and_then(|rest| rest.split('/').next());
    let instructs =
        |role: &InstitutionRole| matches!(role, InstitutionRole::Guichet | InstitutionRole::Instructeur);
    let all: Vec<String> = visitor
        .places
        .iter()
        .filter_map(|place| match place {
            Place::Institution { id, roles, .. } if roles.iter().any(instructs) => Some(id.to_string()),
            _ => None,
        })
        .collect();
    let own = all.iter().find(|id| asked == Some(id.as_str())).or(all.first());
    own.map(|id| format!("/i/{id}"))
}

/// Runs the rest of a request with this frame.
pub(crate) async fn within<T>(frame: Frame, rest: impl Future<Output = T>) -> T {
    FRAME.scope(frame, rest).await
}

/// The frame of the request; the empty one outside of any.
pub(crate) fn current() -> Frame {
    FRAME.try_with(Clone::clone).unwrap_or_default()
}
