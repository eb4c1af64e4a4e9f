//! Whom a counting rule counts.

use super::Category;

/// Which activities a counting rule keeps. An empty list keeps every value; an empty code in a list keeps the
/// activities for which the file gives no code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// Codes of professions.
    pub professions: Vec<String>,
    /// Specialities.
    pub know_how: KnowHow,
    /// Codes of modes.
    pub modes: Vec<String>,
    /// Codes of sectors.
    pub sectors: Vec<String>,
    /// Codes of kinds of activity.
    pub natures: Vec<String>,
    /// Codes of professional status.
    pub statuses: Vec<String>,
}

/// Which specialities a rule keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum KnowHow {
    /// All, and people without any.
    #[default]
    Any,
    /// Only these.
    Only {
        /// Codes.
        codes: Vec<String>,
        /// Whether people without any speciality are kept.
        without: bool,
    },
    /// All but these.
    Except {
        /// Codes.
        codes: Vec<String>,
        /// Whether people without any speciality are kept.
        without: bool,
    },
}

impl KnowHow {
    fn admits(&self, code: &str) -> bool {
        match self {
            KnowHow::Any => true,
            KnowHow::Only { without, .. } | KnowHow::Except { without, .. } if code.is_empty() => *without,
            KnowHow::Only { codes, .. } => codes.iter().any(|known| known == code),
            KnowHow::Except { codes, .. } => codes.iter().all(|known| known != code),
        }
    }
}

impl Selection {
    /// Whether activities of this category are kept.
    pub fn admits(&self, category: &Category) -> bool {
        let within = |list: &[String], code: &str| list.is_empty() || list.iter().any(|known| known == code);
        within(&self.professions, &category.profession)
            && self.know_how.admits(&category.know_how)
            && within(&self.modes, &category.mode)
            && within(&self.sectors, &category.sector)
            && within(&self.natures, &category.nature)
            && within(&self.statuses, &category.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn a_speciality_is_kept_left_out_or_unknown() {
        let doctor = |code: &str| Category {
            profession: "10".into(),
            know_how: code.into(),
            mode: "L".into(),
            ..Category::default()
        };
        let family = list(&["SM26", "SM53", "SM54"]);
        let general = Selection {
            professions: list(&["10"]),
            know_how: KnowHow::Only { codes: family.clone(), without: false },
            modes: list(&["L"]),
            ..Selection::default()
        };
        assert!(general.admits(&doctor("SM54")) && !general.admits(&doctor("SM04")));
        assert!(!general.admits(&doctor("")));
        let broad =
            Selection { know_how: KnowHow::Only { codes: family.clone(), without: true }, ..general.clone() };
        assert!(broad.admits(&doctor("")));
        let others =
            Selection { know_how: KnowHow::Except { codes: family, without: false }, ..general.clone() };
        assert!(
            others.admits(&doctor("SM04")) && !others.admits(&doctor("SM26")) && !others.admits(&doctor(""))
        );
        assert!(!general.admits(&Category { mode: "S".into(), ..doctor("SM54") }));
        assert!(!general.admits(&Category { profession: "60".into(), ..doctor("SM54") }));
    }

    #[test]
    fn an_empty_code_in_a_list_keeps_what_the_file_does_not_say() {
        let rule = Selection { sectors: list(&["SA07", ""]), ..Selection::default() };
        assert!(rule.admits(&Category::default()));
        assert!(rule.admits(&Category { sector: "SA07".into(), ..Category::default() }));
        assert!(!rule.admits(&Category { sector: "SA01".into(), ..Category::default() }));
    }
}
