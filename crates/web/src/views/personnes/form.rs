//! The form of a sheet.

use domain::communaute::saisie::{Refus, SaisieCanal, SaisieLieu, SaisiePersonne};
use domain::communaute::specialites::specialites;
use domain::communaute::{CanalKind, Mode, Statut};
use domain::professions::professions;

use super::super::components::{Choice, FieldKind, Notice, Opt};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use super::{Erreurs, none};

/// What a form shows.
#[derive(Clone, Debug, Default)]
pub struct Formulaire {
    /// What was typed.
    pub saisie: SaisiePersonne,
    /// For a sheet that is there: the version that was shown.
    pub version: Option<i64>,
    /// For a new sheet: key of the first status.
    pub statut: String,
    /// Structures to choose from: identifier, name.
    pub structures: Vec<(String, String)>,
    /// What is wrong.
    pub refus: Vec<Refus>,
    /// What is to be confirmed: key, sentence.
    pub doutes: Vec<(String, String)>,
    /// What is said above the form.
    pub notices: Vec<Notice>,
}

/// The page: the form posts to `action`, the way out is `back`.
pub fn page(page: Page, form: &Formulaire, (action, back): (&str, &str)) -> SheetView {
    let erreurs = Erreurs(&form.refus);
    let mut items = vec![Item::Titre("Identité".into())];
    items.extend(identite(&form.saisie, &erreurs));
    items.push(Item::Titre("Métier".into()));
    items.extend(metier(&form.saisie, &erreurs));
    for (rang, lieu) in form.saisie.lieux.iter().enumerate() {
        items.push(Item::Titre(format!("Lieu d'exercice {}", rang + 1)));
        items.extend(place(&erreurs, (rang, lieu), &form.structures));
    }
    for (rang, canal) in form.saisie.canaux.iter().enumerate() {
        items.push(Item::Titre(format!("Coordonnée {}", rang + 1)));
        items.extend(erreurs.canal(rang, canal));
    }
    items.push(Item::Titre("Suivi".into()));
    items.extend(origin(form, &erreurs));
    if !form.doutes.is_empty() {
        let options = form.doutes.iter().map(|(key, label)| Opt::new(key, label, false)).collect();
        items.push(Item::Boxes(Choice::new("confirme", "À confirmer avant d'enregistrer", options)));
    }
    let button = if form.version.is_some() { "Enregistrer la fiche" } else { "Ajouter la personne" };
    let mut parts: Vec<Part> = form.notices.iter().cloned().map(Part::Notice).collect();
    parts.push(Part::Text(vec![
        "Seul le nom est nécessaire. Videz les champs d'un lieu ou d'une coordonnée pour les retirer.".into(),
        "N'écrivez aucune donnée de santé.".into(),
    ]));
    parts.push(Part::Form(Form::new(action, button, items).wide().cancel("Revenir sans enregistrer", back)));
    SheetView::new(page, parts)
}

fn identite(saisie: &SaisiePersonne, erreurs: &Erreurs<'_>) -> Vec<Item> {
    let field = |name, label: &str, value: &str| erreurs.field(name, label, value);
    vec![
        Item::Field(field("civilite", "Civilité", &saisie.civilite).hint("Par exemple Mme, M. ou Dr.")),
        Item::Field(field("nom", "Nom", &saisie.nom).required()),
        Item::Field(field("prenom", "Prénom", &saisie.prenom)),
        Item::Field(
            field("rpps", "Numéro RPPS", &saisie.rpps)
                .kind(FieldKind::Number)
                .hint("11 chiffres, sur la carte CPS."),
        ),
        Item::Field(
            field("adeli", "Numéro ADELI", &saisie.adeli)
                .hint("Ancien numéro à 9 caractères, remplacé par le RPPS."),
        ),
    ]
}

