//! The sheet of a territory as a [`Document`].

mod ages;
mod communes;
pub mod perimeter;
pub mod summary;

use domain::territoire::fiche::Fiche;
use domain::territoire::phrases;
use territory::Passport;

use crate::document::{Banner, Block, Document, Entry, Section};
use crate::typography::french;
use crate::wording;

/// Everything the sheet says, in reading order.
pub fn document(fiche: &Fiche) -> Document {
    let mut document = Document {
        kind: "Fiche de territoire".into(),
        title: fiche.territoire.clone(),
        subtitle: vec![
            fiche.cpts.clone(),
            format!("{} ({})", fiche.variante, wording::status(fiche)),
            phrases::established(fiche.established_on),
        ],
        banner: banner(fiche),
        date: fiche.established_on,
        dated: phrases::established(fiche.established_on),
        author: fiche.cpts.clone(),
        description: format!(
            "Population, classe de taille, communes, âges et sources du territoire «\u{a0}{}\u{a0}», {}.",
            fiche.territoire, fiche.variante
        ),
        keywords: ["CPTS", "territoire", "population", "classe de taille"].map(Into::into).to_vec(),
        sections: sections(fiche),
    };
    document.each_text(&mut |text| *text = french(text));
    document
}

fn banner(fiche: &Fiche) -> Option<Banner> {
    fiche
        .diagnosis
        .is_fictitious()
        .then(|| Banner { title: wording::FICTITIOUS.into(), text: wording::FICTITIOUS_TEXT.into() })
}

fn sections(fiche: &Fiche) -> Vec<Section> {
    let section = |title: &str, blocks: Vec<Block>| Section { title: title.into(), blocks };
    vec![
        section("Chiffres clés", summary::figures(fiche)),
        section("Classe de taille et maxima annuels", summary::size(fiche)),
        section("Carte", perimeter::map(fiche)),
        section("Communes et IRIS", communes::blocks(fiche)),
        section("Âges", ages::blocks(fiche)),
        section("Points à vérifier", perimeter::checks(fiche)),
        section("Quartiers prioritaires", perimeter::quartiers(fiche)),
        section("Sources", sources(fiche)),
    ]
}

fn sources(fiche: &Fiche) -> Vec<Block> {
    let items: Vec<Entry> = fiche.diagnosis.sources.iter().map(source_entry).collect();
    let list = if items.is_empty() {
        Block::paragraph("Aucune source importée ne couvre ce périmètre.")
    } else {
        Block::Entries { items }
    };
    vec![list, Block::paragraph(wording::LEGEND)]
}

/// An official file in a numbered list.
pub(crate) fn source_entry(passport: &Passport) -> Entry {
    let mut lines = wording::source_lines(passport);
    // Only an address of the web becomes a link: passports come from files.
    let (link, other) = match &passport.address {
        Some(address) if address.starts_with("https://") || address.starts_with("http://") => {
            (Some(address.clone()), None)
        }
        other => (None, other.clone()),
    };
    lines.extend(other);
    Entry { title: passport.citation(), lines, link }
}
