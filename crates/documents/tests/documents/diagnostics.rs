//! Diagnoses of invented territories: one with every state of a figure, one with nothing.

use domain::authz::Author;
use domain::diagnostic::catalogue::{Finesse, Plage};
use domain::diagnostic::chiffre::RecordTrace;
use domain::diagnostic::lecture::{NiveauNomme, ValeurLocale};
use domain::diagnostic::offre::{GroupeLu, LigneEffectif, SiteLu};
use domain::diagnostic::{
    Calcul, Chiffre, Comparaison, Constat, Diagnostic, Etat, Famille, FamilleLue, Indicateur, IndicateurLu,
    Niveau, OffreLue, Origine, Passeport, Periode, Sens, Similaires, Unite,
};
use domain::source::Confidence;
use domain::territoire::fiche::QuartierPart;
use territory::SourceId;

use crate::support;

/// A figure that is known entirely.
pub fn known(value: f64, vintage: &str, perimeter: &str) -> Chiffre {
    Chiffre {
        value: Some(value),
        state: Etat::Known,
        numerator: None,
        denominator: None,
        missing: vec![],
        passport: Passeport {
            sources: vec![SourceId(0)],
            vintage: vintage.into(),
            perimeter: perimeter.into(),
            formula: "Somme des communes et IRIS du périmètre.".into(),
            ..Passeport::default()
        },
    }
}

fn nothing() -> Chiffre {
    Chiffre::not_published(Passeport { perimeter: "non publié ici".into(), ..Passeport::default() })
}

fn rate(numerator: f64, denominator: f64, vintage: &str, perimeter: &str) -> Chiffre {
    let known = known(numerator / denominator * 100.0, vintage, perimeter);
    Chiffre { numerator: Some(numerator), denominator: Some(denominator), ..known }
}

pub fn record(origin: Origine, value: f64, retained: bool) -> RecordTrace {
    RecordTrace {
        id: "01890000-0000-7000-8000-000000000001".parse().unwrap(),
        origin,
        source: "Rezone CPTS fictif, export du 12/03/2023".into(),
        period: Periode::year(2022),
        value: Some(value),
        document: Some("01890000-0000-7000-8000-000000000002".parse().unwrap()),
        author: Author::System("identifiant-qui-ne-sort-pas".into()),
        recorded_at: "2023-03-13T10:30:00Z".parse().unwrap(),
        reason: (!retained).then(|| "faute de frappe".into()),
        retained,
    }
}

pub fn line(code: &str, label: &str, family: Famille, unit: Unite, direction: Sens) -> Indicateur {
    Indicateur {
        code: code.into(),
        label: label.into(),
        meaning: format!("{label}, tel que la source fictive le publie."),
        family,
        unit,
        direction,
        numerator: Some("Personnes concernées".into()),
        denominator: Some("Habitants du périmètre".into()),
        ages: None,
        finest: Finesse::Commune,
        mask: None,
        calcul: Calcul::Releve,
        producer: "Producteur fictif".into(),
        plausible: Some(Plage { min: 1.0, max: 40.0 }),
        thresholds: vec![],
        sources: vec!["Document fictif".into()],
        confidence: Confidence::OneSource,
        note: None,
    }
}

fn levels() -> Vec<NiveauNomme> {
    let named = |key: &str, name: &str| NiveauNomme { niveau: key.parse().unwrap(), name: name.into() };
    vec![
        named("departement-00", "Basse-Fiction"),
        named("region-76", "Région imaginaire"),
        named("france", "France"),
        named("similaires", "Territoires semblables"),
    ]
}

/// Differences are those of figures that are known entirely.
fn compared(territoire: &Chiffre, others: [Chiffre; 4]) -> Vec<Comparaison> {
    levels()
        .into_iter()
        .zip(others)
        .map(|(level, chiffre)| {
            let both = territoire.is_known() && chiffre.is_known();
            let difference = territoire.value.zip(chiffre.value).filter(|_| both).map(|(a, b)| a - b);
            Comparaison { niveau: level.niveau, chiffre, difference }
        })
        .collect()
}

