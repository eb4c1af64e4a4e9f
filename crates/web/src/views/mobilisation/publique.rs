//! What the holder of a campaign's link sees, on a phone, without an account.

use app::communaute::mobilisation::PageCampagne;
use domain::communaute::mobilisation::Reponse;
use domain::professions::professions;

use crate::fields::Fields;
use crate::views::components::{Choice, Field, FieldKind, Link, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::mobilisation::{button, thanks};

/// What somebody unknown typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// National number.
    pub rpps: String,
    /// E-mail address.
    pub courriel: String,
    /// Profession code.
    pub profession: String,
    /// Commune code.
    pub commune: String,
    /// Key of the answer.
    pub reponse: String,
    /// What is wrong.
    pub errors: Vec<(&'static str, String)>,
}

impl Typed {
    /// From a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            nom: text("nom"),
            prenom: text("prenom"),
            rpps: text("rpps"),
            courriel: text("courriel"),
            profession: text("profession"),
            commune: text("commune"),
            reponse: text("reponse"),
            errors: Vec::new(),
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|(one, _)| *one == name).map(|(_, error)| error.clone())
    }

    fn field(&self, name: &'static str, label: &str, value: &str) -> Field {
        Field::new(name, label).value(value).error(self.error(name))
    }
}

/// The page of a personal link: one button an answer.
pub fn personal(page: Page, token: &str, shown: &PageCampagne, just_answered: bool) -> SheetView {
    let mut parts = Vec::new();
    if let (Some(reponse), true) = (shown.reponse, just_answered) {
        parts.push(Part::Notice(Notice::new(Tone::Success, thanks(reponse))));
    }
    parts.extend(message(shown));
    if let Some(nom) = &shown.nom {
        parts.push(Part::Text(vec![format!("Cette page est pour {nom}.")]));
    }
    let title = match shown.reponse {
        None => "Votre réponse".to_owned(),
        Some(reponse) => {
            parts.push(Part::Text(vec![format!(
                "Votre réponse du moment\u{a0}: {}.",
                reponse.label().to_lowercase()
            )]));
            "Changer votre réponse".to_owned()
        }
    };
    parts.push(Part::Heading(title));
    for reponse in Reponse::ALL.iter().filter(|one| Some(**one) != shown.reponse) {
        let items = vec![Item::Hidden("reponse", reponse.key().to_owned())];
        let form = Form::new(format!("/campagne/{token}"), button(*reponse), items);
        parts.push(Part::Form(if *reponse == Reponse::Opposition { form.danger() } else { form }));
    }
    parts.extend(rights(shown));
    SheetView::new(page, parts)
}

/// The page of a relay's link: who answers is asked.
pub fn relay(page: Page, token: &str, shown: &PageCampagne, typed: &Typed) -> SheetView {
    let mut parts = message(shown);
    let answers = Reponse::ALL.iter().map(|one| Opt::new(one.key(), one.label(), one.key() == typed.reponse));
    let mut answer = Choice::new("reponse", "Votre réponse", answers.collect());
    answer.error = typed.error("reponse");
    let known = professions().map(|table| table.all.clone()).unwrap_or_default();
    let mut jobs = vec![Opt::new("", "Autre profession", typed.profession.is_empty())];
    jobs.extend(known.into_iter().map(|one| {
        let chosen = one.code == typed.profession;
        Opt::new(one.code, one.label, chosen)
    }));
    let mut communes = vec![Opt::new("", "Une autre commune", typed.commune.is_empty())];
    communes.extend(shown.communes.iter().map(|(code, name)| {
        let code = code.to_string();
        let chosen = code == typed.commune;
        Opt::new(code, name.clone(), chosen)
    }));
    let items = vec![
        Item::Radios(answer),
        Item::Field(typed.field("nom", "Votre nom", &typed.nom).required()),
        Item::Field(typed.field("prenom", "Votre prénom", &typed.prenom).required()),
        Item::Select(Choice::new("profession", "Votre profession", jobs)),
        Item::Select(Choice::new("commune", "Commune où vous exercez", communes)),
        Item::Field(
            typed
                .field("courriel", "Votre e-mail, si vous voulez être tenu au courant", &typed.courriel)
                .kind(FieldKind::Email),
        ),
        Item::Field(
            typed
                .field("rpps", "Votre numéro RPPS, si vous l'avez", &typed.rpps)
                .kind(FieldKind::Number)
                .hint("11 chiffres, sur votre carte CPS."),
        ),
    ];
    parts.push(Part::Form(Form::new(format!("/campagne/{token}"), "Envoyer ma réponse", items)));
    parts.extend(rights(shown));
    SheetView::new(page, parts)
}

/// One button to object.
pub fn objection(page: Page, token: &str, shown: &PageCampagne) -> SheetView {
    let form = Form::new(format!("/campagne/{token}/opposition"), "Ne plus me contacter", Vec::new())
        .danger()
        .cancel("Revenir au message", format!("/campagne/{token}"));
    let text = format!(
        "{} ne vous écrira plus et ne vous appellera plus. Vous pourrez changer d'avis.",
        shown.organisation
    );
    let mut parts = vec![Part::Lead(text), Part::Form(form)];
    parts.extend(rights(shown));
    SheetView::new(page, parts)
}

/// Somebody unknown objected: nothing is kept of them.
pub fn nothing_kept(page: Page) -> SheetView {
    let text = "La CPTS n'a pas vos coordonnées\u{a0}: elle n'a rien à effacer, et rien n'a été gardé.";
    SheetView::new(page, vec![Part::Notice(Notice::new(Tone::Success, text))])
}

fn message(shown: &PageCampagne) -> Vec<Part> {
    let fiche = &shown.campagne.fiche;
    let mut text: Vec<String> = fiche.message.split("\n\n").map(str::to_owned).collect();
    text.extend(shown.reunion.iter().cloned());
    vec![Part::Lead(format!("Un message de {}.", shown.organisation)), Part::Text(text)]
}

fn rights(shown: &PageCampagne) -> Vec<Part> {
    let whom = if shown.contact.is_empty() {
        format!("la coordination de {}", shown.organisation)
    } else {
        format!("{}, {}", shown.organisation, shown.contact)
    };
    vec![
        Part::Heading("Vos données".to_owned()),
        Part::Text(vec![
            "La CPTS garde votre réponse et sa date. Vous pouvez la changer ici tant que ce lien marche."
                .to_owned(),
            format!("Pour voir ou corriger vos données, écrivez à {whom}."),
        ]),
        Part::Buttons(vec![Link::new("Lire la notice d'information", format!("/notice/{}", shown.cpts))]),
    ]
}
