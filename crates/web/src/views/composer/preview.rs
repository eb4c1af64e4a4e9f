//! What was understood of a pasted list or a file, before anything is changed.

use askama::Template;
use askama_web::WebTemplate;
use domain::nombres::compte;

use super::super::components::{Choice, Field, FieldKind, Opt, Step};
use super::super::page::Page;
use super::super::urls::VarianteUrls;

/// Preview of a list: nothing is dropped, nothing is recorded yet.
#[derive(Template, WebTemplate)]
#[template(path = "composer/preview.html")]
pub struct PreviewView {
    /// Layout.
    pub page: Page,
    /// Addresses of the variant.
    pub urls: VarianteUrls,
    /// Where the lines come from: `votre liste`, or the name of the file.
    pub origin: String,
    /// Units recognised without doubt.
    pub recognised: Vec<Proposal>,
    /// Lines that several places answer to: the person ticks.
    pub ambiguous: Vec<PreviewLine>,
    /// Lines that name a commune that no longer exists: its successors are offered.
    pub former: Vec<PreviewLine>,
    /// Lines in which nothing was recognised, word for word.
    pub unknown: Vec<String>,
    /// What the reader of the file has to say, such as the column it took.
    pub remarks: Vec<String>,
    /// Error of the whole preview: nothing is ticked.
    pub error: Option<String>,
    /// Whether the perimeter holds something: adding and replacing then differ.
    pub has_members: bool,
}

/// A unit that can be taken.
pub struct Proposal {
    /// Code, sent back as `unite`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Postcodes, département, inhabitants.
    pub detail: String,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Whether the perimeter already holds it.
    pub inside: bool,
}

/// A line with several answers.
pub struct PreviewLine {
    /// Rank of the line in the source, from 1.
    pub rank: usize,
    /// The line, word for word.
    pub text: String,
    /// Why there is a choice: `Cette commune a été réunie à Vernet en 2019.`
    pub why: String,
    /// The places that answer to it.
    pub proposals: Vec<Proposal>,
}

impl PreviewLine {
    /// Boxes named `unite`.
    pub fn choice(&self, group: &str) -> Choice {
        let options = self.proposals.iter().map(Proposal::option).collect();
        Choice::new("unite", format!("Ligne {}\u{a0}: «\u{a0}{}\u{a0}»", self.rank, self.text), options)
            .id(format!("{group}-{}", self.rank))
    }
}

impl Proposal {
    fn option(&self) -> Opt {
        let already = if self.inside { ", déjà dans le territoire" } else { "" };
        Opt::new(&*self.code, &*self.name, self.ticked).hint(format!("{}{already}", self.detail))
    }
}

impl PreviewView {
    /// Where the task stands.
    pub fn steps(&self) -> Vec<Step> {
        Step::sequence(&["Donner une liste", "Vérifier", "Appliquer"], 1)
    }

    /// Boxes of the units recognised without doubt.
    pub fn recognised_choice(&self) -> Choice {
        let label = compte(self.recognised.len(), "lieu reconnu", "lieux reconnus");
        Choice::new("unite", label, self.recognised.iter().map(Proposal::option).collect()).id("reconnu")
    }

    /// The lines in which nothing was recognised, to correct.
    pub fn liste_field(&self) -> Field {
        let rows = u8::try_from(self.unknown.len().clamp(2, 12)).unwrap_or(12);
        Field::new("liste", "Lignes à corriger")
            .kind(FieldKind::Area { rows })
            .hint("Corrigez un nom ou écrivez un code INSEE, puis demandez une nouvelle lecture.")
            .value(self.unknown.join("\n"))
    }

    /// What to do with the units that are ticked.
    pub fn mode_choice(&self) -> Choice {
        let options = vec![
            Opt::new("ajouter", "Les ajouter au territoire", true),
            Opt::new("remplacer", "Remplacer tout le territoire", false)
                .hint("Les communes et IRIS actuels sont retirés. Vous pourrez revenir en arrière."),
        ];
        Choice::new("mode", "Que faire des lieux cochés\u{202f}?", options)
    }

    /// What was understood, in one sentence.
    pub fn summary(&self) -> String {
        let mut parts = vec![compte(self.recognised.len(), "lieu reconnu", "lieux reconnus")];
        let mut count = |count: usize, one: &str, many: &str| {
            if count > 0 {
                parts.push(compte(count, one, many));
            }
        };
        count(self.ambiguous.len(), "ligne à préciser", "lignes à préciser");
        count(self.former.len(), "commune ancienne", "communes anciennes");
        count(self.unknown.len(), "ligne non reconnue", "lignes non reconnues");
        format!("Dans {}\u{a0}: {}.", self.origin, domain::nombres::liste(&parts))
    }
}
