//! The figures of the diagnosis that the letter takes up.

use documents::diagnostic_words as words;
use domain::diagnostic::catalogue::{Famille, Unite};
use domain::diagnostic::{Chiffre, Diagnostic, IndicateurLu, Niveau};
use domain::dossier::lettre::{Colonne, Contenu, Source, Tableau};
use domain::nombres::entier;

use super::{Contenus, Matieres, Registre, put};

/// The figures that the letter asks about access to a family doctor, in its order.
const MEDECIN: [&str; 6] = ["sans_mt", "sans_mt_70", "ald_sans_mt", "css", "css_sans_mt", "apl_mg"];
/// Those about ages.
const AGES: [&str; 5] = ["part_moins_15", "part_65", "part_75", "part_80", "densite"];

pub(super) fn add(matieres: &Matieres, registre: &mut Registre, contenus: &mut Contenus) {
    let Some(own) = &matieres.diagnostic else { return };
    let by_code = |codes: &[&str]| -> Vec<&IndicateurLu> {
        codes.iter().filter_map(|code| own.indicator(code)).collect()
    };
    let of_family = |famille: Famille| -> Vec<&IndicateurLu> {
        own.indicators().filter(|read| read.indicateur.family == famille).collect()
    };
    for (name, title, read) in [
        ("caracteristiques", "Âge et densité de la population", by_code(&AGES)),
        ("acces_medecin", "Accès à un médecin traitant", by_code(&MEDECIN)),
        ("urgences", "Passages aux urgences et admissions directes", of_family(Famille::Urgences)),
        ("affections", "Affections de longue durée", of_family(Famille::Ald)),
        ("prevention", "Dépistages, vaccinations et suivis", of_family(Famille::Prevention)),
    ] {
        put(contenus, name, table(own, (title, &read), registre).map(Contenu::Tableau));
    }
    put(contenus, "caracteristiques", neighbourhoods(own));
    put(contenus, "offre", effectifs(own, registre).map(Contenu::Tableau));
    put(contenus, "structures", structures(own, registre).map(Contenu::Tableau));
}

/// The passports of a figure; `unite` says in what it is counted.
fn passport(own: &Diagnostic, chiffre: &Chiffre, unite: &str) -> Vec<Source> {
    let written = &chiffre.passport;
    let source = |citation: String| Source {
        citation,
        millesime: written.vintage.clone(),
        perimetre: written.perimeter.clone(),
        unite: unite.to_owned(),
        masque: written.mask.clone(),
    };
    let official =
        written.sources.iter().filter_map(|id| own.sources.get(id.0)).map(|one| source(one.citation()));
    let records = written.records.iter().filter(|trace| trace.retained);
    let noted = records.map(|trace| {
        let read =
            if trace.source.trim().is_empty() { String::new() } else { format!(", {}", trace.source.trim()) };
        Source { millesime: trace.period.label(), ..source(format!("{}{read}", trace.origin.label())) }
    });
    official.chain(noted).collect()
}

/// A table with the figures of the territory and what they are compared with; `None` when none is known.
fn table(
    own: &Diagnostic,
    (titre, read): (&str, &[&IndicateurLu]),
    registre: &mut Registre,
) -> Option<Tableau> {
    let known: Vec<&&IndicateurLu> = read.iter().filter(|one| one.territoire.value.is_some()).collect();
    if known.is_empty() {
        return None;
    }
    // Similar territories are left to the diagnosis: the letter compares with département, region and France.
    let levels: Vec<_> = own.levels.iter().filter(|level| level.niveau != Niveau::Similaires).collect();
    let mut colonnes = vec![
        Colonne { titre: "Indicateur".into(), nombre: false },
        Colonne { titre: "Territoire".into(), nombre: true },
    ];
    colonnes.extend(levels.iter().map(|level| Colonne { titre: level.name.clone(), nombre: true }));
    let mut sources = Vec::new();
    let lignes = known.iter().map(|one| {
        let unite = one.indicateur.unit;
        let counted = Some(words::unit(unite)).filter(|text| !text.is_empty());
        let counted = counted.unwrap_or_else(|| "nombre".to_owned());
        sources
            .extend(passport(own, &one.territoire, &counted).into_iter().map(|source| registre.cite(source)));
        let mut cells = vec![one.indicateur.label.clone(), words::figure_with_unit(&one.territoire, unite)];
        cells.extend(levels.iter().map(|level| {
            one.at(level.niveau)
                .map_or_else(|| "non publié".to_owned(), |chiffre| words::figure_with_unit(chiffre, unite))
        }));
        cells
    });
    let lignes = lignes.collect();
    sources.sort_unstable();
    sources.dedup();
    Some(Tableau { titre: titre.to_owned(), colonnes, lignes, total: false, sources })
}

