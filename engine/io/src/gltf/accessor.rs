//! Numbers of accessors: dense, sparse, packed and normalised.

use super::buffer::Buffers;
use super::document::{Accessor, Document, Whole, entry};
use crate::budget::Budget;

/// Most elements of an accessor that no buffer bears out.
const MOST_WITHOUT_BYTES: usize = 16_000_000;
/// Allowed steps between elements, bytes.
const STRIDES: std::ops::RangeInclusive<usize> = 4..=252;

/// The numbers of elements that differ, and their contents.
type Differing = (Vec<usize>, Vec<f64>);

/// Bytes of a component type.
fn size_of_component(component_type: usize) -> Option<usize> {
    Some(match component_type {
        5120 | 5121 => 1,
        5122 | 5123 => 2,
        5125 | 5126 => 4,
        _ => return None,
    })
}

/// Numbers of an element of a type.
fn components_of(type_: &str) -> Option<usize> {
    Some(match type_ {
        "SCALAR" => 1,
        "VEC2" => 2,
        "VEC3" => 3,
        "VEC4" | "MAT2" => 4,
        "MAT3" => 9,
        "MAT4" => 16,
        _ => return None,
    })
}

/// Accessors of a document.
pub struct Accessors<'a> {
    document: &'a Document,
    buffers: &'a Buffers<'a>,
    /// Whether positions may be small whole numbers.
    quantized: bool,
    /// Elements that may still be read.
    budget: &'a Budget<'a>,
}

impl<'a> Accessors<'a> {
    /// Accessors over buffers; `quantized` as the model's extensions say. Elements are taken from the budget before
    /// they are read, each time anew: many accessors and primitives may share the same bytes.
    pub fn new(
        document: &'a Document,
        buffers: &'a Buffers<'a>,
        quantized: bool,
        budget: &'a Budget<'a>,
    ) -> Self {
        Self { document, buffers, quantized, budget }
    }

    /// What an accessor declares.
    ///
    /// # Errors
    /// When there is none of this number.
    pub fn declared(&self, number: Whole) -> Result<&'a Accessor, String> {
        let accessor = entry(self.document.accessors.as_ref(), number);
        accessor.ok_or_else(|| format!("there is no accessor {}", number.0))
    }

    /// Checks what an accessor declares against its bytes, without reading its numbers.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, accessor: &Accessor) -> Result<(), String> {
        let layout = Layout::of(accessor)?;
        if accessor.count.0 == 0 {
            return Err("a count of 0".to_owned());
        }
        if accessor.normalized == Some(true) && matches!(accessor.component_type.0, 5125 | 5126) {
            return Err("numbers of 32 bits cannot be normalised".to_owned());
        }
        for bounds in [&accessor.min, &accessor.max].into_iter().flatten() {
            if bounds.len() != layout.components {
                return Err(format!("bounds of {} numbers", bounds.len()));
            }
        }
        if let Some(view) = accessor.buffer_view {
            let (bytes, stride) = self.buffers.view(view)?;
            layout.start(accessor, bytes.len(), stride, accessor.count.0)?;
        } else if accessor.count.0 > MOST_WITHOUT_BYTES {
            return Err(format!("{} elements without bytes, of {MOST_WITHOUT_BYTES}", accessor.count.0));
        }
        self.sparse(accessor, &layout).map(|_| ())
    }

    /// Positions or places of an accessor: three numbers each.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn vectors(&self, number: Whole) -> Result<Vec<[f64; 3]>, String> {
        let accessor = self.declared(number)?;
        if accessor.type_ != "VEC3" {
            return Err(format!("positions of type {}", accessor.type_));
        }
        if accessor.component_type.0 != 5126 && !self.quantized {
            return Err("positions that are no floats, without KHR_mesh_quantization".to_owned());
        }
        let numbers = self.numbers(accessor)?;
        Ok(numbers.chunks_exact(3).map(|chunk| std::array::from_fn(|i| chunk[i])).collect())
    }

    /// Numbers of an accessor of any type, and how many an element has.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn all(&self, number: Whole) -> Result<(Vec<f64>, usize), String> {
        let accessor = self.declared(number)?;
        Ok((self.numbers(accessor)?, Layout::of(accessor)?.components))
    }

    /// Single numbers of an accessor.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn scalars(&self, number: Whole) -> Result<Vec<f64>, String> {
        let accessor = self.declared(number)?;
        if accessor.type_ != "SCALAR" {
            return Err(format!("single numbers of type {}", accessor.type_));
        }
        self.numbers(accessor)
    }

    /// Indices of an accessor.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn indices(&self, number: Whole) -> Result<Vec<u32>, String> {
        let accessor = self.declared(number)?;
        if accessor.type_ != "SCALAR" || !matches!(accessor.component_type.0, 5121 | 5123 | 5125) {
            let what = format!(
                "indices of type {} and component type {}",
                accessor.type_, accessor.component_type.0
            );
            return Err(what);
        }
        if accessor.normalized == Some(true) {
            return Err("normalised indices".to_owned());
        }
        let stride = accessor
            .buffer_view
            .and_then(|view| entry(self.document.buffer_views.as_ref(), view)?.byte_stride);
        let packed = accessor
            .buffer_view
            .and_then(|view| entry(self.document.buffer_views.as_ref(), view)?.extensions.as_ref());
        if stride.is_some() && packed.is_none_or(|found| found.meshopt.is_none()) {
            return Err("indices with a stride".to_owned());
        }
        Ok(self.numbers(accessor)?.into_iter().map(|index| index as u32).collect())
    }

    fn numbers(&self, accessor: &Accessor) -> Result<Vec<f64>, String> {
        self.check(accessor)?;
        self.budget.take(accessor.count.0)?;
        let layout = Layout::of(accessor)?;
        let mut numbers = match accessor.buffer_view {
            None => vec![0.0; accessor.count.0.saturating_mul(layout.components)],
            Some(view) => {
                let (bytes, stride) = self.buffers.view(view)?;
                let (start, step) = layout.start(accessor, bytes.len(), stride, accessor.count.0)?;
                layout.read(bytes, start, step, accessor.count.0).ok_or("its bytes end too early")?
            }
        };
        if let Some((places, values)) = self.sparse(accessor, &layout)? {
            for (place, value) in places.into_iter().zip(values.chunks_exact(layout.components)) {
                let start = place * layout.components;
                if let Some(there) = numbers.get_mut(start..start + layout.components) {
                    there.copy_from_slice(value);
                }
            }
        }
        if accessor.normalized == Some(true) {
            let most = match accessor.component_type.0 {
                5120 => 127.0,
                5121 => 255.0,
                5122 => 32_767.0,
                _ => 65_535.0,
            };
            numbers.iter_mut().for_each(|number| *number = (*number / most).max(-1.0));
        }
        Ok(numbers)
    }

    /// Which elements differ, and their numbers.
    fn sparse(&self, accessor: &Accessor, layout: &Layout) -> Result<Option<Differing>, String> {
        let Some(sparse) = &accessor.sparse else { return Ok(None) };
        let count = sparse.count.0;
        if count == 0 || count > accessor.count.0 {
            return Err(format!("{count} sparse elements of {}", accessor.count.0));
        }
        self.budget.take(count)?;
        let component = sparse.indices.component_type.0;
        if !matches!(component, 5121 | 5123 | 5125) {
            return Err(format!("sparse indices of component type {component}"));
        }
        let size = size_of_component(component).unwrap_or(4);
        let single = Layout { component, size, components: 1 };
        let dense = |view: Whole, offset: Option<Whole>, layout: &Layout| {
            let (bytes, stride) = self.buffers.view(view)?;
            if stride.is_some() {
                return Err("sparse data with a stride".to_owned());
            }
            let start = offset.unwrap_or_default().0;
            let length = layout.bytes().checked_mul(count).and_then(|length| start.checked_add(length));
            if length.is_none_or(|end| end > bytes.len()) {
                return Err(format!("{count} sparse elements in {} bytes", bytes.len()));
            }
            layout
                .read(bytes, start, layout.bytes(), count)
                .ok_or_else(|| "its bytes end too early".to_owned())
        };
        let places = dense(sparse.indices.buffer_view, sparse.indices.byte_offset, &single)?;
        let places: Vec<usize> = places.into_iter().map(|place| place as usize).collect();
        if let Some(pair) = places.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(format!("sparse index {} after {}", pair[1], pair[0]));
        }
        if let Some(last) = places.last().filter(|last| **last >= accessor.count.0) {
            return Err(format!("sparse index {last} of {}", accessor.count.0));
        }
        let values = dense(sparse.values.buffer_view, sparse.values.byte_offset, layout)?;
        Ok(Some((places, values)))
    }
}

