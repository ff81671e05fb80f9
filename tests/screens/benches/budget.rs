//! Prints what each shipped view costs: draws, triangles and lines, bytes of meshes. No textures are drawn but
//! those of the panels' font. `tests/budget.rs` holds the same counts against `budget.json` and
//! `budget-xinghe.json`; the goal is a laptop of 2018 at 1920 × 1080 and 60 pictures a second: below 1,500 draws
//! and 3 million triangles.

use linli_screens::{scene, view_costs, xinghe};

fn main() {
    println!("{:<16} {:>7} {:>12} {:>10}", "view", "draws", "primitives", "MB");
    for folder in [scene(), xinghe()] {
        for (name, cost) in view_costs(&folder) {
            let megabytes = cost.bytes as f64 / 1e6;
            println!("{name:<16} {:>7} {:>12} {megabytes:>10.2}", cost.draws, cost.primitives);
        }
    }
}
