//! A drawing as SVG 1.1.

use std::fmt::Write as _;

use super::{Anchor, Drawing, Form, Ink, Lettering, Mark, Paint, Stroke};

impl Drawing {
    /// The drawing as an SVG file.
    pub fn to_svg(&self) -> String {
        let [width, height] = self.size;
        let unit = if self.is_paper { "mm" } else { "" };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}{unit}\" \
             height=\"{height}{unit}\" font-family=\"Noto Sans SC, sans-serif\" font-size=\"{}\">\n\
             <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\"{}/>\n",
            self.text_size,
            escaped(&self.title),
            coloured("fill", self.paper)
        );
        for mark in &self.marks {
            write_mark(&mut svg, mark);
        }
        svg.push_str("</svg>\n");
        svg
    }
}

fn write_mark(svg: &mut String, mark: &Mark) {
    let tip = mark.tip.as_ref().map(|tip| format!("<title>{}</title>", escaped(tip))).unwrap_or_default();
    let _ = match &mark.form {
        Form::Line { points, stroke } => {
            svg.push_str("<polyline fill=\"none\" points=\"");
            for [x, y] in points {
                let _ = write!(svg, "{x:.2},{y:.2} ");
            }
            writeln!(svg, "\"{}>{tip}</polyline>", stroked(*stroke))
        }
        Form::Area { rings, paint } => {
            svg.push_str("<path fill-rule=\"evenodd\" d=\"");
            for ring in rings {
                for (i, [x, y]) in ring.iter().enumerate() {
                    let _ = write!(svg, "{}{x:.2} {y:.2}", if i == 0 { 'M' } else { 'L' });
                }
                svg.push('Z');
            }
            writeln!(svg, "\"{}>{tip}</path>", painted(*paint))
        }
        Form::Ellipse { centre: [x, y], radii: [rx, ry], paint } => writeln!(
            svg,
            "<ellipse cx=\"{x:.2}\" cy=\"{y:.2}\" rx=\"{rx:.2}\" ry=\"{ry:.2}\"{}>{tip}</ellipse>",
            painted(*paint)
        ),
        Form::Text(lettering) => {
            write_text(svg, lettering);
            Ok(())
        }
    };
}

fn write_text(svg: &mut String, text: &Lettering) {
    let [x, y] = text.at;
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let mut style = coloured("fill", text.ink);
    if let Some(size) = text.size {
        let _ = write!(style, " font-size=\"{size}\"");
    }
    if text.bold {
        style.push_str(" font-weight=\"bold\"");
    }
    if let Some(halo) = text.halo {
        let _ = write!(style, "{} stroke-width=\"3.5\" paint-order=\"stroke\"", coloured("stroke", halo));
    }
    if text.upright {
        let _ = write!(style, " transform=\"rotate(-90 {x:.2} {y:.2})\"");
    }
    let words = escaped(&text.words);
    let _ = writeln!(svg, "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\"{style}>{words}</text>");
}

/// Attributes of a colour, with a space before them.
fn coloured(name: &str, [r, g, b, opacity]: Ink) -> String {
    let colour = format!(" {name}=\"#{r:02x}{g:02x}{b:02x}\"");
    match opacity {
        255 => colour,
        _ => format!("{colour} {name}-opacity=\"{:.3}\"", f64::from(opacity) / 255.0),
    }
}

fn stroked(stroke: Stroke) -> String {
    let dash = stroke.dash.map(|[dash, gap]| format!(" stroke-dasharray=\"{dash} {gap}\""));
    let ink = coloured("stroke", stroke.ink);
    format!(
        "{ink} stroke-width=\"{:.2}\" stroke-linejoin=\"round\"{}",
        stroke.width,
        dash.unwrap_or_default()
    )
}

fn painted(paint: Paint) -> String {
    let fill = paint.fill.map_or_else(|| " fill=\"none\"".to_owned(), |ink| coloured("fill", ink));
    format!("{fill}{}", paint.edge.map(stroked).unwrap_or_default())
}

/// A text that may stand in an SVG or HTML file, also within quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Drawing, INK, Paint, Stroke, lettering, rectangle};
    use super::*;

    #[test]
    fn marks_stand_in_their_order_and_nothing_of_a_name_becomes_markup() {
        let mut drawing = Drawing::new([40.0, 20.0], "a<b", 12.0);
        drawing.add_about(
            rectangle([0.0, 0.0], [4.0, 2.0], Paint::filled([1, 2, 3, 51])),
            "\"tip\"&\u{7}",
            None,
        );
        drawing.line([[0.0, 0.0], [1.0, 2.0]], Stroke::new(INK, 2.0).dashed(3.0, 4.0));
        drawing.text(lettering([1.0, 2.0], Anchor::End, "<x>").sized(9.0));
        let svg = drawing.to_svg();
        assert!(svg.contains("<title>a&lt;b</title>") && svg.contains("<title>&quot;tip&quot;&amp;</title>"));
        assert!(
            svg.contains(
                "M0.00 0.00L4.00 0.00L4.00 2.00L0.00 2.00Z\" fill=\"#010203\" fill-opacity=\"0.200\""
            )
        );
        assert!(svg.contains("stroke-dasharray=\"3 4\"") && svg.contains(">&lt;x&gt;</text>"));
        let places = ["<path", "<polyline", "<text"].map(|mark| svg.find(mark));
        assert!(places.is_sorted() && places.iter().all(Option::is_some));
    }
}
