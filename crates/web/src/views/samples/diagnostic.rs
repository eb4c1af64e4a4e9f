//! A diagnosis of the invented territory: every state of a figure, recorded values, hidden places, frozen versions.

use domain::authz::Author;
use domain::diagnostic::catalogue::{Calcul, Famille, Finesse, Indicateur, Tranche};
use domain::diagnostic::chiffre::RecordTrace;
use domain::diagnostic::lecture::{NiveauNomme, ValeurLocale};
use domain::diagnostic::offre::{GroupeLu, LigneEffectif, SiteLu};
use domain::diagnostic::{
    Changement, Chiffre, ChiffreRef, Comparaison, Constat, Diagnostic, DiagnosticFige, Etat, FamilleLue,
    IndicateurLu, Niveau, OffreLue, Origine, Passeport, Periode, Sens, Similaires, Unite,
};
use domain::source::Confidence;
use territory::measure::{Measure, SourceId};

use super::super::diagnostic::{
    CatalogueView, DiagnosedVariante, DiagnosticView, FigeView, FreezeForm, FrozenBanner, IndicateurView,
    OffreView, Reader, Since, Tri, frozen_list, frozen_table, liste,
};
use super::super::page::{Page, Section};
use super::super::urls::{CptsUrls, DiagnosticUrls};
use super::{Sample, fiche, sample};

fn urls() -> DiagnosticUrls {
    fiche::urls().diagnostic()
}

fn page(title: &str) -> Page {
    fiche::page(title).with_overline("Vallée Verte, Variante A")
}

fn indicateur(code: &str, label: &str, family: Famille, unit: Unite) -> Indicateur {
    Indicateur {
        code: code.to_owned(),
        label: label.to_owned(),
        meaning: format!("{label}. Une phrase dit ici ce que le chiffre mesure."),
        family,
        unit,
        direction: Sens::Moins,
        numerator: Some("Patients de 17 ans et plus sans médecin traitant déclaré".to_owned()),
        denominator: Some("Patients de 17 ans et plus ayant eu un soin remboursé".to_owned()),
        ages: Some(Tranche { from: 17, to: None }),
        finest: Finesse::Commune,
        mask: Some("patients".to_owned()),
        calcul: Calcul::Releve,
        producer: "Assurance Maladie".to_owned(),
        plausible: None,
        thresholds: Vec::new(),
        sources: vec!["Lettre d'intention du 18/04/2023".to_owned()],
        confidence: Confidence::TwoSources,
        note: Some("Les documents ne définissent pas « patients consommants ».".to_owned()),
    }
}

fn figure(value: f64, state: Etat) -> Chiffre {
    let passport = Passeport {
        sources: vec![SourceId(0)],
        vintage: "2023".to_owned(),
        perimeter: "10 IRIS et communes".to_owned(),
        formula: "Somme des communes, divisée par la somme de leurs habitants.".to_owned(),
        ..Passeport::default()
    };
    let missing = if state == Etat::Partial {
        ["Val-d'Orne", "Belval", "Castelroc", "Fontbrune", "Villeneuve-la-Haute"].map(str::to_owned).to_vec()
    } else {
        Vec::new()
    };
    let value = matches!(state, Etat::Known | Etat::Partial).then_some(value);
    Chiffre {
        value,
        state,
        numerator: value.map(|v| v * 100.0),
        denominator: value.map(|_| 10_000.0),
        missing,
        passport,
    }
}

fn trace(rank: u128, retained: bool) -> RecordTrace {
    RecordTrace {
        id: domain::ids::ReleveId(uuid::Uuid::from_u128(rank)),
        origin: if retained { Origine::Cpam } else { Origine::Rezone },
        source: "Lettre de la CPAM du 12/03/2023".to_owned(),
        period: Periode::year(2022),
        value: retained.then_some(13.3),
        document: retained.then(|| domain::ids::PieceId(uuid::Uuid::from_u128(rank))),
        author: Author::System("démonstration".to_owned()),
        recorded_at: jiff::Timestamp::UNIX_EPOCH,
        reason: retained.then(|| "Le premier chiffre portait sur le département.".to_owned()),
        retained,
    }
}

