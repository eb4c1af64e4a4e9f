//! One campaign: what it says, whom it reaches, where it stands.

use app::communaute::mobilisation::CampagneLue;
use domain::communaute::Annuaire;
use domain::communaute::mobilisation::{
    Campagne, CampagneCanal, CampagneState, Choix, Ecart, Regles, Reponse,
};
use domain::nombres::compte;

use super::{day, number};
use crate::views::components::{ActionForm, Cell, Column, Definition, Link, Notice, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Part, SheetView};
use crate::wording::mobilisation::left_out;

/// The page of a campaign; `base` is its address, `who` the person who launched it.
pub fn show(
    page: Page,
    base: &str,
    (lue, who, regles): (&CampagneLue, &str, &Regles),
    may_edit: bool,
) -> SheetView {
    let one = &lue.campagne;
    let mut parts = vec![Part::Lead(lead(one))];
    if may_edit {
        parts.push(Part::Buttons(actions(one, base)));
    } else {
        parts.push(Part::Buttons(reading(one, base)));
    }
    if one.state == CampagneState::Lancee && may_edit {
        parts.extend(running(lue, base, regles));
    }
    if one.state != CampagneState::Preparation {
        parts.push(Part::Heading("Où en est la campagne".to_owned()));
        parts.push(Part::Table("bilan", numbers(lue, base)));
    }
    parts.push(Part::Heading("Ce que dit la campagne".to_owned()));
    parts.push(Part::Definitions(known(lue, who)));
    parts.push(Part::Text(one.fiche.message.split("\n\n").map(str::to_owned).collect()));
    if one.is_open() && may_edit {
        let form = Form::new(format!("{base}/supprimer"), "Supprimer la campagne", Vec::new()).danger();
        parts.push(Part::Form(form));
    }
    SheetView::new(page, parts)
}

fn lead(one: &Campagne) -> String {
    match one.state {
        CampagneState::Preparation => "Cette campagne est en préparation\u{a0}: rien n'est parti.".to_owned(),
        CampagneState::Lancee => {
            let since = one.fiche.lancee_at.map(day).unwrap_or_default();
            format!("Cette campagne est lancée depuis le {since}. Sa liste ne change plus.")
        }
        CampagneState::Close => {
            let since = one.fiche.close_at.map(day).unwrap_or_default();
            format!("Cette campagne est close depuis le {since}. Les réponses tardives comptent encore.")
        }
    }
}

fn actions(one: &Campagne, base: &str) -> Vec<Link> {
    match (one.state, one.canal) {
        (CampagneState::Preparation, _) => vec![
            Link::new("Vérifier la liste et lancer", format!("{base}/lancer")),
            Link::new("Modifier la campagne", format!("{base}/modifier")),
        ],
        (CampagneState::Lancee, CampagneCanal::Telephone) => vec![
            Link::new("Appeler les personnes de la liste", format!("{base}/appels")),
            Link::new("Voir les personnes", format!("{base}/personnes")),
        ],
        _ => reading(one, base),
    }
}

fn reading(one: &Campagne, base: &str) -> Vec<Link> {
    if one.is_open() {
        return vec![Link::new("Voir qui serait retenu", format!("{base}/lancer"))];
    }
    let mut links = vec![Link::new("Voir les personnes", format!("{base}/personnes"))];
    if one.canal == CampagneCanal::Relais {
        links.insert(0, Link::new("Ouvrir le kit de relais", format!("{base}/kit")));
    }
    links
}

/// What can be done while it runs.
fn running(lue: &CampagneLue, base: &str, regles: &Regles) -> Vec<Part> {
    let rule = &regles.relance;
    let mut parts = Vec::new();
    match lue.campagne.canal {
        CampagneCanal::Courriel if lue.relancables > 0 => {
            let text = format!(
                "{} sans réponse depuis {} jours ou plus.",
                compte(lue.relancables, "personne est", "personnes sont"),
                rule.jours
            );
            let button = ActionForm::new("Relancer ces personnes", format!("{base}/relancer"));
            parts.push(Part::Notice(Notice::new(Tone::Info, text).with_action(button)));
        }
        CampagneCanal::Courriel => parts.push(Part::Text(vec![format!(
            "Une relance est possible {} jours après un message sans réponse, {} fois au plus.",
            rule.jours, rule.maximum
        )])),
        CampagneCanal::Courrier => {
            let waits = lue.bilan.en_attente + lue.relancables;
            if waits > 0 {
                let text = format!("{} à imprimer.", compte(waits, "lettre est", "lettres sont"));
                let button = ActionForm::new("Télécharger les lettres", format!("{base}/courriers"));
                parts.push(Part::Notice(Notice::new(Tone::Info, text).with_action(button)));
            }
        }
        CampagneCanal::Telephone | CampagneCanal::Relais => {}
    }
    parts.push(Part::Form(Form::new(format!("{base}/clore"), "Clore la campagne", Vec::new())));
    parts
}

