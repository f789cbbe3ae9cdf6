import {
  CopyLineSplitter,
  LayoutError,
  type LineMisfit,
  type TableLayout,
  isEndOfData,
  layoutMisfit,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { ArchiveReader } from "@interlude/infra-archives";
import { DUMP_LIMITS } from "../archive-limits.js";
import { isControlMember } from "../archive-members.js";
import { tableOf } from "./dump-table.js";

/** Where so many rows at the beginning of a table are laid out otherwise, all of it is. */
const MOST_ROWS = 1_000;

interface CheckOptions {
  readonly schemaSequence: number;
  /** That are replicated; others are not looked at. */
  readonly tables: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Called with the bytes read so far and in all. */
  readonly onProgress: (bytes: number, totalBytes: number) => void;
}

/**
 * Whether the tables of a dump have the columns that its schema sequence gives them: of each that has rows, one must fit.
 * Unpacks the archives as far as there are tables to be seen, and looks at the first rows of each.
 * @throws LayoutError `LAYOUT_UNREADABLE`; ArchiveError; the signal's reason if it was aborted
 */
export async function checkLayouts(paths: readonly string[], options: CheckOptions): Promise<void> {
  const { schemaSequence, tables, signal, onProgress } = options;
  const archives = paths.map((path) => new ArchiveReader(path, DUMP_LIMITS));
  const total = archives.reduce((sum, { size }) => sum + size, 0);
  const unseen = new Set(tables);
  let before = 0;
  for (const archive of archives) {
    for await (const member of archive.members()) {
      const table = isControlMember(member) ? null : tableOf(member.name);
      const layout = table !== null && tables.has(table) ? tableLayout(table, schemaSequence) : null;
      const evidence = layout === null ? null : new LayoutEvidence(layout);
      for await (const chunk of member.bytes) {
        signal.throwIfAborted();
        onProgress(before + archive.bytesRead, total);
        if (evidence?.isOpen === true) evidence.push(chunk);
      }
      if (evidence === null) continue;
      evidence.end();
      if (evidence.misfit !== null) throw unreadable(archive.file, schemaSequence, evidence);
      unseen.delete(evidence.layout.table);
      if (unseen.size === 0) return;
    }
    before += archive.size;
  }
}

/** What the first rows of a table say of its layout. */
class LayoutEvidence {
  /** Whether more rows may change what is known. */
  isOpen = true;
  /** How the first row differs, if none was found that fits. */
  misfit: LineMisfit | null = null;
  rows = 0;
  readonly #lines = new CopyLineSplitter();

  constructor(readonly layout: TableLayout) {}

  push(chunk: Buffer): void {
    for (const line of this.#lines.push(chunk)) this.#look(line);
  }

  end(): void {
    const last = this.isOpen ? this.#lines.end() : null;
    if (last !== null) this.#look(last);
    // Of a single row the number of columns is the table's, but a value may be that row's own fault.
    if (this.rows === 1 && !this.#hasOtherColumns()) this.misfit = null;
  }

  #look(line: Buffer): void {
    if (!this.isOpen || isEndOfData(line)) return;
    const misfit = layoutMisfit(this.layout, line);
    this.rows++;
    if (misfit === null) this.misfit = null;
    else this.misfit ??= misfit;
    this.isOpen = misfit !== null && this.rows < MOST_ROWS;
  }

  #hasOtherColumns(): boolean {
    const found = this.misfit?.fields ?? this.layout.columns.length;
    return found !== this.layout.columns.length;
  }
}

function unreadable(
  file: string,
  schemaSequence: number,
  { layout, misfit, rows }: LayoutEvidence,
): LayoutError {
  const { table, columns } = layout;
  const names = columns.map(({ name }) => name).join(", ");
  return new LayoutError(
    "LAYOUT_UNREADABLE",
    `${file} is of schema sequence ${schemaSequence}, in which ${table} has ${columns.length} columns (${names}), but none ` +
      `of ${rows === MOST_ROWS ? "the first " : "its "}${rows} rows of ${table} fits: ${misfit!.reason}. Nothing of the dump ` +
      "was sent. Fetch the export again, or upgrade to a version that knows these columns; if the archive was put together " +
      "by hand, its SCHEMA_SEQUENCE must be that of its tables",
  );
}
