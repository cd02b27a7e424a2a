//! How much a drawing becomes once everything it refers to stands in its place. This is
//! counted before it is laid out, since the layout follows every reference as often as it
//! is made, and one that leads back to itself without end.

use std::collections::HashMap;
use std::rc::Rc;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use super::style::{MARKERS, Own, PAINTS, PassedOn, Sheet};
use super::{Spent, refused, text_path};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// Refuses a drawing that unfolds to too much, that nests too deep, or that refers to
/// itself. What it unfolds to is added to what was spent.
pub(super) fn check(document: &Document, spent: &mut Spent) -> Result<(), MediaError> {
    let mut named: HashMap<&str, [Node; 2]> = HashMap::new();
    let mut depths: Vec<usize> = Vec::new();
    for node in document.descendants() {
        let above = node.parent().and_then(|parent| depths.get(parent.id().get_usize()));
        let depth = above.map_or(0, |above| above + 1);
        if node.is_element() {
            at_most!(depth, SVG_DEPTH_MAX, "elements one within another");
        }
        depths.resize(depths.len().max(node.id().get_usize() + 1), 0);
        depths[node.id().get_usize()] = depth;
        // Of two that bear one name, some references find the first and some the last.
        for id in node.attributes().filter(|attribute| attribute.name() == "id") {
            let both = named.entry(id.value()).or_insert([node, node]);
            both[1] = node;
        }
    }
    let sheet = Sheet::of(document)?;
    let mut walk = Walk { sheet: &sheet, named, own: HashMap::new(), open: Vec::new(), spent };
    walk.element(document.root_element(), &Around { depth: 1, ..Around::default() })
}

/// What one part is, beside an element itself: so many bytes of its attributes…
const BYTES_A_PART: u64 = 64;
/// …and so many comparisons with the rules of style sheets.
const COMPARISONS_A_PART: u64 = 64;
/// A letter is looked up in several faces and gets an outline of its own.
const PARTS_A_LETTER: u64 = 4;

/// What surrounds an element where it is drawn.
#[derive(Clone, Default)]
struct Around<'a> {
    depth: usize,
    passed_on: PassedOn<'a>,
    /// What is applied to the element around it.
    applied: Rc<Vec<&'a str>>,
    in_text: bool,
}

struct Walk<'a, 'input, 's> {
    sheet: &'s Sheet<'a>,
    /// The first and the last that bear a name.
    named: HashMap<&'a str, [Node<'a, 'input>; 2]>,
    own: HashMap<NodeId, Rc<Own<'a>>>,
    /// What is being followed just now.
    open: Vec<NodeId>,
    spent: &'s mut Spent,
}

