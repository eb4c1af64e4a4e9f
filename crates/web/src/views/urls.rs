//! Addresses of the pages, in one place: links, forms and routes agree.

/// Addresses of a CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CptsUrls {
    base: String,
}

impl CptsUrls {
    /// From the key of the CPTS.
    pub fn new(cpts: &str) -> Self {
        Self { base: format!("/c/{cpts}") }
    }

    /// Home of the CPTS.
    pub fn accueil(&self) -> String {
        self.base.clone()
    }

    /// People, rights, data protection.
    pub fn organisation(&self) -> String {
        self.under("organisation")
    }

    /// A page under the CPTS: `journal`, `organisation/personnes`…
    pub fn under(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// List of territories.
    pub fn territoires(&self) -> String {
        self.under("territoires")
    }

    /// Diagnoses, one a variant.
    pub fn diagnostics(&self) -> String {
        self.under("diagnostics")
    }

    /// Form of a new territory.
    pub fn nouveau(&self) -> String {
        self.under("territoires/nouveau")
    }

    /// Addresses of one territory.
    pub fn territoire(&self, territoire: &str) -> TerritoireUrls {
        TerritoireUrls { base: format!("{}/territoires/{territoire}", self.base) }
    }
}

/// Addresses of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerritoireUrls {
    base: String,
}

impl TerritoireUrls {
    /// Its variants side by side.
    pub fn show(&self) -> &str {
        &self.base
    }

    /// POST: a new variant.
    pub fn variantes(&self) -> String {
        format!("{}/variantes", self.base)
    }

    /// Addresses of one variant.
    pub fn variante(&self, variante: &str) -> VarianteUrls {
        VarianteUrls { base: format!("{}/variantes/{variante}", self.base) }
    }
}

/// Addresses of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VarianteUrls {
    base: String,
}

