//! The home of a CPTS: what waits, then what each role needs.

use app::organisations::Waiting;
use askama::Template;
use askama_web::WebTemplate;
use domain::aci::contrat::Alerte;
use domain::authz::{Role, Subject};
use domain::nombres::{compte, date, liste};

use super::components::{EmptyState, Link, Notice, Tag, Tone};
use super::organisation::HubCard;
use super::page::Page;
use super::territoires::TerritoireCard;
use super::urls::CptsUrls;
use crate::wording::contrats;
use crate::wording::organisation::last_day;

/// The home of a CPTS.
#[derive(Template, WebTemplate)]
#[template(path = "accueil/show.html")]
pub struct AccueilView {
    /// Layout.
    pub page: Page,
    /// What waits, the most urgent first.
    pub waiting: Vec<WaitingLine>,
    /// What each role of the person needs.
    pub sections: Vec<RoleSection>,
    /// Territories.
    pub territoires: Vec<TerritoireCard>,
    /// Address of the form of a new territory; `None` without the right to make one.
    pub new_url: Option<String>,
    /// Reference data that is missing, and how to get it.
    pub missing: Vec<Notice>,
    /// Whom to ask.
    pub contact: String,
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLine {
    /// One sentence.
    pub text: String,
    /// `avant le 22/11/2026`.
    pub date: Option<String>,
    /// Where to do it.
    pub link: Link,
    /// Said when it is late.
    pub tag: Option<Tag>,
}

/// What a role needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleSection {
    /// Title.
    pub title: &'static str,
    /// Identifier in the page.
    pub id: &'static str,
    /// What is known.
    pub sentences: Vec<String>,
    /// Pages to open.
    pub cards: Vec<HubCard>,
}

impl AccueilView {
    /// What stands in the place of an empty list of territories.
    pub fn empty(&self) -> EmptyState {
        super::territoires::empty_list(self.new_url.clone())
    }

    /// `3 choses`.
    pub fn badge(&self) -> String {
        compte(self.waiting.len(), "chose", "choses")
    }
}

/// Things that wait, as people read them.
pub fn lines(waiting: &[Waiting], urls: &CptsUrls) -> Vec<WaitingLine> {
    waiting.iter().map(|one| line(one, urls)).collect()
}

fn late(is_late: bool) -> Option<Tag> {
    is_late.then(|| Tag::new(Tone::Attention, "en retard"))
}

fn line(waiting: &Waiting, urls: &CptsUrls) -> WaitingLine {
    let under = |path: &str| urls.under(&format!("organisation/{path}"));
    let make = |text: String, date: Option<String>, (label, path): (&str, &str), tag| WaitingLine {
        text,
        date,
        link: Link::new(label, under(path)),
        tag,
    };
    match waiting {
        Waiting::Violation { due, late: is_late } => make(
            "Décidez si la CNIL doit connaître une violation de données.".to_owned(),
            Some(format!("avant le {}", moment(*due))),
            ("Ouvrir le registre des violations", "violations"),
            late(*is_late),
        ),
        Waiting::Demande { due, late: is_late } => make(
            "Répondez à une demande d'une personne sur ses données.".to_owned(),
            Some(format!("avant le {}", date(*due))),
            ("Ouvrir les demandes", "demandes"),
            late(*is_late),
        ),
        Waiting::InvitationRefused { id, name, at } => make(
            format!("Le courriel d'invitation de {name} a été refusé. Vérifiez l'adresse."),
            Some(format!("le {}", date(at.to_zoned(app::paris()).date()))),
            ("Ouvrir cette invitation", &format!("invitations/{id}")),
            None,
        ),
        Waiting::InvitationExpires { id, name, at } => make(
            format!("{name} n'a pas répondu à son invitation."),
            Some(format!("avant le {}", last_day(*at))),
            ("Ouvrir cette invitation", &format!("invitations/{id}")),
            None,
        ),
        Waiting::NoSecondFactor { people } => match people.as_slice() {
            [(user, name)] => make(
                format!("{name} n'a pas encore de second facteur. Aidez cette personne à l'activer."),
                None,
                ("Voir cette personne", &format!("personnes/{user}")),
                None,
            ),
            several => make(
                format!(
                    "{} personnes n'ont pas encore de second facteur. Aidez-les à l'activer.",
                    several.len()
                ),
                None,
                ("Voir les personnes", "personnes"),
                None,
            ),
        },
        Waiting::GrantEnds { institution, subject, at } => make(
            format!("{institution} ne pourra bientôt plus lire {}.", readable(*subject)),
            Some(format!("le {}", last_day(*at))),
            ("Ouvrir les autorisations", "autorisations"),
            None,
        ),
        Waiting::ConventionEnds(one) => WaitingLine {
            text: match one.expiree {
                true => format!(
                    "La convention «\u{a0}{}\u{a0}» avec {} a expiré. Signez-en une autre, ou retirez-la.",
                    one.objet, one.nom
                ),
                false => {
                    format!("La convention «\u{a0}{}\u{a0}» avec {} se termine bientôt.", one.objet, one.nom)
                }
            },
            date: Some(format!("le {}", date(one.fin))),
            link: Link::new(
                format!("Ouvrir la fiche de {}", one.nom),
                urls.under(&format!("communaute/structures/{}", one.structure)),
            ),
            tag: one.expiree.then(|| Tag::new(Tone::Attention, "expirée")),
        },
        Waiting::ContratPresse { contrat, titre, alerte, horloge, autres } => WaitingLine {
            text: {
                let others = match autres {
                    0 => String::new(),
                    1 => " Une autre échéance presse.".to_owned(),
                    several => format!(" {several} autres échéances pressent."),
                };
                let (what, state) = (horloge.quoi.label(), contrats::etat(horloge));
                format!("Contrat «\u{a0}{titre}\u{a0}»\u{a0}: {what}. {state}.{others}")
            },
            date: Some(format!("avant le {}", date(horloge.limite))),
            link: Link::new(
                format!("Voir les échéances de «\u{a0}{titre}\u{a0}»"),
                urls.under(&format!("contrats/{contrat}/missions")),
            ),
            tag: late(matches!(alerte, Alerte::Depassee | Alerte::RisqueReprise)),
        },
        Waiting::SeatsEnd { count, first } => WaitingLine {
            text: match count {
                1 => "Un mandat se termine bientôt. Préparez son renouvellement.".to_owned(),
                several => format!("{several} mandats se terminent bientôt. Préparez leur renouvellement."),
            },
            date: Some(format!("avant le {}", date(*first))),
            link: Link::new("Ouvrir les groupes", urls.under("groupes")),
            tag: None,
        },
        Waiting::BankMissing => make(
            "Les coordonnées bancaires de l'association manquent.".to_owned(),
            None,
            ("Ouvrir les coordonnées bancaires", "banque"),
            None,
        ),
        Waiting::AssociationIncomplete(lacking) => make(
            format!(
                "La fiche de l'association est incomplète\u{a0}: {}.",
                liste(&lacking.iter().map(|key| part(key)).collect::<Vec<_>>())
            ),
            None,
            ("Ouvrir la fiche de l'association", "association"),
            None,
        ),
    }
}

