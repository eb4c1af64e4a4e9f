//! A spreadsheet as communities keep them, with every trap in it: three hundred invented lines, always the same, and
//! what an import must make of them.

use domain::texte::Rpps;
use rust_xlsxwriter::Workbook;

/// A cell as a spreadsheet holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Case {
    /// Words.
    Texte(String),
    /// A number: it lost its zeros.
    Nombre(f64),
}

impl From<&str> for Case {
    fn from(text: &str) -> Self {
        Case::Texte(text.to_owned())
    }
}

impl From<String> for Case {
    fn from(text: String) -> Self {
        Case::Texte(text)
    }
}

/// What an import must find, from an empty community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verite {
    /// People.
    pub personnes: usize,
    /// Structures.
    pub structures: usize,
    /// Lines of somebody whom a line above names.
    pub repetees: usize,
    /// Lines that somebody must decide.
    pub douteuses: usize,
    /// Lines without a name.
    pub sans_nom: usize,
    /// Lines of totals.
    pub totaux: usize,
    /// Titles once more.
    pub titres: usize,
    /// Lines with a social security number.
    pub numeros_secu: usize,
    /// Telephones whose zero is put back.
    pub zeros: usize,
    /// National numbers with a wrong key.
    pub cles_fausses: usize,
    /// National numbers that a spreadsheet rounded.
    pub scientifiques: usize,
    /// Names and first names that were swapped.
    pub inverses: usize,
    /// Professions that nobody knows.
    pub professions_inconnues: usize,
    /// Days that cannot be read.
    pub dates_illisibles: usize,
}

/// A spreadsheet and the truth about it.
#[derive(Clone, Debug)]
pub struct Tableur {
    /// Rows, those above the titles too.
    pub lignes: Vec<Vec<Case>>,
    /// What an import must find.
    pub verite: Verite,
}

const NOMS: [&str; 20] = [
    "Alverny",
    "Bocquenard",
    "Cressignac",
    "Dourmelle",
    "Estavayer",
    "Fontrabel",
    "Grandvoisin",
    "Hautecloche",
    "Jonquerette",
    "Kerlavenan",
    "Lansacou",
    "Montbrunel",
    "Nogarède",
    "Oursbelin",
    "Pratlong",
    "Quintillan",
    "Roquetaille",
    "Sauveterrin",
    "Tournissac",
    "Vilargental",
];
const PRENOMS: [&str; 11] = [
    "Agathe",
    "Bruno",
    "Clémence",
    "Estelle",
    "Florent",
    "Géraldine",
    "Hugo",
    "Ingrid",
    "Karine",
    "Mathilde",
    "Odile",
];
const PROFESSIONS: [&str; 11] = [
    "IDE",
    "kiné",
    "MG",
    "pharmacienne",
    "Sage-Femme",
    "Chirurgien dentiste",
    "orthophoniste",
    "Infirmière D.E. libérale",
    "MK",
    "Médecin généraliste",
    "podologue",
];
const TITRES: [&str; 16] = [
    "Civ.",
    "NOM",
    "Prénom",
    "Profession",
    "N° RPPS",
    "Adresse pro",
    "CP",
    "Ville",
    "Tél.",
    "Mail",
    "Date adhésion",
    "Contacté le",
    "Par",
    "Canal",
    "Réponse",
    "Remarques",
];
const STRUCTURES: [&str; 10] = [
    "Pharmacie du Marché",
    "EHPAD Les Tilleuls",
    "Cabinet infirmier du Pont",
    "MSP du Val",
    "Laboratoire des Halles",
    "Centre hospitalier du Val",
    "Clinique du Parc",
    "SSIAD de la Vallée",
    "Mairie de Fauxbourg",
    "CCAS du Val",
];
/// Lines of the table under its titles.
const TOTAL: usize = 300;

/// An RPPS number whose key is right.
pub fn rpps(rank: usize) -> String {
    Rpps::completed(&format!("{}", 1_090_000_000 + rank * 37)).unwrap().as_str().to_owned()
}

fn ascii(text: &str) -> String {
    text.to_lowercase().replace(['é', 'è'], "e")
}

struct Personne {
    nom: &'static str,
    prenom: &'static str,
    rpps: String,
    mail: String,
}