fn numbers(lue: &CampagneLue, base: &str) -> Table {
    let bilan = &lue.bilan;
    let mut table =
        Table::new("Nombre de personnes", vec![Column::text("Situation"), Column::number("Personnes")]);
    let link = |label: &str, filtre: &str, count: usize| {
        let url = format!("{base}/personnes?etat={filtre}");
        Row::new(Cell::from(label).link(url), vec![number(count).into()])
    };
    if lue.campagne.canal != CampagneCanal::Relais {
        table.rows.push(link("Retenues", "retenue", bilan.retenus));
        table.rows.push(link("Jointes", "jointe", bilan.contactes));
        table.rows.push(link("En attente d'un premier message", "attente", bilan.en_attente));
        table.rows.push(link("Message revenu", "revenu", bilan.revenus));
        table.rows.push(link("Écartées", "ecartee", bilan.laisses()));
    }
    for reponse in Reponse::ALL {
        table.rows.push(link(
            &format!("Réponse «\u{a0}{}\u{a0}»", reponse.label()),
            reponse.key(),
            bilan.reponse(*reponse),
        ));
    }
    table.rows.push(Row::total("Réponses en tout", vec![number(bilan.repondu()).into()]));
    if lue.reunion.is_some() {
        let head = Cell::from("Présentes à la réunion, parmi les personnes jointes");
        table.rows.push(Row::new(head, vec![number(lue.presents).into()]));
    }
    table
}

fn known(lue: &CampagneLue, who: &str) -> Vec<Definition> {
    let one = &lue.campagne;
    let mut list = vec![Definition::new("Moyen", one.canal.label())];
    if !one.fiche.but.is_empty() {
        list.push(Definition::new("But", one.fiche.but.clone()));
    }
    if let Some(at) = one.fiche.lancee_at {
        list.push(Definition::new("Lancée", format!("le {} par {who}", day(at))));
    }
    if !one.fiche.relances.is_empty() {
        let days: Vec<String> = one.fiche.relances.iter().map(|at| day(*at)).collect();
        list.push(Definition::new("Relances", domain::nombres::liste(&days)));
    }
    if let Some(reunion) = &lue.reunion {
        list.push(Definition::new("Invite à la réunion", reunion.titre.clone()));
    }
    list.push(Definition::new("Objet", one.fiche.objet.clone()));
    list
}

/// Who would be reached, who would not, before the launch.
pub fn launch(
    page: Page,
    base: &str,
    (one, choix, annuaire): (&Campagne, &Choix, &Annuaire),
    may_edit: bool,
) -> SheetView {
    let mut parts = Vec::new();
    if one.canal == CampagneCanal::Relais {
        parts.push(Part::Lead(
            "Le relais écrit à sa propre liste. Au lancement, Maillage prépare le texte, le lien et l'affiche.".to_owned(),
        ));
    } else {
        let reached = compte(choix.retenus.len(), "personne sera sollicitée", "personnes seront sollicitées");
        parts.push(Part::Lead(format!("{reached}. Au lancement, la liste ne change plus.")));
        let why = |why: &Ecart| {
            let count = choix.ecartes.iter().filter(|(_, own)| own == why).count();
            (count > 0).then(|| left_out(*why, count))
        };
        let reasons: Vec<String> = Ecart::ALL.iter().filter_map(why).collect();
        if !reasons.is_empty() {
            parts.push(Part::Heading("Personnes écartées".to_owned()));
            parts.push(Part::List(reasons));
        }
    }
    if may_edit {
        let form = Form::new(format!("{base}/lancer"), "Lancer la campagne", Vec::new())
            .cancel("Revenir à la campagne", base);
        parts.push(Part::Form(form));
    }
    if !choix.retenus.is_empty() || !choix.ecartes.is_empty() {
        parts.push(Part::Table("liste", people(choix, annuaire)));
    }
    SheetView::new(page, parts)
}

/// Lines of the preview: the rest is counted.
const PREVIEW: usize = 200;

fn people(choix: &Choix, annuaire: &Annuaire) -> Table {
    let mut table = Table::new(
        format!("Liste d'aujourd'hui, {PREVIEW} personnes au plus"),
        vec![Column::text("Personne"), Column::text("Sera jointe par")],
    );
    let out = choix.ecartes.iter().map(|(id, why)| (id, Cell::default().tag(Tone::Attention, why.label())));
    let kept = choix.retenus.iter().map(|(id, adresse)| (id, Cell::from(adresse.clone())));
    table.rows =
        out.chain(kept).take(PREVIEW).map(|(id, cell)| Row::new(annuaire.nom(*id), vec![cell])).collect();
    table
}
