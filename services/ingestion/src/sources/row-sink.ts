import type { EpochWriter } from "../writer/epoch-writer.js";

/** What the rows of a source are sent to: the writer of an epoch, or what stands in for it when one row is read again. */
export type RowSink = Pick<
  EpochWriter,
  "send" | "sendFrom" | "skip" | "valueDropped" | "deadLetter" | "drain"
>;
