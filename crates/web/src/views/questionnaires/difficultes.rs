//! Difficulties: the list, one of them with its history, the form of one that was heard.

use std::borrow::Cow;

use app::communaute::questionnaires::DifficulteLue;
use domain::communaute::questionnaires::{Difficulte, EtatDifficulte, Fait, Theme};
use domain::nombres::{compte, date};
use territory::text::search_key;

use super::area;
use super::classer::boxes;
use super::envoi::profession;
use crate::views::components::{
    Cell, Choice, Column, Definition, EmptyState, Field, Link, Notice, Opt, Row, Table, Tone,
};
use crate::views::liste::{self, Action, Colonne, Etat, Export, Filtre, Lignes, Liste, Noms, Ordre};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

const NOMS: Noms = Noms { un: "difficulté", plusieurs: "difficultés", feminin: true };

fn day(at: jiff::Timestamp) -> String {
    date(at.to_zoned(app::paris()).date())
}

/// Colour of a state.
fn tone(etat: EtatDifficulte) -> Tone {
    match etat {
        EtatDifficulte::Exprimee => Tone::Info,
        EtatDifficulte::Retenue => Tone::Attention,
        EtatDifficulte::Traitee => Tone::Success,
        EtatDifficulte::SansSuite => Tone::Plain,
    }
}

/// Names of themes.
pub fn labels(keys: &[String], themes: &[Theme]) -> String {
    let name = |key: &String| {
        themes
            .iter()
            .find(|theme| theme.cle == *key)
            .map_or_else(|| key.clone(), |theme| theme.libelle.clone())
    };
    keys.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Who voiced it, as far as one may say.
pub fn auteur(one: &DifficulteLue, names: bool) -> String {
    let metier = profession(one.difficulte.auteur.profession.as_deref());
    match &one.auteur {
        Some(name) if names => format!("{name} ({metier})"),
        _ => metier,
    }
}

/// First words of a text, for a list and a title.
pub fn short(text: &str) -> String {
    const MOST: usize = 140;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// How a line of the list is read.
pub struct Lues<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// The themes.
    pub themes: &'a [Theme],
    /// Whether names may be shown.
    pub names: bool,
}

impl Lignes for Lues<'_> {
    type Item = DifficulteLue;
    fn id(&self, one: &DifficulteLue) -> String {
        one.difficulte.id.to_string()
    }
    fn cle<'a>(&self, one: &'a DifficulteLue) -> Cow<'a, str> {
        let author = if self.names { one.auteur.as_deref().unwrap_or_default() } else { "" };
        Cow::Owned(search_key(&format!("{} {author}", one.difficulte.texte)))
    }
    fn garde(&self, one: &DifficulteLue, filtre: &str, valeur: &str) -> bool {
        let d = &one.difficulte;
        match (filtre, valeur) {
            ("etat", valeur) => d.etat.key() == valeur,
            ("theme", "aucun") => d.fiche.themes.is_none(),
            ("theme", valeur) => d.fiche.themes.iter().flatten().any(|theme| theme == valeur),
            ("profession", valeur) => d.auteur.profession.as_deref() == Some(valeur),
            ("groupe", "seules") => d.groupe.is_none(),
            ("groupe", _) => d.groupe.is_some() || one.autres > 0,
            ("dite", valeur) => d.fiche.nouvelles.is_empty() == (valeur == "non"),
            _ => true,
        }
    }
    fn ordre(&self, one: &DifficulteLue, colonne: &str) -> Ordre {
        let d = &one.difficulte;
        match colonne {
            "date" => Ordre::Nombre(d.created_at.as_second() as f64),
            "etat" => Ordre::Nombre(d.etat as u8 as f64),
            "auteur" => Ordre::mots(&auteur(one, self.names)),
            "autres" => Ordre::Nombre(one.autres as f64),
            "themes" => Ordre::mots(&labels(d.fiche.themes.as_deref().unwrap_or_default(), self.themes)),
            _ => Ordre::mots(&d.texte),
        }
    }
    fn tete(&self, one: &DifficulteLue) -> Cell {
        Cell::from(short(&one.difficulte.texte)).link(format!("{}/{}", self.base, one.difficulte.id))
    }
    fn cellule(&self, one: &DifficulteLue, colonne: &str) -> Cell {
        let d = &one.difficulte;
        match colonne {
            "date" => day(d.created_at).into(),
            "etat" => Cell::default().tag(tone(d.etat), d.etat.label()),
            "auteur" => auteur(one, self.names).into(),
            "autres" if d.groupe.is_some() => "regroupée".into(),
            "autres" if one.autres > 0 => (one.autres + 1).to_string().into(),
            "autres" => String::new().into(),
            _ => labels(d.fiche.themes.as_deref().unwrap_or_default(), self.themes).into(),
        }
    }
}

