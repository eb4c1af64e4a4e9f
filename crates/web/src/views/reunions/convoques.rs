//! Whom a meeting calls: who was told, who answered, who is called by mistake.

use app::communaute::reunions::Convoque;
use domain::communaute::{Reponse, ReunionState};
use domain::nombres::compte;

use super::plafond;
use super::show::ReunionPage;
use crate::views::components::{Cell, Choice, Column, Download, Link, Notice, Opt, Row, Table, Tone};
use crate::views::sheet::{Form, Item, Part};

/// The part of the page that says whom the meeting calls.
pub(super) fn called(of: &ReunionPage<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Personnes convoquées".into())];
    let prevue = of.state() == ReunionState::Prevue;
    if of.may_edit && prevue {
        parts.extend(of.depassements.iter().map(|one| Part::Notice(plafond::notice(one, of.participation))));
        parts.push(Part::Notice(sending(of)));
        let button = |label: &str, only: &str| {
            let hidden = vec![Item::Hidden("qui", only.to_owned())];
            Part::Form(Form::new(format!("{}/convoquer", of.url), label, hidden))
        };
        let reunion = &of.vue.reunion;
        let told = of.convoques.iter().filter(|one| one.was_told(reunion)).count();
        parts.push(button("Envoyer la convocation à tous", "tous"));
        if told > 0 && told < of.convoques.len() {
            parts.push(button("Envoyer la convocation aux personnes non prévenues", "nouveaux"));
        }
    }
    if of.convoques.is_empty() {
        parts
            .push(Part::Text(vec!["Personne n'est convoqué. Donnez un mandat ou invitez quelqu'un.".into()]));
    } else {
        parts.push(Part::Table("convoques", table(of)));
    }
    if of.may_edit && of.open() {
        parts.push(Part::Buttons(vec![Link::new("Inviter une personne", format!("{}/invites", of.url))]));
    }
    if of.may_edit && prevue && !of.convoques.is_empty() {
        parts.push(Part::Form(answer_for(of)));
    }
    if of.vue.reunion.debut.is_some() {
        parts.push(Part::Downloads(vec![Download {
            label: "Convocation à imprimer".into(),
            url: format!("{}/convocation.pdf", of.url),
            format: "PDF",
            hint: "Pour les personnes sans courriel.",
        }]));
    }
    parts
}

fn sending(of: &ReunionPage<'_>) -> Notice {
    if of.vue.reunion.fiche.envoi_manuel {
        return Notice::new(Tone::Info, "Les convocations ne partent que lorsque vous les envoyez.");
    }
    if of.departs.is_empty() {
        return Notice::new(
            Tone::Attention,
            "Les délais habituels sont passés. Envoyez la convocation maintenant.",
        );
    }
    Notice::new(Tone::Info, "Les convocations partent seules.").with_details(of.departs.clone())
}

fn answer_for(of: &ReunionPage<'_>) -> Form {
    let person = |one: &Convoque| Opt::new(one.personne.to_string(), one.nom.clone(), false);
    let mut people = vec![Opt::new("", "Choisir…", true)];
    people.extend(of.convoques.iter().map(person));
    let answers = Reponse::ALL.iter().map(|one| Opt::new(one.key(), one.label(), false)).collect();
    let items = vec![
        Item::Select(Choice::new("personne", "Réponse reçue de", people)),
        Item::Select(Choice::new("reponse", "Réponse donnée", answers).id("reponse-notee")),
    ];
    Form::new(format!("{}/reponses", of.url), "Noter la réponse", items)
}

fn table(of: &ReunionPage<'_>) -> Table {
    let mut columns = ["Personne", "Fonction", "Prévenue", "Réponse"].map(Column::text).to_vec();
    let begun = of.vue.reunion.debut.is_some_and(|debut| debut <= of.now);
    let takes = of.may_edit && of.open() && !begun && of.convoques.iter().any(|one| one.retirable);
    if takes {
        columns.push(Column::text("Action"));
    }
    let answered = of.convoques.iter().filter(|one| one.reponse().is_some()).count();
    let caption = format!(
        "{}, {}",
        compte(of.convoques.len(), "personne convoquée", "personnes convoquées"),
        compte(answered, "réponse", "réponses")
    );
    let mut table = Table::new(caption, columns);
    let row = |one: &Convoque| {
        let told = match (one.was_told(&of.vue.reunion), one.joignable) {
            (true, _) => "Oui",
            (false, true) => "Pas encore",
            (false, false) => "Sans courriel utilisable\u{a0}: prévenez-la autrement",
        };
        let fonction = one.fonction.map_or("Invité", |fonction| fonction.label());
        let answer = one.reponse().map(|reponse| reponse.label()).unwrap_or("Sans réponse");
        let mut cells: Vec<Cell> = vec![fonction.into(), told.into(), answer.into()];
        if takes {
            let link = format!("{}/invites/{}/retirer", of.url, one.personne);
            let take = || Cell::from(format!("Retirer l'invitation de {}", one.nom)).link(link);
            cells.push(if one.retirable { take() } else { Cell::default() });
        }
        Row::new(one.nom.clone(), cells)
    };
    table.rows = of.convoques.iter().map(row).collect();
    table
}