fn metier(saisie: &SaisiePersonne, erreurs: &Erreurs<'_>) -> Vec<Item> {
    let mut jobs = vec![none("Sans profession de santé, ou inconnue", !saisie.profession.is_empty())];
    let mut specialties = vec![none("Aucune, ou inconnue", !saisie.specialite.is_empty())];
    if let (Ok(known), Ok(all)) = (professions(), specialites()) {
        for job in &known.all {
            jobs.push(Opt::new(&job.code, &job.label, job.code == saisie.profession));
            for one in all.of(&job.code) {
                let label = format!("{}\u{a0}: {}", job.label, one.label);
                specialties.push(Opt::new(&one.code, label, one.code == saisie.specialite));
            }
        }
    }
    // A code of an older nomenclature stays chosen until somebody changes it.
    for (code, options) in [(&saisie.profession, &mut jobs), (&saisie.specialite, &mut specialties)] {
        if !code.is_empty() && !options.iter().any(|option| option.selected) {
            options.push(Opt::new(code, format!("Code {code}"), true));
        }
    }
    vec![
        Item::Select(erreurs.choice(("profession", 0), "Profession".into(), jobs)),
        Item::Select(erreurs.choice(("specialite", 0), "Spécialité".into(), specialties)),
        Item::Field(
            erreurs
                .field("fonction", "Fonction", &saisie.fonction)
                .hint("Par exemple maire ou directrice d'EHPAD."),
        ),
    ]
}

fn place(
    erreurs: &Erreurs<'_>,
    (rang, lieu): (usize, &SaisieLieu),
    structures: &[(String, String)],
) -> Vec<Item> {
    let label = |what: &str| format!("Lieu {}\u{a0}: {what}", rang + 1);
    let mut known = vec![none("Aucune structure", !lieu.structure.is_empty())];
    known.extend(structures.iter().map(|(id, nom)| Opt::new(id, nom, *id == lieu.structure)));
    let mut modes = vec![none("Inconnu", !lieu.mode.is_empty())];
    modes.extend(Mode::ALL.iter().map(|mode| Opt::new(mode.key(), mode.label(), mode.key() == lieu.mode)));
    let field = |name, what: &str, value: &str| erreurs.ranked((name, rang), label(what), value);
    vec![
        Item::Select(erreurs.choice(("lieu_structure", rang), label("structure"), known)),
        Item::Field(field("lieu_adresse", "adresse", &lieu.adresse)),
        Item::Field(field("lieu_code_postal", "code postal", &lieu.code_postal).kind(FieldKind::Number)),
        Item::Field(field("lieu_commune", "commune", &lieu.commune)),
        Item::Select(erreurs.choice(("lieu_mode", rang), label("mode d'exercice"), modes)),
        Item::Field(
            field("lieu_jusque", "dernier jour", &lieu.jusque)
                .hint("Laissez vide si la personne y exerce encore."),
        ),
    ]
}

fn origin(form: &Formulaire, erreurs: &Erreurs<'_>) -> Vec<Item> {
    let saisie = &form.saisie;
    let mut items = vec![
        Item::Field(
            erreurs
                .field("source", "Source de la fiche", &saisie.source)
                .hint("D'où vient cette personne, par exemple «\u{a0}réunion du 8 février\u{a0}»."),
        ),
        Item::Field(
            erreurs
                .field("remarque", "Remarque", &saisie.remarque)
                .kind(FieldKind::Area { rows: 4 })
                .hint("Une note de travail, sans donnée de santé."),
        ),
    ];
    match form.version {
        Some(version) => items.push(Item::Hidden("version", version.to_string())),
        None => {
            let options =
                Statut::ALL.iter().map(|one| Opt::new(one.key(), one.label(), one.key() == form.statut));
            items.push(Item::Select(Choice::new("statut", "Statut", options.collect())));
        }
    }
    items
}

/// A sheet with empty fields at its end: one more place, and a channel of each usual kind for a new person.
pub fn with_room(mut saisie: SaisiePersonne) -> SaisiePersonne {
    let empty_place = saisie.lieux.last().is_some_and(|lieu| *lieu == SaisieLieu::default());
    if !empty_place {
        saisie.lieux.push(SaisieLieu::default());
    }
    let usual = [CanalKind::Courriel, CanalKind::Telephone, CanalKind::Mssante];
    if saisie.canaux.is_empty() {
        saisie.canaux.extend(usual.map(|kind| SaisieCanal::new(kind, "")));
    } else if saisie.canaux.last().is_some_and(|canal| !canal.valeur.is_empty()) {
        saisie.canaux.push(SaisieCanal::new(CanalKind::Courriel, ""));
    }
    saisie
}
