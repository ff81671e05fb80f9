"""Areas of a scene folder by shapely beside those of `linli simulate density --json`.

Outline: union of the polygons of an area; of a boundary its ground faces, else all faces that are no
openings or inner faces. Covered land: outline without those of earlier buildings, basements apart.
Parcel: outline without earlier parcels. All from the GeoJSON of the scene, read on its own.
"""

import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import Polygon

TOLERANCE_M2 = 0.01
INSIDE = {"interior", "window", "door", "closure"}

name, scene, answer_path = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
answer = json.load(open(answer_path))


def features():
    for layer in json.load(open(scene / "scene.json"))["layers"]:
        yield from json.load(open(scene / layer["file"]))["features"]


def polygon(rings):
    """A polygon in plan; nothing for a wall seen from above."""
    rings = [[(x, y) for x, y, *_ in ring] for ring in rings]
    if len(set(rings[0])) < 3:
        return None
    shape = Polygon(rings[0], rings[1:])
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return shape if shape.area > 1e-6 else None


def outline(feature):
    geometry = feature["geometry"]
    if not geometry or geometry["type"] not in ("Polygon", "MultiPolygon"):
        return None
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    kinds = None
    if "faces" in feature["properties"]:
        kinds = [run[0] for run in feature["properties"]["faces"] for _ in range(run[1])]
        wanted = [k == "ground" for k in kinds]
        if not any(polygon(p) is not None and w for p, w in zip(parts, wanted)):
            wanted = [k not in INSIDE for k in kinds]
        parts = [p for p, w in zip(parts, wanted) if w]
    shapes = [s for s in (polygon(p) for p in parts) if s is not None]
    return shapely.union_all(shapes) if shapes else None


wanted = {b["key"] for b in answer["buildings"]}
parcel_land = {
    i["subject"]["element"]: i["value"]
    for i in answer["indicators"]
    if i["id"] == "density.land" and "element" in i["subject"]
}
shapes, parcels, low = {}, {}, {}
for feature in features():
    properties = feature["properties"]
    if properties["key"] in wanted:
        shapes[properties["key"]] = outline(feature)
        low[properties["key"]] = properties.get("min_height_m", 0.0)
    elif properties["kind"] == "parcel":
        parcels[properties["key"]] = outline(feature)

worst, compared, bad = 0.0, 0, []


def check(what, ours, theirs):
    global worst, compared
    compared += 1
    gap = abs(ours - theirs)
    worst = max(worst, gap)
    if gap > TOLERANCE_M2:
        bad.append(f"{what}: {ours} and not {theirs:.4f}")


land = {}
earlier = []
for key, shape in parcels.items():
    if key not in parcel_land or shape is None:
        continue
    for other in earlier:
        if shape.intersection(other).area > TOLERANCE_M2:
            shape = shape.difference(other)
    earlier.append(shape)
    land[key] = shape
    if isinstance(parcel_land[key], (int, float)):
        check(f"land of {key}", parcel_land[key], shape.area)

covered = []
footprints = {key: 0.0 for key in land}
for building in answer["buildings"]:
    shape = shapes.get(building["key"])
    check(f"outline of {building['key']}", building["outline_m2"], 0.0 if shape is None else shape.area)
    if shape is None or building["basement"] or low[building["key"]] > 6.0:
        continue
    covered.append(shape)
union = shapely.union_all(covered) if covered else Polygon()
check("covered land, all", sum(b["covered_m2"] for b in answer["buildings"]), union.area)
ours = {key: 0.0 for key in land}
for building in answer["buildings"]:
    for share in building["shares"]:
        if share["parcel"] in ours:
            ours[share["parcel"]] += share["footprint_m2"]
for key, shape in land.items():
    check(f"footprints on {key}", ours[key], union.intersection(shape).area)
print(f"{name}: {compared} areas compared with shapely {shapely.__version__}, largest gap {worst:.5f} m2")
for line in bad[:20]:
    print("  " + line)
sys.exit(1 if bad else 0)
