/** Area under the ROC curve: the chance that a positive scores above a negative, ties counting half. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = negatives.toSorted((one, other) => one - other);
  let wins = 0;
  for (const score of positives) {
    const below = firstAtLeast(sorted, (other) => other >= score);
    const notAbove = firstAtLeast(sorted, (other) => other > score);
    wins += below + (notAbove - below) / 2;
  }
  return wins / (positives.length * negatives.length);
}

function firstAtLeast(sorted: readonly number[], reached: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Common-neighbour counts of the pairs at distance two, by `a:b`. */
export function commonNeighbours(edges: Iterable<string>): Map<string, number> {
  const neighbours = new Map<string, Set<string>>();
  const link = (one: string, other: string): void => {
    neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other));
  };
  for (const edge of edges) {
    const [a, b] = edge.split(":") as [string, string];
    link(a, b);
    link(b, a);
  }
  const common = new Map<string, number>();
  for (const around of neighbours.values()) {
    const sorted = [...around].sort();
    for (let i = 0; i < sorted.length; i++) {
      for (let j = i + 1; j < sorted.length; j++) {
        if (neighbours.get(sorted[i]!)!.has(sorted[j]!)) continue;
        const key = `${sorted[i]}:${sorted[j]}`;
        common.set(key, (common.get(key) ?? 0) + 1);
      }
    }
  }
  return common;
}