fn moment(at: jiff::Timestamp) -> String {
    let local = at.to_zoned(app::paris());
    format!("{} à {}\u{a0}h\u{a0}{:02}", date(local.date()), local.hour(), local.minute())
}

fn part(key: &str) -> &'static str {
    match key {
        "legal_name" => "nom officiel",
        "siret" => "SIRET",
        "address" => "adresse",
        "email" => "courriel",
        _ => "délégué à la protection des données",
    }
}

/// What each role needs, in the order of the policy.
pub fn sections(roles: &[Role], bank_known: Option<bool>, cards: &[HubCard]) -> Vec<RoleSection> {
    let pick = |ends: &[&str]| -> Vec<HubCard> {
        let chosen = ends.iter().filter_map(|end| cards.iter().find(|card| card.url.ends_with(end)));
        chosen.cloned().collect()
    };
    let section = |title, id, sentences: Vec<&str>, ends: &[&str]| RoleSection {
        title,
        id,
        sentences: sentences.into_iter().map(str::to_owned).collect(),
        cards: pick(ends),
    };
    let bank = match bank_known {
        Some(true) => vec!["Les coordonnées bancaires de l'association sont enregistrées."],
        Some(false) => vec!["Les coordonnées bancaires de l'association manquent."],
        None => vec![],
    };
    let mut sections: Vec<RoleSection> = roles
        .iter()
        .filter_map(|role| {
            Some(match role {
                Role::Coordinateur => section(
                    "Coordination",
                    "coordination",
                    vec![],
                    &["/communaute", "/personnes", "/invitations", "/autorisations", "/journal"],
                ),
                Role::Bureau => section(
                    "Présidence et bureau",
                    "bureau",
                    vec![],
                    &["/communaute", "/autorisations", "/personnes", "/banque"],
                ),
                Role::Tresorier => {
                    section("Trésorerie", "tresorerie", bank.clone(), &["/banque", "/association"])
                }
                Role::Secretaire => section(
                    "Secrétariat",
                    "secretariat",
                    vec![],
                    &["/communaute", "/association", "/personnes", "/partages", "/demandes"],
                ),
                Role::Pilote | Role::Membre => section(
                    "Vie de la CPTS",
                    "membre",
                    vec![],
                    &[
                        "/moi",
                        "/objectifs",
                        "/boite-a-outils",
                        "/experiences",
                        "/association",
                        "/droits",
                        "/traitements",
                    ],
                ),
                Role::Invite => return None,
            })
        })
        .collect();
    sections.sort_by_key(|section| section.id);
    sections.dedup();
    sections
}

/// What a grant opens, inside a sentence.
fn readable(subject: Subject) -> &'static str {
    match subject {
        Subject::Territoire => "votre territoire",
        Subject::Diagnostic => "votre diagnostic",
        Subject::Effectifs => "vos effectifs",
        Subject::Argent => "vos totaux d'argent",
    }
}
