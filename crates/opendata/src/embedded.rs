//! The reference data that every installation has: the npm package `@etalab/decoupage-administratif`,
//! packed into the binary by `cargo xtask assets`.
//!
//! The package puts together the COG, the reference populations, the DGCL list of EPCI and the postcodes
//! of La Poste; each layer cites its own producer.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read;

use flate2::read::GzDecoder;
use serde::Deserialize;
use territory::layers::{Commune, Departement, EpciMember, Population, Postcode, Region};
use territory::{CodeError, CommuneCode, Layer, Passport, Vintage};

use crate::checks;
use crate::publication::publication;
use crate::vintage::first_january;

static PACKED: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/dist/decoupage-administratif.json.gz"));

/// Year of the communes of the package.
const GEOGRAPHY: i16 = 2026;
/// Year of its populations.
const POPULATIONS: i16 = 2023;
/// Year of its list of EPCI.
const EPCI: i16 = 2025;
const ADDRESS: &str = "https://www.npmjs.com/package/@etalab/decoupage-administratif";
/// The population that the package gives for Mayotte is that of 2017: it is no reference population of 2023.
const MAYOTTE: &str = "976";

/// Why the packed data cannot be used. It comes with the program, so this is a fault of the program.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// Not gzip.
    #[error("packed reference data: {0}")]
    Unpack(#[from] std::io::Error),
    /// Not the expected content.
    #[error("packed reference data: {0}")]
    Parse(#[from] serde_json::Error),
    /// A code that is none.
    #[error("packed reference data: {0}")]
    Code(#[from] CodeError),
}

impl EmbeddedError {
    /// In French.
    pub fn sentence(&self) -> String {
        "Les données livrées avec le programme sont illisibles. Réinstallez le programme.".to_owned()
    }
}

#[derive(Deserialize)]
struct Packed<'a> {
    #[serde(borrow)]
    package: Cow<'a, str>,
    #[serde(borrow)]
    version: Cow<'a, str>,
    #[serde(borrow)]
    communes: Vec<PackedCommune<'a>>,
    #[serde(borrow)]
    departements: Vec<PackedArea<'a>>,
    #[serde(borrow)]
    regions: Vec<PackedArea<'a>>,
    #[serde(borrow)]
    epci: Vec<PackedEpci<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PackedCommune<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    nom: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    zone: Cow<'a, str>,
    #[serde(borrow)]
    region: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    codes_postaux: Vec<Cow<'a, str>>,
    population: Option<u32>,
}

#[derive(Deserialize)]
struct PackedArea<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    nom: Cow<'a, str>,
    #[serde(borrow)]
    zone: Cow<'a, str>,
    #[serde(borrow)]
    region: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct PackedEpci<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    nom: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    membres: Vec<PackedMember<'a>>,
}

#[derive(Deserialize)]
struct PackedMember<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
}

/// The layers that every installation has: communes, départements, regions, EPCI, postcodes, populations.
pub fn embedded() -> Result<Vec<(Passport, Layer)>, EmbeddedError> {
    let mut json = Vec::new();
    GzDecoder::new(PACKED).read_to_end(&mut json)?;
    let packed: Packed<'_> = serde_json::from_slice(&json)?;
    let communes = packed.communes()?;
    let package = format!("{} {}", packed.package, packed.version);
    let layers = [
        (Layer::Communes(communes.iter().map(|(commune, _)| commune.clone()).collect()), GEOGRAPHY),
        (Layer::Departements(packed.departements()?), GEOGRAPHY),
        (Layer::Regions(packed.regions()?), GEOGRAPHY),
        (Layer::Populations(populations(&communes)), POPULATIONS),
        (Layer::Epci(packed.epci()?), EPCI),
        (Layer::Postcodes(postcodes(&communes)), GEOGRAPHY),
    ];
    Ok(layers.into_iter().map(|(layer, year)| (passport(&layer, year, &package), layer)).collect())
}

type Found<'a> = (Commune, &'a PackedCommune<'a>);

