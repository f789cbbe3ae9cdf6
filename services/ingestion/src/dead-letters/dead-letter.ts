/** Of which kind of input a dead letter is, and so how it is read again. */
export type LetterReaderName =
  | "dump"
  | "packet"
  | "acousticbrainz-highlevel"
  | "acousticbrainz-lowlevel"
  | "popularity";

/** What its bytes do not say, and reading them again needs: where in its source it stood, and what applies to all of it. */
export interface LetterOrigin extends Readonly<Record<string, string>> {
  readonly reader: LetterReaderName;
}

/** Input that could not be read, whole. */
export interface RejectedInput {
  readonly epoch: number;
  /** Where it stands in the epoch's input; the same each time the epoch is tried. */
  readonly place: number;
  readonly file: string;
  readonly member: string | null;
  /** 1-based; null if the input has no lines. */
  readonly line: number | null;
  readonly code: string;
  readonly reason: string;
  readonly bytes: Buffer;
  readonly origin: LetterOrigin;
}

/** A dead letter that is to be read again. */
export interface RequestedLetter extends Omit<RejectedInput, "code" | "reason"> {
  readonly id: number;
}

/** What came of reading dead letters again. */
export interface ReplayOutcome {
  /** Ids of those that were sent. */
  readonly replayed: readonly number[];
  /** Those that still cannot be read, with the reason of today. */
  readonly rejected: readonly { readonly id: number; readonly code: string; readonly reason: string }[];
}

/** Where ingestion keeps its dead letters. */
export interface DeadLetterStore {
  /** Keeps rejected inputs; one that is kept already, from before a crash, is kept once. */
  keep(letters: readonly RejectedInput[]): Promise<void>;
  /** The letters that an epoch reads again, in the order in which they were rejected. */
  ofReplay(epoch: number): AsyncIterable<RequestedLetter>;
}

/** Letters that one epoch reads again at most. */
export const MAX_REPLAYED = 10_000;

const MAX_TEXT = 2_000;

/** Text of an input or about it, as PostgreSQL and the log take it: of bounded length, Unicode, without NUL. */
export function letterText(text: string): string {
  const wellFormed = Buffer.from(text.slice(0, MAX_TEXT)).toString();
  return wellFormed.replaceAll("\0", "\uFFFD");
}