fn read(indicateur: Indicateur, territoire: Chiffre, others: [Chiffre; 4]) -> IndicateurLu {
    let comparisons = compared(&territoire, others);
    IndicateurLu { indicateur, territoire, comparisons, places: vec![], alerts: vec![] }
}

fn simple(values: [f64; 5], vintage: &str) -> (Chiffre, [Chiffre; 4]) {
    let [own, departement, region, france, similar] = values;
    let others = [
        (departement, "département Basse-Fiction"),
        (region, "Région imaginaire"),
        (france, "France entière"),
        (similar, "7 territoires semblables"),
    ];
    let others = others.map(|(value, place)| known(value, vintage, place));
    (known(own, vintage, "16 communes et IRIS"), others)
}

/// One value a commune or IRIS of the map; the first is not published, the second is hidden.
fn places(scale: f64) -> Vec<ValeurLocale> {
    let carte = support::whole().carte.unwrap();
    let members = carte.areas.into_iter().filter(|area| area.member);
    members
        .enumerate()
        .map(|(rank, area)| ValeurLocale {
            code: area.code,
            name: area.name,
            value: (rank > 1).then(|| ((rank * 7 % 11) as f64 + 3.25) * scale),
            hidden: rank == 1,
        })
        .collect()
}

fn population() -> Vec<IndicateurLu> {
    let (own, others) = simple([47_366.4, 482_000.0, 5_980_000.0, 68_100_000.0, 45_120.0], "2023");
    let habitants = line("population", "Habitants", Famille::Population, Unite::Habitants, Sens::Neutre);
    let mut people = read(habitants, own, others);
    people.comparisons.iter_mut().for_each(|other| other.difference = None);
    let (own, others) = simple([23.16, 21.04, 20.6, 21.3, 22.9], "2022");
    let older =
        line("part_65", "Habitants de 65 ans et plus", Famille::Population, Unite::Pourcent, Sens::Neutre);
    let mut older = read(older, own, others);
    older.places = places(2.1);
    let (own, mut others) = simple([147.34, 88.2, 82.0, 107.5, 139.7], "2023");
    others[3] = nothing();
    let density =
        line("densite", "Densité de population", Famille::Population, Unite::HabitantsParKm2, Sens::Neutre);
    vec![people, older, read(density, own, others)]
}

fn access() -> Vec<IndicateurLu> {
    let (_, others) = simple([0.0, 11.86, 12.4, 10.91, 12.02], "2022");
    let mut own = rate(1640.0, 12_345.0, "2022", "variante du 12/03/2023");
    own.passport.sources = vec![];
    own.passport.formula = "Valeur saisie par la CPTS.".into();
    own.passport.records = vec![record(Origine::Rezone, 13.28, true), record(Origine::Cpam, 31.3, false)];
    let missing =
        line("sans_mt", "Patients sans médecin traitant", Famille::Acces, Unite::Pourcent, Sens::Moins);
    let mut missing = read(missing, own, others);
    missing.alerts = vec!["La lettre annonce 31,3 %, et Rezone 13,3 %.".into()];
    let (own, others) = simple([2.87, 3.31, 3.46, 3.52, 3.02], "2023");
    let mut apl = line(
        "apl_mg",
        "Accessibilité aux médecins généralistes (APL)",
        Famille::Acces,
        Unite::Consultations,
        Sens::Plus,
    );
    apl.thresholds = vec![2.5, 4.0];
    let mut apl = read(apl, own, others);
    apl.places = places(0.4);
    vec![missing, apl]
}

