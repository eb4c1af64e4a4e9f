//! Mobilisation, with invented data.

use app::communaute::mobilisation::{CampagneLue, ChoixCampagne, Kit, PageCampagne, Sollicite, TableLue};
use documents::courriel::Courriel;
use domain::communaute::mobilisation::{
    Bilan, Campagne, CampagneCanal, CampagneFiche, CampagneState, Choix, Declaration, Ecart, Envoi,
    PremierContact, Reponse, Sollicitation, TableMobilisation, Territoires, lettre_professions, regles,
};
use domain::communaute::{Annuaire, Exercice, Fiche, Personne, Statut};
use domain::ids::{CampagneId, CptsId, PersonneId, SollicitationId};
use jiff::civil::date;

use super::people::{id, now};
use super::{Sample, sample};
use crate::views::components::Notice;
use crate::views::components::Tone;
use crate::views::liste::{self, Etat};
use crate::views::mobilisation::{
    appels, campagne, form, historique, hub, kit, publique, sollicites, tableau,
};
use crate::views::page::{Page, Section};
use crate::views::sheet::{Part, SheetView};

const BASE: &str = "/c/vallee-verte/mobilisation";
const OWN: &str = "/c/vallee-verte/mobilisation/campagnes/1";

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Communaute, title)
}

