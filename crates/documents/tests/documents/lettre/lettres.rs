//! Letters of invented CPTS.

use documents::{SvgOptions, carte_svg};
use domain::dossier::lettre::{Champ, Colonne, Contenu, Fait, Partie, Redigee, Source, Tableau};
use jiff::civil::date;

use crate::support;

pub fn champ(cle: &str, titre: &str, contenu: Vec<Contenu>) -> Champ {
    Champ { cle: cle.into(), titre: titre.into(), contenu, explication: None }
}

fn partie(cle: &str, titre: &str, champs: Vec<Champ>) -> Partie {
    Partie { cle: cle.into(), titre: titre.into(), champs }
}

fn fait(libelle: &str, valeur: &str, sources: &[usize]) -> Fait {
    Fait { libelle: libelle.into(), valeur: valeur.into(), sources: sources.to_vec() }
}

fn colonnes(titres: &[(&str, bool)]) -> Vec<Colonne> {
    titres.iter().map(|(titre, nombre)| Colonne { titre: (*titre).into(), nombre: *nombre }).collect()
}

fn source(citation: &str, millesime: &str, unite: &str, masque: Option<&str>) -> Source {
    Source {
        citation: citation.into(),
        millesime: millesime.into(),
        perimetre: "Vallée de la Fausse : 12 communes, dont Valfictif pour 5 de ses 20 IRIS".into(),
        unite: unite.into(),
        masque: masque.map(str::to_owned),
    }
}

fn communes() -> Tableau {
    let fiche = support::whole();
    let mut lignes = Vec::new();
    for commune in &fiche.diagnosis.communes {
        let postcodes = commune.postcodes.join(", ");
        let mut add = |name: String, code: String, people: Option<f64>| {
            lignes.push(vec![
                name,
                postcodes.clone(),
                code,
                domain::nombres::habitants(people.unwrap_or(0.0)),
            ]);
        };
        for iris in &commune.iris {
            let name = format!("{} – {}", commune.name, iris.name.clone().unwrap_or_default());
            add(name, iris.code.to_string(), iris.population.value);
        }
        if commune.iris.is_empty() {
            add(commune.name.clone(), commune.code.to_string(), commune.population.value);
        }
    }
    lignes.push(vec!["Total".into(), String::new(), String::new(), "47 366 habitants".into()]);
    Tableau {
        titre: "Communes et IRIS du territoire".into(),
        colonnes: colonnes(&[
            ("Commune ou IRIS", false),
            ("Code postal", false),
            ("Code INSEE ou IRIS", false),
            ("Population", true),
        ]),
        lignes,
        total: true,
        sources: vec![0, 1],
    }
}

const PROFESSIONS: [&str; 11] = [
    "Médecins généralistes",
    "Médecins spécialistes",
    "Chirurgiens-dentistes",
    "Sages-femmes",
    "Pharmaciens",
    "Infirmiers",
    "Masseurs-kinésithérapeutes",
    "Orthophonistes",
    "Orthoptistes",
    "Pédicures-podologues",
    "Psychologues",
];

fn professions() -> Tableau {
    let mut lignes: Vec<Vec<String>> = PROFESSIONS
        .iter()
        .enumerate()
        .map(|(rank, name)| {
            let mut cells = vec![(*name).to_owned()];
            cells.extend(
                [91 - 5 * rank, 80 - 4 * rank, 30 - rank, 14 - rank, 6].map(|count| count.to_string()),
            );
            cells
        })
        .collect();
    lignes.push(["Total", "726", "660", "275", "99", "66"].map(str::to_owned).to_vec());
    Tableau {
        titre: "Professionnels sollicités et souhaitant adhérer".into(),
        colonnes: colonnes(&[
            ("Profession", false),
            ("Présents sur le territoire", true),
            ("Sollicités, Valfictif compris", true),
            ("Ont répondu", true),
            ("Souhaitent adhérer", true),
            ("Ne souhaitent pas adhérer", true),
        ]),
        lignes,
        total: true,
        sources: vec![2],
    }
}

fn equipe() -> Tableau {
    let person = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    Tableau {
        titre: "Équipe projet".into(),
        colonnes: colonnes(&[
            ("Nom", false),
            ("Prénom", false),
            ("Profession", false),
            ("Secteur", false),
            ("Ville", false),
            ("Structure", false),
        ]),
        lignes: vec![
            person([
                "Exemple-Imaginaire",
                "Camille",
                "Masseur-kinésithérapeute",
                "Libéral",
                "Sainte-Chimère-de-la-Montagne-Bleue",
                "Maison de santé pluriprofessionnelle des Hauts",
            ]),
            person(["Inventé", "Sacha", "Médecin généraliste", "Libéral", "Valfictif", "Cabinet du Levant"]),
            person(["Fictive", "Dominique", "Coordinatrice", "Médico-social", "Œuvremont", ""]),
        ],
        total: false,
        sources: vec![],
    }
}

