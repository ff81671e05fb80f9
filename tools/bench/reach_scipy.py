"""Compares the answers of `reach_nearest` with scipy's Dijkstra on the same graph, to the millisecond."""

import sys
from pathlib import Path

import numpy
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

folder = Path(sys.argv[1])
nodes = numpy.fromfile(folder / "nodes.f64", dtype="<f8").reshape(-1, 2)
edges = numpy.fromfile(folder / "edges.u32", dtype="<u4").reshape(-1, 3)
ours = numpy.fromfile(folder / "times.u32", dtype="<u4").reshape(-1, len(nodes))
size = len(nodes)
graph = coo_array((edges[:, 2].astype(float), (edges[:, 0], edges[:, 1])), shape=(size, size)).tocsr()
differ = 0
for number, mine in enumerate(ours):
    kind = numpy.fromfile(folder / f"kind-{number}.u32", dtype="<u4")
    theirs = dijkstra(graph, directed=False, indices=kind, min_only=True)
    theirs = numpy.where(numpy.isinf(theirs), 0xFFFFFFFF, theirs)
    differ += int((theirs != mine).sum())
zero = int((edges[:, 2] == 0).sum())
print(f"{folder.name}: {ours.size} answers, {differ} differ ({size} nodes, {len(edges)} edges, {zero} of length 0)")
sys.exit(1 if differ else 0)
