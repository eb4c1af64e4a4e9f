//! Values that people write down, with invented figures.

use app::diagnostic::{ImportLine, Typed, Verdict};
use app::pieces::PieceRow;
use domain::authz::Author;
use domain::diagnostic::catalogue::{Catalogue, Famille, catalogue};
use domain::diagnostic::controles::saisie::{Alerte, Champ, Refus};
use domain::diagnostic::{Indicateur, Origine, Periode, Place, Releve, Saisie};
use domain::ids::{PieceId, ReleveId, TerritoireId, UserId, VarianteId};
use jiff::Timestamp;
use territory::DepartementCode;
use uuid::Uuid;

use super::super::valeurs::{self, Cadre, Champs, Filtre, Refused};
use super::super::{CptsUrls, Page, Section};
use super::{Sample, sample};

const CPTS: &str = "CPTS de la Vallée Verte";

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", CPTS, Section::Territoires, title)
}

fn territoire(revision: u32) -> Place {
    let id = Uuid::from_u128;
    Place::Variante { territoire: TerritoireId(id(1)), variante: VarianteId(id(2)), revision }
}

fn releve(rank: u128, place: Place, value: Option<f64>) -> Releve {
    let author = Author::Person(UserId(Uuid::from_u128(1)));
    Releve {
        id: ReleveId(Uuid::from_u128(rank)),
        saisie: Saisie {
            indicateur: "sans_mt".into(),
            place,
            period: Periode::year(2025),
            ages: None,
            value,
            numerator: value.map(|_| 5_054.0),
            denominator: value.map(|_| 38_000.0),
            hidden: false,
            origin: Origine::Rezone,
            source: "Rezone CPTS, export du 15/12/2025, page 3".into(),
            document: Some(PieceId(Uuid::from_u128(7))),
        },
        author,
        recorded_at: Timestamp::UNIX_EPOCH,
        replaces: (rank > 10).then(|| ReleveId(Uuid::from_u128(rank - 1))),
        reason: (rank > 10).then(|| "Erreur de recopie".to_owned()),
    }
}

fn pieces() -> Vec<PieceRow> {
    vec![PieceRow {
        id: PieceId(Uuid::from_u128(7)),
        name: "Lettre inventée.pdf".into(),
        media_type: "application/pdf".into(),
        size: 1200,
        sha256: "0".repeat(64),
        added_at: Timestamp::UNIX_EPOCH,
        added_by: Author::Person(UserId(Uuid::from_u128(1))),
    }]
}

fn place_name(place: Place) -> String {
    match place {
        Place::Variante { revision: 1, .. } => "Territoire, état 1 du périmètre".into(),
        Place::Variante { .. } => "Territoire".into(),
        _ => "Bassin-Fictif".into(),
    }
}

