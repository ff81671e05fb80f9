"""Writes the layers of the tests with GDAL (pyogrio) and Arrow: python make.py FOLDER, with geopandas and pyarrow."""
import sys, geopandas as gpd, pyogrio, pyarrow, pyarrow.parquet as pq
from shapely.geometry import Point, LineString, Polygon, MultiPolygon
out = sys.argv[1]
house = Polygon([(500000,3300000),(500020,3300000),(500020,3300010),(500000,3300010)],[[(500005,3300002),(500005,3300008),(500015,3300008),(500015,3300002)]])
pair = MultiPolygon([Polygon([(500040,3300000),(500050,3300000),(500050,3300010),(500040,3300010)]), Polygon([(500060,3300000),(500065,3300000),(500065,3300010)])])
buildings = gpd.GeoDataFrame({
  "id": ["b1","b2",None], "name": ["星河楼","Lantern House",None], "building": ["residential","office","yes"],
  "height": [24.5,None,9.0], "levels": [8,3,2], "listed": [True,False,None],
  "surveyed": gpd.pd.to_datetime(["2026-03-01",None,"2025-12-31"]),
}, geometry=[house,pair,None], crs="EPSG:4549")
pipes = gpd.GeoDataFrame({
  "id": ["p1","p2"], "medium": ["gas","sewage"], "diameter": [160,400], "material": ["钢","PVC"],
}, geometry=[LineString([(500000,3300020,3.5),(500030,3300020,3.25),(500030,3300060,3.0)]), LineString([(500000,3300030,1.5),(500040,3300030,1.25)])], crs="EPSG:4549")
import os
g=f"{out}/district.gpkg"
if os.path.exists(g): os.remove(g)
pyogrio.write_dataframe(buildings, g, layer="buildings", driver="GPKG")
pyogrio.write_dataframe(pipes, g, layer="pipes", driver="GPKG", append=True)
pyogrio.write_dataframe(gpd.pd.DataFrame({"note":["hello"]}), g, layer="notes", driver="GPKG", append=True)
pyogrio.write_dataframe(buildings[buildings.geometry.notna()], f"{out}/buildings.fgb", driver="FlatGeobuf")
pyogrio.write_dataframe(pipes, f"{out}/pipes.fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO")
buildings.to_parquet(f"{out}/buildings.parquet", compression="snappy", index=False)
pipes.to_parquet(f"{out}/pipes-zstd.parquet", compression="zstd", index=False, write_covering_bbox=True)
# The encodings of newer writers.
t = pq.read_table(f"{out}/buildings.parquet")
pq.write_table(t, f"{out}/buildings-v2.parquet", compression="gzip", use_dictionary=False, data_page_version="2.0", version="2.6",
  column_encoding={"id":"DELTA_BYTE_ARRAY","name":"DELTA_LENGTH_BYTE_ARRAY","building":"DELTA_BYTE_ARRAY","levels":"DELTA_BINARY_PACKED","height":"BYTE_STREAM_SPLIT","geometry":"DELTA_LENGTH_BYTE_ARRAY"})
print(pyogrio.__gdal_version__, pyarrow.__version__, gpd.__version__)
