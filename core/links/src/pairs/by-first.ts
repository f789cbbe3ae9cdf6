/** Indices of pairs by their first artist: pairs of one artist are computed together. */
export function byFirst(pairs: readonly (readonly [number, number])[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [index, [first]] of pairs.entries()) {
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [index]);
    else group.push(index);
  }
  return groups;
}
