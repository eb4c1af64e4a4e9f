//! The ten tables of the community, each with the words that its keys lack.

use toml::Table;

use super::Feuillet;
use super::lire::{Lecteur, number, tables, text, texts};
use crate::communaute::import::Champ;
use crate::communaute::specialites::specialites;
use crate::communaute::{Mode, Statut, StructureKind};
use crate::professions::professions;
use crate::source::RulesError;

type Read = Result<Feuillet, RulesError>;

macro_rules! open {
    ($name:literal) => {
        Lecteur::open($name, include_str!(concat!("../../../data/", $name, ".toml")))
    };
}

/// All of them, in the order in which a community meets them.
pub(super) fn all() -> Result<Vec<Feuillet>, RulesError> {
    let readers: [fn() -> Read; 10] = [
        communaute,
        imports,
        specialties,
        mobilisation,
        lettre_professions,
        questions,
        reunions,
        presences,
        gouvernance,
        participation,
    ];
    readers.into_iter().map(|read| read()).collect()
}

fn communaute() -> Read {
    let mut file = open!("communaute")?;
    file.add_values("regle")?;
    file.done()
}

fn profession(code: &str) -> String {
    let table = professions().ok();
    table.and_then(|table| table.label(code)).unwrap_or(code).to_owned()
}

fn specialty(code: &str) -> String {
    let table = specialites().ok();
    table.and_then(|table| table.label(code)).unwrap_or(code).to_owned()
}

/// A list of words that imports recognise under one name.
fn words(file: &mut Lecteur, list: &str, label: impl Fn(&Table) -> Option<String>) -> Result<(), RulesError> {
    for one in tables(&file.root, list).cloned().collect::<Vec<_>>() {
        let label = label(&one).ok_or_else(|| file.wrong(format!("an entry of {list} has no name")))?;
        file.add(&one, &label, texts(&one, "mots").join(", "))?;
    }
    Ok(())
}

fn imports() -> Read {
    let mut file = open!("imports")?;
    let limits = file.part("limites")?;
    file.add_named(
        &limits,
        &[
            ("lignes", "Lignes d'une feuille, au plus", "lignes"),
            ("colonnes", "Colonnes lues, au plus", "colonnes"),
            ("caracteres", "Longueur d'une cellule gardée, au plus", "caractères"),
            ("octets", "Taille d'un fichier, au plus", "octets"),
            ("titres_avant", "Lignes passées au-dessus des titres, au plus", "lignes"),
            ("echantillon", "Lignes lues pour deviner une colonne par son contenu", "lignes"),
            ("part", "Part de ces lignes qui doit convenir", ""),
        ],
    )?;
    let of = |table: &Table, key: &str| text(table, key).map(str::to_owned);
    words(&mut file, "entete", |one| {
        let field = Champ::from_key(text(one, "champ")?)?;
        Some(format!("Titres de colonne lus comme « {} »", field.label()))
    })?;
    words(&mut file, "profession", |one| {
        Some(format!("Mots lus comme « {} »", profession(&of(one, "code")?)))
    })?;
    words(&mut file, "specialite", |one| {
        Some(format!("Mots lus comme « {} »", specialty(&of(one, "code")?)))
    })?;
    words(&mut file, "mode", |one| {
        Some(format!("Mots lus comme « {} »", Mode::from_key(text(one, "cle")?)?.label()))
    })?;
    words(&mut file, "structure", |one| {
        Some(format!("Mots lus comme « {} »", StructureKind::from_key(text(one, "cle")?)?.label()))
    })?;
    words(&mut file, "reponse", |one| {
        Some(format!("Réponses lues comme « {} »", Statut::from_key(text(one, "statut")?)?.label()))
    })?;
    for (key, label) in [
        ("metiers", "Fonctions gardées telles quelles, hors professions de santé"),
        ("civilites", "Civilités reconnues"),
        ("annulees", "Paiements ou adhésions qui ne sont pas repris"),
        ("totaux", "Débuts de ligne lus comme un total"),
    ] {
        let part = file.part(key)?;
        file.add(&part, label, texts(&part, "mots").join(", "))?;
    }
    let names = file.part("prenoms")?;
    let count = texts(&names, "mots").len();
    file.add(
        &names,
        "Prénoms courants, pour voir qu'un nom et un prénom sont inversés",
        format!("{count} prénoms"),
    )?;
    file.done()
}

fn specialties() -> Read {
    let mut file = open!("specialites")?;
    for one in tables(&file.root, "specialite").cloned().collect::<Vec<_>>() {
        let said = |key| text(&one, key).unwrap_or_default();
        let value = format!("{}, code {}", profession(said("profession")), said("code"));
        file.add(&one, said("libelle"), value)?;
    }
    file.done()
}

fn mobilisation() -> Read {
    let mut file = open!("mobilisation")?;
    for (part, labels) in [
        (
            "relance",
            &[
                ("jours", "Attente entre deux messages d'une campagne", "jours"),
                ("maximum", "Relances d'une personne, au plus", ""),
            ][..],
        ),
        ("lien", &[("jours", "Durée d'un lien personnel de réponse", "jours")][..]),
        ("envoi", &[("lot", "Messages préparés en une fois", "messages")][..]),
    ] {
        let part = file.part(part)?;
        file.add_named(&part, labels)?;
    }
    file.done()
}

