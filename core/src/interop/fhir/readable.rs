//! What people read of markup: of a clinical document (CDA) its titles and texts, of a page what stands in it.

/// Elements after which a line ends.
const LINES: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "item",
    "tr",
    "table",
    "paragraph",
    "title",
    "caption",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "list",
    "text",
];
/// Cells stand apart.
const CELLS: &[&str] = &["td", "th"];
/// What stands in them is not for people.
const UNREAD: &[&str] = &["script", "style", "head"];

/// The text of markup without the markup. Nothing in it is followed or run.
pub(super) fn readable(markup: &str) -> String {
    // A clinical document has names and addresses before its sections, in pieces that nobody can read.
    let is_cda = markup.contains("ClinicalDocument");
    let mut text = Text {
        within: usize::from(!is_cda),
        ..Text::default()
    };
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        text.say(before);
        rest = text.tag(tag, is_cda);
    }
    text.say(rest);
    let lines = text.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let all = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>();
    all.join("\n")
}

#[derive(Default)]
struct Text {
    out: String,
    /// In how many elements that are read.
    within: usize,
    /// In how many that are not.
    unread: usize,
}

impl Text {
    /// A tag, a remark or an instruction; gives what follows it.
    fn tag<'a>(&mut self, tag: &'a str, is_cda: bool) -> &'a str {
        for (start, end) in [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")] {
            if let Some(inside) = tag.strip_prefix(start) {
                let (inside, rest) = inside.split_once(end).unwrap_or((inside, ""));
                if start == "![CDATA[" {
                    self.raw(inside);
                }
                return rest;
            }
        }
        let (inside, rest) = tag.split_once('>').unwrap_or((tag, ""));
        let closes = inside.starts_with('/');
        let name = inside
            .trim_start_matches('/')
            .split([' ', '\t', '\r', '\n', '/'])
            .next()
            .unwrap_or("");
        let name = name.rsplit(':').next().unwrap_or("").to_ascii_lowercase();
        let is_empty = inside.ends_with('/');
        let counts = |names: &[&str]| names.contains(&name.as_str()) && !is_empty;
        if counts(UNREAD) {
            self.unread = if closes { self.unread.saturating_sub(1) } else { self.unread + 1 };
        }
        if LINES.contains(&name.as_str()) {
            self.raw("\n");
        }
        if CELLS.contains(&name.as_str()) {
            self.raw(" ");
        }
        if is_cda && counts(&["title", "text"]) {
            self.within = if closes { self.within.saturating_sub(1) } else { self.within + 1 };
        }
        rest
    }

    fn say(&mut self, text: &str) {
        self.raw(&unescaped(text));
    }

    fn raw(&mut self, text: &str) {
        if self.within > 0 && self.unread == 0 {
            self.out.push_str(text);
        }
    }
}

/// Without the escapes that XML and every page know.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = after.split_once(';').and_then(|(name, rest)| Some((escape(name)?, rest)));
        rest = match known {
            Some((letter, after)) => {
                out.push(letter);
                after
            }
            None => {
                out.push('&');
                after
            }
        };
    }
    out + rest
}

fn escape(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let code = hexadecimal.map_or_else(|| number.parse().ok(), |n| u32::from_str_radix(n, 16).ok())?;
            char::from_u32(code).filter(|c| !c.is_control() || *c == '\n')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_page_people_read_its_text() {
        let page = "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><p onclick='x()'>Seen &amp; well&#46;</p><!-- a > b --><br/>Na 140&#x20;mmol/L<script>alert('<p>')</script></body></html>";
        assert_eq!(readable(page), "Seen & well.\nNa 140 mmol/L");
        assert_eq!(readable("5 < 6 is not a tag"), "5");
        assert_eq!(readable("<p>a &unknown; b & c"), "a &unknown; b & c");
    }

    #[test]
    fn of_a_clinical_document_people_read_its_titles_and_texts() {
        let document = "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Summary</title><recordTarget><city>Nowhere</city></recordTarget>\
            <component><section><title>Course</title><text><paragraph>Went home.</paragraph><table><tr><td>Na</td><td>140</td></tr></table></text><entry><value unit=\"x\">7</value></entry></section></component></ClinicalDocument>";
        assert_eq!(readable(document), "Summary\nCourse\nWent home.\nNa 140");
    }
}
