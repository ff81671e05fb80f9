"""Areas of a scene's green by shapely, against the ledger that `linli simulate green --out` wrote:
every cover of every site, green that counts on natural ground and over basements, crowns and roof gardens.

Usage: green_shapely.py SCENE OUT. Prints one JSON line: the largest differences, square metres."""

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import shapely
from shapely.geometry import LineString, Polygon, shape
from shapely.ops import unary_union

COVERS = ["building", "site_work", "carriageway", "pavement", "path", "plaza", "parking", "water", "sport",
          "playground", "sand", "rain_garden", "scrub", "grass", "forest", "allotments", "cemetery", "park"]
GREEN = set(COVERS[11:])
AREAS = {"park", "grass", "forest", "scrub", "cemetery", "allotments", "rain_garden", "playground", "sport",
         "water", "plaza", "carriageway", "pavement", "sand"}
PATHS = {"footway", "cycleway", "path", "bridleway", "steps"}
WIDTHS = {"motorway": 11.0, "trunk": 11.0, "primary": 10.0, "secondary": 8.5, "tertiary": 7.0,
          "residential": 6.0, "road": 6.0, "living_street": 5.0, "pedestrian": 5.0, "service": 4.0,
          "track": 4.0, "cycleway": 2.2, "footway": 2.2, "steps": 2.2, "path": 1.8, "bridleway": 1.8}


def features(scene):
    for path in sorted(Path(scene).glob("*.geojson")):
        for feature in json.loads(path.read_text())["features"]:
            yield feature["properties"]["key"], feature


def cover_of(p):
    kind = p["kind"]
    if kind in ("building", "building_part"):
        outline = p.get("outline_of_parts", False)
        return None if outline or p.get("min_height_m", 0.0) >= 2.2 else "building"
    if kind == "street":
        if p.get("bridge") or p.get("tunnel") or p.get("layer") or p["class"] in ("corridor", "rail", "subway", "tram"):
            return None
        if p["class"] == "pedestrian":
            return "plaza"
        return "path" if p["class"] in PATHS else "carriageway"
    if kind == "area":
        return "site_work" if p["use"] == "construction" else p["use"] if p["use"] in AREAS else None
    if kind == "parking" and p["parking"] in ("surface", "street_side"):
        return "parking"
    if kind == "site_work" and p["work"] in ("excavation", "site_road", "site_office"):
        return "site_work"
    return None


