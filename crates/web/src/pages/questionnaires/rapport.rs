//! Results and difficulties as tables, for the files.

use app::communaute::questionnaires::{DifficulteLue, Lecture};
use documents::rapport::{Colonne, Rapport, Tableau, Valeur};
use domain::communaute::questionnaires::{
    LigneProfession, Nature, Question, Reponse, ResultatQuestion, Theme, Valeur as Reponses,
};
use domain::nombres::{compte, date};
use jiff::civil::Date;
use territory::{Atlas, UnitCode};

use crate::views::questionnaires::difficultes::{auteur, labels};
use crate::views::questionnaires::envoi::profession;
use crate::views::questionnaires::resultats::label;

/// The counts, without any name and without any answer crossed with a profession.
pub(super) fn results((cpts, jour): (&str, Date), lecture: &Lecture) -> Rapport {
    let found = &lecture.resultats;
    let mut tableaux = vec![professions(lecture)];
    tableaux.extend(found.questions.iter().map(|one| question(one, &lecture.themes)));
    Rapport {
        nature: "Résultats d'un questionnaire".into(),
        titre: lecture.questionnaire.titre.clone(),
        auteur: cpts.to_owned(),
        jour,
        faits: vec![
            compte(found.reponses, "réponse comptée", "réponses comptées"),
            format!(
                "{} par un lien personnel",
                compte(found.total.sollicites, "personne sollicitée", "personnes sollicitées")
            ),
        ],
        tableaux,
    }
}

fn professions(lecture: &Lecture) -> Tableau {
    let found = &lecture.resultats;
    let official = lecture.officiel.as_ref();
    let line = |name: String, line: &LigneProfession, beside: Option<f64>| {
        let mut cells = vec![
            Valeur::Texte(name),
            Valeur::Entier(line.reponses as i64),
            Valeur::Entier(line.sollicites as i64),
            Valeur::Entier(line.repondants as i64),
            line.taux().map_or(Valeur::Vide, Valeur::Part),
        ];
        if official.is_some() {
            cells.push(beside.map_or(Valeur::Vide, |count| Valeur::Entier(count.round() as i64)));
        }
        cells
    };
    let mut lignes: Vec<Vec<Valeur>> = found
        .professions
        .iter()
        .map(|one| {
            let beside = one.profession.as_ref().and_then(|code| official?.nombres.get(code).copied());
            line(profession(one.profession.as_deref()), one, beside)
        })
        .collect();
    lignes.push(line("Ensemble".into(), &found.total, None));
    let mut colonnes = vec![
        Colonne::mots("Profession", 34),
        Colonne::nombre("Réponses", 12),
        Colonne::nombre("Sollicitées", 12),
        Colonne::nombre("Dont ont répondu", 12),
        Colonne::nombre("Taux de réponse", 14),
    ];
    let mut apres = vec![
        "Taux de réponse : personnes sollicitées par un lien personnel qui ont répondu, divisées par ces personnes.".to_owned(),
    ];
    if let Some(official) = official {
        colonnes.push(Colonne::nombre("Professionnels du territoire", 16));
        apres.push(format!(
            "Professionnels du territoire {} : {}.",
            official.territoire,
            official.sources.join(" ; ")
        ));
    }
    Tableau { titre: "Qui a répondu".into(), avant: Vec::new(), colonnes, lignes, apres }
}

fn question(one: &ResultatQuestion, themes: &[Theme]) -> Tableau {
    let head = if matches!(one.question.nature, Nature::Texte) { "Thème" } else { "Réponse" };
    let share = |count: usize| if one.repondue == 0 { 0.0 } else { count as f64 / one.repondue as f64 };
    let line = |count: &domain::communaute::questionnaires::Compte| {
        vec![
            Valeur::Texte(label(&one.question, &count.cle, themes)),
            Valeur::Entier(count.nombre as i64),
            Valeur::Part(share(count.nombre)),
        ]
    };
    let mut apres = Vec::new();
    if one.a_classer() > 0 {
        apres.push(format!("{} à classer.", compte(one.a_classer(), "texte", "textes")));
    }
    if let Some((min, median, max)) = one.mesures {
        let digits = usize::from(median.fract() != 0.0);
        apres.push(format!("De {min} à {max}, médiane {}.", domain::nombres::decimal(median, digits)));
    }
    Tableau {
        titre: one.question.texte.clone(),
        avant: vec![format!(
            "{} sur {} à qui la question a été posée.",
            compte(one.repondue, "réponse", "réponses"),
            one.posee
        )],
        colonnes: vec![Colonne::mots(head, 44), Colonne::nombre("Nombre", 12), Colonne::nombre("Part", 12)],
        lignes: one.comptes.iter().map(line).collect(),
        apres,
    }
}

