"""Writes what IfcOpenShell finds in the sample models: python make.py FOLDER_OF_MODELS > reference.json, with ifcopenshell."""
import gzip, json, sys
import ifcopenshell, ifcopenshell.geom
import ifcopenshell.util.geolocation as geolocation
import ifcopenshell.util.element, ifcopenshell.util.shape as shape, ifcopenshell.util.unit
PARTS = ("IfcWall", "IfcSlab", "IfcRoof", "IfcColumn", "IfcBeam", "IfcMember", "IfcPlate", "IfcWindow", "IfcDoor", "IfcStair", "IfcRamp",
         "IfcRailing", "IfcCovering", "IfcFooting", "IfcPile", "IfcCurtainWall", "IfcBuildingElement", "IfcChimney")
def opened(path):
    text = gzip.open(path, "rt", encoding="utf8", errors="replace").read() if path.endswith(".gz") else open(path).read()
    return ifcopenshell.file.from_string(text)
out = {}
for name in ("AC20-FZK-Haus.ifc.gz", "duplex.ifc.gz"):
    model = opened(f"{sys.argv[1]}/{name}")
    settings = ifcopenshell.geom.settings(); settings.set("use-world-coords", True)
    low, high, volume, parts, spaces = [1e9] * 3, [-1e9] * 3, {}, 0, {}
    for product in model.by_type("IfcProduct"):
        if not product.Representation: continue
        is_space = product.is_a("IfcSpace")
        if not is_space and not product.is_a().startswith(PARTS): continue
        try: made = ifcopenshell.geom.create_shape(settings, product)
        except RuntimeError: continue
        geometry = made.geometry
        size = shape.get_volume(geometry)
        if is_space:
            spaces[product.GlobalId] = {"volume_m3": size, "storey": ifcopenshell.util.element.get_aggregate(product).Name}
            continue
        parts += 1
        kind = product.is_a()
        volume[kind] = volume.get(kind, 0) + size
        points = shape.get_vertices(geometry)
        low = [min(a, b) for a, b in zip(low, points.min(0).tolist())]; high = [max(a, b) for a, b in zip(high, points.max(0).tolist())]
    unit = ifcopenshell.util.unit.calculate_unit_scale(model)
    storeys = sorted((s.Elevation or 0) * unit for s in model.by_type("IfcBuildingStorey"))
    out[name] = {"parts": parts, "low": low, "high": high, "volume_m3": volume, "spaces": spaces, "storeys_m": storeys,
                 "true_north_deg": geolocation.get_true_north(model)}
for name in ("IFC4X3_geographic-referencing-gk.ifc", "IFC4X3_geographic-referencing-utm.ifc"):
    model = opened(f"{sys.argv[1]}/{name}")
    out[name] = {"origin": [float(v) for v in geolocation.auto_xyz2enh(model, 0, 0, 0)], "grid_north_deg": geolocation.get_grid_north(model)}
print(json.dumps(out, indent=1, sort_keys=True))
