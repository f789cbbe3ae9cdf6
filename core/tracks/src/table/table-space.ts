/** `number`: a number within bounds. `share`: one of a block of shares, each at least 0, that together are 1. */
export type ColumnKind = "number" | "share";

/** What the numbers of one column mean; plain data. */
export interface ColumnDeclaration {
  readonly name: string;
  /** What belongs together; the shares of a block are 1 together and are missing together. */
  readonly block: string;
  readonly kind: ColumnKind;
  readonly unit: string;
  /** No value is below it. */
  readonly lower: number;
  /** No value is above it; of a circular number it is `lower` + `period`, which is the same point as `lower`. */
  readonly upper: number;
  /** Length of the circle that a circular number runs on, in its unit. */
  readonly period?: number;
  /** Whether the column holds whole numbers only. */
  readonly integer?: boolean;
  /** Where the values come from. */
  readonly source: string;
  readonly description: string;
}

/** The columns of a table that is learnt and sampled; plain data. */
export interface TableSpace {
  readonly name: string;
  readonly version: string;
  readonly columns: readonly ColumnDeclaration[];
}

/** The columns of each block of shares, in the order of the columns. */
export function shareBlocks(space: TableSpace): { block: string; columns: number[] }[] {
  const blocks = new Map<string, number[]>();
  for (const [column, { kind, block }] of space.columns.entries()) {
    if (kind !== "share") continue;
    const columns = blocks.get(block);
    if (columns === undefined) blocks.set(block, [column]);
    else columns.push(column);
  }
  return [...blocks].map(([block, columns]) => ({ block, columns }));
}
