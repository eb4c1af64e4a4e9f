use documents::{SvgOptions, ages_svg, carte_svg};

use crate::support;
use crate::xml;

fn map() -> String {
    let options = SvgOptions { title: "Carte <1> & \"2\"".into(), description: "Douze communes".into() };
    carte_svg(&support::whole().carte.unwrap(), &options)
}

#[test]
fn the_map_has_a_role_a_name_and_a_description() {
    let svg = map();
    let tags = xml::read(&svg, &[]);
    assert_eq!(tags[0].name, "svg");
    assert_eq!(tags[0].attribute("role"), Some("img"));
    assert_eq!(tags[0].attribute("xmlns"), Some("http://www.w3.org/2000/svg"));
    assert!(svg.contains("<title>Carte &lt;1&gt; &amp; &quot;2&quot;</title><desc>Douze communes</desc>"));
}

#[test]
fn drawings_obey_the_content_policy_of_the_pages() {
    let ages = ages_svg(&support::whole().diagnosis.ages).unwrap();
    let bars = ages_svg(&support::gaps().diagnosis.ages).unwrap();
    for svg in [map(), ages, bars] {
        for tag in xml::read(&svg, &[]) {
            assert!(!["style", "script", "image", "use"].contains(&tag.name.as_str()), "{}", tag.name);
            for (key, value) in &tag.attributes {
                assert!(key != "style" && key != "id" && !key.starts_with("on"), "{key}");
                assert!(key == "xmlns" || !value.contains("://"), "{value}");
            }
        }
    }
}

#[test]
fn every_area_is_drawn_and_the_members_come_last() {
    let svg = map();
    let classes: Vec<String> = xml::read(&svg, &[])
        .iter()
        .filter_map(|tag| tag.attribute("class").map(str::to_owned))
        .filter(|class| class == "carte-membre" || class == "carte-voisin")
        .collect();
    assert_eq!(classes.len(), 54);
    let first = classes.iter().position(|class| class == "carte-membre").unwrap();
    assert_eq!(classes.len() - first, 16);
    assert!(classes[first..].iter().all(|class| class == "carte-membre"));
    assert!(svg.contains("<title>Œuvremont (00005)</title>"));
}

#[test]
fn the_map_shows_its_scale_and_its_credit() {
    let svg = map();
    assert!(svg.contains("carte-echelle") && svg.contains(">10\u{a0}km<"));
    assert!(svg.contains("Fond\u{a0}: IGN fictif, Contours IRIS, 2025"));
}

#[test]
fn a_map_without_size_scale_or_area_is_still_a_drawing() {
    let mut carte = support::whole().carte.unwrap();
    (carte.width, carte.height, carte.km) = (f64::NAN, 0.0, 0.0);
    carte.areas.clear();
    let svg = carte_svg(&carte, &SvgOptions { title: "Vide".into(), description: "Rien".into() });
    xml::read(&svg, &[]);
    assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("carte-echelle"));
}

#[test]
fn men_and_women_make_a_pyramid_and_their_absence_makes_bars() {
    let pyramid = ages_svg(&support::whole().diagnosis.ages).unwrap();
    assert!(pyramid.contains(">Hommes<") && pyramid.contains(">Femmes<"));
    // 3 900,4 men under 15 of 46 656,9 people.
    assert!(pyramid.contains(">8,4\u{202f}%<"));
    let bars = ages_svg(&support::gaps().diagnosis.ages).unwrap();
    assert!(!bars.contains(">Hommes<") && bars.contains(">Basse-Fiction<"));
    assert!(bars.contains(">non disponible<"), "a band without a figure says so");
    assert_eq!(ages_svg(&support::empty().diagnosis.ages), None);
}
