//! One's own page, made for a phone: what to do in thirty seconds.

use app::communaute::lecture::{Attendus, Moi, QuestionnaireAttendu, VoteAttendu};
use askama::Template;
use askama_web::WebTemplate;
use domain::communaute::{CanalKind, Fonction, Personne, Reunion, Statut};
use domain::nombres::{compte, date};
use domain::texte::Telephone;
use jiff::Timestamp;

use super::{profession, quand};
use crate::views::components::{ActionForm, Choice, Definition, EmptyState, Field, FieldKind, Link, Opt};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::views::urls::CptsUrls;

/// One's own page.
#[derive(Template, WebTemplate)]
#[template(path = "lecture/moi.html")]
pub struct MoiView {
    /// Layout.
    pub page: Page,
    /// The next meeting.
    pub next: Option<NextMeeting>,
    /// Later meetings.
    pub later: Vec<(String, Link)>,
    /// Votes that are open: what is asked, and where to vote.
    pub votes: Vec<(String, Link)>,
    /// Questionnaires that wait: title, what it takes, and the button that goes there.
    pub questionnaires: Vec<(String, String, ActionForm)>,
    /// Other things to do.
    pub todo: Vec<Link>,
    /// Groups: what one does there, and the page.
    pub groupes: Vec<(Link, String)>,
    /// One's own card, in short.
    pub card: Vec<Definition>,
    /// Ways to be reached.
    pub contact: Vec<Definition>,
    /// The printable card.
    pub card_url: String,
    /// Where to correct the ways to be reached.
    pub contact_url: String,
    /// Presences of the year.
    pub presences: String,
}

/// The next meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextMeeting {
    /// Title and page.
    pub link: Link,
    /// When.
    pub quand: String,
    /// Where.
    pub lieu: String,
    /// Whether it is on now.
    pub on: bool,
    /// Where to say whether one comes.
    pub answer_url: String,
}

/// Fills the page; `todo` is where else the site leads the person.
pub fn show(
    page: Page,
    urls: &CptsUrls,
    (moi, attendus, todo): (&Moi, &Attendus, Vec<Link>),
    now: Timestamp,
) -> MoiView {
    let mut meetings = moi.reunions.iter();
    let meeting = |one: &Reunion| Link::new(one.titre.clone(), urls.under(&format!("reunions/{}", one.id)));
    let next = meetings.next().map(|one| NextMeeting {
        link: meeting(one),
        quand: one.debut.map(|at| quand(at, &moi.zone)).unwrap_or_default(),
        lieu: one.fiche.lieu.clone(),
        on: one.debut.is_some_and(|start| start <= now),
        answer_url: urls.under(&format!("reunions/{}/repondre", one.id)),
    });
    let later = meetings.filter_map(|one| Some((quand(one.debut?, &moi.zone), meeting(one))));
    let groupes = moi.groupes.iter().map(|(groupe, seat)| {
        let link = Link::new(groupe.nom.clone(), urls.under(&format!("groupes/{}", groupe.id)));
        let what = if seat.fonction == Fonction::Membre {
            "membre".into()
        } else {
            seat.fonction.label().to_lowercase()
        };
        (link, what)
    });
    MoiView {
        page,
        next,
        later: later.collect(),
        votes: attendus.votes.iter().map(|one| vote(urls, one)).collect(),
        questionnaires: attendus.questionnaires.iter().map(|one| questionnaire(urls, one)).collect(),
        todo,
        groupes: groupes.collect(),
        card: card(&moi.personne),
        contact: contact(&moi.personne),
        card_url: urls.under("moi/carte"),
        contact_url: urls.under("moi/coordonnees"),
        presences: match moi.presences.len() {
            0 => "Aucune présence comptée cette année.".to_owned(),
            count => format!("{} cette année.", compte(count, "présence notée", "présences notées")),
        },
    }
}

/// What is asked, and the button that leads to the ballots.
fn vote(urls: &CptsUrls, one: &VoteAttendu) -> (String, Link) {
    let more = match one.voix {
        1 => String::new(),
        count => format!(" ({})", compte(count, "voix à donner", "voix à donner")),
    };
    let label = format!("Voter\u{a0}: {}", one.question);
    (
        format!("{}{more}", one.question),
        Link::new(label, urls.under(&format!("gouvernance/voter/{}", one.reunion))),
    )
}

/// The title, what it takes, and the button that leads to the questions.
fn questionnaire(urls: &CptsUrls, one: &QuestionnaireAttendu) -> (String, String, ActionForm) {
    let time = compte(one.minutes as usize, "minute", "minutes");
    let until = one.jusque.map(|day| format!(", jusqu'au {}", date(day))).unwrap_or_default();
    let label = format!("Répondre à «\u{a0}{}\u{a0}»", one.titre);
    let button = ActionForm::new(label, urls.under(&format!("moi/questionnaires/{}", one.id)));
    (one.titre.clone(), format!("{time}{until}"), button)
}

