"""Common neighbours, Adamic-Adar and preferential attachment of all pairs at distance two, by SciPy and NetworkX.

python3 graph_peers.py FILE.edges ROUNDS

FILE has one undirected edge a line, two vertex numbers or MBIDs first. Prints a JSON object with a member for each
library: what it found and the seconds of its best round, or null where the library is not installed. Reading the file
is not timed.
"""

import json
import math
import sys
import time


def best_of(rounds, sweep):
    seconds = math.inf
    for _ in range(rounds):
        start = time.perf_counter()
        pairs, adamic_adar = sweep()
        seconds = min(seconds, time.perf_counter() - start)
    return {"pairs": pairs, "adamicAdar": adamic_adar, "seconds": seconds}


def with_scipy(edges, rounds):
    try:
        import numpy
        import scipy
        from scipy import sparse
    except ImportError:
        return None
    vertices = {vertex: i for i, vertex in enumerate(dict.fromkeys(v for edge in edges for v in edge))}
    rows = numpy.array([vertices[a] for a, _ in edges])
    columns = numpy.array([vertices[b] for _, b in edges])
    size = len(vertices)
    ones = numpy.ones(len(rows))
    upper = sparse.csr_matrix((ones, (rows, columns)), shape=(size, size))
    adjacency = ((upper + upper.T) > 0).astype(numpy.float64).tocsr()

    def sweep():
        degrees = numpy.asarray(adjacency.sum(axis=1)).ravel()
        logs = numpy.log(numpy.maximum(degrees, 2))
        weights = sparse.diags(numpy.where(degrees > 1, 1 / logs, 0.0))
        common = sparse.triu(adjacency @ adjacency, k=1).tocsr()
        adamic_adar = sparse.triu(adjacency @ weights @ adjacency, k=1).tocsr()
        # Neighbours are known pairs, not candidates.
        common = (common - common.multiply(adjacency)).tocoo()
        kept = common.data > 0
        adamic_adar = adamic_adar - adamic_adar.multiply(adjacency)
        attachment = degrees[common.row[kept]] * degrees[common.col[kept]]
        assert attachment.size == kept.sum()
        return int(kept.sum()), float(adamic_adar.sum())

    return {"version": scipy.__version__, **best_of(rounds, sweep)}


def with_networkx(edges):
    try:
        import networkx
    except ImportError:
        return None
    graph = networkx.Graph(edges)

    def sweep():
        pairs = set()
        for artist in graph:
            for between in graph[artist]:
                pairs.update((artist, other) for other in graph[between] if artist < other)
        pairs = [(a, b) for a, b in pairs if not graph.has_edge(a, b)]
        for a, b in pairs:
            len(list(networkx.common_neighbors(graph, a, b)))
        for _ in networkx.preferential_attachment(graph, pairs):
            pass
        total = math.fsum(score for _, _, score in networkx.adamic_adar_index(graph, pairs))
        return len(pairs), total

    # Half a minute on ca-CondMat: one round says enough.
    return {"version": networkx.__version__, **best_of(1, sweep)}


def main():
    path, rounds = sys.argv[1], int(sys.argv[2])
    with open(path, encoding="utf-8") as file:
        lines = [line.split()[:2] for line in file if line.strip() and not line.startswith("#")]
    edges = [tuple(line) for line in lines]
    print(json.dumps({"scipy": with_scipy(edges, rounds), "networkx": with_networkx(edges)}))


main()
