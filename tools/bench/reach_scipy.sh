#!/usr/bin/env bash
# Walk times on four real street networks beside scipy's Dijkstra on the same whole milliseconds. Fails
# when one answer differs. Needs python3 with venv and, once, the network for pip.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
venv="$target/bench-venv-scipy"
if ! "$venv/bin/python" -c "import scipy" 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet scipy || { echo "scipy could not be installed: nothing was compared"; exit 2; }
fi
cargo build --quiet --release -p linli_tests --example reach_nearest
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
for name in helsinki_centre porto_centre monaco liechtenstein; do
    file="../shared/data/osm/$name.osm.pbf"
    [ -f "$file" ] || { echo "skipped: $file is not here"; continue; }
    mkdir "$folder/$name"
    "$target/release/examples/reach_nearest" "$file" "$folder/$name" >/dev/null
    "$venv/bin/python" tools/bench/reach_scipy.py "$folder/$name"
done
