//! The screen of the room: a large drawing, a short code, a counter.

use app::communaute::presences::Ecran;
use askama::Template;
use askama_web::WebTemplate;
use domain::communaute::presences::Cadran;
use domain::nombres::compte;

use super::super::page::Page;

/// The screen of the room.
#[derive(Template, WebTemplate)]
#[template(path = "presences/ecran.html")]
pub struct EcranView {
    /// Layout.
    pub page: Page,
    /// Address of the presences.
    pub base: String,
    /// `24/11/2026, de 19:00 à 21:00`; empty without a date.
    pub seance: String,
    /// The codes while signing is open.
    pub codes: Option<CodesShown>,
    /// What to say while it is not.
    pub closed: String,
    /// `12 présences`.
    pub count: String,
    /// `2 à confirmer`; empty when nothing waits.
    pub waiting: String,
    /// Seconds between two states.
    pub refresh: i64,
}

/// Codes as they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodesShown {
    /// Address behind the drawing.
    pub url: String,
    /// The drawing.
    pub svg: String,
    /// `ACD EFG`.
    pub court: String,
    /// `maillage.exemple.fr/presence`.
    pub place: String,
}

impl EcranView {
    /// The screen at an instant; `site` is the address that people type.
    pub fn new(page: Page, (base, site): (&str, &str), ecran: &Ecran, refresh: i64) -> Self {
        let cadran = ecran.seance.map(|one| Cadran::new((one.debut, one.fin), ecran.zone.clone()));
        let place = site.split("://").last().unwrap_or_default();
        let codes = ecran.codes.as_ref().map(|codes| {
            let (first, last) = codes.court.split_at(codes.court.len() / 2);
            CodesShown {
                url: codes.adresse.clone(),
                svg: codes.qr_svg.clone(),
                court: format!("{first}\u{a0}{last}"),
                place: format!("{place}/presence"),
            }
        });
        let closed = match ecran.seance {
            None => "Cette réunion n'a pas de date. Choisissez-en une pour ouvrir les signatures.".to_owned(),
            Some(one) if ecran.at < one.debut => {
                "Les signatures ouvrent une demi-heure avant la réunion. Cette page se met à jour toute seule.".to_owned()
            }
            Some(_) => "Les signatures sont fermées. Le secrétaire peut encore ajouter une présence.".to_owned(),
        };
        let waiting = match ecran.a_confirmer {
            0 => String::new(),
            count => format!("{count} à confirmer"),
        };
        Self {
            page,
            base: base.to_owned(),
            seance: cadran.map(|one| one.seance()).unwrap_or_default(),
            codes,
            closed,
            count: compte(ecran.comptees, "présence", "présences"),
            waiting,
            refresh,
        }
    }
}
