#!/usr/bin/env bash
# Every node of a large street network to the nearest of each of ten kinds: ours beside pandana on the
# same graph with the same whole milliseconds. Runs both in turn, takes the median of each, compares
# every answer, and fails when one differs by a second or a ratio is too low (10 with the network built
# in the time, 3 without). Needs python3 with venv and, once, the network for pip.
set -euo pipefail
cd "$(dirname "$0")/../.."
file="${1:-../shared/data/osm/porto_region_streets.osm.pbf}"
rounds="${2:-5}"
target="${CARGO_TARGET_DIR:-target}"
venv="$target/bench-venv-pandana"
[ -f "$file" ] || { echo "skipped: $file is not here"; exit 0; }
if ! "$venv/bin/python" -c "import pandana" 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pandana || { echo "pandana could not be installed: nothing was compared"; exit 2; }
fi
cargo build --quiet --release -p linli_tests --example reach_nearest
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
for _ in $(seq "$rounds"); do
    "$target/release/examples/reach_nearest" "$file" "$folder" >>"$folder/ours"
    "$venv/bin/python" tools/bench/reach_pandana.py "$folder" 2>/dev/null | tail -1 >>"$folder/theirs"
done
"$venv/bin/python" - "$folder" <<'TABLE'
import json, statistics, sys
from pathlib import Path

ours, theirs = ([json.loads(line) for line in (Path(sys.argv[1]) / name).read_text().splitlines()]
                for name in ("ours", "theirs"))
middle = lambda runs, *keys: statistics.median(sum(run[key] for key in keys) for run in runs)
first = ours[0]
print(f"{first['nodes']} nodes, {first['edges']} edges, 10 kinds, medians of {len(ours)} alternating runs; "
      f"pandana {theirs[0]['version']}")
print(f"{'':42}{'ours s':>10}{'pandana s':>12}{'ratio':>8}")
bad = []
for name, mine, other, least in [
    ("network and places built, and asked", ("build_s", "ask_s"), ("build_s", "register_s", "ask_s"), 10.0),
    ("asked, both networks built", ("ask_s",), ("ask_s",), 3.0),
    ("asked, pandana within 15 minutes only", ("ask_s",), ("ask_near_s",), 3.0),
]:
    a, b = middle(ours, *mine), middle(theirs, *other)
    print(f"{name:42}{a:10.4f}{b:12.3f}{b / a:8.1f}")
    if b / a < least:
        bad.append(f"{name}: below {least}")
print(f"{'asked by a plain search for each kind':42}{middle(ours, 'plain_s'):10.4f}")
edit = [middle(ours, key) for key in ("edit_median_ms", "edit_most_ms")]
print(f"one edge closed or opened: median {edit[0]:.3f} ms, longest of 600 {edit[1]:.2f} ms")
worst = max(run["worst_gap_s"] for run in theirs)
print(f"{first['nodes'] * 10} answers compared in each run, largest difference {worst * 1000:.0f} ms")
if any(run["differ"] for run in theirs):
    bad.append("answers differ")
sys.exit("; ".join(bad) if bad else 0)
TABLE