fn campagne_of(canal: CampagneCanal, state: CampagneState) -> Campagne {
    let declaration = Declaration {
        relais: "CPAM d'exemple".into(),
        date: date(2026, 10, 3),
        source: "courriel du 4 octobre".into(),
        ligne: Some("infirmier".into()),
        nombre: 45,
    };
    Campagne {
        id: CampagneId(id(81)),
        nom: "Premier envoi".into(),
        canal,
        state,
        fiche: CampagneFiche {
            but: "Recueillir les intentions".into(),
            objet: "Un projet de CPTS chez vous".into(),
            message: "Nous préparons un projet.\n\nVotre avis compte.".into(),
            declarations: vec![declaration],
            lancee_at: (state != CampagneState::Preparation).then(now),
            ..CampagneFiche::default()
        },
        lien_relais: None,
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

fn somebody() -> Personne {
    let mut one = Personne {
        id: PersonneId(id(82)),
        nom: "Exemple".into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some("60".into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche {
            exercices: vec![Exercice { commune: "96001".parse().ok(), ..Exercice::default() }],
            source: "Annuaire RPPS".into(),
            ..Fiche::default()
        },
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    one.step(Statut::Interesse, date(2026, 10, 1), Some("Premier envoi".into()));
    one
}

fn solicited(ecart: Option<Ecart>) -> Sollicite {
    let mut one = Sollicitation::new(SollicitationId(id(83)), CampagneId(id(81)), PersonneId(id(82)));
    one.ecart = ecart;
    one.fiche.adresse = "+33426030690".into();
    one.fiche.envois = vec![Envoi { rang: 0, at: now(), parti_at: Some(now()), refuse_at: None }];
    Sollicite { sollicitation: one, personne: Some(somebody()) }
}

fn read(canal: CampagneCanal, state: CampagneState) -> CampagneLue {
    let bilan = Bilan {
        retenus: 200,
        contactes: 196,
        revenus: 1,
        relances: 80,
        reponses: [60, 20, 10, 6],
        ..Bilan::default()
    };
    CampagneLue { campagne: campagne_of(canal, state), bilan, reunion: None, presents: 0, relancables: 12 }
}

fn table(apart: bool) -> TableLue {
    let annuaire = Annuaire::new([somebody()]);
    let apart = apart.then(|| "96001".parse().ok()).flatten();
    let ou = Territoires::new(None, apart);
    let empty = TableMobilisation::default;
    let table = lettre_professions().map_or_else(
        |_| empty(),
        |lettre| TableMobilisation::of(&annuaire, (lettre, &ou), &PremierContact::new(), date(2026, 11, 22)),
    );
    TableLue {
        table,
        annuaire,
        territoire: None,
        territoires: Vec::new(),
        communes: "96001".parse().ok().map(|code| (code, "Valserre".to_owned())).into_iter().collect(),
        campagnes: vec![campagne_of(CampagneCanal::Relais, CampagneState::Lancee)],
    }
}

fn shown(nom: Option<&str>, reponse: Option<Reponse>) -> PageCampagne {
    PageCampagne {
        cpts: CptsId(id(9)),
        organisation: "CPTS de la Vallée Verte".into(),
        contact: String::new(),
        campagne: campagne_of(CampagneCanal::Courriel, CampagneState::Lancee),
        reunion: None,
        nom: nom.map(str::to_owned),
        reponse,
        communes: "96001".parse().ok().map(|code| (code, "Valserre".to_owned())).into_iter().collect(),
    }
}

fn apart(title: &str) -> Page {
    Page::apart(title)
}

fn campaigns() -> Vec<Sample> {
    let mut samples = vec![
        sample(
            "mobilisation-vide",
            "Mobilisation, aucune campagne",
            &hub(page("Mobilisation"), BASE, &[], true),
        ),
        sample(
            "mobilisation",
            "Campagnes",
            &hub(
                page("Mobilisation"),
                BASE,
                &[(campagne_of(CampagneCanal::Courriel, CampagneState::Lancee), Bilan::default())],
                true,
            ),
        ),
        sample(
            "campagne-nouvelle",
            "Préparer une campagne",
            &form::show(
                page("Préparer une campagne"),
                (BASE, BASE),
                &ChoixCampagne::default(),
                &form::Typed {
                    canal: CampagneCanal::Courriel.key().into(),
                    errors: vec![("nom", "Donnez un nom.".into())],
                    ..form::Typed::default()
                },
            ),
        ),
    ];
    let states = [
        ("campagne-preparation", CampagneCanal::Courriel, CampagneState::Preparation),
        ("campagne-lancee", CampagneCanal::Courriel, CampagneState::Lancee),
        ("campagne-courrier", CampagneCanal::Courrier, CampagneState::Lancee),
        ("campagne-close", CampagneCanal::Telephone, CampagneState::Close),
    ];
    if let Ok(rules) = regles() {
        samples.extend(states.map(|(key, canal, state)| {
            let lue = read(canal, state);
            let view = campagne::show(page("Premier envoi"), OWN, (&lue, "Alix Exemple", rules), true);
            sample(key, "Une campagne", &view)
        }));
    }
    let choix = Choix {
        retenus: vec![(PersonneId(id(82)), "camille@exemple.test".into())],
        ecartes: vec![(PersonneId(id(82)), Ecart::SansCanal)],
    };
    let draft = campagne_of(CampagneCanal::Courriel, CampagneState::Preparation);
    let annuaire = Annuaire::new([somebody()]);
    let launch = campagne::launch(page("Vérifier la liste"), OWN, (&draft, &choix, &annuaire), true);
    samples.push(sample("campagne-lancer", "Vérifier la liste d'une campagne", &launch));
    samples
}

fn people() -> Vec<Sample> {
    let list = sollicites::liste(OWN);
    let etat = Etat::default();
    let all = [solicited(None), solicited(Some(Ecart::Rebond))];
    let view = liste::page(list, &etat, &all[..1], &sollicites::Lues { base: OWN });
    let page_of = |view| SheetView::new(page("Personnes de la campagne"), vec![Part::Liste(Box::new(view))]);
    let calls = campagne_of(CampagneCanal::Telephone, CampagneState::Lancee);
    let own = Kit {
        campagne: campagne_of(CampagneCanal::Relais, CampagneState::Lancee),
        lien: "https://maillage.exemple.fr/campagne/abcdef".into(),
        qr: String::new(),
        courriel: Courriel {
            subject: "Un projet".into(),
            text: "Bonjour,\n\nVotre avis compte.\n".into(),
            calendar: None,
            unsubscribe: None,
        },
    };
    vec![
        sample("campagne-personnes", "Personnes d'une campagne", &page_of(view)),
        sample(
            "campagne-personne",
            "Une personne d'une campagne",
            &sollicites::one(page("Camille Exemple"), OWN, (&calls, &all[0]), true),
        ),
        sample("campagne-appels", "Liste d'appels", &appels::list(page("Liste d'appels"), OWN, &all)),
        sample(
            "campagne-appels-finis",
            "Liste d'appels finie",
            &appels::list(page("Liste d'appels"), OWN, &[]),
        ),
        sample("campagne-appel", "Un appel", &appels::call(page("Camille Exemple"), OWN, (&calls, &all[0]))),
        sample(
            "campagne-kit",
            "Kit de relais",
            &kit::show(page("Kit de relais"), OWN, &own, (&kit::Typed::default(), true)),
        ),
    ]
}

fn reading() -> Vec<Sample> {
    let one = somebody();
    let phrases =
        vec![("Campagnes de mobilisation".to_owned(), vec!["Aucune campagne n'a été lancée.".to_owned()])];
    let title = "Tableau de la lettre d'intention";
    vec![
        sample("tableau-lettre", title, &tableau::show(page(title), BASE, &table(false))),
        sample(
            "tableau-lettre-sans",
            "Tableau sans une commune",
            &tableau::show(page(title), BASE, &table(true)),
        ),
        sample(
            "tableau-personnes",
            "Personnes d'une case du tableau",
            &tableau::people(page("Infirmiers"), BASE, "Infirmiers, identifiés", &[&one]),
        ),
        sample(
            "mobilisation-historique",
            "Historique de la mobilisation",
            &historique::show(page("Historique de la mobilisation"), BASE, phrases),
        ),
        sample(
            "campagne-lien",
            "Lien personnel d'une campagne",
            &publique::personal(apart("Un projet"), "abc", &shown(Some("Camille Exemple"), None), false),
        ),
        sample(
            "campagne-merci",
            "Réponse donnée",
            &publique::personal(
                apart("Un projet"),
                "abc",
                &shown(Some("Camille Exemple"), Some(Reponse::Interesse)),
                true,
            ),
        ),
        sample(
            "campagne-relais",
            "Lien d'un relais, refusé",
            &publique::relay(
                apart("Un projet"),
                "abc",
                &shown(None, None),
                &publique::Typed {
                    errors: vec![("reponse", "Choisissez une réponse.".into())],
                    ..publique::Typed::default()
                },
            ),
        ),
        sample(
            "campagne-opposition",
            "Ne plus être contacté",
            &publique::objection(
                apart("Ne plus être contacté"),
                "abc",
                &shown(Some("Camille Exemple"), None),
            ),
        ),
        sample(
            "campagne-rien",
            "Opposition d'une personne inconnue",
            &publique::nothing_kept(
                apart("C'est noté").with_notice(Notice::new(Tone::Info, "Votre choix est compris.")),
            ),
        ),
    ]
}

/// All samples of mobilisation.
pub fn samples() -> Vec<Sample> {
    let mut all = campaigns();
    all.extend(people());
    all.extend(reading());
    all
}
