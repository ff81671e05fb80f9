//! Limits on what a file may make the reader do.

/// Every limit in one place; an error names the limit and how to raise it.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Size of a file on disk, bytes.
    pub file_bytes: u64,
    /// Size after decompression, bytes.
    pub decompressed_bytes: u64,
    /// Size after decompression over size before.
    pub decompression_ratio: u64,
    /// Nesting of JSON values.
    pub json_depth: usize,
    /// Objects in one file.
    pub objects: u64,
    /// Vertices in one file.
    pub vertices: u64,
    /// Grid points of one raster.
    pub grid_points: u64,
    /// Entries of one string table of a PBF block.
    pub string_table_entries: usize,
    /// Rows of one schedule.
    pub tasks: u64,
    /// Levels of summaries in one schedule.
    pub task_depth: usize,
    /// Extent of one file or one scene, metres.
    pub extent_m: f64,
    /// Contents of one tileset that are read, bytes on disk: the finest level of detail within it is taken.
    pub tileset_bytes: u64,
    /// Geometric error down to which a tileset is refined, metres; 0 for the finest that there is.
    pub geometric_error_m: f64,
}

impl Limits {
    /// What a file may always become, bytes, however small it is.
    const ALWAYS_ALLOWED: u64 = 64 << 20;

    /// What a file of so many bytes may become in memory, bytes.
    pub(crate) fn unpacked(&self, length: usize) -> u64 {
        let by_ratio = (length as u64).saturating_mul(self.decompression_ratio);
        by_ratio.max(Self::ALWAYS_ALLOWED).min(self.decompressed_bytes)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 4 << 30,
            decompressed_bytes: 8 << 30,
            decompression_ratio: 200,
            json_depth: 64,
            objects: 20_000_000,
            vertices: 200_000_000,
            grid_points: 100_000_000,
            string_table_entries: 1_000_000,
            tasks: 1_000_000,
            task_depth: 64,
            extent_m: 200_000.0,
            tileset_bytes: 256 << 20,
            geometric_error_m: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_may_become_grows_with_it_between_bounds() {
        let limits = Limits { decompression_ratio: 100, decompressed_bytes: 1 << 30, ..Limits::default() };
        for (length, wanted) in
            [(0, 64 << 20), (1 << 20, 100 << 20), (1 << 30, 1 << 30), (usize::MAX, 1 << 30)]
        {
            assert_eq!(limits.unpacked(length), wanted, "{length}");
        }
    }
}