/// The list, as the address and the forms read it.
pub fn liste_of(base: &str, (all, themes): (&[DifficulteLue], &[Theme]), may_edit: bool) -> Liste {
    let mut codes: Vec<&str> =
        all.iter().filter_map(|one| one.difficulte.auteur.profession.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    let pair = |key: &str, label: &str| (key.to_owned(), label.to_owned());
    let mut sorts: Vec<(String, String)> = themes.iter().map(|one| pair(&one.cle, &one.libelle)).collect();
    sorts.push(pair("aucun", "À classer"));
    let etats = EtatDifficulte::ALL.iter().map(|one| pair(one.key(), one.label())).collect();
    let metiers = codes.into_iter().map(|code| pair(code, &profession(Some(code)))).collect();
    let file =
        |format: &'static str, name: &str| Export::new("Difficultés", format, format!("{base}.{name}"));
    let liste = Liste::new("difficultes", "Difficultés exprimées", base, NOMS)
        .aide("Quelques mots de la difficulté.")
        .colonnes(vec![
            Colonne::new("texte", "Difficulté"),
            Colonne::new("etat", "État"),
            Colonne::new("themes", "Thèmes"),
            Colonne::new("auteur", "Dite par"),
            Colonne::new("autres", "Personnes").nombre(),
            Colonne::new("date", "Le"),
        ])
        .filtres(vec![
            Filtre::new("etat", "État", "Tous les états", etats),
            Filtre::new("theme", "Thème", "Tous les thèmes", sorts),
            Filtre::new("profession", "Profession", "Toutes les professions", metiers),
            Filtre::new(
                "groupe",
                "Regroupement",
                "Toutes",
                vec![pair("seules", "Une ligne par sujet"), pair("groupes", "Dites par plusieurs")],
            ),
            Filtre::new(
                "dite",
                "Nouvelle à l'auteur",
                "Toutes",
                vec![pair("non", "Rien dit encore"), pair("oui", "Nouvelle donnée")],
            ),
        ])
        .exports(vec![file("CSV", "csv"), file("XLSX", "xlsx")])
        .vide(EmptyState {
            title: "Aucune difficulté à ce jour.",
            text: "Elles naissent des réponses aux questionnaires. Vous pouvez aussi en noter une.".into(),
            link: None,
        });
    if may_edit {
        liste.actions(vec![Action::new("Regrouper ces difficultés", format!("{base}/regrouper"))])
    } else {
        liste
    }
}

/// The list of difficulties.
pub fn page(
    title: Page,
    (liste, etat): (Liste, Etat),
    (all, lues): (&[DifficulteLue], &Lues<'_>),
    may_edit: bool,
) -> SheetView {
    let mut parts =
        vec![Part::Lead("Chaque difficulté garde ses mots, son auteur et ce qu'elle est devenue.".into())];
    let mut buttons = vec![];
    if may_edit {
        buttons.push(Link::new("Noter une difficulté", format!("{}/nouvelle", lues.base)));
    }
    buttons.push(Link::new("Voir les questionnaires", lues.base.replace("/difficultes", "/questionnaires")));
    parts.push(Part::Buttons(buttons));
    parts.push(Part::Liste(Box::new(liste::page(liste, &etat, all, lues))));
    SheetView::new(title, parts)
}

/// What the page of a difficulty needs besides it.
pub struct Autour<'a> {
    /// Address of the list.
    pub base: &'a str,
    /// The themes.
    pub themes: &'a [Theme],
    /// Whether names may be shown.
    pub names: bool,
    /// Whether it may be changed.
    pub may_edit: bool,
    /// Those under its words.
    pub membres: Vec<&'a DifficulteLue>,
    /// The one whose words stand for it.
    pub principale: Option<&'a DifficulteLue>,
    /// Who did something, as people read it.
    pub who: &'a dyn Fn(&domain::authz::Author) -> String,
}

/// One difficulty.
pub fn show(title: Page, one: &DifficulteLue, autour: &Autour<'_>) -> SheetView {
    let d = &one.difficulte;
    let url = format!("{}/{}", autour.base, d.id);
    let mut parts = vec![Part::Text(d.texte.lines().map(str::to_owned).collect())];
    parts.push(Part::Definitions(facts(one, autour)));
    if let Some(lead) = autour.principale {
        let notice = Notice::new(Tone::Info, "Cette difficulté est regroupée avec une autre.");
        let link =
            Link::new(short(&lead.difficulte.texte), format!("{}/{}", autour.base, lead.difficulte.id));
        parts.push(Part::Notice(notice.with_link(link)));
    }
    if !autour.membres.is_empty() {
        parts.push(Part::Table("memes", members(autour)));
    }
    let objectifs = autour.base.replace("/difficultes", "/objectifs");
    let became = d.fiche.devenu.iter().filter(|one| ["objectif", "action"].contains(&one.nature.as_str()));
    let mut links: Vec<Link> = became
        .map(|one| {
            Link::new(
                format!("Ouvrir «\u{a0}{}\u{a0}»", short(&one.libelle)),
                format!("{objectifs}/{}", one.id),
            )
        })
        .collect();
    if autour.may_edit && d.groupe.is_none() {
        let url = format!("{objectifs}/nouveau?difficulte={}", d.id);
        links.push(Link::new("Faire un objectif de cette difficulté", url));
    }
    if !links.is_empty() {
        parts.push(Part::Buttons(links));
    }
    if autour.may_edit {
        parts.extend(actions(&url, one, autour));
    }
    parts.push(Part::Heading("Histoire".into()));
    parts.push(Part::Table("histoire", history(d, autour)));
    parts.push(Part::Buttons(vec![Link::new("Revenir aux difficultés", autour.base)]));
    SheetView::new(title, parts)
}

fn facts(one: &DifficulteLue, autour: &Autour<'_>) -> Vec<Definition> {
    let d = &one.difficulte;
    let themes = d.fiche.themes.as_deref().map(|keys| labels(keys, autour.themes));
    let mut list = vec![
        Definition::new("État", d.etat.label()),
        Definition::new("Dite par", auteur(one, autour.names)),
        Definition::new("Le", day(d.created_at)),
        Definition::new(
            "Thèmes",
            themes.filter(|said| !said.is_empty()).unwrap_or_else(|| "à classer".into()),
        ),
    ];
    if !d.fiche.source.is_empty() {
        list.push(Definition::new("Entendue", &d.fiche.source));
    }
    for devenu in &d.fiche.devenu {
        list.push(Definition::new(format!("Devenue le {}", day(devenu.at)), &devenu.libelle));
    }
    for told in &d.fiche.nouvelles {
        let way = if told.courriel.is_some() { "par courriel" } else { "de vive voix" };
        list.push(Definition::new(format!("Dit à l'auteur le {}, {way}", day(told.at)), &told.texte));
    }
    list
}

fn members(autour: &Autour<'_>) -> Table {
    let columns = ["Difficulté", "Dite par", "Le"].map(Column::text);
    let caption = format!("Dite aussi par {}", compte(autour.membres.len(), "personne", "personnes"));
    let mut table = Table::new(caption, columns.to_vec());
    let row = |one: &&DifficulteLue| {
        let url = format!("{}/{}", autour.base, one.difficulte.id);
        let cells = vec![auteur(one, autour.names).into(), day(one.difficulte.created_at).into()];
        Row::new(Cell::from(short(&one.difficulte.texte)).link(url), cells)
    };
    table.rows = autour.membres.iter().map(row).collect();
    table
}

fn actions(url: &str, one: &DifficulteLue, autour: &Autour<'_>) -> Vec<Part> {
    let d = &one.difficulte;
    let option = |etat: &EtatDifficulte| Opt::new(etat.key(), etat.label(), *etat == d.etat);
    let states = Choice::new("etat", "État", EtatDifficulte::ALL.iter().map(option).collect());
    let motif = Field::new("motif", "Motif").hint("Par exemple\u{a0}: retenue par le bureau du 8 février.");
    let chosen = d.fiche.themes.clone().unwrap_or_default();
    let mut parts = vec![
        Part::Heading("Dire ce qu'elle est devenue".into()),
        Part::Form(telling(url, one)),
        Part::Heading("Changer l'état".into()),
        Part::Form(Form::new(
            format!("{url}/etat"),
            "Enregistrer l'état",
            vec![Item::Select(states), Item::Field(motif)],
        )),
        Part::Heading("Classer".into()),
        Part::Form(Form::new(
            format!("{url}/themes"),
            "Enregistrer les thèmes",
            vec![boxes(autour.themes, &chosen)],
        )),
    ];
    if d.groupe.is_some() {
        parts.push(Part::Heading("Regroupement".into()));
        parts.push(Part::Form(Form::new(format!("{url}/separer"), "Séparer cette difficulté", Vec::new())));
    }
    parts
}

fn telling(url: &str, one: &DifficulteLue) -> Form {
    let hint = match one.joignable {
        true => "L'auteur le reçoit tel quel, avec ses propres mots en rappel.",
        false => "L'auteur n'a pas d'adresse connue. Notez ce que vous lui avez dit.",
    };
    let options = vec![
        Opt::new("courriel", "L'envoyer par courriel", one.joignable),
        Opt::new("vive_voix", "Je l'ai déjà dit de vive voix", !one.joignable),
    ];
    let items = vec![
        area("nouvelle", "Ce que la difficulté est devenue", (4, hint, "")),
        Item::Radios(Choice::new("moyen", "Comment le dire", options)),
    ];
    Form::new(format!("{url}/dire"), "Dire à l'auteur", items)
}

fn history(d: &Difficulte, autour: &Autour<'_>) -> Table {
    let columns = ["Le", "Ce qui s'est passé", "Par"].map(Column::text);
    let mut table = Table::new("Histoire, la plus récente d'abord", columns.to_vec());
    let said = |fait: &Fait| match fait {
        Fait::Exprimee => "Difficulté exprimée".to_owned(),
        Fait::Reformulee { avant } => {
            format!("Texte corrigé par son auteur. Avant\u{a0}: «\u{a0}{avant}\u{a0}»")
        }
        Fait::Classee { themes } if themes.is_empty() => "Classement retiré ou sans thème".to_owned(),
        Fait::Classee { themes } => format!("Classée\u{a0}: {}", labels(themes, autour.themes)),
        Fait::Etat { etat, motif } if motif.is_empty() => format!("État\u{a0}: {}", etat.label()),
        Fait::Etat { etat, motif } => format!("État\u{a0}: {}. {motif}", etat.label()),
        Fait::Regroupee { .. } => "Regroupée avec une autre".to_owned(),
        Fait::Separee => "Séparée".to_owned(),
        Fait::Devenue { libelle } => format!("Devenue\u{a0}: {libelle}"),
        Fait::PlusDevenue { libelle } => format!("N'est plus\u{a0}: {libelle}"),
        Fait::Dite => "Nouvelle donnée à l'auteur".to_owned(),
    };
    let row = |event: &domain::communaute::questionnaires::Evenement| {
        Row::new(day(event.at), vec![said(&event.fait).into(), (autour.who)(&event.by).into()])
    };
    table.rows = d.fiche.histoire.iter().rev().map(row).collect();
    table
}