impl Packed<'_> {
    /// Communes and municipal arrondissements of the official list. Overseas collectivities are not in it.
    fn communes(&self) -> Result<Vec<Found<'_>>, CodeError> {
        let kept = self.communes.iter().filter(|commune| {
            commune.zone != "com" && matches!(&*commune.kind, "commune-actuelle" | "arrondissement-municipal")
        });
        kept.map(|packed| {
            let code: CommuneCode = packed.code.parse()?;
            let region = packed.region.as_deref().map(str::parse).transpose()?;
            let name = packed.nom.to_string();
            Ok((Commune { code, name, departement: code.departement(), region }, packed))
        })
        .collect()
    }

    fn departements(&self) -> Result<Vec<Departement>, CodeError> {
        let kept = self.departements.iter().filter(|area| area.zone != "com");
        kept.map(|area| {
            let region = area.region.as_deref().map(str::parse).transpose()?;
            Ok(Departement { code: area.code.parse()?, name: area.nom.to_string(), region })
        })
        .collect()
    }

    fn regions(&self) -> Result<Vec<Region>, CodeError> {
        let kept = self.regions.iter().filter(|area| area.zone != "com");
        kept.map(|area| Ok(Region { code: area.code.parse()?, name: area.nom.to_string() })).collect()
    }

    fn epci(&self) -> Result<Vec<EpciMember>, CodeError> {
        let members = self.epci.iter().flat_map(|epci| epci.membres.iter().map(move |member| (epci, member)));
        members
            .map(|(epci, member)| {
                Ok(EpciMember {
                    epci: epci.code.parse()?,
                    name: epci.nom.to_string(),
                    form: epci.kind.to_string(),
                    commune: member.code.parse()?,
                })
            })
            .collect()
    }
}

/// As INSEE does: Paris, Lyon and Marseille by arrondissement only.
fn populations(communes: &[Found<'_>]) -> Vec<Population> {
    let kept = communes.iter().filter(|(commune, _)| {
        !commune.code.has_arrondissements() && commune.departement.as_str() != MAYOTTE
    });
    kept.filter_map(|(commune, packed)| {
        Some(Population { code: commune.code, municipal: packed.population?, total: None })
    })
    .collect()
}

fn postcodes(communes: &[Found<'_>]) -> Vec<Postcode> {
    let mut seen = HashSet::new();
    let kept = communes.iter().filter(|(commune, _)| !commune.code.has_arrondissements());
    let pairs =
        kept.flat_map(|(commune, packed)| packed.codes_postaux.iter().map(move |code| (code, commune)));
    pairs
        .filter(|(postcode, commune)| seen.insert((postcode.to_string(), commune.code)))
        .map(|(postcode, commune)| Postcode { postcode: postcode.to_string(), commune: commune.code })
        .collect()
}

fn passport(layer: &Layer, year: i16, package: &str) -> Passport {
    let usual = publication(layer.kind());
    let label = match layer {
        Layer::Populations(_) => year.to_string(),
        Layer::Postcodes(_) => format!("{year}, livrés avec le programme"),
        _ => first_january(year),
    };
    Passport {
        kind: layer.kind(),
        title: format!("{} ({package})", usual.title),
        producer: usual.producer.to_owned(),
        vintage: Vintage { year, label },
        geography: GEOGRAPHY,
        licence: usual.licence.to_owned(),
        address: Some(ADDRESS.to_owned()),
        coverage: checks::coverage(&checks::departements(layer)),
        estimated: None,
        fictitious: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use territory::Kind;

    fn layer(kind: Kind) -> (Passport, Layer) {
        let all = embedded().unwrap();
        all.into_iter().find(|(passport, _)| passport.kind == kind).unwrap()
    }

    #[test]
    fn a_fresh_installation_knows_the_official_list_of_2026() {
        let (passport, Layer::Communes(communes)) = layer(Kind::Communes) else { panic!() };
        assert_eq!(communes.len(), 34_875 + 45);
        assert_eq!(communes.iter().filter(|c| c.departement.as_str() == "66").count(), 226);
        assert_eq!(passport.vintage.label, "1er janvier 2026");
        assert!(passport.title.contains("@etalab/decoupage-administratif 6.0.0"), "{}", passport.title);
        assert_eq!(layer(Kind::Departements).1.len(), 101);
        assert_eq!(layer(Kind::Regions).1.len(), 18);
    }

    #[test]
    fn its_populations_are_those_of_2023_without_mayotte_and_count_nobody_twice() {
        let (passport, Layer::Populations(populations)) = layer(Kind::Populations) else { panic!() };
        assert_eq!(populations.iter().map(|p| u64::from(p.municipal)).sum::<u64>(), 68_094_280);
        assert_eq!(populations.len(), 34_900);
        assert!(populations.iter().any(|p| p.code.as_str() == "75101"));
        assert!(!populations.iter().any(|p| p.code.as_str() == "75056"));
        assert_eq!((passport.vintage.year, passport.coverage.as_str()), (2023, "France hors Mayotte"));
    }

    #[test]
    fn its_epci_and_postcodes_are_there() {
        let (passport, Layer::Epci(members)) = layer(Kind::Epci) else { panic!() };
        assert_eq!(members.len(), 34_871);
        assert_eq!(passport.vintage.year, 2025);
        let (_, Layer::Postcodes(postcodes)) = layer(Kind::Postcodes) else { panic!() };
        let perpignan = postcodes.iter().filter(|row| row.commune.as_str() == "66136");
        assert_eq!(perpignan.map(|row| row.postcode.as_str()).collect::<Vec<_>>(), ["66000", "66100"]);
    }
}
