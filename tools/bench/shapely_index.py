"""Times of shapely's STRtree on the boxes of engine/space/examples/boxes, as one JSON line."""

import json
import time

import numpy
import shapely

COUNT, QUERIES, QUERY_SIZE_M, AREA_M, ROUNDS = 1_000_000, 10_000, 200.0, 20_000.0, 7


def numbers(seed, count):
    """The linear congruential generator of the Rust side, `count` numbers in [0, 1)."""
    out, state = numpy.empty(count), seed
    for i in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        out[i] = (state >> 11) / float(1 << 53)
    return out


def best(run):
    """Best of some rounds, seconds, and the last answer."""
    least, answer = float("inf"), None
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = run()
        least = min(least, time.perf_counter() - start)
    return least, answer


def windows(size_m):
    at = numbers(2, 2 * QUERIES).reshape(-1, 2) * AREA_M
    return shapely.box(at[:, 0], at[:, 1], at[:, 0] + size_m, at[:, 1] + size_m)


def build(boxes):
    tree = shapely.STRtree(boxes)
    # GEOS packs the tree at the first question.
    tree.query(shapely.Point(-1.0, -1.0))
    return tree


def main():
    n = numbers(1, 4 * COUNT).reshape(-1, 4) * [AREA_M, AREA_M, 20.0, 20.0]
    boxes = shapely.box(n[:, 0], n[:, 1], n[:, 0] + n[:, 2], n[:, 1] + n[:, 3])
    bulk_s, tree = best(lambda: build(boxes))
    small = windows(QUERY_SIZE_M / 10.0)
    small_s, small_pairs = best(lambda: tree.query(small))
    large = windows(QUERY_SIZE_M)
    large_s, large_pairs = best(lambda: tree.query(large))
    at = numbers(3, 2 * QUERIES).reshape(-1, 2) * AREA_M
    points = shapely.points(at)
    # The faster of the two ways to ask for one nearest box each.
    plain_s, found = best(lambda: tree.nearest(points))
    single_s, _ = best(lambda: tree.query_nearest(points, all_matches=False))
    metres = float(shapely.distance(points, boxes[found]).sum())
    print(json.dumps({
        "bulk_s": bulk_s, "small_s": small_s, "small_pairs": small_pairs.shape[1],
        "large_s": large_s, "large_pairs": large_pairs.shape[1],
        "nearest_s": min(plain_s, single_s), "nearest_sum_m": metres,
        "versions": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}",
    }))


if __name__ == "__main__":
    main()
