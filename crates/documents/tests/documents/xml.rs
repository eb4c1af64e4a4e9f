//! A reader of markup just strict enough to refuse what a browser or a PDF would refuse.

/// One opening tag: its name and its attributes.
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Every opening tag, in order; panics when tags do not nest or an attribute is not quoted. `void` lists the
/// elements that are never closed.
pub fn read(text: &str, void: &[&str]) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find('>').expect("a tag that is never closed");
        let (inside, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if inside.starts_with('!') {
            continue;
        }
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closing tag out of order");
            continue;
        }
        let closed = inside.ends_with('/');
        let tag = tag(inside.trim_end_matches('/'));
        if tag.name == "style" {
            rest = &rest[rest.find("</style>").expect("a style that is never closed")..];
        }
        if !closed && !void.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    tags
}

fn tag(text: &str) -> Tag {
    let (name, mut rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.trim_start().split_once("=\"") {
        let (value, after) = after.split_once('"').expect("an attribute without its closing quote");
        assert!(!value.contains('<'), "{value}");
        attributes.push((key.to_owned(), value.to_owned()));
        rest = after;
    }
    assert!(rest.trim().is_empty(), "left over in a tag: {rest:?}");
    Tag { name: name.to_owned(), attributes }
}