fn lettre_professions() -> Read {
    let mut file = open!("lettre_professions")?;
    for one in tables(&file.root, "ligne").cloned().collect::<Vec<_>>() {
        let jobs: Vec<String> = texts(&one, "professions").iter().map(|code| profession(code)).collect();
        let mut value = jobs.join(", ");
        let named: Vec<String> = texts(&one, "specialites").iter().map(|code| specialty(code)).collect();
        if !named.is_empty() {
            value = format!("{value} ; de spécialité {}", named.join(", "));
        } else if one.get("specialite_connue").and_then(toml::Value::as_bool) == Some(true) {
            value = format!("{value} ; d'une autre spécialité connue");
        }
        if value.is_empty() {
            value = "Aucune profession du répertoire : nombre à écrire soi-même".into();
        }
        file.add(&one, text(&one, "libelle").unwrap_or_default(), value)?;
    }
    file.done()
}

fn questions() -> Read {
    let mut file = open!("questions")?;
    file.add_values("limite")?;
    file.add_values("envois_libres")?;
    for one in tables(&file.root, "modele").cloned().collect::<Vec<_>>() {
        let libelle = text(&one, "libelle").unwrap_or_default();
        file.add(&one, libelle, text(&one, "resume").unwrap_or_default().to_owned())?;
    }
    for one in tables(&file.root, "question").cloned().collect::<Vec<_>>() {
        let kind = match text(&one, "nature").unwrap_or_default() {
            "choix" => "une réponse à choisir",
            "plusieurs" => "plusieurs réponses à choisir",
            "echelle" => "une note sur une échelle",
            "nombre" => "un nombre",
            "profession" => "une profession de la liste",
            "commune" => "une commune du territoire",
            "texte" => "un texte libre",
            other => return Err(file.wrong(format!("no words for {other}"))),
        };
        file.add(&one, text(&one, "texte").unwrap_or_default(), kind.to_owned())?;
    }
    let themes: Vec<String> =
        tables(&file.root, "theme").filter_map(|one| text(one, "libelle")).map(str::to_owned).collect();
    file.add(&Table::new(), "Thèmes proposés pour classer les textes", themes.join(", "))?;
    file.done()
}

fn reunions() -> Read {
    let mut file = open!("reunions")?;
    file.add_values("valeur")?;
    for one in tables(&file.root, "modele").cloned().collect::<Vec<_>>() {
        let minutes = |table: &Table| table.get("minutes").and_then(number).unwrap_or_default();
        let points: Vec<String> = tables(&one, "points")
            .map(|point| format!("{} ({} min)", text(point, "titre").unwrap_or_default(), minutes(point)))
            .collect();
        let label = format!("Ordre du jour usuel : {}", text(&one, "titre").unwrap_or_default());
        file.add(&one, &label, format!("{} minutes. {}.", minutes(&one), points.join(", ")))?;
    }
    file.done()
}

fn presences() -> Read {
    let mut file = open!("presences")?;
    file.add_values("valeur")?;
    file.add_values("limite")?;
    file.done()
}

fn gouvernance() -> Read {
    let mut file = open!("gouvernance")?;
    let mut limits = file.part("bornes")?;
    // An amount is kept in cents and read in euros.
    let cents = limits.remove("cotisation_max_cents").and_then(|cents| cents.as_integer());
    let euros = cents.and_then(|cents| u32::try_from(cents / 100).ok());
    let euros = euros.ok_or_else(|| file.wrong("no largest dues"))?;
    file.add_named(
        &limits,
        &[
            ("colleges_max", "Collèges, au plus", "collèges"),
            ("procurations_max", "Procurations qu'une personne peut porter, au plus", "procurations"),
            ("options_max", "Noms ou choix d'un vote, au plus", "choix"),
            ("question_max", "Longueur d'une question de vote, au plus", "caractères"),
            ("texte_max", "Longueur d'un autre texte, au plus", "caractères"),
            ("lien_heures", "Durée d'un lien de vote après la réunion", "heures"),
            ("lien_adhesion_jours", "Durée d'un lien d'adhésion", "jours"),
        ],
    )?;
    file.add(&limits, "Plus grande cotisation qui peut être réglée", crate::nombres::euros(euros))?;
    for one in tables(&file.root, "modele").cloned().collect::<Vec<_>>() {
        let label = format!("Modèle de règles : {}", text(&one, "libelle").unwrap_or_default());
        file.add(&one, &label, text(&one, "explication").unwrap_or_default().to_owned())?;
    }
    file.done()
}

fn participation() -> Read {
    let mut file = open!("participation")?;
    let head = file.root.clone();
    file.add_named(
        &head,
        &[
            ("plafond_min", "Plus petit plafond de temps qui peut être réglé", "minutes"),
            ("plafond_max", "Plus grand plafond de temps qui peut être réglé", "minutes"),
            ("mois_lus", "Période lue pour la participation", "mois"),
        ],
    )?;
    let asked = file.part("questionnaire")?;
    file.add_named(
        &asked,
        &[
            ("secondes_fermee", "Temps compté pour une question à choix", "secondes"),
            ("secondes_libre", "Temps compté pour une question libre", "secondes"),
        ],
    )?;
    file.done()
}