fn with<T>(pieces: &[PieceRow], make: impl FnOnce(&Cadre<'_>) -> T) -> T {
    let cpts = CptsUrls::new("vallee-verte");
    make(&Cadre {
        urls: cpts.territoire("t1").variante("v1").diagnostic(),
        cpts,
        may_edit: true,
        place: &place_name,
        is_old: &|place| place == territoire(1),
        who: &|_| "Camille Fictive".to_owned(),
        pieces,
    })
}

fn departement(_: DepartementCode) -> String {
    "Bassin-Fictif".into()
}

fn lists(catalogue: &Catalogue, pieces: &[PieceRow]) -> Vec<Sample> {
    let all = [releve(10, territoire(1), Some(13.3)), releve(20, territoire(2), Some(12.9))];
    let shown: Vec<&Releve> = all.iter().collect();
    let none = Filtre { famille: Some(Famille::Prevention), retirees: false, asked: true };
    let full = with(pieces, |cadre| {
        valeurs::liste(page("Valeurs notées"), cadre, (Filtre::default(), catalogue), &shown)
    });
    let empty = with(&[], |cadre| valeurs::liste(page("Valeurs notées"), cadre, (none, catalogue), &[]));
    vec![
        sample("valeurs", "Valeurs notées", &full),
        sample("valeurs-vide", "Valeurs notées, aucune ne correspond", &empty),
    ]
}

fn forms(indicateur: &Indicateur, pieces: &[PieceRow]) -> Vec<Sample> {
    let champs = Champs {
        typed: Typed { valeur: "140".into(), indicateur: "sans_mt".into(), ..Typed::default() },
        ..Champs::default()
    };
    let wrong = Refused {
        wrong: vec![
            Refus::Missing(Champ::Periode),
            Refus::RateOutOfRange(140.0),
            Refus::Missing(Champ::Source),
        ],
        doubts: Vec::new(),
        file: Some("Ce fichier est vide. Choisissez-en un autre.".into()),
    };
    let doubtful = Refused {
        doubts: vec![
            Alerte::Implausible { min: 2.0, max: 35.0 },
            Alerte::OldPerimeter { recorded: 1, now: 3 },
        ],
        ..Refused::default()
    };
    let form = |champs: &Champs| {
        with(pieces, |cadre| valeurs::form(page("Noter une valeur"), cadre, &[indicateur], champs))
    };
    let fix = with(pieces, |cadre| {
        let action = format!("{}/1/corriger", cadre.urls.valeurs());
        valeurs::correction(page("Corriger une valeur"), cadre, (action, indicateur), &champs)
    });
    let refused = valeurs::refusing(form(&champs), &wrong, (Some(indicateur), &departement));
    let asked = valeurs::refusing(form(&champs), &doubtful, (Some(indicateur), &departement));
    vec![
        sample("valeur-nouvelle", "Noter une valeur", &form(&Champs::default())),
        sample("valeur-refusee", "Noter une valeur, refusée", &refused),
        sample("valeur-a-confirmer", "Noter une valeur, à confirmer", &asked),
        sample("valeur-corriger", "Corriger une valeur", &fix),
    ]
}

fn import(catalogue: &Catalogue, pieces: &[PieceRow]) -> Vec<Sample> {
    let line = |number: usize, verdict: Verdict| ImportLine {
        number,
        typed: Typed { indicateur: "sans_mt".into(), valeur: "13,3".into(), ..Typed::default() },
        saisie: (number != 4).then(|| releve(10, territoire(2), Some(13.3)).saisie),
        verdict,
    };
    let lines = [
        line(2, Verdict::Accepted),
        line(3, Verdict::ToConfirm(vec![Alerte::Implausible { min: 2.0, max: 35.0 }])),
        line(4, Verdict::Refused(vec![Refus::Example])),
        line(5, Verdict::Known),
    ];
    let known = [line(2, Verdict::Known)];
    let kept = vec!["[2,{}]".to_owned()];
    let preview = |lines: &[ImportLine]| {
        with(pieces, |cadre| {
            let title = page("Vérifier le fichier");
            valeurs::apercu(title, cadre, (catalogue, &departement), (lines, kept.clone()))
        })
    };
    let ask = with(pieces, |cadre| valeurs::accueil(page("Importer des valeurs"), cadre));
    vec![
        sample("valeurs-importer", "Importer des valeurs", &ask),
        sample("valeurs-apercu", "Vérifier un fichier de valeurs", &preview(&lines)),
        sample("valeurs-deja", "Un fichier déjà noté", &preview(&known)),
    ]
}

/// All samples of the values.
pub fn samples() -> Vec<Sample> {
    let Ok(catalogue) = catalogue() else { return Vec::new() };
    let Some(indicateur) = catalogue.get("sans_mt") else { return Vec::new() };
    let pieces = pieces();
    let chain = [
        releve(12, territoire(2), Some(13.3)),
        releve(11, territoire(2), None),
        releve(10, territoire(2), Some(31.3)),
    ];
    let chain: Vec<&Releve> = chain.iter().collect();
    let one = with(&pieces, |cadre| valeurs::valeur(page(&indicateur.label), cadre, indicateur, &chain));
    let withdrawn =
        with(&pieces, |cadre| valeurs::valeur(page(&indicateur.label), cadre, indicateur, &chain[1..]));
    let mut all = lists(catalogue, &pieces);
    all.push(sample("valeur", "Une valeur et son histoire", &one));
    all.push(sample("valeur-retiree", "Une valeur retirée", &withdrawn));
    all.extend(forms(indicateur, &pieces));
    all.extend(import(catalogue, &pieces));
    all
}