fn territoire() -> Vec<Champ> {
    let fiche = support::whole();
    let carte = Contenu::Carte {
        svg: carte_svg(fiche.carte.as_ref().unwrap(), &SvgOptions::of(&fiche)),
        texte: "Carte du territoire : douze communes d'un seul tenant, et cinq IRIS de Valfictif au centre."
            .into(),
        tableau: None,
    };
    let mut population = champ(
        "population",
        "Population",
        vec![Contenu::Faits {
            faits: vec![
                fait("Population du territoire", "47 366 habitants", &[0, 1]),
                fait("Année de la population", "2023", &[]),
            ],
        }],
    );
    population.explication = Some(
        "Nous comptons aussi 250 travailleurs saisonniers, de mai à septembre.\nIls ne sont pas dans le recensement."
            .into(),
    );
    vec![
        champ("carte", "Délimitation géographique", vec![carte]),
        champ("communes", "Communes et quartiers", vec![Contenu::Tableau(communes())]),
        population,
        champ(
            "taille",
            "Taille de la CPTS",
            vec![Contenu::Faits {
                faits: vec![fait("Classe de taille", "T2, de 40 000 à 80 000 habitants", &[0])],
            }],
        ),
        champ(
            "liens_msp",
            "Liens avec des projets de MSP",
            vec![Contenu::paragraphe(
                "La MSP des Hauts est née en 2021. Elle réunit huit professionnels : elle porte avec nous les soins non \
                 programmés.\nUne seconde MSP est en projet à Mirevent ; sa première réunion a eu lieu le 12 mars.",
            )],
        ),
    ]
}

/// Every kind of content, every field filled.
pub fn whole() -> Redigee {
    Redigee {
        modele: "occitanie".into(),
        modele_nom: "Région imaginaire, Guichet CPTS (Outil 1)".into(),
        nature: "Lettre d'intention".into(),
        titre: "CPTS de la Fausse, soins et prévention dans la vallée".into(),
        cpts: "CPTS de la Fausse".into(),
        jour: date(2026, 11, 22),
        redigee_le: Some(date(2026, 8, 28)),
        fictif: false,
        parties: vec![
            partie(
                "projet",
                "Le projet et ses porteurs",
                vec![
                    champ(
                        "porteurs",
                        "Porteurs du projet",
                        vec![Contenu::Liste {
                            lignes: vec![
                                "Camille Exemple, présidente".into(),
                                "Sacha Inventé, trésorier".into(),
                            ],
                        }],
                    ),
                    champ(
                        "contact",
                        "Adresse postale, e-mail, téléphone",
                        vec![Contenu::Faits {
                            faits: vec![
                                fait("Adresse", "3, place du Marché, 00100 Valfictif", &[]),
                                fait(
                                    "E-mail",
                                    "coordination.administrative@cpts-de-la-fausse.exemple.fr",
                                    &[],
                                ),
                                fait("Téléphone", "01 99 00 00 00", &[]),
                            ],
                        }],
                    ),
                ],
            ),
            partie("territoire", "Le territoire", territoire()),
            partie(
                "acteurs",
                "Les acteurs",
                vec![
                    champ("mobilisation", "Professionnels sollicités", vec![Contenu::Tableau(professions())]),
                    champ("equipe", "Équipe projet", vec![Contenu::Tableau(equipe())]),
                    champ(
                        "dac",
                        "Partenariat avec le DAC",
                        vec![Contenu::oui_non(true, "une convention est signée depuis le 4 mai 2026")],
                    ),
                    champ("elus", "Élus sollicités", vec![Contenu::oui_non(false, "")]),
                ],
            ),
            partie(
                "calendrier",
                "Calendrier prévisionnel",
                vec![champ(
                    "calendrier",
                    "Calendrier prévisionnel",
                    vec![Contenu::Liste {
                        lignes: vec!["Projet de santé : janvier 2027".into(), "Contrat : mars 2027".into()],
                    }],
                )],
            ),
        ],
        sources: vec![
            source("INSEE fictif, populations de référence", "2023", "habitants", None),
            source(
                "INSEE fictif, population par IRIS",
                "2022",
                "habitants",
                Some("Moins de 11 : non diffusé"),
            ),
            source("Fiches de la CPTS", "22/11/2026", "professionnels", None),
        ],
    }
}

/// The same, begun only.
pub fn gaps() -> Redigee {
    let mut own = whole();
    own.fictif = true;
    own.redigee_le = None;
    own.parties[0].champs[0].contenu.clear();
    own.parties[3].champs[0].contenu = vec![Contenu::paragraphe("  ")];
    own
}

/// What people and files can bring: markup, characters that no font holds, long codes, rows of any length.
pub fn hostile() -> Redigee {
    let mut own = whole();
    own.titre = "CPTS <script> & « guillemets »\u{202e} 城".into();
    let wild = &mut own.parties[0].champs[0].contenu;
    *wild = vec![
        Contenu::paragraphe("#strong[x] \\ $a$ *b* _c_ @d\u{0} </p>"),
        Contenu::Tableau(Tableau {
            titre: "Codes <très> longs".into(),
            colonnes: colonnes(&[("A", false), ("B", true)]),
            lignes: vec![
                vec!["x".repeat(120), "1".into(), "cellule de trop".into()],
                vec![String::new()],
                vec!["https://exemple.fr/une/adresse/tres/longue/que/personne/ne/coupe?avec=beaucoup&de=lettres".into()],
            ],
            total: true,
            sources: vec![99],
        }),
        Contenu::Tableau(Tableau {
            titre: "Vide".into(),
            colonnes: vec![],
            lignes: vec![],
            total: true,
            sources: vec![],
        }),
        Contenu::Liste { lignes: vec!["  ".into(), "- # reste".into()] },
        Contenu::Faits { faits: vec![] },
    ];
    own.parties.push(partie("vide", "Partie sans champ", vec![]));
    own
}
