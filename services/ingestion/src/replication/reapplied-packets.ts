/** More than a year's packets is taken for a typing error. */
export const MAX_REAPPLIED = 10_000;

/** The packets that `N` or `N-M` names; undefined for anything else, and for too many. */
export function reapplyList(text: string): readonly number[] | undefined {
  const [, first, last = first] = /^(\d{1,12})(?:-(\d{1,12}))?$/.exec(text) ?? [];
  const count = Number(last) - Number(first) + 1;
  if (!(count >= 1 && count <= MAX_REAPPLIED)) return undefined;
  return Array.from({ length: count }, (_, at) => Number(first) + at);
}
