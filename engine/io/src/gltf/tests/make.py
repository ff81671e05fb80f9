"""Writes the models of the tests: python make.py FOLDER, with numpy, trimesh, DracoPy and meshoptimizer.

Each is a house of 10 m by 6 m and 9 m high, its origin in the middle of its ground floor.
"""
import json, os, sys
import numpy as np, trimesh, DracoPy, meshoptimizer
out = sys.argv[1]
box = trimesh.creation.box(extents=(10, 9, 6)); box.apply_translation((0, 4.5, 0))
positions, faces = np.array(box.vertices, np.float32), np.array(box.faces, np.uint32)
# trimesh writes GLB by itself.
trimesh.Scene(box).export(f"{out}/house.glb")
def glb(name, document, binary):
    binary += b"\0" * (-len(binary) % 4)
    document["buffers"][0]["byteLength"] = len(binary)
    text = json.dumps(document).encode(); text += b" " * (-len(text) % 4)
    import struct
    with open(f"{out}/{name}", "wb") as f:
        f.write(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(binary)))
        f.write(struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary)
def scene(extensions, **more):
    return {"asset": {"version": "2.0"}, "extensionsUsed": extensions, "extensionsRequired": extensions,
            "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}], "buffers": [{"byteLength": 0}], **more}
low, high = positions.min(0).tolist(), positions.max(0).tolist()
draco = DracoPy.encode(positions, faces, quantization_bits=14)
mesh = DracoPy.decode(draco)
glb("draco.glb", scene(["KHR_draco_mesh_compression"],
    bufferViews=[{"buffer": 0, "byteLength": len(draco)}],
    accessors=[{"componentType": 5126, "count": len(mesh.points), "type": "VEC3", "min": low, "max": high},
               {"componentType": 5125, "count": mesh.faces.size, "type": "SCALAR"}],
    meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "extensions":
        {"KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}}}]}]), draco)
# Positions as whole numbers of 16 bits, brought to size by the node; four numbers a corner, the last unused.
quantized = np.zeros((len(positions), 4), np.int16)
quantized[:, :3] = np.round(positions * 100).astype(np.int16)
vertices = meshoptimizer.encode_vertex_buffer(quantized, len(positions), 8)
indices = meshoptimizer.encode_index_buffer(faces.ravel(), faces.size, len(positions))
pad = b"\0" * (-len(vertices) % 4)
views = [{"buffer": 1, "byteLength": len(positions) * 8, "byteStride": 8, "extensions": {"EXT_meshopt_compression":
            {"buffer": 0, "byteLength": len(vertices), "byteStride": 8, "count": len(positions), "mode": "ATTRIBUTES"}}},
         {"buffer": 1, "byteLength": faces.size * 4, "extensions": {"EXT_meshopt_compression":
            {"buffer": 0, "byteOffset": len(vertices + pad), "byteLength": len(indices), "byteStride": 4, "count": faces.size, "mode": "TRIANGLES"}}}]
document = scene(["EXT_meshopt_compression", "KHR_mesh_quantization"], bufferViews=views,
    accessors=[{"bufferView": 0, "componentType": 5122, "count": len(positions), "type": "VEC3"},
               {"bufferView": 1, "componentType": 5125, "count": faces.size, "type": "SCALAR"}],
    meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}])
document["nodes"][0]["scale"] = [0.01] * 3
document["buffers"].append({"byteLength": len(positions) * 8 + faces.size * 4, "extensions": {"EXT_meshopt_compression": {"fallback": True}}})
glb("meshopt.glb", document, vertices + pad + indices)
places = np.array([[0, 0, 0], [20, 0, 0], [0, 0, -30]], np.float32)
binary = positions.tobytes() + faces.tobytes() + places.tobytes()
views, at = [], 0
for part in (positions, faces, places):
    views.append({"buffer": 0, "byteOffset": at, "byteLength": part.nbytes}); at += part.nbytes
document = scene(["EXT_mesh_gpu_instancing"], bufferViews=views,
    accessors=[{"bufferView": 0, "componentType": 5126, "count": len(positions), "type": "VEC3", "min": low, "max": high},
               {"bufferView": 1, "componentType": 5125, "count": faces.size, "type": "SCALAR"},
               {"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC3"}],
    meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}])
document["nodes"][0]["extensions"] = {"EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": 2}}}
glb("instances.glb", document, binary)
