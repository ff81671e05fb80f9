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
        }
    }
}
