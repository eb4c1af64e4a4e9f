//! Reading a list of communes and IRIS in the forms in which people keep it.
//!
//! A line may hold a code, a name, a postcode, or all of them: `Ouest (660280101) - Cabestany 66330 (660280101`.
//! Nothing is dropped: a line that is not understood comes back with the reason.

mod heading;
mod names;
mod tokens;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::atlas::{Atlas, CodeStatus};
use crate::codes::{CommuneCode, EpciCode, IrisCode, UnitCode, pad_left};
use crate::diagnosis::NamedUnit;
use crate::perimeter::Perimeter;
use names::NameIndex;
use tokens::{Tokens, tokens};

/// A pasted list, line by line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paste {
    /// Every line that holds something, in order.
    pub lines: Vec<Line>,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Number in the text, from 1.
    pub number: usize,
    /// What was typed.
    pub text: String,
    /// What was understood.
    pub outcome: Outcome,
}

/// What a line stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Communes or IRIS.
    Recognised {
        /// The units.
        units: Vec<UnitCode>,
        /// IRIS that could not be checked because the IRIS of their commune are not imported.
        unverified: bool,
    },
    /// Several places fit; the most likely first.
    Ambiguous {
        /// The places.
        candidates: Vec<NamedUnit>,
    },
    /// A commune that no longer exists.
    Former {
        /// Its code.
        code: CommuneCode,
        /// Its last name.
        name: String,
        /// Year of its end.
        ended: Option<i16>,
        /// What it became.
        successors: Vec<NamedUnit>,
    },
    /// Nothing fits.
    Unknown(Reason),
}

/// Why nothing fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No code, no postcode, no name of a commune.
    NothingRead,
    /// The heading or the total of a table: nothing to correct.
    Heading,
    /// It looks like a code, but no list knows it.
    UnknownCode(String),
    /// A spreadsheet turned a code into a number such as `2,665E+13`.
    SpreadsheetNumber(String),
}

impl Paste {
    /// Reads a text.
    pub fn read(atlas: &Atlas, text: &str) -> Paste {
        let rows: Vec<(usize, &str, Tokens)> = text
            .lines()
            .enumerate()
            .map(|(rank, line)| (rank + 1, line.trim(), tokens(line)))
            .filter(|(_, line, _)| line.chars().any(char::is_alphanumeric))
            .collect();
        let reader = Reader {
            atlas,
            names: NameIndex::new(atlas),
            insee_only: !rows.iter().any(|(_, _, t)| t.five.iter().any(|code| is_only_postcode(atlas, code))),
        };
        let mut lines: Vec<Line> = rows
            .into_iter()
            .map(|(number, line, tokens)| Line {
                number,
                text: line.to_owned(),
                outcome: reader.outcome(line, &tokens),
            })
            .collect();
        sort_candidates(&mut lines);
        Paste { lines }
    }

    /// The units of all recognised lines.
    pub fn perimeter(&self) -> Perimeter {
        let units = self.lines.iter().filter_map(|line| match &line.outcome {
            Outcome::Recognised { units, .. } => Some(units),
            _ => None,
        });
        units.flatten().copied().collect()
    }

    /// The headings and totals that were passed over.
    pub fn headings(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.outcome == Outcome::Unknown(Reason::Heading))
    }

    /// The lines that wait for a person.
    pub fn problems(&self) -> impl Iterator<Item = &Line> {
        let settled = |line: &&Line| {
            matches!(line.outcome, Outcome::Recognised { .. } | Outcome::Unknown(Reason::Heading))
        };
        self.lines.iter().filter(move |line| !settled(line))
    }
}

fn is_only_postcode(atlas: &Atlas, code: &str) -> bool {
    let is_insee = code.parse::<CommuneCode>().is_ok_and(|code| atlas.commune(code).is_some());
    !is_insee
        && atlas.communes().iter().any(|commune| commune.postcodes.iter().any(|postcode| postcode == code))
}

