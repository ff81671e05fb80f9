//! Prints what each shipped view costs: draws, triangles and lines, bytes of meshes.
//! `tests/budget.rs` holds the same counts against `budget.json`.

use linli_screens::{scene, view_costs};

fn main() {
    println!("{:<16} {:>7} {:>12} {:>10}", "view", "draws", "primitives", "MB");
    for (name, cost) in view_costs(&scene()) {
        println!("{name:<16} {:>7} {:>12} {:>10.2}", cost.draws, cost.primitives, cost.bytes as f64 / 1e6);
    }
}
