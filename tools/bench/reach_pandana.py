"""The ten kinds of `reach_nearest` with pandana on the same graph; compares every answer.

One JSON line: seconds to build the network, to register the places and to ask, and how the answers differ.
"""

import json
import sys
import time
from pathlib import Path

import numpy
import pandana
import pandas

folder = Path(sys.argv[1])

nodes = numpy.fromfile(folder / "nodes.f64", dtype="<f8").reshape(-1, 2)
edges = numpy.fromfile(folder / "edges.u32", dtype="<u4").reshape(-1, 3)
kinds = [numpy.fromfile(folder / f"kind-{n}.u32", dtype="<u4") for n in range(10)]
ours = numpy.fromfile(folder / "times.u32", dtype="<u4").reshape(len(kinds), -1)

x, y = pandas.Series(nodes[:, 0]), pandas.Series(nodes[:, 1])
start, end = (pandas.Series(edges[:, i].astype("int64")) for i in (0, 1))
# Seconds: pandana keeps thousandths of a unit, hence the same whole milliseconds.
weight = pandas.DataFrame({"time": edges[:, 2] / 1000.0})

# pandana takes longer the farther it may look: for each kind just beyond the farthest answer, the least
# that still answers for every node.
far_s = [float(mine[mine != 0xFFFFFFFF].max()) / 1000.0 + 1.0 for mine in ours]

began = time.perf_counter()
network = pandana.Network(x, y, start, end, weight, twoway=True)
build_s = time.perf_counter() - began

began = time.perf_counter()
for number, kind in enumerate(kinds):
    network.set_pois(str(number), far_s[number], 1, x.iloc[kind], y.iloc[kind])
register_s = time.perf_counter() - began

began = time.perf_counter()
theirs = [network.nearest_pois(far_s[n], str(n), num_pois=1)[1].to_numpy() for n in range(len(kinds))]
ask_s = time.perf_counter() - began

# The same with an answer only where it lies within 15 minutes.
began = time.perf_counter()
for n in range(len(kinds)):
    network.nearest_pois(min(900.0, far_s[n]), str(n), num_pois=1)
ask_near_s = time.perf_counter() - began

worst, differ = 0.0, 0
for mine, found, far in zip(ours, theirs, far_s):
    reached = mine != 0xFFFFFFFF
    differ += int((reached != (found < far)).sum())
    both = reached & (found < far)
    gap = numpy.abs(mine[both] / 1000.0 - found[both])
    worst = max(worst, float(gap.max(initial=0.0)))
    # To the second.
    differ += int((gap >= 0.5).sum())
print(json.dumps({
    "build_s": build_s, "register_s": register_s, "ask_s": ask_s, "ask_near_s": ask_near_s, "answers": int(ours.size),
    "differ": differ, "worst_gap_s": worst, "version": pandana.__version__,
}))
