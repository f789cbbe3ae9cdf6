import { type BinnedColumns, MISSING_BIN } from "./binned-columns.js";

/** A node of a tree that asks; the answers lead to nodes by their number. */
export interface Question {
  readonly column: number;
  /** Rows whose bin is at most this go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly left: number;
  readonly right: number;
}

/** A regression tree; the root is node 0. A node is a question or the value of a leaf. */
export type Tree = readonly (Question | number)[];

/** The value of the leaf that a row falls into. */
export function treeValue(tree: Tree, { rows, bins }: BinnedColumns, row: number): number {
  let node = tree[0]!;
  while (typeof node !== "number") {
    const bin = bins[node.column * rows + row]!;
    const goesLeft = bin === MISSING_BIN ? node.missingLeft : bin <= node.bin;
    node = tree[goesLeft ? node.left : node.right]!;
  }
  return node;
}
