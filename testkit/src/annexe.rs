//! An annex of a contract year of the third size class, as a spreadsheet holds it: fictitious labels, amounts of a real
//! scheme.

/// Headings of the annex.
const TITRES: [&str; 12] = [
    "Année",
    "Mission",
    "Objectif",
    "Indicateur",
    "Nature",
    "Cible",
    "Paliers",
    "Unité",
    "Valeur initiale",
    "Montant",
    "Justificatifs",
    "Source",
];

/// What is done or not: mission, indicator, euros.
const FAITS: [(&str, &str, u32); 33] = [
    ("Accès aux soins", "Partenariat avec la CPAM", 2_000),
    ("Accès aux soins", "Recensement des volontaires", 3_000),
    ("Accès aux soins", "Annuaire publié et diffusé", 5_000),
    ("Accès aux soins", "Suivi du service d'accès aux soins", 3_000),
    ("Parcours", "Diabète : protocole écrit", 2_000),
    ("Parcours", "Diabète : formation des équipes", 3_000),
    ("Parcours", "Diabète : dépistage du pied", 2_000),
    ("Parcours", "Diabète : rétinographie", 2_000),
    ("Parcours", "Diabète : patients inclus", 5_000),
    ("Parcours", "Diabète : réunions de concertation", 3_000),
    ("Parcours", "Diabète : bilan partagé", 3_000),
    ("Parcours", "Obésité : parcours écrit", 5_000),
    ("Parcours", "Obésité : ateliers", 2_000),
    ("Parcours", "Obésité : patients inclus", 4_000),
    ("Parcours", "Obésité : bilan partagé", 3_000),
    ("Parcours", "Cancer du poumon : scanners à faible dose", 5_000),
    ("Parcours", "Cancer du poumon : protocole écrit", 2_000),
    ("Parcours", "Cancer du poumon : formation", 2_000),
    ("Parcours", "Cancer du poumon : bilan", 2_000),
    ("Prévention", "Convention pour le dépistage colorectal", 500),
    ("Prévention", "Action Juin vert", 1_000),
    ("Prévention", "École 1", 900),
    ("Prévention", "École 2", 900),
    ("Prévention", "École 3", 900),
    ("Prévention", "École 4", 900),
    ("Prévention", "École 5", 900),
    ("Prévention", "Lycée 1", 500),
    ("Prévention", "Lycée 2", 500),
    ("Qualité et pertinence", "Groupe d'analyse de pratiques", 5_000),
    ("Qualité et pertinence", "Bon usage des antibiotiques", 5_000),
    ("Qualité et pertinence", "Revue de cas", 5_000),
    ("Accompagnement des professionnels", "Accueil des internes", 3_500),
    ("Accompagnement des professionnels", "Forum des métiers", 3_500),
];

/// What is counted: mission, indicator, target, tiers, unit, start, euros.
const CHIFFRES: [[&str; 7]; 7] = [
    [
        "Accès aux soins",
        "Patients en ALD sans médecin traitant",
        "",
        "≤ 219 : 3 000 ; ≤ 50 : 9 000 ; ≤ 100 : 6 000",
        "patients",
        "219",
        "9 000",
    ],
    ["Accès", "Plus de 16 ans avec médecin traitant", "≥ 68 811", "", "patients", "66 111", "5 000"],
    ["Accès", "Plus de 70 ans sans médecin traitant", "≤ 203", "", "patients", "303", "5 000"],
    ["acces", "ALD et C2S sans médecin traitant", "≤ 5", "", "patients", "20", "3 000"],
    [
        "Prévention",
        "Dépistage du cancer du sein",
        "",
        "≥ 69,70 : 1 000 ; ≥ 72,40 : 2 500 ; ≥ 75 : 3 500",
        "%",
        "66,26",
        "3 500",
    ],
    [
        "Prévention",
        "Dépistage du cancer du col",
        "",
        "≥ 66,70 : 1 000 ; ≥ 67,45 : 2 500 ; ≥ 68,20 : 3 500",
        "%",
        "64,08",
        "3 500",
    ],
    [
        "Prévention",
        "Dépistage colorectal",
        "",
        "≥ 25 : 1 000 ; ≥ 26,10 : 2 500 ; ≥ 27 : 3 500",
        "%",
        "23,50",
        "3 500",
    ],
];

/// The annex: a title, a blank line, headings, forty-one indicators, a total. Its amounts add up to the variable part of
/// each mission: 35 000, 45 000, 17 500, 15 000 and 10 000 euros.
pub fn annexe() -> Vec<Vec<String>> {
    let owned = |cells: [&str; 12]| -> Vec<String> { cells.map(str::to_owned).into() };
    let mut rows = vec![vec!["Annexe de la CPTS du Val".to_owned()], Vec::new(), owned(TITRES)];
    rows.extend(CHIFFRES.map(|[mission, indicateur, cible, paliers, unite, initiale, montant]| {
        owned([
            "1",
            mission,
            "",
            indicateur,
            "Résultat",
            cible,
            paliers,
            unite,
            initiale,
            montant,
            "",
            "CPAM",
        ])
    }));
    let last = ("Accompagnement des professionnels", "Cabinets équipés d'un bouton d'alerte", 3_000);
    rows.extend(FAITS.into_iter().chain([last]).map(|(mission, indicateur, euros)| {
        let montant = euros.to_string();
        let cells =
            ["1", mission, "", indicateur, "Action", "", "", "", "", &montant, "Compte rendu daté", ""];
        owned(cells)
    }));
    rows.push(owned(["Total", "", "", "", "", "", "", "", "", "122 500", "", ""]));
    rows
}

/// The same as a file of a French spreadsheet, with semicolons.
pub fn annexe_csv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(";");
    rows.iter().map(line).collect::<Vec<_>>().join("\r\n")
}
