use documents::{SvgOptions, barres_svg, choroplethe_classes, choroplethe_svg, effectifs_svg};
use domain::diagnostic::Diagnostic;

use crate::{diagnostics, xml};

fn bars(diagnostic: &Diagnostic, code: &str) -> String {
    let read = diagnostic.indicator(code).unwrap();
    barres_svg(read, diagnostic, &SvgOptions::barres(read, diagnostic))
}

fn map(diagnostic: &Diagnostic, code: &str) -> String {
    let read = diagnostic.indicator(code).unwrap();
    let options = SvgOptions::choroplethe(read, diagnostic);
    choroplethe_svg(diagnostic.carte.as_ref().unwrap(), read, &options)
}

#[test]
fn drawings_obey_the_content_policy_of_the_pages() {
    for diagnostic in [diagnostics::whole(), diagnostics::hostile()] {
        let lines = &diagnostic.offre.effectifs;
        let drawings = [
            bars(&diagnostic, "sans_mt"),
            bars(&diagnostic, "depistage"),
            map(&diagnostic, "part_65"),
            effectifs_svg(lines, &SvgOptions::effectifs(lines)),
        ];
        for svg in drawings {
            let tags = xml::read(&svg, &[]);
            assert_eq!(tags[0].attribute("role"), Some("img"));
            assert!(svg.contains("<title>") && svg.contains("<desc>"));
            for tag in tags {
                assert!(!["style", "script", "image", "use", "pattern"].contains(&tag.name.as_str()));
                for (key, value) in &tag.attributes {
                    assert!(key != "style" && key != "id" && !key.starts_with("on"), "{key}");
                    assert!(!value.contains("NaN") && !value.contains("inf"), "{key}={value}");
                }
            }
        }
    }
}

#[test]
fn bars_carry_their_values_and_say_what_is_missing() {
    let diagnostic = diagnostics::whole();
    let svg = bars(&diagnostic, "densite");
    assert_eq!(svg.matches("class=\"graphique-autre\"").count(), 3, "no bar without a value");
    assert!(svg.contains(">147,3<") && svg.contains(">non publié<"));
    let partial = bars(&diagnostic, "grippe_65");
    assert_eq!(partial.matches("stroke-dasharray").count(), 2);
    assert!(
        partial.contains(">58,4\u{202f}% (partiel, estimé)<") && partial.contains(">Basse-Fiction (2023)<")
    );
    let hidden = bars(&diagnostic, "depistage");
    assert!(hidden.contains(">masqué<") && !hidden.contains("graphique-territoire"));
}

#[test]
fn a_map_hatches_what_it_does_not_know() {
    let diagnostic = diagnostics::whole();
    let svg = map(&diagnostic, "part_65");
    // One area not published, one hidden both ways, and their two entries in the legend.
    assert_eq!(svg.matches("class=\"carte-hachures\"").count(), 1 + 2 + 1 + 2);
    assert!(svg.contains(">non publié (1)<") && svg.contains(">masqué (1)<"));
    assert_eq!(svg.matches("class=\"carte-membre\"").count(), 16);
    assert!(svg.contains("\u{a0}: masqué</title>"));
    assert!(svg.contains("Fond\u{a0}: IGN fictif, Contours IRIS, 2025") && svg.contains("carte-echelle"));
}

#[test]
fn classes_count_every_place_once_and_state_their_rule() {
    let diagnostic = diagnostics::whole();
    let classes = choroplethe_classes(diagnostic.indicator("part_65").unwrap());
    assert_eq!(classes.classes.iter().map(|class| class.count).sum::<usize>(), 14);
    assert_eq!((classes.missing, classes.hidden, classes.classes.len()), (1, 1, 5));
    assert!(classes.rule.starts_with("5\u{a0}classes"));
    assert!(classes.classes.windows(2).all(|pair| pair[0].to < pair[1].from));
    let thresholds = choroplethe_classes(diagnostic.indicator("apl_mg").unwrap());
    let labels: Vec<&str> = thresholds.classes.iter().map(|class| class.label.as_str()).collect();
    assert_eq!(labels, ["moins de 2,5", "2,5 à moins de 4,0", "4,0 et plus"]);
    assert_eq!(thresholds.rule, "Classes coupées aux seuils publiés\u{a0}: 2,5 et 4,0.");
    assert!(choroplethe_classes(diagnostic.indicator("sans_mt").unwrap()).classes.is_empty());
}
