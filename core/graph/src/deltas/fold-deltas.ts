/** One item of `graph.deltas`. */
export interface DeltaItem {
  readonly graphVersion: number;
  readonly kind: "edgeAdded" | "edgeChanged" | "edgeRemoved" | "snapshotEdge" | "snapshotEnd";
  readonly artistA: string;
  readonly artistB: string;
  readonly weight: number;
  readonly firstRecording: number;
}

/** How far a reader has followed `graph.deltas`. */
export interface DeltaPosition {
  /** The reader's edges are those of this version, unless changes are missing. */
  readonly version: number;
  /** Changes after the version did not come: a whole snapshot has to. Edges may be newer than the version then. */
  readonly missing: boolean;
}

/** What a reader does next with its edges. */
export type DeltaAction<Item extends DeltaItem> =
  /** Write edges, the newest of each pair; one whose version is not above that of the reader's edge changes nothing. */
  | { readonly kind: "write"; readonly items: readonly Item[] }
  /**
   * A snapshot has ended. If the reader has so many edges of its version, it is whole: delete all that are older, and
   * tell the fold `true`.
   */
  | { readonly kind: "snapshot"; readonly version: number; readonly edges: number };

/**
 * Folds items of `graph.deltas`, in their order, into a reader's edges. Changes that follow each other are written.
 * After a gap nothing is until a snapshot comes, whose edges take the place of all; then changes after it. A reader in
 * step ignores snapshots, and every reader what it has taken before.
 *
 * @returns the position behind the items
 */
export function* foldDeltas<Item extends DeltaItem>(
  from: DeltaPosition,
  items: Iterable<Item>,
): Generator<DeltaAction<Item>, DeltaPosition, boolean | undefined> {
  let { version, missing } = from;
  let newest = new Map<string, Item>();
  const write = (item: Item): void => void newest.set(`${item.artistA}:${item.artistB}`, item);
  for (const item of items) {
    if (item.graphVersion <= version) continue;
    if (item.kind === "snapshotEdge") {
      missing = true;
      write(item);
    } else if (item.kind === "snapshotEnd") {
      if (newest.size > 0) yield { kind: "write", items: sorted(newest) };
      newest = new Map();
      missing = (yield { kind: "snapshot", version: item.graphVersion, edges: item.weight }) !== true;
      if (!missing) version = item.graphVersion;
    } else if (!missing && item.graphVersion === version + 1) {
      version = item.graphVersion;
      write(item);
    } else {
      missing = true;
    }
  }
  if (newest.size > 0) yield { kind: "write", items: sorted(newest) };
  return { version, missing };
}

/** In the order of the pairs, so that all writers of a table lock its rows in one order. */
function sorted<Item>(newest: ReadonlyMap<string, Item>): Item[] {
  return [...newest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}
