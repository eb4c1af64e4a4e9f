//! Templates hold no inline script, style or event handler: the content security policy would refuse them.

use super::Finding;
use super::sources::Source;

/// Looks at every template of `web`.
pub fn check(tree: &[Source]) -> Vec<Finding> {
    tree.iter()
        .filter(|source| source.path.starts_with("crates/web/templates/") && source.is(&[".html", ".svg"]))
        .flat_map(|source| {
            tags(&source.text).filter_map(|(line, tag)| {
                let problem = problem(tag)?;
                Some(format!("{}:{line}: {problem}", source.path))
            })
        })
        .collect()
}

/// Opening tags with the line they start on. A `>` inside an attribute ends the tag early, which only means
/// that the rest of it is not looked at.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').filter_map(move |(start, _)| {
        let rest = &text[start + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        Some((text[..start].matches('\n').count() + 1, tag))
    })
}

fn problem(tag: &str) -> Option<&'static str> {
    let name =
        tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default().to_ascii_lowercase();
    let attributes: Vec<String> = tag
        .split_whitespace()
        .skip(1)
        .map(|word| word.split('=').next().unwrap_or(word).to_ascii_lowercase())
        .collect();
    let has = |wanted: &str| attributes.iter().any(|attribute| attribute == wanted);
    if name == "style" || has("style") {
        Some("no inline style: use a class of the style sheet")
    } else if name == "script" && !has("src") {
        Some("no inline script: put it in a file of assets/")
    } else if attributes.iter().any(|a| is_handler(a)) {
        Some("no event handler in a page: put it in a file of assets/")
    } else if tag.to_ascii_lowercase().contains("javascript:") {
        Some("no javascript: address")
    } else {
        None
    }
}

fn is_handler(attribute: &str) -> bool {
    attribute.starts_with("hx-on")
        || attribute
            .strip_prefix("on")
            .is_some_and(|e| e.len() > 2 && e.bytes().all(|b| b.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(html: &str) -> Vec<Finding> {
        check(&[Source { path: "crates/web/templates/t.html".to_owned(), text: html.to_owned() }])
    }

    #[test]
    fn what_the_policy_would_refuse_is_found_with_its_line() {
        assert_eq!(
            findings("<p>\n<b style=\"x\">"),
            ["crates/web/templates/t.html:2: no inline style: use a class of the style sheet"]
        );
        for html in [
            "<style>",
            "<script>",
            "<script type=\"module\">",
            "<button onclick=\"f()\">",
            "<a hx-on:click=\"f()\">",
            "<a href=\"javascript:f()\">",
        ] {
            assert_eq!(findings(html).len(), 1, "{html}");
        }
    }

    #[test]
    fn ordinary_tags_and_expressions_pass() {
        for html in [
            "<script type=\"module\" src=\"/a.js\"></script>",
            "<p class=\"style\">a < b, one=1</p>",
            "{% if a < style %}{{ on }}{% endif %}",
            "<link rel=\"stylesheet\" href=\"/a.css\">",
        ] {
            assert_eq!(findings(html), Vec::<Finding>::new(), "{html}");
        }
    }
}