/// Name, profession, number, membership.
fn card(one: &Personne) -> Vec<Definition> {
    let mut lines = vec![Definition::new("Nom", one.nom_texte())];
    if one.profession.is_some() {
        lines.push(Definition::new("Profession", profession(one.profession.as_deref())));
    }
    if let Some(fonction) = &one.fiche.fonction {
        lines.push(Definition::new("Fonction", fonction.clone()));
    }
    if let Some(rpps) = &one.rpps {
        lines.push(Definition::new("Numéro RPPS", rpps.as_str()));
    }
    let since = one.fiche.parcours.last().map(|step| format!(", depuis le {}", date(step.depuis)));
    let status = match one.statut {
        Statut::Adherent => "Membre de l'association",
        Statut::Interesse => "Intéressé par le projet, pas encore membre",
        Statut::Repere | Statut::Contacte => "Pas encore membre",
        Statut::Sorti => "N'est plus membre",
    };
    lines.push(Definition::new("Adhésion", format!("{status}{}", since.unwrap_or_default())));
    lines
}

fn shown(one: &Personne, kind: CanalKind) -> Option<String> {
    let canal = one.canal(kind)?;
    let phone = || Telephone::from_e164(&canal.valeur).map(|phone| phone.shown());
    match kind {
        CanalKind::Telephone => Some(phone().unwrap_or_else(|| canal.valeur.clone())),
        _ => Some(canal.valeur.clone()),
    }
}

fn contact(one: &Personne) -> Vec<Definition> {
    let kinds = [
        (CanalKind::Courriel, "E-mail"),
        (CanalKind::Telephone, "Téléphone"),
        (CanalKind::Mssante, "MSSanté"),
    ];
    let line = |(kind, label): (CanalKind, &str)| {
        Definition::new(label, shown(one, kind).unwrap_or_else(|| "non renseigné".to_owned()))
    };
    kinds.into_iter().map(line).collect()
}

/// The page of somebody whose account has no sheet.
pub fn without_sheet(page: Page, urls: &CptsUrls, account: &str) -> SheetView {
    let empty = EmptyState {
        title: "Votre compte n'est pas encore relié à votre fiche.",
        text: format!(
            "Demandez à la coordination de votre CPTS de relier le compte «\u{a0}{account}\u{a0}» à votre fiche."
        ),
        link: Some(Link::new("Revenir à l'accueil", urls.accueil())),
    };
    let lead = "Ici vous trouverez vos réunions, vos groupes et votre carte.";
    SheetView::new(page, vec![Part::Lead(lead.to_owned()), Part::Empty(empty)])
}

/// The form of one's own ways to be reached.
pub fn contact_form(page: Page, urls: &CptsUrls, personne: &Personne) -> SheetView {
    let field = |name, label: &str, kind, channel| {
        Field::new(name, label).kind(kind).value(shown(personne, channel).unwrap_or_default())
    };
    let objects =
        personne.fiche.canaux.iter().any(|canal| canal.accord == domain::communaute::Accord::Refuse);
    let option = Opt::new("oui", "Ne plus m'écrire ni m'appeler", objects)
        .hint("La CPTS garde votre adresse pour ne plus l'employer.");
    let items = vec![
        Item::Field(field("courriel", "E-mail", FieldKind::Email, CanalKind::Courriel)),
        Item::Field(
            field("telephone", "Téléphone", FieldKind::Text, CanalKind::Telephone)
                .hint("Dix chiffres, par exemple 06 12 34 56 78."),
        ),
        Item::Boxes(Choice::new("opposition", "Messages de la CPTS", vec![option])),
    ];
    let form = Form::new(urls.under("moi/coordonnees"), "Enregistrer mes coordonnées", items)
        .cancel("Revenir à mon espace", urls.under("moi"));
    SheetView::new(page, vec![Part::Form(form)])
}

/// The printable card.
#[derive(Template, WebTemplate)]
#[template(path = "lecture/carte.html")]
pub struct CarteView {
    /// Layout.
    pub page: Page,
    /// Name of the association.
    pub association: String,
    /// Lines of the card.
    pub card: Vec<Definition>,
    /// Day of the card.
    pub day: String,
    /// Back to one's own page.
    pub back: String,
}

/// Fills the card.
pub fn carte(
    page: Page,
    urls: &CptsUrls,
    (association, one): (&str, &Personne),
    day: jiff::civil::Date,
) -> CarteView {
    CarteView {
        page,
        association: association.to_owned(),
        card: card(one),
        day: format!("Carte établie le {}.", date(day)),
        back: urls.under("moi"),
    }
}
