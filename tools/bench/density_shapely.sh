#!/usr/bin/env bash
# Areas of `linli simulate density` beside shapely on Xinghe, and on Rotterdam and Helsinki after an import.
# Fails when one area differs by more than 0.01 m². Needs python3 with venv and, once, the network for pip.
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
venv="$target/bench-venv"
if ! "$venv/bin/python" -c "import shapely" 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet shapely numpy || { echo "shapely could not be installed: nothing was compared"; exit 2; }
fi
linli="${LINLI:-$target/release/linli}"
[ -n "${LINLI:-}" ] || cargo build --quiet --release -p linli
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
compare() { # NAME SCENE STAGE
    # Exit code 1 tells broken limits, which are no concern here.
    "$linli" simulate density "$2" --stage "$3" --json > "$folder/$1-$3.json" || [ $? -eq 1 ]
    "$venv/bin/python" tools/bench/density_shapely.py "$1 $3" "$2" "$folder/$1-$3.json"
}
for stage in existing planning design; do compare xinghe scenes/xinghe "$stage"; done
for pair in rotterdam:cityjson/rotterdam_delfshaven.city.json.gz helsinki:osm/helsinki_centre.osm.pbf; do
    name="${pair%%:*}" file="../shared/data/${pair#*:}"
    [ -f "$file" ] || { echo "skipped: $file is not here"; continue; }
    "$linli" import "$file" --out "$folder/$name" >/dev/null || [ $? -eq 1 ]
    compare "$name" "$folder/$name" existing
done