macro_rules! under {
    ($($(#[$doc:meta])* $name:ident => $path:literal;)*) => {
        impl VarianteUrls {
            /// Its sheet.
            pub fn show(&self) -> &str {
                &self.base
            }

            $($(#[$doc])* pub fn $name(&self) -> String { format!(concat!("{}/", $path), self.base) })*
        }
    };
}

under! {
    /// POST: becomes the reference.
    reference => "reference";
    /// POST `nom`: another name.
    renommer => "renommer";
    /// GET asks for confirmation, POST removes.
    supprimer => "supprimer";
    /// POST: takes the removal back.
    retablir => "retablir";
    /// POST `habitants`, `annee`, `origine`: the declared population.
    population => "population";
    /// POST `revision`: an earlier state becomes the current one.
    restaurer => "restaurer";
    /// GET `q`, `intercommunalite`, `iris`: the composer.
    composer => "composer";
    /// POST `unite`…: adds units.
    ajouter => "ajouter";
    /// POST `unite`…: removes units.
    retirer => "retirer";
    /// POST `liste`, `unite`…: reads a list and shows what was understood.
    coller => "coller";
    /// POST multipart `fichier`: reads a file and shows what was understood.
    fichier => "fichier";
    /// POST `unite`…, `mode`: adds or replaces, after the preview.
    appliquer => "appliquer";
    /// POST `epci`: adds all the communes of an EPCI.
    epci => "epci";
    /// The sheet as PDF.
    pdf => "fiche.pdf";
    /// The sheet as a workbook.
    xlsx => "fiche.xlsx";
    /// The communes as CSV.
    csv => "fiche.csv";
    /// The perimeter as GeoJSON.
    geojson => "fiche.geojson";
    /// The sheet as JSON.
    json => "fiche.json";
    /// The map as SVG.
    svg => "fiche.svg";
}

impl VarianteUrls {
    /// Addresses of its diagnosis.
    pub fn diagnostic(&self) -> DiagnosticUrls {
        DiagnosticUrls { base: format!("{}/diagnostic", self.base) }
    }
}

/// Addresses of the diagnosis of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagnosticUrls {
    base: String,
}

impl DiagnosticUrls {
    /// The diagnosis of today.
    pub fn show(&self) -> &str {
        &self.base
    }

    /// A page under it: `offre`, `figer`, `figes`, `valeurs`.
    pub fn under(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// Its pages that a frozen version has too.
    pub fn lecture(&self) -> LectureUrls {
        LectureUrls { base: self.base.clone() }
    }

    /// GET `h`…: what if a doctor leaves.
    pub fn acces(&self) -> String {
        self.under("acces")
    }

    /// POST `nom`, `note`: freezes it.
    pub fn figer(&self) -> String {
        self.under("figer")
    }

    /// Frozen versions.
    pub fn figes(&self) -> String {
        self.under("figes")
    }

    /// A frozen version; its own files and forms are under it.
    pub fn fige(&self, id: &str) -> FigeUrls {
        FigeUrls { base: self.under(&format!("figes/{id}")) }
    }

    /// The form of a new value of an indicator, filled in with its code and with who gives it.
    pub fn noter(&self, indicateur: &str, origine: Option<&str>) -> String {
        let origine = origine.map(|origine| format!("&origine={origine}")).unwrap_or_default();
        self.under(&format!("valeurs/nouvelle?indicateur={indicateur}{origine}"))
    }

    /// The form that corrects a recorded value.
    pub fn corriger(&self, releve: &str) -> String {
        self.under(&format!("valeurs/{releve}/corriger"))
    }

    /// Recorded values.
    pub fn valeurs(&self) -> String {
        self.under("valeurs")
    }
}

/// Pages that show figures, of today or of a frozen version alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LectureUrls {
    base: String,
}

impl LectureUrls {
    /// All the figures.
    pub fn show(&self) -> &str {
        &self.base
    }

    /// One indicator.
    pub fn indicateur(&self, code: &str) -> String {
        format!("{}/indicateurs/{code}", self.base)
    }

    /// The passports of an indicator.
    pub fn passeport(&self, code: &str) -> String {
        format!("{}#passeport", self.indicateur(code))
    }

    /// The offer of care.
    pub fn offre(&self) -> String {
        format!("{}/offre", self.base)
    }

    /// The booklet as a file: `pdf`, `docx`, `xlsx`, `csv`, `json`.
    pub fn livret(&self, extension: &str) -> String {
        format!("{}/livret.{extension}", self.base)
    }
}

/// Addresses of a frozen diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigeUrls {
    base: String,
}

impl FigeUrls {
    /// The frozen diagnosis.
    pub fn show(&self) -> &str {
        &self.base
    }

    /// Its pages that the diagnosis of today has too.
    pub fn lecture(&self) -> LectureUrls {
        LectureUrls { base: self.base.clone() }
    }

    /// What changed since.
    pub fn changements(&self) -> String {
        format!("{}#changements", self.base)
    }

    /// POST: removed from the list.
    pub fn supprimer(&self) -> String {
        format!("{}/supprimer", self.base)
    }

    /// POST: takes the removal back.
    pub fn retablir(&self) -> String {
        format!("{}/retablir", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_french_and_nested() {
        let variante = CptsUrls::new("ruscino").territoire("t1").variante("v2");
        assert_eq!(variante.show(), "/c/ruscino/territoires/t1/variantes/v2");
        assert_eq!(variante.retablir(), "/c/ruscino/territoires/t1/variantes/v2/retablir");
        assert_eq!(variante.pdf(), "/c/ruscino/territoires/t1/variantes/v2/fiche.pdf");
        let diagnostic = variante.diagnostic();
        assert_eq!(
            diagnostic.noter("sans_mt", Some("cpam")),
            format!("{}/diagnostic/valeurs/nouvelle?indicateur=sans_mt&origine=cpam", variante.show())
        );
        assert_eq!(
            diagnostic.fige("d1").lecture().livret("pdf"),
            format!("{}/figes/d1/livret.pdf", diagnostic.show())
        );
    }
}
