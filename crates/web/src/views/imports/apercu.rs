//! The lines of a file and what becomes of each, before anything is added.

use app::communaute::imports::Preview;
use documents::communaute::{import_rejet, import_remarque};
use domain::communaute::import::{Champ, Choix, LignePlan, Verdict};
use domain::nombres::compte;

use super::{Adresses, nombre, suite};
use crate::views::components::{Cell, Choice, Column, Download, Notice, Opt, Row, Table, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Pager, Part, SheetView};
use crate::wording::imports::{bilan, proche, qui};

/// Lines of a page.
pub const PAR_PAGE: usize = 100;

/// Which lines are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vue {
    /// Those that somebody should look at: doubtful, rejected, taken with a remark.
    Signalees,
    /// Every line.
    Toutes,
}

impl Vue {
    /// As an address says it.
    pub fn key(self) -> &'static str {
        match self {
            Vue::Signalees => "signalees",
            Vue::Toutes => "toutes",
        }
    }

    fn keeps(self, line: &LignePlan) -> bool {
        let looked = matches!(line.verdict, Verdict::Douteuse(..) | Verdict::Rejetee(_));
        self == Vue::Toutes || looked || !line.remarques.is_empty()
    }
}

/// What becomes of a file. `numero`: rank of the page of lines, from 1.
pub fn apercu(page: Page, urls: &Adresses, preview: &Preview, (vue, numero): (Vue, usize)) -> SheetView {
    let base = format!("{}/{}", urls.importer, preview.brouillon.id);
    let mut parts = vec![
        Part::Lead("Rien n'est encore ajouté. Voici ce que deviendra chaque ligne.".into()),
        Part::List(bilan(preview)),
    ];
    if preview.comptes.indecises > 0 {
        parts.push(Part::Heading("Doublons à décider".into()));
        parts.push(Part::Form(en_bloc(&base)));
    }
    if preview.comptes.douteuses > 0 {
        parts.push(Part::Form(un_par_un(&base, preview)));
    }
    parts.push(Part::Heading("Appliquer l'import".into()));
    parts.extend(appliquer(&base, urls, preview));
    let shown: Vec<&LignePlan> = preview.plan.lignes.iter().filter(|line| vue.keeps(line)).collect();
    parts.push(Part::Heading("Lignes du fichier".into()));
    let other = match vue {
        Vue::Signalees => ("Voir toutes les lignes", Vue::Toutes),
        Vue::Toutes => ("Voir les lignes signalées seulement", Vue::Signalees),
    };
    parts.push(suite(other.0, format!("{base}?voir={}", other.1.key())));
    if !preview.a_revoir().is_empty() {
        parts.push(Part::Downloads(vec![Download {
            label: "Lignes à corriger".into(),
            url: format!("{base}/a-corriger.csv"),
            format: "CSV",
            hint: "Corrigez-les dans votre tableur, puis donnez ce fichier à nouveau.",
        }]));
    }
    if shown.is_empty() {
        let text = "Aucune ligne ne demande votre attention.";
        parts.push(Part::Notice(Notice::new(Tone::Good, text)));
    } else {
        parts.extend(lignes(&format!("{base}?voir={}", vue.key()), &shown, numero));
    }
    SheetView::new(page, parts)
}

fn en_bloc(base: &str) -> Form {
    let options = [
        ("rattacher", "Tout rattacher aux fiches proposées"),
        ("creer", "Tout créer comme de nouvelles personnes"),
        ("laisser", "Laisser toutes ces lignes de côté"),
    ];
    let options = options.map(|(key, label)| Opt::new(key, label, false)).to_vec();
    let choice = Choice::new("tous", "Pour tous les doublons qui attendent", options);
    Form::new(format!("{base}/decider"), "Décider pour tous", vec![Item::Radios(choice)])
}

/// One list a doubtful line, those that wait first.
fn un_par_un(base: &str, preview: &Preview) -> Form {
    let doubtful = preview.plan.lignes.iter().filter_map(|line| match &line.verdict {
        Verdict::Douteuse(near, choix) => Some((line, near, *choix)),
        _ => None,
    });
    let mut doubtful: Vec<_> = doubtful.collect();
    doubtful.sort_by_key(|(line, _, choix)| (choix.is_some(), line.numero));
    let items = doubtful.into_iter().take(PAR_PAGE).map(|(line, near, choix)| {
        let value = |choix: Choix| format!("{}|{}", line.numero, choix.key());
        let option = |one: Choix, label: String| Opt::new(value(one), label, choix == Some(one));
        let mut options = vec![Opt::new("", "À décider", choix.is_none())];
        for one in near {
            options.push(option(Choix::Rattacher(one.cible), format!("C'est {}", proche(one))));
        }
        options.push(option(Choix::Creer, "C'est une autre personne".into()));
        options.push(option(Choix::Laisser, "Laisser cette ligne de côté".into()));
        let choice = Choice::new("choix", format!("Ligne {}\u{a0}: {}", line.numero, qui(line)), options);
        Item::Select(choice.id(format!("choix-{}", line.numero)))
    });
    Form::new(format!("{base}/decider"), "Noter ces décisions", items.collect())
}