fn levels() -> Vec<NiveauNomme> {
    let named = |niveau: &str, name: &str| {
        niveau.parse().ok().map(|niveau| NiveauNomme { niveau, name: name.to_owned() })
    };
    [
        named("departement-96", "Mille-Rivières"),
        named("region-99", "Grande Région"),
        named("france", "France"),
        named("similaires", "Territoires semblables"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn places() -> Vec<ValeurLocale> {
    let units = fiche::fiche("Variante A", true).diagnosis.communes;
    let value = |rank: usize| (rank != 2 && rank != 3).then_some(1.2 + rank as f64 * 0.45);
    let line = |(rank, commune): (usize, territory::diagnosis::CommuneLine)| ValeurLocale {
        code: territory::UnitCode::Commune(commune.code),
        name: commune.name,
        value: value(rank),
        hidden: rank == 3,
    };
    units.into_iter().enumerate().map(line).collect()
}

fn read(indicateur: Indicateur, own: Chiffre, elsewhere: [f64; 4]) -> IndicateurLu {
    let states = [Etat::Known, Etat::Known, Etat::Known, Etat::Partial];
    let comparisons = levels().into_iter().zip(elsewhere).zip(states).map(|((level, value), state)| {
        let mut chiffre = figure(value, state);
        if level.niveau == Niveau::France {
            chiffre.passport.vintage = "2022".to_owned();
        }
        let difference = own.value.filter(|_| own.is_known() && chiffre.is_known()).map(|own| own - value);
        Comparaison { niveau: level.niveau, chiffre, difference }
    });
    IndicateurLu {
        comparisons: comparisons.collect(),
        indicateur,
        territoire: own,
        places: Vec::new(),
        alerts: Vec::new(),
    }
}

fn families() -> Vec<FamilleLue> {
    let mut people = indicateur("population", "Habitants", Famille::Population, Unite::Habitants);
    people.calcul = Calcul::Population;
    let mut apl = indicateur(
        "apl_mg",
        "Accessibilité aux médecins généralistes (APL)",
        Famille::Acces,
        Unite::Consultations,
    );
    apl.calcul = Calcul::Apl { jusqu_a: None };
    let mut apl = read(apl, figure(2.6, Etat::Known), [3.1, 3.3, 3.5, 2.9]);
    apl.places = places();
    let mut without = figure(13.3, Etat::Known);
    without.passport.records = vec![trace(2, true), trace(1, false)];
    without.passport.mask = Some("Les effectifs de moins de 11 patients sont masqués".to_owned());
    let mut without = read(
        indicateur("sans_mt", "Patients sans médecin traitant", Famille::Acces, Unite::Pourcent),
        without,
        [11.2, 10.9, 11.4, 12.0],
    );
    without.alerts =
        vec!["Ce taux est au-dessus des valeurs habituelles : vérifiez le dénominateur.".to_owned()];
    let mut estimated = figure(21.9, Etat::Known);
    estimated.passport.estimated = Some("Les âges sont pondérés par le recensement".to_owned());
    let elsewhere = [20.1, 21.0, 20.7, 22.0];
    let aged = |code: &str, label: &str, own| {
        read(indicateur(code, label, Famille::Population, Unite::Pourcent), own, elsewhere)
    };
    vec![
        FamilleLue {
            famille: Famille::Population,
            indicators: vec![
                read(people, figure(43_946.0, Etat::Known), [480_000.0, 2_100_000.0, 67_000_000.0, 51_000.0]),
                aged("part_65", "65 ans et plus", estimated),
                aged("part_75", "75 ans et plus", figure(11.0, Etat::Partial)),
            ],
        },
        FamilleLue { famille: Famille::Acces, indicators: vec![apl, without] },
        FamilleLue {
            famille: Famille::Ald,
            indicators: vec![
                aged("ald_diabete", "Diabète", figure(0.0, Etat::NotPublished)),
                aged("ald_rare", "Maladie rare", figure(3.0, Etat::Hidden)),
            ],
        },
    ]
}

fn offre() -> OffreLue {
    let count = |value: f64| Chiffre { numerator: None, denominator: None, ..figure(value, Etat::Known) };
    let line = |regle: &str, label: &str, cpam: Option<f64>| LigneEffectif {
        regle: regle.to_owned(),
        label: label.to_owned(),
        rule: "Une personne inscrite, en exercice libéral ou mixte, comptée une fois dans le territoire."
            .to_owned(),
        officiel: count(41.0),
        cabinets: Some(47.0),
        second_sites: Some(6.0),
        cpam: cpam.map(count),
        local: None,
        aged_60: Some(count(14.0)),
        aged_65: None,
        communes: places(),
        gaps: cpam
            .map(|_| "Le registre compte 2 remplaçants de plus que la CPAM.".to_owned())
            .into_iter()
            .collect(),
    };
    let sites = ["Belval", "Fontbrune"].map(|commune| SiteLu {
        finess: "960000018".to_owned(),
        name: format!("EHPAD de {commune}"),
        category: "Établissement d'hébergement pour personnes âgées dépendantes".to_owned(),
        commune: Some(commune.to_owned()),
        legal_entity: Some("960000026".to_owned()),
    });
    let group = |code: &str, label: &str, sites: Vec<SiteLu>| GroupeLu {
        code: code.to_owned(),
        label: label.to_owned(),
        count: count(sites.len() as f64),
        sites,
    };
    OffreLue {
        effectifs: vec![line("mg", "Médecins généralistes", Some(39.0)), line("ide", "Infirmiers", None)],
        structures: vec![
            group("ehpad", "EHPAD", sites.to_vec()),
            group("msp", "Maisons de santé pluriprofessionnelles", Vec::new()),
        ],
        quartiers: fiche::fiche("Variante A", true).quartiers,
    }
}

/// The whole diagnosis.
fn diagnostic() -> Diagnostic {
    let fiche = fiche::fiche("Variante A", true);
    let constat = |sentence: &str, code: &str, favourable| Constat {
        indicateur: code.to_owned(),
        niveau: Niveau::France,
        sentence: sentence.to_owned(),
        difference: -0.9,
        favourable,
    };
    Diagnostic {
        cpts: fiche.cpts,
        territoire: fiche.territoire,
        variante: fiche.variante,
        revision: 3,
        established_on: fiche.established_on,
        population: Measure::known(43_946.0, SourceId(0)),
        taille: fiche.taille,
        sources: fiche::passports(),
        levels: levels(),
        similar: Similaires {
            rule: "Même classe de taille, densité du même ordre, part des 65 ans et plus à 3 points près."
                .to_owned(),
            members: vec!["CPTS du Haut Pays".to_owned(), "CPTS des Deux Vallées".to_owned()],
        },
        highlights: vec![
            constat(
                "L'accès aux médecins généralistes est plus faible qu'en France : 2,6 consultations par habitant contre 3,5.",
                "apl_mg",
                Some(false),
            ),
            constat(
                "Un peu plus d'habitants ont 65 ans et plus : 21,9 % contre 20,7 % en France.",
                "part_65",
                None,
            ),
        ],
        families: families(),
        offre: offre(),
        carte: fiche.carte,
    }
}

fn empty(diagnostic: &Diagnostic, missing: bool) -> Diagnostic {
    let missing = if missing { fiche::fiche("Variante A", true).diagnosis.units } else { Vec::new() };
    Diagnostic {
        population: Measure { missing, ..Measure::default() },
        taille: None,
        sources: Vec::new(),
        levels: Vec::new(),
        similar: Similaires::default(),
        highlights: Vec::new(),
        families: Vec::new(),
        offre: OffreLue::default(),
        carte: None,
        ..diagnostic.clone()
    }
}

fn reader<'a>(diagnostic: &'a Diagnostic, may_edit: bool, who: &'a dyn Fn(&Author) -> String) -> Reader<'a> {
    Reader {
        diagnostic,
        urls: urls(),
        lecture: urls().lecture(),
        may_edit,
        documents: may_edit.then(|| CptsUrls::new("vallee-verte")),
        who,
    }
}

fn frozen() -> DiagnosticFige {
    DiagnosticFige {
        id: domain::ids::DiagnosticId(uuid::Uuid::from_u128(7)),
        territoire: domain::ids::TerritoireId(uuid::Uuid::from_u128(1)),
        variante: domain::ids::VarianteId(uuid::Uuid::from_u128(1)),
        name: "Diagnostic de la lettre d'intention".to_owned(),
        note: Some("Joint à la lettre envoyée à l'ARS.".to_owned()),
        frozen_at: jiff::Timestamp::UNIX_EPOCH,
        author: Author::System("démonstration".to_owned()),
        fingerprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
    }
}

/// Pages of the diagnosis.
pub(super) fn samples() -> Vec<Sample> {
    let who = |_: &Author| "la coordination".to_owned();
    let full = diagnostic();
    let own = reader(&full, true, &who);
    let table = || frozen_table(&[frozen()], &urls(), &who);
    let absent = [territory::Kind::Professionals, territory::Kind::Structures];
    let main = DiagnosticView::new(page("Diagnostic territorial"), &own, &absent, table());
    let guest = DiagnosticView::new(page("Diagnostic territorial"), &reader(&full, false, &who), &[], None);
    let mut wrong = DiagnosticView::new(page("Diagnostic territorial"), &own, &[], None);
    wrong.freeze = FreezeForm::new("", "Pour l'ARS");
    wrong.freeze.nom.error = Some("Écrivez un nom.".to_owned());
    let nothing = [empty(&full, false), empty(&full, true)];
    let bare = |rank: usize, kinds: &[territory::Kind]| {
        DiagnosticView::new(page("Diagnostic territorial"), &reader(&nothing[rank], true, &who), kinds, None)
    };
    let mut samples = vec![
        sample("diagnostic", "Diagnostic d'un territoire", &main),
        sample("diagnostic-lecture", "Diagnostic, lecture seule", &guest),
        sample("diagnostic-erreur", "Diagnostic, nom de version oublié", &wrong),
        sample("diagnostic-vide", "Diagnostic d'un territoire vide", &bare(0, &[])),
        sample(
            "diagnostic-sans-donnees",
            "Diagnostic sans données",
            &bare(1, &[territory::Kind::Populations]),
        ),
        sample("offre", "Offre de soins", &OffreView::new(page("Offre de soins"), &own)),
        sample(
            "offre-vide",
            "Offre de soins sans données",
            &OffreView::new(page("Offre de soins"), &reader(&nothing[0], false, &who)),
        ),
    ];
    for (key, code, tri) in [
        ("indicateur", "apl_mg", Tri::Decroissant),
        ("indicateur-note", "sans_mt", Tri::Nom),
        ("indicateur-inconnu", "ald_diabete", Tri::Nom),
    ] {
        if let Some(read) = full.indicator(code) {
            let view = IndicateurView::new(page(&read.indicateur.label), &own, read, tri);
            samples.push(sample(key, "Page d'un indicateur", &view));
        }
    }
    samples.extend(frozen_samples(&full));
    if let Ok(catalogue) = domain::diagnostic::catalogue::catalogue() {
        let page = Page::new(Section::Regles, "Comprendre les indicateurs").under("Règles", "/regles");
        samples.push(sample(
            "indicateurs",
            "Catalogue des indicateurs",
            &CatalogueView::new(page, catalogue),
        ));
    }
    samples
}

fn frozen_samples(full: &Diagnostic) -> Vec<Sample> {
    let who = |_: &Author| "la coordination".to_owned();
    let fige = frozen();
    let own = urls().fige(&fige.id.to_string());
    let reader = Reader { lecture: own.lecture(), ..reader(full, false, &who) };
    let banner = || FrozenBanner::new(&fige, &urls(), &who);
    let change = |now| Changement {
        figure: ChiffreRef { indicateur: "apl_mg".to_owned(), niveau: Niveau::Territoire },
        label: "Accessibilité aux médecins généralistes (APL)".to_owned(),
        before: figure(2.6, Etat::Known),
        now,
    };
    let changes = [change(Some(figure(2.8, Etat::Partial))), change(None)];
    let view = |changes: &[Changement]| {
        let since = Since { now: Some(full), changes };
        FigeView::new(page(&fige.name), &reader, banner(), &since).removable(&own)
    };
    let variante = DiagnosedVariante {
        territoire: "Vallée Verte".to_owned(),
        variante: "Variante A".to_owned(),
        is_reference: true,
        url: urls().show().to_owned(),
    };
    vec![
        sample("fige", "Diagnostic figé, des chiffres ont changé", &view(&changes)),
        sample("fige-pareil", "Diagnostic figé, rien n'a changé", &view(&[])),
        sample("figes", "Versions figées", &frozen_list(page("Versions figées"), &[frozen()], &urls(), &who)),
        sample(
            "figes-vide",
            "Aucune version figée",
            &frozen_list(page("Versions figées"), &[], &urls(), &who),
        ),
        sample("diagnostics", "Diagnostics de la CPTS", &liste(page("Diagnostics"), &[variante])),
        sample("diagnostics-vide", "Aucun diagnostic", &liste(page("Diagnostics"), &[])),
    ]
}