def flat(geometry):
    """The plan of polygons, crossing rings resolved by the even-odd rule as far as make_valid does."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return unary_union([valid(rings) for rings in polygons])


def valid(rings):
    rings = [[point[:2] for point in ring] for ring in rings]
    return shapely.make_valid(Polygon(rings[0], [ring for ring in rings[1:] if len(ring) >= 4]))


def plan(feature):
    p, g = feature["properties"], feature["geometry"]
    if g is None:
        return None
    if g["type"] == "LineString":
        if p.get("area"):
            return valid([g["coordinates"] + g["coordinates"][:1]])
        width = p.get("width_m")
        if width is not None:
            width = min(max(width, 0.5), 80.0)
        elif p.get("lanes"):
            width = min(p["lanes"], 16) * 3.25
        else:
            width = WIDTHS[p["class"]]
        line = LineString([point[:2] for point in g["coordinates"]])
        return line.buffer(width / 2.0, cap_style="flat", join_style="bevel")
    if "faces" in p and g["type"] == "MultiPolygon":
        kinds = [kind for kind, count in p["faces"] for _ in range(count)]
        faces = list(zip(kinds, g["coordinates"]))
        ground = [rings for kind, rings in faces if kind == "ground"]
        ground = ground or [rings for _, rings in faces if normal_z(rings[0]) > 0.05]
        return unary_union([valid(rings) for rings in ground]) if ground else None
    return flat(g) if g["type"] in ("Polygon", "MultiPolygon") else None


def normal_z(ring):
    x = y = z = 0.0
    for a, b in zip(ring, ring[1:]):
        x += (a[1] - b[1]) * (a[2] + b[2] - 2 * ring[0][2])
        y += (a[2] - b[2]) * (a[0] + b[0] - 2 * ring[0][0])
        z += (a[0] - b[0]) * (a[1] + b[1] - 2 * ring[0][1])
    length = math.sqrt(x * x + y * y + z * z)
    return z / length if length else 0.0


def crown(feature):
    diameter = feature["properties"].get("crown_m") or 4.0
    step = math.tau / 16
    radius = min(diameter, 60.0) / 2.0 * math.sqrt(step / math.sin(step))
    x, y = feature["geometry"]["coordinates"][:2]
    return Polygon([(x + radius * math.cos(i * step), y + radius * math.sin(i * step)) for i in range(16)])


def main(scene, out):
    rows = list(csv.DictReader(open(Path(out) / "green_ledger.csv", encoding="utf-8")))
    info = json.loads((Path(out) / "green.json").read_text())
    standing = {row["element"] for row in rows}
    everything = dict(features(scene))
    by_cover, crowns, roofs = defaultdict(list), [], []
    for key in standing:
        feature = everything.get(key)
        if feature is None:
            continue
        p = feature["properties"]
        # A tree that adds nothing is not in the ledger: other plants cover all of its crown.
        if p["kind"] == "tree":
            crowns.append((key, crown(feature)))
            continue
        cover = cover_of(p)
        if cover and (area := plan(feature)) is not None:
            by_cover[cover].append(area)
    sites = {}
    for site in info["sites"]:
        if site["site"] in everything:
            sites[site["site"]] = plan(everything[site["site"]])
        elif site["kind"] == "all_parcels":
            parcels = [plan(f) for f in everything.values() if f["properties"]["kind"] == "parcel"]
            sites[site["site"]] = unary_union(parcels)
        else:
            sites[site["site"]] = unary_union([a for areas in by_cover.values() for a in areas]).convex_hull
    theirs = defaultdict(float)
    above, greens = Polygon(), []
    for cover in COVERS:
        union = unary_union(by_cover[cover]) if by_cover[cover] else Polygon()
        left = union.difference(above)
        for name, site in sites.items():
            theirs[name, cover] += left.intersection(site).area
        if cover in GREEN:
            greens.append(left)
        above = above.union(union)
    ours = defaultdict(float)
    for row in rows:
        if row["account"] in ("natural_ground", "over_basement", "edge_strip", "other_cover"):
            ours[row["site"], row["cover"]] += float(row["area_m2"])
    difference = {pair: abs(ours[pair] - theirs[pair]) for pair in set(ours) | set(theirs)}
    worst = max(difference, key=difference.get)
    # Strips along walls: round corners are cut into chords by both, a little differently.
    walls = unary_union([area.buffer(1.0, quad_segs=8) for area in by_cover["building"]])
    green = unary_union(greens)
    strip = {name: green.intersection(walls).intersection(site).area for name, site in sites.items()}
    our_strip = defaultdict(float)
    for row in rows:
        if row["account"] == "edge_strip":
            our_strip[row["site"]] += float(row["area_m2"])
    corners = sum(len(p.exterior.coords) for a in by_cover["building"] for p in getattr(a, "geoms", [a]) if p.geom_type == "Polygon")
    strips = {name: abs(strip[name] - our_strip[name]) for name in sites}
    roofs = [plan(everything[row["element"]]) for row in rows if row["account"] == "roof"]
    beyond = unary_union([c for _, c in crowns]).difference(green.union(unary_union(roofs)))
    our_crowns = defaultdict(float)
    for row in rows:
        if row["account"] in ("crown", "crown_over_parking"):
            our_crowns[row["site"]] += float(row["area_m2"])
    canopy = {name: abs(beyond.intersection(site).area - our_crowns[name]) for name, site in sites.items()}
    site_sizes = {s["site"]: s["area_m2"] for s in info["sites"]}
    print(json.dumps({
        "sites": len(sites), "covers": len(difference), "elements": len(standing),
        "site_m2": max(abs(site_sizes[name] - site.area) for name, site in sites.items()),
        "cover_m2": difference[worst], "cover_at": list(worst),
        "strip_m2": max(strips.values()), "wall_corners": corners,
        "crown_m2": max(canopy.values()),
        "versions": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}",
    }, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
