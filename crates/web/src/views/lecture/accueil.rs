//! The door of the community: what waits, how many, where to go.

use std::collections::BTreeMap;

use app::communaute::lecture::CommunauteAccueil;
use askama::Template;
use askama_web::WebTemplate;
use domain::communaute::Statut;
use domain::nombres::{compte, liste};
use jiff::tz::TimeZone;

use super::quand;
use crate::views::components::{Definition, EmptyState, Link};
use crate::views::organisation::HubCard;
use crate::views::page::Page;
use crate::views::urls::CptsUrls;

/// The door of the community.
#[derive(Template, WebTemplate)]
#[template(path = "lecture/accueil.html")]
pub struct CommunauteView {
    /// Layout.
    pub page: Page,
    /// What waits: a sentence and where to do something about it.
    pub waiting: Vec<(String, Link)>,
    /// People by status.
    pub counts: Vec<Definition>,
    /// The next meetings.
    pub next: Vec<(String, Link)>,
    /// Pages to open.
    pub cards: Vec<HubCard>,
    /// What to do first, when nobody is there yet.
    pub empty: Option<EmptyState>,
}

/// What the page waits for beyond what the door itself knows: a sentence, a label, an address.
pub type Waiting = (String, Link);

/// Fills the page.
pub fn show(
    page: Page,
    urls: &CptsUrls,
    found: &CommunauteAccueil,
    (cards, more, zone): (Vec<HubCard>, Vec<Waiting>, &TimeZone),
) -> CommunauteView {
    let mut waiting = more;
    for meeting in &found.a_clore {
        let text =
            format!("La réunion «\u{a0}{}\u{a0}» est passée. Dites si elle a été tenue.", meeting.titre);
        waiting
            .push((text, Link::new("Ouvrir cette réunion", urls.under(&format!("reunions/{}", meeting.id)))));
    }
    if found.demandes > 0 {
        let text =
            format!("{} à décider.", compte(found.demandes, "demande d'adhésion", "demandes d'adhésion"));
        waiting.push((text, Link::new("Ouvrir les adhésions", urls.under("adhesions"))));
    }
    if found.en_retard > 0 {
        let text = format!("{} en retard.", compte(found.en_retard, "tâche", "tâches"));
        waiting.push((text, Link::new("Ouvrir les tâches", urls.under("reunions/taches"))));
    }
    if !found.sans_pilote.is_empty() {
        let names: Vec<String> =
            found.sans_pilote.iter().map(|name| format!("«\u{a0}{name}\u{a0}»")).collect();
        let several = if names.len() == 1 { "Ce groupe n'a" } else { "Ces groupes n'ont" };
        let text = format!("{several} personne à sa tête\u{a0}: {}.", liste(&names));
        let text = if names.len() == 1 { text } else { text.replace("à sa tête", "à leur tête") };
        waiting.push((text, Link::new("Ouvrir les groupes", urls.under("groupes"))));
    }
    let next = found.prochaines.iter().filter_map(|meeting| {
        let address = urls.under(&format!("reunions/{}", meeting.id));
        Some((quand(meeting.debut?, zone), Link::new(meeting.titre.clone(), address)))
    });
    CommunauteView {
        page,
        waiting,
        counts: if found.total == 0 { vec![] } else { counts(found) },
        next: next.collect(),
        cards,
        empty: (found.total == 0).then(|| EmptyState {
            title: "La communauté est encore vide.",
            text: "Importez d'abord votre liste de professionnels. Un tableur suffit, même incomplet."
                .to_owned(),
            link: Some(Link::new("Importer un tableur", urls.under("communaute/importer"))),
        }),
    }
}

fn counts(found: &CommunauteAccueil) -> Vec<Definition> {
    let of = |statut: Statut| found.personnes.get(&statut).copied().unwrap_or_default();
    let statuts: BTreeMap<Statut, &str> = [
        (Statut::Repere, "Repérés"),
        (Statut::Contacte, "Contactés"),
        (Statut::Interesse, "Intéressés"),
        (Statut::Adherent, "Adhérents"),
        (Statut::Sorti, "Sortis"),
    ]
    .into();
    let mut lines = vec![Definition::new("En tout", compte(found.total, "personne", "personnes"))];
    let shown = statuts.into_iter().map(|(statut, label)| {
        Definition::new(label, domain::nombres::entier(i64::try_from(of(statut)).unwrap_or(0)))
    });
    lines.extend(shown);
    lines.push(Definition::new("Structures", compte(found.structures, "structure", "structures")));
    lines.push(Definition::new("Groupes", compte(found.groupes, "groupe", "groupes")));
    lines
}
