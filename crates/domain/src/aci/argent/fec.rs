//! What was received and paid, as lines that the accountant's program reads: the eighteen columns of article A47 A-1 of
//! the *livre des procédures fiscales*. Commitments and announcements are not bookkeeping: they are not there.

use jiff::civil::Date;

use super::depense::{Depense, GenreDepense};
use super::mouvement::{GenreMouvement, Mouvement};
use super::natures::Natures;
use crate::aci::missions::missions;
use crate::montant::Montant;

/// Names of the columns, in the order of the text.
pub const COLONNES: [&str; 18] = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
];

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcritureFec {
    /// Number of its entry: the lines of one entry balance.
    pub numero: usize,
    /// The day of the bank.
    pub le: Date,
    /// Account and its name.
    pub compte: (String, String),
    /// Reference of the piece.
    pub piece: String,
    /// What it is.
    pub libelle: String,
    /// Amount, if it is a debit.
    pub debit: Montant,
    /// Amount, if it is a credit.
    pub credit: Montant,
}

/// An entry before it is numbered.
struct Operation {
    le: Date,
    piece: String,
    libelle: String,
    /// The accounts opposite to the bank: account, name, what is said more, amount that leaves the bank.
    lignes: Vec<((String, String), String, Montant)>,
}

/// The lines of a civil year: every entry balances.
pub fn fec(
    (mouvements, depenses): (&[Mouvement], &[Depense]),
    natures: &Natures,
    year: i16,
) -> Vec<EcritureFec> {
    let accounts = &natures.fec;
    let mut all: Vec<Operation> = Vec::new();
    let received = mouvements.iter().filter(|one| one.genre == GenreMouvement::Recu && one.le.year() == year);
    for one in received {
        let account = (accounts.produit.clone(), accounts.produit_libelle.clone());
        all.push(Operation {
            le: one.le,
            piece: piece(&one.reference, &one.id.to_string()),
            libelle: format!("ACI {}", one.echeance.label()),
            lignes: vec![(account, String::new(), -one.montant)],
        });
    }
    for one in depenses {
        let account = (one.fiche.nature.clone(), name(natures, &one.fiche.nature));
        let paid = one.fiche.ecritures.iter().filter(|line| line.genre == GenreDepense::Paye);
        for line in paid.filter(|line| line.le.year() == year) {
            let parts = one.parts().iter().zip(one.couper(line.montant));
            let words = |part: &super::PartDepense| {
                let mission = mission(part.mission.as_deref());
                format!(", année {} {mission}", part.annee)
            };
            all.push(Operation {
                le: line.le,
                piece: piece(&one.fiche.reference, &one.id.to_string()),
                libelle: format!("{} {}", one.fiche.tiers, one.libelle),
                lignes: parts.map(|(part, montant)| (account.clone(), words(part), montant)).collect(),
            });
        }
    }
    all.sort_by(|one, other| (one.le, &one.piece).cmp(&(other.le, &other.piece)));
    let mut lines = Vec::new();
    for (rank, one) in all.into_iter().enumerate() {
        let bank: Montant = one.lignes.iter().map(|(.., montant)| *montant).sum();
        let line = |compte: (String, String), more: &str, out: Montant| EcritureFec {
            numero: rank + 1,
            le: one.le,
            compte,
            piece: one.piece.clone(),
            libelle: format!("{}{more}", one.libelle),
            debit: out.max(Montant::ZERO),
            credit: (-out).max(Montant::ZERO),
        };
        let kept = one.lignes.iter().filter(|(.., montant)| *montant != Montant::ZERO);
        lines.extend(kept.map(|(compte, more, montant)| line(compte.clone(), more, *montant)));
        if bank != Montant::ZERO {
            lines.push(line((accounts.banque.clone(), accounts.banque_libelle.clone()), "", -bank));
        }
    }
    lines
}

fn mission(cle: Option<&str>) -> String {
    let Some(cle) = cle else { return "Fonctionnement".into() };
    let found = missions().ok().and_then(|table| table.mission(cle));
    found.map_or_else(|| cle.to_owned(), |mission| mission.court.clone())
}

fn name(natures: &Natures, compte: &str) -> String {
    natures.nature(compte).map_or_else(|| "Charges".to_owned(), |one| one.libelle.clone())
}

/// The reference, or the beginning of the identifier: the text wants one.
fn piece(reference: &str, id: &str) -> String {
    if reference.trim().is_empty() { id.chars().take(8).collect() } else { reference.to_owned() }
}

/// A text of the file: neither tabulation nor line break.
fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file: a title line, then one line each, parted by tabulations.
pub fn texte(lines: &[EcritureFec], natures: &Natures) -> String {
    let day = |day: Date| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let mut text = COLONNES.join("\t");
    text.push_str("\r\n");
    for one in lines {
        let le = day(one.le);
        let columns = [
            plain(&natures.fec.journal),
            plain(&natures.fec.journal_libelle),
            one.numero.to_string(),
            le.clone(),
            plain(&one.compte.0),
            plain(&one.compte.1),
            String::new(),
            String::new(),
            plain(&one.piece),
            le.clone(),
            plain(&one.libelle),
            one.debit.nu(),
            one.credit.nu(),
            String::new(),
            String::new(),
            le,
            String::new(),
            String::new(),
        ];
        text.push_str(&columns.join("\t"));
        text.push_str("\r\n");
    }
    text
}