/// In ambiguous lines, puts the places of the départements that the sure lines are in first.
fn sort_candidates(lines: &mut [Line]) {
    let mut sure: BTreeSet<_> = BTreeSet::new();
    for line in lines.iter() {
        if let Outcome::Recognised { units, .. } = &line.outcome {
            sure.extend(units.iter().map(|unit| unit.commune().departement()));
        }
    }
    for line in lines {
        if let Outcome::Ambiguous { candidates } = &mut line.outcome {
            candidates.sort_by_key(|candidate| !sure.contains(&candidate.code.commune().departement()));
        }
    }
}

struct Reader<'a> {
    atlas: &'a Atlas,
    names: NameIndex,
    /// No line holds a code that can only be a postcode: a lone `66100` is then a commune code.
    insee_only: bool,
}

impl Reader<'_> {
    fn outcome(&self, line: &str, tokens: &Tokens) -> Outcome {
        if let Some(number) = &tokens.scientific {
            return Outcome::Unknown(Reason::SpreadsheetNumber(number.clone()));
        }
        if !tokens.nine.is_empty() {
            return self.long_codes(&tokens.nine);
        }
        if let Some(one) = self.one_commune(line, tokens) {
            return recognised(vec![one.into()]);
        }
        let pieces: Vec<&str> =
            line.split([',', ';', '\t', '|']).filter(|piece| !piece.trim().is_empty()).collect();
        if pieces.len() > 1 {
            let outcomes: Vec<Outcome> =
                pieces.iter().map(|piece| self.piece(piece, &tokens::tokens(piece))).collect();
            if outcomes.iter().all(|outcome| matches!(outcome, Outcome::Recognised { .. })) {
                return merge(outcomes);
            }
        }
        self.piece(line, tokens)
    }

    /// IRIS, undivided communes, EPCI.
    fn long_codes(&self, codes: &[String]) -> Outcome {
        let mut units = Vec::new();
        let mut unverified = false;
        for text in codes {
            if let Some(epci) = text.parse::<EpciCode>().ok().filter(|code| self.atlas.epci(*code).is_some())
            {
                units.extend(self.atlas.epci_communes(epci).into_iter().map(UnitCode::Commune));
                continue;
            }
            let Ok(code) = text.parse::<IrisCode>() else {
                return Outcome::Unknown(Reason::UnknownCode(text.clone()));
            };
            let unit = UnitCode::from(code);
            if self.atlas.knows(unit) {
                units.push(unit);
            } else if let (UnitCode::Commune(commune), CodeStatus::Former { .. }) =
                (unit, self.atlas.code_status(code.commune()))
            {
                return self.code(commune);
            } else if self.atlas.commune(code.commune()).is_some()
                && self.atlas.iris_of(code.commune()).is_empty()
            {
                units.push(unit);
                unverified = true;
            } else {
                return Outcome::Unknown(Reason::UnknownCode(text.clone()));
            }
        }
        Outcome::Recognised { units, unverified }
    }

    /// The only commune that fits every code of the line and a name in it.
    fn one_commune(&self, line: &str, tokens: &Tokens) -> Option<CommuneCode> {
        if tokens.five.is_empty() {
            return None;
        }
        let fits = |code: &CommuneCode| {
            self.atlas.commune(*code).is_some_and(|commune| {
                tokens
                    .five
                    .iter()
                    .all(|text| text == commune.code.as_str() || commune.postcodes.contains(text))
            })
        };
        let mut named = self.names.in_line(line).into_iter().filter(fits);
        let one = named.next()?;
        named.next().is_none().then_some(one)
    }

    /// A line, or a part of one, taken alone.
    fn piece(&self, text: &str, tokens: &Tokens) -> Outcome {
        match tokens.five.as_slice() {
            [] => self.name(text),
            [one] => self.short_code(one, text),
            several => {
                let outcomes: Vec<Outcome> = several.iter().map(|code| self.short_code(code, "")).collect();
                match outcomes.iter().find(|outcome| !matches!(outcome, Outcome::Recognised { .. })) {
                    Some(problem) => problem.clone(),
                    None => merge(outcomes),
                }
            }
        }
    }

    fn short_code(&self, text: &str, line: &str) -> Outcome {
        let by_code = text.parse::<CommuneCode>().ok();
        let known = by_code.filter(|code| self.atlas.commune(*code).is_some());
        let mut candidates: Vec<CommuneCode> = known.into_iter().collect();
        if !(self.insee_only && known.is_some()) {
            let served =
                self.atlas.communes().iter().filter(|c| c.postcodes.iter().any(|postcode| postcode == text));
            // A town stands for its arrondissements, which share its postcodes.
            candidates.extend(served.filter(|c| !c.is_arrondissement() || known.is_some()).map(|c| c.code));
        }
        let named = self.names.in_line(line);
        if !candidates.is_empty() && !named.is_empty() && !named.iter().any(|code| candidates.contains(code))
        {
            // The name says something else than the code: a person decides.
            candidates.extend(named);
        }
        candidates.sort_unstable();
        candidates.dedup();
        match candidates.as_slice() {
            [] => by_code.map_or_else(|| unknown_code(text), |code| self.code(code)),
            [one] => recognised(vec![(*one).into()]),
            _ => self.ambiguous(&candidates),
        }
    }

    /// A commune code that the list of today lacks.
    fn code(&self, code: CommuneCode) -> Outcome {
        match self.atlas.code_status(code) {
            CodeStatus::Current => recognised(vec![code.into()]),
            CodeStatus::Former { name, ended, successors } => {
                let successors = successors.into_iter().map(|code| self.named(code)).collect();
                Outcome::Former { code, name, ended, successors }
            }
            CodeStatus::Unknown => unknown_code(code.as_str()),
        }
    }

    fn name(&self, text: &str) -> Outcome {
        match self.names.in_line(text).as_slice() {
            [] if heading::is_heading(text) => Outcome::Unknown(Reason::Heading),
            [] => self.lost_zero(text),
            [one] => recognised(vec![(*one).into()]),
            several => self.ambiguous(several),
        }
    }

    /// `1001` for `01001`, `10040101` for `010040101`: a spreadsheet removed the zero.
    fn lost_zero(&self, text: &str) -> Outcome {
        let digits = text.trim();
        let padded = match digits.len() {
            4 => pad_left(digits, 5),
            8 => pad_left(digits, 9),
            _ => return Outcome::Unknown(Reason::NothingRead),
        };
        match padded.parse::<UnitCode>() {
            Ok(unit) if self.atlas.knows(unit) => recognised(vec![unit]),
            Ok(_) => unknown_code(digits),
            Err(_) => Outcome::Unknown(Reason::NothingRead),
        }
    }

    fn ambiguous(&self, codes: &[CommuneCode]) -> Outcome {
        Outcome::Ambiguous { candidates: codes.iter().map(|code| self.named(*code)).collect() }
    }

    fn named(&self, code: CommuneCode) -> NamedUnit {
        let departement = self.atlas.departement_name(code.departement());
        NamedUnit {
            code: code.into(),
            name: format!("{} ({departement})", self.atlas.unit_name(code.into())),
        }
    }
}

fn recognised(units: Vec<UnitCode>) -> Outcome {
    Outcome::Recognised { units, unverified: false }
}

fn unknown_code(text: &str) -> Outcome {
    Outcome::Unknown(Reason::UnknownCode(text.to_owned()))
}

fn merge(outcomes: Vec<Outcome>) -> Outcome {
    let mut all = Vec::new();
    for outcome in outcomes {
        if let Outcome::Recognised { units, .. } = outcome {
            all.extend(units);
        }
    }
    recognised(all)
}