/// How the numbers of an element lie.
struct Layout {
    component: usize,
    size: usize,
    components: usize,
}

impl Layout {
    fn of(accessor: &Accessor) -> Result<Self, String> {
        let component = accessor.component_type.0;
        let size = size_of_component(component).ok_or_else(|| format!("component type {component}"))?;
        let components = components_of(&accessor.type_).ok_or_else(|| format!("type {}", accessor.type_))?;
        Ok(Self { component, size, components })
    }

    fn bytes(&self) -> usize {
        self.size * self.components
    }

    /// Where elements begin within a view, and the step between them.
    fn start(
        &self,
        accessor: &Accessor,
        length: usize,
        stride: Option<usize>,
        count: usize,
    ) -> Result<(usize, usize), String> {
        let start = accessor.byte_offset.unwrap_or_default().0;
        if let Some(stride) = stride
            && (!STRIDES.contains(&stride) || stride < self.bytes())
            && !(stride == self.bytes() && stride < 4)
        {
            return Err(format!("a stride of {stride} bytes for elements of {}", self.bytes()));
        }
        let step = stride.unwrap_or(self.bytes());
        let last = count.saturating_sub(1).checked_mul(step).and_then(|last| last.checked_add(self.bytes()));
        let end = last.and_then(|last| start.checked_add(last));
        if end.is_none_or(|end| end > length) {
            return Err(format!("{count} elements from byte {start} in a view of {length} bytes"));
        }
        Ok((start, step))
    }

    fn read(&self, bytes: &[u8], start: usize, step: usize, count: usize) -> Option<Vec<f64>> {
        let mut numbers = Vec::with_capacity(count.checked_mul(self.components)?);
        for element in 0..count {
            let at = start + element * step;
            for i in 0..self.components {
                let from = at + i * self.size;
                numbers.push(self.number(bytes.get(from..from + self.size)?)?);
            }
        }
        Some(numbers)
    }

    fn number(&self, bytes: &[u8]) -> Option<f64> {
        Some(match self.component {
            5120 => f64::from(i8::from_le_bytes(bytes.try_into().ok()?)),
            5121 => f64::from(u8::from_le_bytes(bytes.try_into().ok()?)),
            5122 => f64::from(i16::from_le_bytes(bytes.try_into().ok()?)),
            5123 => f64::from(u16::from_le_bytes(bytes.try_into().ok()?)),
            5125 => f64::from(u32::from_le_bytes(bytes.try_into().ok()?)),
            _ => f64::from(f32::from_le_bytes(bytes.try_into().ok()?)),
        })
    }
}