impl<'a, 'input> Walk<'a, 'input, '_> {
    fn element(&mut self, node: Node<'a, 'input>, around: &Around<'a>) -> Result<(), MediaError> {
        at_most!(around.depth, SVG_DEPTH_MAX, "elements one within another");
        self.add(self.weight(&node))?;
        let own = self.own(node);
        let name = node.tag_name().name();
        let mut inside = Around {
            depth: around.depth + 1,
            passed_on: passed_on(&own.passed_on, &around.passed_on),
            applied: Rc::new(own.applied.clone()),
            in_text: around.in_text || name == "text",
        };
        if own.as_parent {
            Rc::make_mut(&mut inside.applied).extend(around.applied.iter());
        }
        for child in node.children() {
            if child.is_element() {
                self.element(child, &inside)?;
            } else if let (true, Some(text)) = (inside.in_text && child.is_text(), child.text()) {
                self.add(PARTS_A_LETTER * text.chars().count() as u64)?;
            }
        }
        for id in inside.applied.clone().iter() {
            self.follow(id, &inside, 1)?;
        }
        let shape = matches!(
            name,
            "path" | "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon"
        );
        if shape || inside.in_text || name == "use" {
            for id in ids(&inside.passed_on, &PAINTS) {
                self.follow(id, &inside, 1)?;
            }
        }
        if shape {
            // A marker may stand at every corner, and no corner is written in one letter.
            let corners = ["d", "points"].iter().filter_map(|list| node.attribute(*list));
            let corners = 8 + corners.map(str::len).sum::<usize>() as u64 / 2;
            for id in ids(&inside.passed_on, &MARKERS) {
                self.follow(id, &inside, corners)?;
            }
        }
        self.follow_links(node, &inside)
    }

    /// Follows `href`, where the layout does.
    fn follow_links(
        &mut self,
        node: Node<'a, 'input>,
        inside: &Around<'a>,
    ) -> Result<(), MediaError> {
        let name = node.tag_name().name();
        let leads = matches!(
            name,
            "use"
                | "feImage"
                | "filter"
                | "linearGradient"
                | "pattern"
                | "radialGradient"
                | "textPath"
                | "tref"
        );
        let links = node.attributes().filter(|attribute| leads && attribute.name() == "href");
        for link in links {
            let id = link.value().trim_start().strip_prefix('#');
            let Some(id) = id.and_then(|id| id.split(' ').next()) else { continue };
            match name {
                // It stands where it is used, and takes over from there.
                "use" => self.follow_as(id, |_, _| inside.clone(), 1)?,
                "tref" => {
                    let in_text = Around { in_text: true, ..inside.clone() };
                    self.follow_as(id, |_, _| in_text.clone(), 1)?;
                }
                "textPath" => {
                    for line in self.named.get(id).into_iter().flatten() {
                        text_path::check(line)?;
                    }
                    self.follow(id, inside, 1)?;
                }
                _ => self.follow(id, inside, 1)?,
            }
        }
        Ok(())
    }

    /// Follows a reference to what takes over from where it stands itself.
    fn follow(&mut self, id: &str, from: &Around<'a>, times: u64) -> Result<(), MediaError> {
        let depth = from.depth;
        self.follow_as(id, |walk, target| walk.around(target, depth), times)
    }

    fn follow_as(
        &mut self,
        id: &str,
        around: impl Fn(&mut Self, Node<'a, 'input>) -> Around<'a>,
        times: u64,
    ) -> Result<(), MediaError> {
        let Some([first, last]) = self.named.get(id).copied() else { return Ok(()) };
        let others = (last != first).then_some(last);
        for target in [first].into_iter().chain(others) {
            if self.open.contains(&target.id()) {
                return Err(refused("a part that refers to itself"));
            }
            let around = around(self, target);
            let before = self.spent.parts;
            self.open.push(target.id());
            self.element(target, &around)?;
            self.open.pop();
            let once = self.spent.parts - before;
            self.add(once.saturating_mul(times - 1))?;
        }
        Ok(())
    }

    /// What surrounds an element where it is written.
    fn around(&mut self, node: Node<'a, 'input>, depth: usize) -> Around<'a> {
        let mut around = Around { depth, ..Around::default() };
        let above = node.ancestors().skip(1).filter(Node::is_element);
        for (step, ancestor) in above.enumerate() {
            let own = self.own(ancestor);
            around.passed_on = passed_on(&around.passed_on, &own.passed_on);
            if step == 0 {
                around.applied = Rc::new(own.applied.clone());
            }
        }
        around
    }

    fn own(&mut self, node: Node<'a, 'input>) -> Rc<Own<'a>> {
        let sheet = self.sheet;
        self.own.entry(node.id()).or_insert_with(|| Rc::new(sheet.own(node))).clone()
    }

    fn weight(&self, node: &Node) -> u64 {
        let bytes: usize = node.attributes().map(|attribute| attribute.value().len()).sum();
        let comparisons = self.sheet.comparisons(node.ancestors().count() as u64);
        1 + bytes as u64 / BYTES_A_PART + comparisons / COMPARISONS_A_PART
    }

    fn add(&mut self, parts: u64) -> Result<(), MediaError> {
        self.spent.parts = self.spent.parts.saturating_add(parts);
        at_most!(self.spent.parts, SVG_UNFOLDED_MAX, "parts once its references are followed");
        Ok(())
    }
}

/// What an element passes on: its own, and of what it says nothing, what came from above.
fn passed_on<'a>(own: &PassedOn<'a>, above: &PassedOn<'a>) -> PassedOn<'a> {
    std::array::from_fn(|slot| own[slot].clone().or_else(|| above[slot].clone()))
}

/// The ids in some of the slots.
fn ids<'a>(passed_on: &PassedOn<'a>, slots: &[usize]) -> Vec<&'a str> {
    let named = slots.iter().filter_map(|slot| passed_on[*slot].as_deref());
    named.flatten().copied().collect()
}