fn answer(question: &Question, reponse: &Reponse) -> Valeur {
    let name = |key: &str| label(question, key, &[]);
    match reponse.fiche.valeurs.get(&question.cle) {
        None => Valeur::Vide,
        Some(Reponses::Choix(key)) => Valeur::Texte(name(key)),
        Some(Reponses::Plusieurs(keys)) => {
            Valeur::Texte(keys.iter().map(|key| name(key)).collect::<Vec<_>>().join(", "))
        }
        Some(Reponses::Nombre(number)) => Valeur::Entier(*number),
        Some(Reponses::Texte(text)) => Valeur::Texte(text.clone()),
    }
}

/// The professions that enough people share: the others would tell who answered.
fn common(lecture: &Lecture) -> Vec<&str> {
    // Without the rule nobody is recognised: no profession is written.
    let least = domain::masque::rules().map_or(usize::MAX, |rules| rules.professionals.below as usize);
    let lines = lecture.resultats.professions.iter().filter(|line| line.reponses >= least);
    lines.filter_map(|line| line.profession.as_deref()).collect()
}

/// One line an answer. Without names: no commune either, and a profession only where enough people have it.
pub(super) fn answers(atlas: &Atlas, lecture: &Lecture, names: bool) -> Tableau {
    let questions: Vec<&Question> = lecture.resultats.questions.iter().map(|one| &one.question).collect();
    let mut colonnes = vec![Colonne::nombre("N°", 6)];
    if names {
        colonnes.extend([
            Colonne::mots("Personne", 26),
            Colonne::mots("Courriel donné", 26),
            Colonne::mots("Commune", 20),
        ]);
    }
    colonnes.extend([
        Colonne::mots("Profession", 24),
        Colonne::mots("Reçue le", 12),
        Colonne::nombre("Version", 8),
    ]);
    colonnes.extend(questions.iter().map(|one| Colonne::mots(one.texte.clone(), 30)));
    let shared = common(lecture);
    let line = |(rank, one): (usize, &Reponse)| {
        let mut cells = vec![Valeur::Entier(rank as i64 + 1)];
        if names {
            let contact = one.fiche.contact.clone().unwrap_or_default();
            let name = one.personne.and_then(|id| lecture.noms.get(&id).cloned()).unwrap_or(contact.nom);
            let commune = one.commune.map(|code| atlas.unit_name(UnitCode::Commune(code)));
            cells.extend([name.into(), contact.courriel.into(), commune.unwrap_or_default().into()]);
        }
        let told = one.profession.as_deref().filter(|code| names || shared.contains(code));
        let day = date(one.created_at.to_zoned(app::paris()).date());
        cells.push(told.map(|code| profession(Some(code))).unwrap_or_default().into());
        cells.extend([day.into(), Valeur::Entier(i64::from(one.fiche.version))]);
        cells.extend(questions.iter().map(|question| answer(question, one)));
        cells
    };
    let apres = match names {
        true => vec!["Ce tableau nomme des personnes : ne le transmettez pas hors de la CPTS.".to_owned()],
        false => {
            vec!["Sans nom ni commune. Une profession de moins de 6 réponses n'est pas écrite.".to_owned()]
        }
    };
    Tableau {
        titre: "Réponses".into(),
        avant: Vec::new(),
        colonnes,
        lignes: lecture.reponses.iter().enumerate().map(line).collect(),
        apres,
    }
}

/// The difficulties that were found.
pub(super) fn difficulties(all: &[&DifficulteLue], themes: &[Theme], names: bool) -> Tableau {
    let day = |at: jiff::Timestamp| date(at.to_zoned(app::paris()).date());
    let line = |one: &&DifficulteLue| {
        let d = &one.difficulte;
        let told = d.fiche.nouvelles.last().map(|told| day(told.at)).unwrap_or_default();
        vec![
            d.texte.clone().into(),
            d.etat.label().into(),
            labels(d.fiche.themes.as_deref().unwrap_or_default(), themes).into(),
            auteur(one, names).into(),
            day(d.created_at).into(),
            Valeur::Entier(one.autres as i64 + 1),
            d.fiche.devenu.iter().map(|one| one.libelle.clone()).collect::<Vec<_>>().join(", ").into(),
            told.into(),
        ]
    };
    Tableau {
        titre: "Difficultés".into(),
        avant: Vec::new(),
        colonnes: vec![
            Colonne::mots("Difficulté", 60),
            Colonne::mots("État", 14),
            Colonne::mots("Thèmes", 30),
            Colonne::mots("Dite par", 30),
            Colonne::mots("Le", 12),
            Colonne::nombre("Personnes", 10),
            Colonne::mots("Devenue", 30),
            Colonne::mots("Dit à l'auteur le", 14),
        ],
        lignes: all.iter().map(line).collect(),
        apres: Vec::new(),
    }
}