fn prevention() -> Vec<IndicateurLu> {
    let (mut own, mut others) = simple([58.4, 61.2, 60.0, 63.4, 59.9], "2024");
    own.state = Etat::Partial;
    own.missing = vec!["Mirevent".into(), "Port-Inventé".into()];
    own.passport.estimated = Some("Répartition selon la population.".into());
    others[0].passport.vintage = "2023".into();
    others[1].state = Etat::Partial;
    others[1].missing = (0..9).map(|rank| format!("Commune {rank}")).collect();
    let flu = line(
        "grippe_65",
        "Vaccinés contre la grippe à 65 ans et plus",
        Famille::Prevention,
        Unite::Pourcent,
        Sens::Plus,
    );
    let hidden = Chiffre {
        value: None,
        state: Etat::Hidden,
        passport: Passeport { mask: Some("moins de 11 patients".into()), ..nothing().passport },
        ..nothing()
    };
    let rare = line(
        "depistage",
        "Dépistage organisé du cancer colorectal",
        Famille::Prevention,
        Unite::Pourcent,
        Sens::Plus,
    );
    let small = line("petit", "Taux sur peu de personnes", Famille::Prevention, Unite::Pourcent, Sens::Plus);
    let (_, others_small) = simple([0.0, 22.2, 21.0, 20.5, 23.0], "2024");
    vec![
        read(flu, own, others),
        read(rare, hidden, [nothing(), nothing(), nothing(), nothing()]),
        read(small, rate(3.0, 14.0, "2024", "variante du 12/03/2023"), others_small),
    ]
}

fn profession(code: &str, label: &str, count: f64) -> LigneEffectif {
    let counted = |value: f64| known(value, "11/2026", "16 communes et IRIS");
    let mut old = counted((count / 3.0).round());
    old.passport.sources = vec![];
    old.passport.records = vec![record(Origine::Cpam, (count / 3.0).round(), true)];
    LigneEffectif {
        regle: code.into(),
        label: label.into(),
        rule: format!("{label} en exercice libéral ou mixte, chaque personne une fois."),
        officiel: counted(count),
        cabinets: Some(count + 2.0),
        second_sites: Some(2.0),
        cpam: Some(counted(count - 1.0)),
        local: None,
        aged_60: Some(old),
        aged_65: None,
        communes: places(1.0).into_iter().take(4).collect(),
        gaps: vec![format!("La CPAM compte une personne de moins. Elle a {} mois de retard.", 3)],
    }
}

fn group(code: &str, label: &str, communes: &[Option<&str>]) -> GroupeLu {
    let site = |(rank, commune): (usize, &Option<&str>)| SiteLu {
        finess: format!("00{rank:07}"),
        name: format!("{label} n° {rank}"),
        category: label.into(),
        commune: commune.map(Into::into),
        legal_entity: None,
    };
    GroupeLu {
        code: code.into(),
        label: label.into(),
        count: known(communes.len() as f64, "FINESS 2026", "16 communes et IRIS"),
        sites: communes.iter().enumerate().map(site).collect(),
    }
}

fn offre() -> OffreLue {
    OffreLue {
        effectifs: vec![
            profession("mg", "Médecins généralistes", 38.0),
            profession("infirmiers", "Infirmières et infirmiers", 121.0),
            profession("sages_femmes", "Sages-femmes", 7.0),
        ],
        structures: vec![
            group("ehpad", "EHPAD", &[Some("Boisclair-sur-Fausse"), Some("Œuvremont"), Some("Œuvremont")]),
            group("msp", "Maisons de santé pluriprofessionnelles", &[Some("Mirevent"), None]),
            group("sau", "Services d'urgence", &[]),
        ],
        quartiers: vec![QuartierPart {
            code: "QP000010".into(),
            name: "Les Hauts".into(),
            share_inside: 0.873,
        }],
    }
}

fn highlight(code: &str, niveau: &str, difference: f64, favourable: Option<bool>, sentence: &str) -> Constat {
    Constat {
        indicateur: code.into(),
        niveau: niveau.parse().unwrap(),
        sentence: sentence.into(),
        difference,
        favourable,
    }
}

