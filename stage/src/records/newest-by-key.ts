/** The last item of each key, sorted by key, so that all writers of a table lock its rows in one order. */
export function newestByKey<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Item[] {
  const newest = new Map<string, Item>();
  for (const item of items) newest.set(keyOf(item), item);
  return [...newest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}
