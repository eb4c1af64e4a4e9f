//! The page on which somebody answers: on a phone, without an account and without scripts.

use app::communaute::questionnaires::{Asked, Opened};
use domain::communaute::questionnaires::{EtatQuestionnaire, Nature, Question, Valeur};
use domain::nombres::date;
use domain::professions::professions;

use crate::views::components::{Choice, Definition, Field, FieldKind, Link, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

macro_rules! names {
    ($($name:literal)*) => {
        /// Names of the fields of the questions, in order: a form asks no more than the rules allow.
        pub const NAMES: &[&str] = &[$($name),*];
    };
}

names!("q1" "q2" "q3" "q4" "q5" "q6" "q7" "q8" "q9" "q10" "q11" "q12" "q13" "q14" "q15" "q16" "q17" "q18" "q19" "q20"
    "q21" "q22" "q23" "q24" "q25" "q26" "q27" "q28" "q29" "q30" "q31" "q32" "q33" "q34" "q35" "q36" "q37" "q38" "q39"
    "q40");

/// What stands in a field: values by the key of the question.
pub type Values<'a> = dyn Fn(&str) -> Vec<String> + 'a;

/// What somebody answered before, as values of fields.
pub fn typed(valeur: &Valeur) -> Vec<String> {
    match valeur {
        Valeur::Choix(key) => vec![key.clone()],
        Valeur::Plusieurs(keys) => keys.iter().cloned().collect(),
        Valeur::Nombre(number) => vec![number.to_string()],
        Valeur::Texte(text) => vec![text.clone()],
    }
}

/// The questions as fields.
pub fn items(asked: &Asked, values: &Values<'_>) -> Vec<Item> {
    let total = asked.questions.len();
    let item = |(rank, (question, name)): (usize, (&Question, &&'static str))| {
        let label = format!("{}/{total}. {}", rank + 1, question.texte);
        one(question, (name, label), (values(&question.cle), asked))
    };
    asked.questions.iter().zip(NAMES).enumerate().map(item).collect()
}

fn one(
    question: &Question,
    (name, label): (&'static str, String),
    (values, asked): (Vec<String>, &Asked),
) -> Item {
    let first = values.first().cloned().unwrap_or_default();
    // A choice has no line of its own for a remark: it stands in the legend.
    let label_of = |label: &str| match &question.aide {
        Some(aide) => format!("{label} {aide}"),
        None => label.to_owned(),
    };
    let optional = |label: String| {
        let label = label_of(&label);
        if question.obligatoire { label } else { format!("{label} (facultatif)") }
    };
    let choice = |label: String, options: Vec<(String, String)>| {
        let option = |(key, label): (String, String)| {
            let on = values.contains(&key);
            Opt::new(key, label, on)
        };
        Choice::new(name, label, options.into_iter().map(option).collect())
    };
    let field = |kind: FieldKind| {
        let field = Field::new(name, label.clone()).kind(kind).value(first.clone());
        let field = if question.obligatoire { field.required() } else { field };
        match &question.aide {
            Some(aide) => field.hint(aide.clone()),
            None => field,
        }
    };
    match &question.nature {
        Nature::Choix { options } | Nature::Plusieurs { options } => {
            let options = options.iter().map(|one| (one.cle.clone(), one.libelle.clone())).collect();
            let choice = choice(optional(label), options);
            if matches!(question.nature, Nature::Choix { .. }) {
                Item::Radios(choice)
            } else {
                Item::Boxes(choice)
            }
        }
        Nature::Echelle { min, max, bas, haut } => {
            let said = |step: i64| match step {
                step if step == *min && !bas.is_empty() => format!("{step}, {bas}"),
                step if step == *max && !haut.is_empty() => format!("{step}, {haut}"),
                step => step.to_string(),
            };
            let steps = (*min..=*max).map(|step| (step.to_string(), said(step))).collect();
            Item::Radios(choice(optional(label), steps))
        }
        Nature::Nombre { unite, .. } => {
            let field = field(FieldKind::Number);
            let with_unit = question.aide.is_none() && !unite.is_empty();
            Item::Field(if with_unit { field.hint(format!("En {unite}.")) } else { field })
        }
        Nature::Texte => Item::Field(field(FieldKind::Area { rows: 4 })),
        Nature::Profession => Item::Select(choice(label, listed(own_professions()))),
        Nature::Commune if asked.communes.is_empty() => Item::Field(field(FieldKind::Text)),
        Nature::Commune => {
            let own = asked.communes.iter().map(|(code, name)| (code.to_string(), name.clone()));
            let other = ("autre".to_owned(), "Une autre commune".to_owned());
            Item::Select(choice(label, listed(own.chain([other]).collect())))
        }
    }
}

fn own_professions() -> Vec<(String, String)> {
    let table = professions().map(|table| table.all.as_slice()).unwrap_or_default();
    let known = table.iter().map(|one| (one.code.clone(), one.label.clone()));
    known.chain([("autre".to_owned(), "Une autre profession ou fonction".to_owned())]).collect()
}

fn listed(options: Vec<(String, String)>) -> Vec<(String, String)> {
    [(String::new(), "Choisissez".to_owned())].into_iter().chain(options).collect()
}

/// The page of whoever holds a link.
pub fn page(title: Page, (opened, token): (&Opened, &str), values: &Values<'_>) -> SheetView {
    let url = format!("/questionnaire/{token}");
    let mut parts = said(&opened.questionnaire.fiche.introduction);
    if let Some(personne) = &opened.personne {
        let text = format!("Ce lien est celui de {}.", personne.nom_texte());
        parts.push(Part::Text(vec![text]));
    }
    if opened.reponse.is_some() {
        let notice = Notice::new(Tone::Info, "Vous avez déjà répondu. Vous pouvez corriger votre réponse.");
        parts.push(Part::Notice(notice));
    }
    let mut fields = items(&opened.asked, values);
    // Questions may change while somebody answers: what is typed goes to the question that was read.
    let keys: Vec<&str> = opened.asked.questions.iter().map(|question| question.cle.as_str()).collect();
    fields.push(Item::Hidden("cles", keys.join(",")));
    if opened.personne.is_none() {
        fields.extend(contact(values));
        fields.push(Item::Hidden("jeton", first(values, "jeton").unwrap_or_else(|| opened.jeton.clone())));
    }
    let button = if opened.reponse.is_some() { "Corriger ma réponse" } else { "Envoyer ma réponse" };
    parts.push(Part::Form(Form::new(url.clone(), button, fields)));
    parts.extend(notice(opened, &url));
    SheetView::new(title, parts)
}

fn first(values: &Values<'_>, name: &str) -> Option<String> {
    values(name).into_iter().next().filter(|value| !value.is_empty())
}

fn contact(values: &Values<'_>) -> Vec<Item> {
    let value = |name: &str| first(values, name).unwrap_or_default();
    let name = Field::new("nom", "Votre nom, si vous voulez qu'on vous réponde").value(value("nom"));
    let mail = Field::new("courriel", "Votre adresse de courriel, pour la même raison");
    vec![Item::Field(name), Item::Field(mail.kind(FieldKind::Email).value(value("courriel")))]
}

fn said(text: &str) -> Vec<Part> {
    let lines: Vec<String> = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    if lines.is_empty() { Vec::new() } else { vec![Part::Text(lines)] }
}

/// What is kept, why, and what one may ask.
fn notice(opened: &Opened, url: &str) -> Vec<Part> {
    let (who, life) = match &opened.personne {
        Some(_) => (
            "Vos réponses, liées à votre fiche. Les résultats partagés ne vous nomment pas.",
            "Vous pouvez corriger ou retirer votre réponse par ce lien.",
        ),
        None => (
            "Vos réponses. Votre nom et votre adresse seulement si vous les donnez.",
            "Sans nom ni adresse, une réponse ne peut plus être retrouvée pour être corrigée.",
        ),
    };
    let list = vec![
        Definition::new("Ce qui est gardé", who),
        Definition::new(
            "Pourquoi",
            "Préparer le projet de santé du territoire et répondre à ce que vous décrivez.",
        ),
        Definition::new(
            "Sur quelle base",
            "L'intérêt légitime de la CPTS. Répondre n'est jamais obligatoire.",
        ),
        Definition::new("Qui le lit", format!("La coordination et le bureau de {}.", opened.cpts_name)),
        Definition::new("Vos droits", life),
    ];
    let mut parts = vec![Part::Details("Ce que devient votre réponse".into(), list)];
    parts.push(Part::Buttons(vec![Link::new("Lire la notice complète", format!("/notice/{}", opened.cpts))]));
    if opened.personne.is_some() {
        let form = Form::new(format!("{url}/opposition"), "Ne plus recevoir de courriel", Vec::new());
        parts.push(Part::Form(form));
    }
    if opened.reponse.is_some() {
        let form = Form::new(format!("{url}/retrait"), "Retirer ma réponse", Vec::new());
        parts.push(Part::Form(form.danger()));
    }
    parts
}

/// After the answers: thanks, and what may still be done.
pub fn thanks(title: Page, (opened, token): (&Opened, &str), what: &str) -> SheetView {
    let (text, again) = match what {
        "corrigee" => ("Votre réponse est corrigée.", true),
        "retiree" => ("Votre réponse est retirée.", true),
        "opposition" => ("Vous ne recevrez plus de courriel de cette CPTS.", true),
        _ => ("Votre réponse est enregistrée. Vous pouvez fermer cette page.", opened.personne.is_some()),
    };
    let mut parts = vec![Part::Notice(Notice::new(Tone::Success, text))];
    if what == "recue" || what == "corrigee" {
        parts.extend(said(&opened.questionnaire.fiche.remerciement));
    }
    if again && opened.etat == EtatQuestionnaire::Ouvert {
        let label = if opened.reponse.is_some() { "Revoir ma réponse" } else { "Ouvrir le questionnaire" };
        parts.push(Part::Buttons(vec![Link::new(label, format!("/questionnaire/{token}"))]));
    }
    SheetView::new(title, parts)
}

/// It takes no answers: not yet, or no more.
pub fn closed(title: Page, opened: &Opened) -> SheetView {
    let fiche = &opened.questionnaire.fiche;
    let text = match (opened.etat, fiche.ouverture) {
        (EtatQuestionnaire::AVenir, Some(first)) => format!("Ce questionnaire ouvre le {}.", date(first)),
        (EtatQuestionnaire::Ferme, _) => {
            "Ce questionnaire est fermé. Merci à celles et ceux qui ont répondu.".into()
        }
        _ => "Ce questionnaire n'est pas encore ouvert. Gardez ce lien.".to_owned(),
    };
    let ask = format!("Une question\u{202f}? Demandez à la coordination de {}.", opened.cpts_name);
    SheetView::new(title, vec![Part::Notice(Notice::new(Tone::Info, text)), Part::Text(vec![ask])])
}

/// The form as people see it; nothing is kept.
pub fn preview(title: Page, asked: &Asked, introduction: &str, url: &str) -> SheetView {
    let mut parts = vec![Part::Notice(Notice::new(Tone::Info, "Ceci est un aperçu. Rien n'est enregistré."))];
    parts.extend(said(introduction));
    let form = Form::new(format!("{url}/apercu"), "Recommencer l'aperçu", items(asked, &|_| Vec::new()));
    parts.push(Part::Form(Form { asks: true, ..form }.cancel("Revenir au questionnaire", url)));
    SheetView::new(title, parts)
}