fn personne(rank: usize) -> Personne {
    let (nom, prenom) = (NOMS[rank % 20], PRENOMS[(rank / 20) % 11]);
    let mail = format!("{}.{}@exemple.test", ascii(prenom), ascii(nom));
    Personne { nom, prenom, rpps: rpps(rank), mail }
}

/// A day of March 2026 in one of the shapes that people and spreadsheets give it.
fn jour(rank: usize) -> Case {
    let day = rank % 28 + 1;
    match rank % 6 {
        0 => format!("{day:02}/03/2026").into(),
        1 => format!("{day:02}.03.26").into(),
        2 => format!("2026-03-{day:02}").into(),
        3 => format!("{day} mars 2026").into(),
        // 1 March 2026 is day 46082 of a spreadsheet.
        4 => Case::Nombre((46_081 + day) as f64),
        _ => format!("{day:02}032026").into(),
    }
}

fn vide() -> Vec<Case> {
    TITRES.iter().map(|_| Case::from("")).collect()
}

/// The line of a person, with the traps of its rank.
fn ligne(rank: usize, communes: &[(String, String)], verite: &mut Verite) -> Vec<Case> {
    let one = personne(rank);
    let mut row = vide();
    row[0] = if rank.is_multiple_of(2) { "Mme" } else { "M." }.into();
    (row[1], row[2]) = (one.nom.to_uppercase().into(), one.prenom.into());
    if rank % 13 == 5 {
        (row[1], row[2]) = (one.prenom.into(), one.nom.to_uppercase().into());
        verite.inverses += 1;
    } else if rank % 17 == 3 {
        (row[1], row[2]) = (format!("Dr {} {}", one.prenom, one.nom.to_uppercase()).into(), "".into());
    }
    row[3] = PROFESSIONS[rank % 11].into();
    if rank % 43 == 11 {
        row[3] = "rebouteux".into();
        verite.professions_inconnues += 1;
    }
    row[4] = match rank {
        _ if rank % 19 == 7 => Case::Nombre(one.rpps.parse().unwrap()),
        _ if rank % 23 == 4 => {
            verite.cles_fausses += 1;
            let last: u32 = one.rpps[10..].parse().unwrap();
            format!("{}{}", &one.rpps[..10], (last + 1) % 10).into()
        }
        _ if rank % 29 == 6 => {
            verite.scientifiques += 1;
            "1,09E+10".into()
        }
        _ if rank % 31 == 8 => format!("66{:07}", rank * 11).into(),
        _ if rank.is_multiple_of(3) => format!("{} {}", &one.rpps[..5], &one.rpps[5..]).into(),
        _ => one.rpps.clone().into(),
    };
    let (code, town) = &communes[rank % communes.len()];
    row[5] = format!("{} rue du Four", rank + 1).into();
    (row[6], row[7]) = (code.clone().into(), town.clone().into());
    if rank % 7 == 2 {
        // Everything in one cell.
        (row[6], row[7]) = ("".into(), format!("{code} {}", town.to_uppercase()).into());
    }
    let number = format!("04680{rank:05}");
    row[8] = if rank.is_multiple_of(11) {
        verite.zeros += 1;
        Case::Nombre(number.parse().unwrap())
    } else {
        format!("{} {} {} {} {}", &number[..2], &number[2..4], &number[4..6], &number[6..8], &number[8..])
            .into()
    };
    row[9] = match rank {
        _ if rank % 37 == 9 => one.mail.replace('@', " @ ").into(),
        _ if rank % 41 == 10 => format!("{} ; cabinet{rank}@exemple.test", one.mail).into(),
        _ => one.mail.into(),
    };
    if rank.is_multiple_of(4) {
        row[10] = jour(rank);
    }
    if rank.is_multiple_of(5) {
        (row[11], row[12], row[13]) = (jour(rank + 1), "la coordinatrice".into(), "téléphone".into());
        row[14] = ["oui", "non", "à rappeler", "intéressée", ""][rank / 5 % 5].into();
    }
    if rank == 101 {
        row[10] = "31/02/2026".into();
        verite.dates_illisibles += 1;
    }
    verite.personnes += 1;
    row
}

