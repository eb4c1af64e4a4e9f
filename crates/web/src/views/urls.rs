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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_french_and_nested() {
        let variante = CptsUrls::new("ruscino").territoire("t1").variante("v2");
        assert_eq!(variante.show(), "/c/ruscino/territoires/t1/variantes/v2");
        assert_eq!(variante.retablir(), "/c/ruscino/territoires/t1/variantes/v2/retablir");
        assert_eq!(variante.pdf(), "/c/ruscino/territoires/t1/variantes/v2/fiche.pdf");
    }
}
