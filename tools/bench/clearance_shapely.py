"""Times of the plan part of the clearance check by shapely, as one JSON line: the pieces of
engine/sim/examples/network, STRtree with dwithin, exact distance less both radii."""

import json
import time

import numpy
import shapely

COUNT, AREA_M = 1_000_000, 20_000.0
RADII = numpy.array([0.2, 0.1, 0.08, 0.05, 0.05])
# Sewage, water d <= 200, gas medium pressure B, power buried, telecom buried: GB 50289-2016, 4.1.9.
FIGURES = numpy.array([
    [0.0, 1.0, 1.2, 0.5, 1.0],
    [1.0, 0.0, 0.5, 0.5, 1.0],
    [1.2, 0.5, 0.5, 0.5, 0.5],
    [0.5, 0.5, 0.5, 0.25, 2.0],
    [1.0, 1.0, 0.5, 2.0, 0.5],
])


def numbers(seed, count):
    """The linear congruential generator of the Rust side, `count` numbers in [0, 1)."""
    out, state = numpy.empty(count), seed
    for i in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        out[i] = (state >> 11) / float(1 << 53)
    return out


def main():
    n = numbers(1, 6 * COUNT).reshape(-1, 6)
    x, y = n[:, 0] * AREA_M, n[:, 1] * AREA_M
    length, slant = 5.0 + 45.0 * n[:, 2], 0.2 * (n[:, 3] - 0.5)
    east = n[:, 5] < 0.5
    dx, dy = numpy.where(east, length, length * slant), numpy.where(east, length * slant, length)
    ends = numpy.stack([numpy.stack([x, y], 1), numpy.stack([x + dx, y + dy], 1)], 1)
    lines = shapely.linestrings(ends)
    kind = numpy.arange(COUNT) % 5
    radius = RADII[kind]
    reach = FIGURES.max(1)[kind] + radius + RADII.max()
    start, cpu = time.perf_counter(), time.process_time()
    tree = shapely.STRtree(lines)
    first, second = tree.query(lines, predicate="dwithin", distance=reach)
    once = first < second
    first, second = first[once], second[once]
    gap = shapely.distance(lines[first], lines[second]) - radius[first] - radius[second]
    near = gap < FIGURES[kind[first], kind[second]]
    near &= FIGURES[kind[first], kind[second]] > 0.0
    pairs, metres = int(near.sum()), float(gap[near].sum())
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(json.dumps({
        "plan_s": took, "plan_cpu_s": cpu, "pairs": pairs, "sum_m": metres,
        "versions": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}",
    }))


if __name__ == "__main__":
    main()
