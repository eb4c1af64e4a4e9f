use domain::territoire::Fiche;

use crate::support;

#[test]
fn the_sheet_comes_back_whole_from_its_json() {
    for fiche in [support::whole(), support::gaps(), support::empty()] {
        let bytes = documents::fiche_json(&fiche).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(value["format"], "maillage/fiche-territoire");
        assert_eq!(value["version"], 1);
        assert_eq!(value["fictitious"], fiche.diagnosis.is_fictitious());
        let back: Fiche = serde_json::from_value(value["fiche"].clone()).unwrap();
        assert_eq!(back, fiche);
        assert_eq!(documents::fiche_json(&fiche).unwrap(), bytes);
    }
}
