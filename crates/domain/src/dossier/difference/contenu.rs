//! The content of a field: its texts in order, its tables, its drawing.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::tableau;
use super::{Etat, Morceau, PasseportChange, mots};
use crate::dossier::lettre::{Champ, Contenu, Redigee, Source, Tableau};

/// Two texts that share less are two texts, not one that changed.
const LIKE: f64 = 0.4;

/// What is compared as a whole.
enum Unit<'a> {
    Texte(String),
    Tableau(&'a Tableau),
    Dessin(&'a str),
}

impl Unit<'_> {
    /// Two units of one key follow each other from version to version.
    fn key(&self) -> (u8, &str) {
        match self {
            Unit::Texte(text) => (0, text),
            Unit::Tableau(tableau) => (1, &tableau.titre),
            Unit::Dessin(_) => (2, ""),
        }
    }
}

fn units(champ: &Champ) -> Vec<Unit<'_>> {
    let mut out = Vec::new();
    let text = |out: &mut Vec<Unit>, text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        out.extend(lines.map(|line| Unit::Texte(line.to_owned())));
    };
    for contenu in &champ.contenu {
        match contenu {
            Contenu::Paragraphe { texte } => text(&mut out, texte),
            Contenu::Liste { lignes } => lignes.iter().for_each(|line| text(&mut out, line)),
            Contenu::Faits { faits } => {
                for fait in faits {
                    text(&mut out, &format!("{}\u{a0}: {}", fait.libelle, fait.valeur));
                }
            }
            Contenu::Tableau(tableau) => out.push(Unit::Tableau(tableau)),
            Contenu::Carte { svg, texte, tableau } => {
                out.push(Unit::Dessin(svg));
                text(&mut out, texte);
                out.extend(tableau.as_ref().map(Unit::Tableau));
            }
        }
    }
    if let Some(explication) = champ.explication.as_deref().filter(|text| !text.trim().is_empty()) {
        text(&mut out, &format!("Explication de la CPTS\u{a0}: {explication}"));
    }
    out
}

/// The content of a field that one version lacks.
pub fn alone(champ: &Champ, etat: Etat) -> Vec<Morceau> {
    units(champ).iter().map(|unit| single(unit, etat)).collect()
}

fn single(unit: &Unit, etat: Etat) -> Morceau {
    match unit {
        Unit::Texte(text) => Morceau::Texte { etat, mots: mots::whole(text, etat) },
        Unit::Tableau(own) => Morceau::Tableau(tableau::alone(own, etat)),
        Unit::Dessin(_) => Morceau::Dessin { etat },
    }
}

/// The content of a field that both versions have.
pub fn compared(old: &Champ, new: &Champ) -> Vec<Morceau> {
    let (old, new) = (units(old), units(new));
    let keys = |all: &[Unit]| {
        all.iter().map(|unit| (unit.key().0, unit.key().1.to_owned())).collect::<Vec<(u8, String)>>()
    };
    let (old_keys, new_keys) = (keys(&old), keys(&new));
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        if op.tag() == DiffTag::Equal {
            out.extend(
                op.old_range().zip(op.new_range()).map(|(before, after)| pair(&old[before], &new[after])),
            );
        } else {
            out.extend(between(&old[op.old_range()], &new[op.new_range()]));
        }
    }
    out
}

/// Two units that are one and the same thing in both versions.
fn pair(old: &Unit, new: &Unit) -> Morceau {
    match (old, new) {
        (Unit::Texte(before), Unit::Texte(after)) => {
            let etat = if before == after { Etat::Inchange } else { Etat::Change };
            Morceau::Texte { etat, mots: mots::compared(before, after) }
        }
        (Unit::Tableau(before), Unit::Tableau(after)) => Morceau::Tableau(tableau::compared(before, after)),
        (Unit::Dessin(before), Unit::Dessin(after)) => {
            Morceau::Dessin { etat: if before == after { Etat::Inchange } else { Etat::Change } }
        }
        (_, new) => single(new, Etat::Ajoute),
    }
}

/// Where the versions differ: texts that are alike are one text that changed, the others come and go.
fn between(old: &[Unit], new: &[Unit]) -> Vec<Morceau> {
    let mut out = Vec::new();
    let mut next = 0;
    for before in old {
        match (next..new.len()).find(|at| like(before, &new[*at])) {
            Some(at) => {
                out.extend(new[next..at].iter().map(|unit| single(unit, Etat::Ajoute)));
                out.push(pair(before, &new[at]));
                next = at + 1;
            }
            None => out.push(single(before, Etat::Retire)),
        }
    }
    out.extend(new[next..].iter().map(|unit| single(unit, Etat::Ajoute)));
    out
}

fn like(old: &Unit, new: &Unit) -> bool {
    match (old, new) {
        (Unit::Texte(before), Unit::Texte(after)) => mots::likeness(before, after) >= LIKE,
        // Its title changed: the same columns make it the same table.
        (Unit::Tableau(before), Unit::Tableau(after)) => before.colonnes == after.colonnes,
        (Unit::Dessin(_), Unit::Dessin(_)) => true,
        _ => false,
    }
}

/// Figures and tables of a field, with their sources in full.
fn cited<'a>(of: &'a Redigee, champ: &'a Champ) -> Vec<(&'a str, Vec<&'a Source>)> {
    let resolve = |ranks: &[usize]| ranks.iter().filter_map(|rank| of.sources.get(*rank)).collect::<Vec<_>>();
    let mut out = Vec::new();
    for contenu in &champ.contenu {
        match contenu {
            Contenu::Faits { faits } => {
                out.extend(faits.iter().map(|fait| (fait.libelle.as_str(), resolve(&fait.sources))));
            }
            Contenu::Tableau(tableau) | Contenu::Carte { tableau: Some(tableau), .. } => {
                out.push((tableau.titre.as_str(), resolve(&tableau.sources)));
            }
            _ => {}
        }
    }
    out
}

/// The figures that rest on other sources. Their ranks do not matter: a new field shifts them all.
pub fn passports(
    (before, old): (&Redigee, &Champ),
    (after, new): (&Redigee, &Champ),
) -> Vec<PasseportChange> {
    let earlier = cited(before, old);
    let read = |sources: &[&Source]| sources.iter().map(|source| sentence(source)).collect();
    cited(after, new)
        .into_iter()
        .filter_map(|(quoi, sources)| {
            let (_, own) = earlier.iter().find(|(name, _)| *name == quoi)?;
            (*own != sources).then(|| PasseportChange {
                quoi: quoi.to_owned(),
                avant: read(own),
                apres: read(&sources),
            })
        })
        .collect()
}

/// A passport in one line.
fn sentence(source: &Source) -> String {
    let mut parts = vec![source.citation.clone()];
    let named =
        [("", &source.millesime), ("périmètre\u{a0}: ", &source.perimetre), ("unité\u{a0}: ", &source.unite)];
    parts.extend(
        named.iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| format!("{label}{value}")),
    );
    parts.extend(source.masque.as_ref().map(|masque| format!("masque\u{a0}: {masque}")));
    parts.join(", ")
}