/// The spreadsheet. `communes`: postcodes and names that the test knows.
pub fn tableur(communes: &[(String, String)]) -> Tableur {
    let mut verite = Verite::default();
    let mut rows: Vec<Vec<Case>> = (0..220).map(|rank| ligne(rank, communes, &mut verite)).collect();
    let of = |rank: usize| personne(rank);
    for (rank, name) in STRUCTURES.iter().enumerate() {
        let mut row = vide();
        (row[1], row[6], row[7]) = (
            (*name).into(),
            communes[rank % communes.len()].0.clone().into(),
            communes[rank % communes.len()].1.clone().into(),
        );
        rows.push(row);
        verite.structures += 1;
    }
    // The same people once more, written otherwise: by number, then by name and address.
    for rank in 20..45 {
        let (one, mut row) = (of(rank), vide());
        (row[1], row[2]) = (one.nom.into(), one.prenom.to_uppercase().into());
        row[9] = one.mail.to_uppercase().into();
        rows.push(row);
        verite.repetees += 1;
    }
    // Somebody of the same name, nothing else in common: a person decides.
    for rank in 60..70 {
        let (one, mut row) = (of(rank), vide());
        (row[1], row[2], row[9]) =
            (one.nom.to_uppercase().into(), one.prenom.into(), format!("autre{rank}@exemple.test").into());
        rows.push(row);
        verite.douteuses += 1;
    }
    for rank in 0..3 {
        let mut row = vide();
        (row[3], row[9]) = ("IDE".into(), format!("anonyme{rank}@exemple.test").into());
        rows.push(row);
        verite.sans_nom += 1;
    }
    let mut secret = vide();
    (secret[1], secret[2], secret[15]) = ("SECRET".into(), "Zoé".into(), "n° 2 69 05 49 588 157 80".into());
    rows.push(secret);
    verite.numeros_secu += 1;
    let titles: Vec<Case> = TITRES.map(Case::from).to_vec();
    rows.insert(150, titles.clone());
    verite.titres += 1;
    // Blank lines, then the totals that a spreadsheet ends with.
    while rows.len() < TOTAL - 1 {
        rows.insert(rows.len() * 2 / 3, vide());
    }
    let mut total = vide();
    (total[1], total[2]) = ("TOTAL".into(), Case::Nombre(255.0));
    rows.push(total);
    verite.totaux += 1;
    let mut lignes = vec![vec!["CPTS du Val d'Exemple – annuaire 2026".into()], vec![], titles];
    lignes.extend(rows);
    Tableur { lignes, verite }
}

impl Tableur {
    fn text(&self) -> String {
        let cell = |case: &Case| match case {
            Case::Texte(text) if text.contains([';', '"']) => format!("\"{}\"", text.replace('"', "\"\"")),
            Case::Texte(text) => text.clone(),
            Case::Nombre(number) => format!("{number}"),
        };
        let lines = self.lignes.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(";"));
        lines.collect::<Vec<_>>().join("\r\n")
    }

    /// As a spreadsheet program saves it with a mark: UTF-8.
    pub fn csv(&self) -> Vec<u8> {
        format!("\u{feff}{}", self.text()).into_bytes()
    }

    /// As an older one saves it: one byte a letter.
    pub fn csv_ancien(&self) -> Vec<u8> {
        let text = self.text().replace('–', "-");
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    }

    /// As a workbook: a first sheet of remarks, then the list, its numbers as numbers.
    pub fn xlsx(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        workbook
            .add_worksheet()
            .set_name("Lisez-moi")
            .unwrap()
            .write_string(0, 0, "Mis à jour hier")
            .unwrap();
        let sheet = workbook.add_worksheet().set_name("Annuaire").unwrap();
        for (row, cells) in (0_u32..).zip(&self.lignes) {
            for (column, case) in (0_u16..).zip(cells) {
                match case {
                    Case::Texte(text) if text.is_empty() => {}
                    Case::Texte(text) => {
                        sheet.write_string(row, column, text).unwrap();
                    }
                    Case::Nombre(number) => {
                        sheet.write_number(row, column, *number).unwrap();
                    }
                }
            }
        }
        workbook.save_to_buffer().unwrap()
    }
}
