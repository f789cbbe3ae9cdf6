/**
 * Where to cut a circle open so that little lies across the cut: in the widest gap between neighbouring values, of
 * equally wide ones where the two values beside it are rarest, then the lowest.
 * @param values at least one, in [lower, lower + period); their order does not matter
 * @returns the value from which on the circle is read
 */
export function cutOfCircle(values: Float64Array, period: number): number {
  const sorted = values.slice().sort();
  const runs: { value: number; count: number }[] = [];
  for (const value of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last.value === value) last.count++;
    else runs.push({ value, count: 1 });
  }
  let best = { gap: -1, beside: 0, cut: 0 };
  for (const [at, { value, count }] of runs.entries()) {
    const before = runs[at === 0 ? runs.length - 1 : at - 1]!;
    const gap = value - before.value + (at === 0 ? period : 0);
    const beside = count + before.count;
    if (gap > best.gap || (gap === best.gap && beside < best.beside)) best = { gap, beside, cut: value };
  }
  return best.cut;
}
