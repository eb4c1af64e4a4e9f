//! Fictitious pages of the community: its door, participation, who is missing, one's own page.

use app::communaute::lecture::{
    Attendus, CommunauteAccueil, LectureParticipation, Moi, QuestionnaireAttendu, VoteAttendu,
};
use domain::communaute::lecture::{
    CommunauteLue, CommuneLue, LigneCharge, LigneCommunaute, LigneParticipation, Participation, PlafondTemps,
    Rangs,
};
use domain::communaute::{
    Accord, Canal, CanalKind, Etape, Fiche, Fonction, Groupe, GroupeFiche, GroupeKind, Mandat, Personne,
    Reunion, ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{GroupeId, MandatId, PersonneId, QuestionnaireId, ReunionId};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::{Sample, sample};
use crate::views::components::Link;
use crate::views::lecture::{accueil, effectif, moi, participation};
use crate::views::organisation::HubCard;
use crate::views::page::{Page, Section};
use crate::views::urls::CptsUrls;

fn page(section: Section, title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", section, title)
}

fn reunion(rank: u128, titre: &str) -> Reunion {
    let start = Timestamp::UNIX_EPOCH;
    Reunion {
        id: ReunionId(Uuid::from_u128(rank)),
        groupe: None,
        kind: ReunionKind::Groupe,
        titre: titre.into(),
        state: ReunionState::Prevue,
        debut: Some(start),
        fin: Some(start),
        fiche: ReunionFiche { lieu: "Maison de santé de Castelroc".into(), ..ReunionFiche::default() },
        created_at: start,
        version: 1,
        removed_at: None,
    }
}

fn personne() -> Personne {
    let canal = |kind, valeur: &str| Canal {
        kind,
        valeur: valeur.into(),
        accord: Accord::Donne,
        rebond: None,
        source: "essai".into(),
        depuis: date(2026, 1, 5),
    };
    Personne {
        id: PersonneId(Uuid::from_u128(1)),
        nom: "Clairbois-Fictif".into(),
        prenom: "Maxime".into(),
        rpps: None,
        profession: Some("60".into()),
        statut: Statut::Adherent,
        user: None,
        fiche: Fiche {
            canaux: vec![
                canal(CanalKind::Courriel, "maxime@valmirande.test"),
                canal(CanalKind::Telephone, "+33612345678"),
            ],
            parcours: vec![Etape { statut: Statut::Adherent, depuis: date(2026, 2, 8), motif: None }],
            ..Fiche::default()
        },
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

fn own() -> Moi {
    let groupe = Groupe {
        id: GroupeId(Uuid::from_u128(3)),
        nom: "Accès aux soins".into(),
        kind: GroupeKind::Travail,
        fiche: GroupeFiche::default(),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    };
    let seat = Mandat {
        id: MandatId(Uuid::from_u128(4)),
        groupe: groupe.id,
        personne: PersonneId(Uuid::from_u128(1)),
        fonction: Fonction::Pilote,
        depuis: date(2026, 1, 5),
        jusque: None,
    };
    Moi {
        personne: personne(),
        groupes: vec![(groupe, seat)],
        reunions: vec![
            reunion(5, "Accès aux soins\u{a0}: deuxième réunion"),
            reunion(6, "Assemblée générale"),
        ],
        taches: vec![],
        presences: vec![],
        zone: app::paris(),
    }
}

fn read() -> LectureParticipation {
    let line = |month: i8, profession: Option<&str>, presences: u32| LigneParticipation {
        mois: date(2026, month, 1),
        profession: profession.map(str::to_owned),
        presences,
        personnes: presences.min(9),
        minutes: u64::from(presences) * 85,
    };
    let asked = |month: i8, maximum: u32| LigneCharge {
        mois: date(2026, month, 1),
        profession: Some("10".into()),
        personnes: 14,
        minutes: 1_260,
        maximum,
        au_dela: u32::from(maximum > 120),
    };
    LectureParticipation {
        depuis: date(2025, 12, 1),
        jour: date(2026, 11, 22),
        participation: Participation {
            lignes: vec![line(2, Some("10"), 12), line(2, None, 3), line(3, Some("60"), 21)],
            sans_fin: 1,
        },
        charge: vec![asked(2, 90), asked(3, 180)],
        plafond: Some(PlafondTemps { minutes: 120 }),
    }
}

fn community() -> CommunauteLue {
    let rangs =
        |connus: u32| Rangs { connus, contactes: connus / 2, interesses: connus / 3, adherents: connus / 4 };
    let line = |label: &str, officiel: Option<u32>, known: u32| LigneCommunaute {
        regle: label.to_lowercase(),
        label: label.into(),
        rule: "Personnes du répertoire, en ville.".into(),
        profession: Some("60".into()),
        officiel,
        partiel: false,
        dedans: rangs(known),
        sans_commune: 1,
    };
    let commune = |code: &str, nom: &str, officiel: u32| {
        code.parse().ok().map(|code| CommuneLue {
            code,
            nom: nom.into(),
            officiel,
            dedans: rangs(officiel / 2),
        })
    };
    CommunauteLue {
        lignes: vec![line("Médecins généralistes", Some(41), 12), line("Infirmiers", None, 30)],
        autres: rangs(4),
        sans_commune: rangs(3),
        hors: rangs(2),
        communes: [commune("34001", "Belval", 12), commune("34002", "Castelroc", 60)]
            .into_iter()
            .flatten()
            .collect(),
        sources: vec!["ANS, répertoire des professionnels de santé, 2026".into()],
    }
}

fn doors(urls: &CptsUrls) -> Vec<Sample> {
    let card = HubCard {
        title: "Personnes".into(),
        url: urls.under("communaute/personnes"),
        text: "Chercher une personne, suivre où elle en est.".into(),
        badge: None,
    };
    let full = CommunauteAccueil {
        personnes: [(Statut::Repere, 80), (Statut::Adherent, 12)].into(),
        total: 92,
        structures: 14,
        groupes: 7,
        prochaines: vec![reunion(5, "Bureau")],
        a_clore: vec![reunion(6, "Accès aux soins")],
        en_retard: 1,
        demandes: 2,
        sans_pilote: vec!["Prévention".into()],
    };
    let door = |found: &CommunauteAccueil| {
        accueil::show(
            page(Section::Communaute, "Communauté"),
            urls,
            found,
            (vec![card.clone()], vec![], &app::paris()),
        )
    };
    vec![
        sample("communaute", "La communauté", &door(&full)),
        sample("communaute-vide", "La communauté, encore vide", &door(&CommunauteAccueil::default())),
    ]
}

/// All samples of the pages that read the community.
pub fn samples() -> Vec<Sample> {
    let urls = CptsUrls::new("vallee-verte");
    let none = LectureParticipation { participation: Participation::default(), charge: vec![], ..read() };
    let shown = |found: &LectureParticipation| {
        participation::show(page(Section::Communaute, "Participation"), &urls, found, true)
    };
    let wrong = Some(("beaucoup", "Ce n'est pas un nombre de minutes.".to_owned()));
    let ceiling = participation::ceiling(page(Section::Communaute, "Fixer le plafond"), &urls, None, wrong);
    let mut samples = doors(&urls);
    samples.push(sample("participation", "La participation", &shown(&read())));
    samples.push(sample("participation-vide", "La participation, rien encore", &shown(&none)));
    samples.push(sample("plafond", "Le plafond, refusé", &ceiling));
    for (key, rule) in [("qui-manque", None), ("qui-manque-partage", domain::masque::rules().ok())] {
        let partage = effectif::Partage { rule: rule.map(|rules| &rules.professionals) };
        let title = page(Section::Communaute, "Qui manque à la communauté");
        let view = effectif::show(title, &urls, (&community(), None), &partage);
        samples.push(sample(key, "Qui manque à la communauté", &view));
    }
    let todo = vec![Link::new("Voir les tâches", urls.under("reunions/taches"))];
    let attendus = Attendus {
        votes: vec![VoteAttendu {
            reunion: ReunionId(Uuid::from_u128(9)),
            question: "Adopter le projet de budget".into(),
            voix: 2,
        }],
        questionnaires: vec![QuestionnaireAttendu {
            id: QuestionnaireId(Uuid::from_u128(8)),
            titre: "Vos difficultés".into(),
            jusque: Some(date(2026, 12, 1)),
            minutes: 2,
        }],
    };
    let mine =
        moi::show(page(Section::Moi, "Mon espace"), &urls, (&own(), &attendus, todo), Timestamp::UNIX_EPOCH);
    let nothing = Moi { groupes: vec![], reunions: vec![], ..own() };
    let bare = moi::show(
        page(Section::Moi, "Mon espace"),
        &urls,
        (&nothing, &Attendus::default(), vec![]),
        Timestamp::UNIX_EPOCH,
    );
    let apart = moi::without_sheet(page(Section::Moi, "Mon espace"), &urls, "Maxime Clairbois-Fictif");
    let contact = moi::contact_form(page(Section::Moi, "Mes coordonnées"), &urls, &personne());
    let contact = contact.refusing("telephone", "Ce numéro n'a pas dix chiffres.");
    let card = moi::carte(
        page(Section::Moi, "Ma carte"),
        &urls,
        ("CPTS de la Vallée Verte", &personne()),
        date(2026, 11, 22),
    );
    samples.push(sample("moi", "Mon espace", &mine));
    samples.push(sample("moi-nu", "Mon espace, rien à faire", &bare));
    samples.push(sample("moi-sans-fiche", "Mon espace, sans fiche", &apart));
    samples.push(sample("moi-coordonnees", "Mes coordonnées, refusées", &contact));
    samples.push(sample("moi-carte", "Ma carte", &card));
    samples
}