fn appliquer(base: &str, urls: &Adresses, preview: &Preview) -> Vec<Part> {
    let counts = preview.comptes;
    let mut parts = Vec::new();
    if counts.indecises > 0 {
        let text =
            format!("{} à décider avant d'appliquer.", compte(counts.indecises, "doublon", "doublons"));
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
    } else if preview.plan.is_empty() {
        let text = "Ce fichier ne change rien. Tout ce qu'il contient est déjà connu ou rejeté.";
        parts.push(Part::Notice(Notice::new(Tone::Info, text)));
    } else {
        parts.push(Part::Text(vec![
            "L'import se fait en entier ou pas du tout. Vous pourrez l'annuler ensuite.".into(),
        ]));
        parts.push(Part::Form(
            Form::new(format!("{base}/appliquer"), "Appliquer l'import", Vec::new())
                .cancel("Garder pour plus tard", urls.importer.clone()),
        ));
    }
    parts.push(suite("Corriger les colonnes", format!("{base}/colonnes")));
    parts.push(Part::Form(
        Form::new(format!("{base}/abandonner"), "Abandonner ce fichier", Vec::new()).danger(),
    ));
    parts
}

fn lignes(url: &str, shown: &[&LignePlan], numero: usize) -> Vec<Part> {
    let pages = shown.len().div_ceil(PAR_PAGE).max(1);
    let numero = numero.clamp(1, pages);
    let columns = ["Ligne", "Qui", "Ce qu'elle devient", "À savoir"].map(Column::text);
    let mut table = Table::new("Lignes du fichier", columns.to_vec());
    for line in shown.iter().skip((numero - 1) * PAR_PAGE).take(PAR_PAGE) {
        let mut said: Vec<String> = line.remarques.iter().map(import_remarque).collect();
        said.extend(line.structures.iter().map(|name| format!("Ajoute la structure «\u{a0}{name}\u{a0}».")));
        let cells = vec![qui(line).into(), devient(&line.verdict), said.join(" ").into()];
        table.rows.push(Row::new(line.numero.to_string(), cells));
    }
    let mut parts = vec![Part::Table("lignes", table)];
    if pages > 1 {
        let at = |rank: usize| format!("{url}&page={rank}");
        parts.push(Part::Pager(Pager {
            label: format!("Page {} sur {}", nombre(numero), nombre(pages)),
            previous: (numero > 1).then(|| at(numero - 1)),
            next: (numero < pages).then(|| at(numero + 1)),
        }));
    }
    parts
}

fn devient(verdict: &Verdict) -> Cell {
    let fields = |champs: &[Champ]| {
        let labels: Vec<&str> = champs.iter().map(|champ| champ.label()).collect();
        labels.join(", ")
    };
    match verdict {
        Verdict::Nouvelle => Cell::from("Nouvelle personne").tag(Tone::Success, "Ajout"),
        Verdict::NouvelleStructure => Cell::from("Nouvelle structure").tag(Tone::Success, "Ajout"),
        Verdict::Complete(_, champs) => Cell::from("Complète une fiche").note(fields(champs)),
        Verdict::CompleteStructure(_, champs) => Cell::from("Complète une structure").note(fields(champs)),
        Verdict::Identique(_) | Verdict::IdentiqueStructure(_) => Cell::from("Déjà connue"),
        Verdict::Repetee(line, champs) => {
            let cell = Cell::from(format!("Même personne que la ligne {line}"));
            if champs.is_empty() { cell } else { cell.note(fields(champs)) }
        }
        Verdict::Douteuse(_, None) => Cell::from("Doublon possible").tag(Tone::Attention, "À décider"),
        Verdict::Douteuse(_, Some(Choix::Rattacher(_))) => {
            Cell::from("Rattachée à une fiche").tag(Tone::Info, "Décidé")
        }
        Verdict::Douteuse(_, Some(Choix::Creer)) => Cell::from("Nouvelle personne").tag(Tone::Info, "Décidé"),
        Verdict::Douteuse(_, Some(Choix::Laisser)) => Cell::from("Laissée de côté").tag(Tone::Info, "Décidé"),
        Verdict::Rejetee(rejet) => Cell::from(import_rejet(rejet)).tag(Tone::Attention, "Rejetée"),
    }
}
