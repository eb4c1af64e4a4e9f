//! What every page has in common: title, place in the site, notices.

use super::components::{Link, Notice};
use super::frame::{self, Frame};
use super::urls::CptsUrls;

/// Parts of the site, in the order of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Home.
    Accueil,
    /// One's own page.
    Moi,
    /// People, groups, meetings of the CPTS.
    Communaute,
    /// Territories of the CPTS.
    Territoires,
    /// What the CPTS files: lettre d'intention, projet de santé; or what an institution was given.
    Dossiers,
    /// The contract with the Assurance Maladie and the agency: missions, money, evidence.
    Contrat,
    /// The projects of a region, for its institutions.
    Region,
    /// People, rights, data protection of the CPTS.
    Organisation,
    /// Pages of the operator.
    Instance,
    /// One's own account.
    Compte,
    /// Reference data.
    Donnees,
    /// Size classes and amounts.
    Regles,
    /// User guide.
    Aide,
}

/// A step of the way from the home page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Text.
    pub label: String,
    /// Address; `None` for the page itself.
    pub url: Option<String>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavLink {
    /// Text and address.
    pub link: Link,
    /// Whether the page belongs to this part.
    pub current: bool,
}

/// What the layout needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Heading of the page; with the product's name, also the title of the tab.
    pub title: String,
    /// A line above the heading: the territory of a variant, for example.
    pub overline: Option<String>,
    /// Name of the CPTS, where the page belongs to one.
    pub cpts: Option<String>,
    /// Navigation.
    pub nav: Vec<NavLink>,
    /// Way from the home page; the page itself is last.
    pub crumbs: Vec<Crumb>,
    /// What just happened, at the top of the page.
    pub notices: Vec<Notice>,
    /// Whether the page shows an invented territory.
    pub fictitious: bool,
    /// Whether the page holds a map.
    pub has_map: bool,
    /// What the layout shows of the person.
    pub frame: Frame,
    /// Whether the page is about one's own account.
    pub is_account: bool,
}

impl Page {
    /// A page outside any CPTS.
    pub fn new(section: Section, title: impl Into<String>) -> Self {
        Self::build(None, Some(section), title.into())
    }

    /// A page of a CPTS: `key` stands in addresses, `name` on screen.
    pub fn of_cpts(key: &str, name: &str, section: Section, title: impl Into<String>) -> Self {
        Self::build(Some((key, name)), Some(section), title.into())
    }

    /// A page that no part of the site holds, such as an error.
    pub fn apart(title: impl Into<String>) -> Self {
        Self::build(None, None, title.into())
    }

    fn build(cpts: Option<(&str, &str)>, section: Option<Section>, title: String) -> Self {
        let frame = frame::current();
        let own = cpts.map(|(key, _)| CptsUrls::new(key));
        let territoires = own.as_ref().map(CptsUrls::territoires).or_else(|| frame.territoires.clone());
        let organisation = own.as_ref().map(CptsUrls::organisation).filter(|_| frame.organisation.is_some());
        // The menu of a page is that of its CPTS, for what the person may open in the one of the frame.
        let of_own = |known: &Option<String>, path: &str| {
            let address = own.as_ref().map(|urls| urls.under(path)).filter(|_| known.is_some());
            address.or_else(|| known.clone())
        };
        let entries = [
            (Section::Accueil, "Accueil", Some("/".to_owned())),
            (Section::Moi, "Mon espace", of_own(&frame.moi, "moi")),
            (Section::Communaute, "Communauté", of_own(&frame.communaute, "communaute")),
            (Section::Territoires, "Territoires", territoires),
            (Section::Dossiers, "Dossiers", of_own(&frame.dossiers, "dossiers")),
            (Section::Contrat, "Contrat", of_own(&frame.contrat, "contrats")),
            (Section::Region, "Région", frame.region.clone()),
            (Section::Organisation, "Organisation", organisation.or_else(|| frame.organisation.clone())),
            (Section::Instance, "Instance", frame.instance.clone()),
            (Section::Donnees, "Données", Some("/donnees".to_owned())),
            (Section::Regles, "Règles", Some("/regles".to_owned())),
            (Section::Aide, "Aide", Some("/aide".to_owned())),
        ];
        let nav = entries.into_iter().filter_map(|(part, label, url)| {
            Some(NavLink {
                link: Link { label: label.to_owned(), url: url? },
                current: section == Some(part),
            })
        });
        Self {
            overline: None,
            cpts: cpts.map(|(_, name)| name.to_owned()),
            nav: nav.collect(),
            crumbs: vec![Crumb { label: title.clone(), url: None }],
            notices: Vec::new(),
            fictitious: cpts.is_some() && frame.fictitious,
            has_map: false,
            is_account: section == Some(Section::Compte),
            frame,
            title,
        }
    }

    /// Adds a step before the page itself.
    #[must_use]
    pub fn under(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        let before_last = self.crumbs.len().saturating_sub(1);
        self.crumbs.insert(before_last, Crumb { label: label.into(), url: Some(url.into()) });
        self
    }

    /// Sets the line above the heading.
    #[must_use]
    pub fn with_overline(mut self, overline: impl Into<String>) -> Self {
        self.overline = Some(overline.into());
        self
    }

    /// Adds a notice at the top.
    #[must_use]
    pub fn with_notice(mut self, notice: Notice) -> Self {
        self.notices.push(notice);
        self
    }

    /// Loads the map's script and style sheet.
    #[must_use]
    pub fn with_map(mut self) -> Self {
        self.has_map = true;
        self
    }

    /// Says that the page shows an invented territory.
    #[must_use]
    pub fn fictitious(mut self, fictitious: bool) -> Self {
        self.fictitious = fictitious;
        self
    }
}