fn neighbourhoods(own: &Diagnostic) -> Option<Contenu> {
    let named: Vec<String> =
        own.offre.quartiers.iter().map(|one| format!("{} ({})", one.name, one.code)).collect();
    (!named.is_empty()).then(|| {
        Contenu::paragraphe(format!(
            "Quartiers prioritaires de la politique de la ville (QPV) que le territoire rencontre\u{a0}: {}.",
            domain::nombres::liste(&named)
        ))
    })
}

fn effectifs(own: &Diagnostic, registre: &mut Registre) -> Option<Tableau> {
    let lines: Vec<_> = own
        .offre
        .effectifs
        .iter()
        .filter(|line| line.officiel.value.is_some() || line.cpam.is_some() || line.local.is_some())
        .collect();
    if lines.is_empty() {
        return None;
    }
    let mut sources = Vec::new();
    let mut cite = |chiffre: &Chiffre| {
        sources
            .extend(passport(own, chiffre, "professionnels").into_iter().map(|source| registre.cite(source)));
        words::figure(chiffre, Unite::Nombre)
    };
    let mut lignes = Vec::new();
    for line in lines {
        let official = cite(&line.officiel);
        let mut other =
            |chiffre: &Option<Chiffre>| chiffre.as_ref().map_or_else(|| "–".to_owned(), &mut cite);
        let (cpam, local) = (other(&line.cpam), other(&line.local));
        lignes.push(vec![line.label.clone(), official, cpam, local]);
    }
    sources.sort_unstable();
    sources.dedup();
    let column = |titre: &str| Colonne { titre: titre.to_owned(), nombre: true };
    Some(Tableau {
        titre: "Professionnels du territoire, selon chaque source".to_owned(),
        colonnes: vec![
            Colonne { titre: "Profession".to_owned(), nombre: false },
            column("Répertoire officiel"),
            column("Assurance Maladie"),
            column("Compté par la CPTS"),
        ],
        lignes,
        total: false,
        sources,
    })
}

fn structures(own: &Diagnostic, registre: &mut Registre) -> Option<Tableau> {
    let groups: Vec<_> = own.offre.structures.iter().filter(|group| !group.sites.is_empty()).collect();
    if groups.is_empty() {
        return None;
    }
    let mut sources = Vec::new();
    let mut lignes = Vec::new();
    for group in groups {
        sources.extend(passport(own, &group.count, "sites").into_iter().map(|source| registre.cite(source)));
        let count = entier(group.sites.len() as i64);
        lignes.push(vec![group.label.clone(), count, group.communes().join(", ")]);
    }
    sources.sort_unstable();
    sources.dedup();
    let text = |titre: &str| Colonne { titre: titre.to_owned(), nombre: false };
    Some(Tableau {
        titre: "Structures de soins du territoire".to_owned(),
        colonnes: vec![
            text("Structure"),
            Colonne { titre: "Nombre".to_owned(), nombre: true },
            text("Communes"),
        ],
        lignes,
        total: false,
        sources,
    })
}