/// Every state of a figure, an alert, a correction, a map.
pub fn whole() -> Diagnostic {
    let fiche = support::whole();
    let family = |famille, indicators| FamilleLue { famille, indicators };
    Diagnostic {
        cpts: fiche.cpts,
        territoire: fiche.territoire,
        variante: fiche.variante,
        revision: 3,
        established_on: fiche.established_on,
        population: fiche.diagnosis.population.measure,
        taille: fiche.taille,
        sources: fiche.diagnosis.sources,
        levels: levels(),
        similar: Similaires {
            rule: "même classe de taille, densité et âges voisins (écart de 20 % au plus)".into(),
            members: vec!["CPTS du Mirage".into(), "CPTS du Grand Rêve".into()],
        },
        highlights: vec![
            highlight(
                "apl_mg",
                "france",
                -0.65,
                Some(false),
                "Un habitant accède à 2,9 consultations par an, contre 3,5 en France.",
            ),
            highlight(
                "part_65",
                "departement-00",
                2.12,
                None,
                "23,2 % des habitants ont 65 ans et plus, contre 21,0 % en Basse-Fiction.",
            ),
        ],
        families: vec![
            family(Famille::Population, population()),
            family(Famille::Acces, access()),
            family(Famille::Prevention, prevention()),
            family(Famille::Ald, vec![]),
        ],
        offre: offre(),
        carte: fiche.carte,
    }
}

/// Nothing known, nothing compared, real data.
pub fn empty() -> Diagnostic {
    let mut diagnostic = whole();
    diagnostic.sources.clear();
    diagnostic.population = territory::Measure::default();
    diagnostic.taille = None;
    diagnostic.levels.clear();
    diagnostic.similar = Similaires::default();
    diagnostic.highlights.clear();
    diagnostic.offre = OffreLue::default();
    diagnostic.carte = None;
    for family in &mut diagnostic.families {
        for read in &mut family.indicators {
            *read = IndicateurLu {
                territoire: nothing(),
                comparisons: vec![],
                places: vec![],
                alerts: vec![],
                indicateur: read.indicateur.clone(),
            };
        }
    }
    diagnostic
}

/// Names that markup, formulas and templates could take for their own.
pub fn hostile() -> Diagnostic {
    let mut diagnostic = whole();
    diagnostic.territoire = "<script>alert(1)</script> & #panic() $x$".into();
    diagnostic.cpts = "=cmd|'/C calc'!A0".into();
    diagnostic.levels[0].name = "@Gard & <b>".into();
    let read = &mut diagnostic.families[1].indicators[0];
    read.indicateur.label = "=1+1 ; \"x\" <i>".into();
    read.territoire.passport.records[0].source = "-2+3+cmd|' /C calc'!A0\n]]>\u{b}".into();
    diagnostic.offre.structures[0].sites[0].name = "+33 & <EHPAD>".into();
    diagnostic.offre.structures[0].sites[0].commune = Some("=HYPERLINK(\"x\")".into());
    diagnostic.carte.as_mut().unwrap().areas[50].name = "北京 & <b>".into();
    diagnostic
}

/// Every figure that the documents must say: the indicators at every level, the count of professionals, the structures.
pub fn figures(diagnostic: &Diagnostic) -> Vec<(String, Niveau, Chiffre, Unite)> {
    let mut figures = Vec::new();
    for read in diagnostic.indicators() {
        let (code, unit) = (&read.indicateur.code, read.indicateur.unit);
        figures.push((code.clone(), Niveau::Territoire, read.territoire.clone(), unit));
        for other in &read.comparisons {
            figures.push((code.clone(), other.niveau, other.chiffre.clone(), unit));
        }
    }
    for line in &diagnostic.offre.effectifs {
        for chiffre in [Some(&line.officiel), line.cpam.as_ref(), line.aged_60.as_ref()].into_iter().flatten()
        {
            figures.push((line.regle.clone(), Niveau::Territoire, chiffre.clone(), Unite::Nombre));
        }
    }
    for group in &diagnostic.offre.structures {
        figures.push((group.code.clone(), Niveau::Territoire, group.count.clone(), Unite::Nombre));
    }
    figures
}
