/** The last of those that share a key, in the order of first appearance. */
export function lastByKey<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Item[] {
  const last = new Map<string, Item>();
  for (const item of items) last.set(keyOf(item), item);
  return [...last.values()];
}
