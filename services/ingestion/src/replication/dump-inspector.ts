import type { Omission, StreamHistory } from "../history/epoch.js";
import { omittedFile } from "../history/omitted-file.js";
import { readDumpIdentity } from "../sources/dump/dump-control.js";
import { isCoreArchive, missingArchives, oneExport, stem } from "../sources/dump/export-archives.js";
import type { FolderContents, SourceFolder } from "../sources/source-folder.js";
import { type DumpVerdict, dumpVerdict } from "./dump-verdict.js";
import { isInputError } from "./input-error.js";
import type { ReplicationMode } from "./replication-state.js";

/** What the archives of an export in the folder are to the stream. */
export interface DumpInspection {
  /** The archives of one export. */
  readonly archives: readonly string[];
  /** Whether they replace the catalogue that there is. */
  readonly isNewer: boolean;
  /** Archives that are waited for before those that are there are loaded. */
  readonly awaited: readonly string[];
  /** Archives that are left alone, or were loaded without. */
  readonly omitted: readonly Omission[];
}

interface DumpInspectorOptions {
  readonly folder: SourceFolder;
  /** The MusicBrainz tables that are sent. */
  readonly tables: ReadonlySet<string>;
  readonly mode: ReplicationMode;
}

interface Inspected {
  readonly fingerprint: string;
  readonly identity: string;
  readonly sequence: number | null;
  readonly timestamp: number | null;
  /** Why it cannot be read; null if it can. */
  readonly problem: string | null;
}

const NOTHING: DumpInspection = { archives: [], isNewer: false, awaited: [], omitted: [] };

/** Inspects the control files of dumps that come when there is a catalogue already, once each time they change. */
export class DumpInspector {
  #inspected: Inspected | null = null;

  constructor(private readonly options: DumpInspectorOptions) {}

  /** Mode `once` waits for nothing: it loads what is there, and names what is missing. */
  async inspect(contents: FolderContents, history: StreamHistory): Promise<DumpInspection> {
    const { archives, others } = oneExport(contents.dumps);
    if (archives.length === 0) return NOTHING;
    const inspection = await this.#inspect(archives, history);
    return { ...inspection, archives, omitted: [...inspection.omitted, ...left(others, BESIDE_FULL)] };
  }

  async #inspect(
    archives: readonly string[],
    history: StreamHistory,
  ): Promise<Omit<DumpInspection, "archives">> {
    if (!archives.some(isCoreArchive)) return { ...NOTHING, omitted: left(archives, WITHOUT_CORE) };
    const verdict = history.hasCatalogue ? await this.#verdict(archives, history) : "newer";
    if (typeof verdict === "object") return { ...NOTHING, omitted: left(archives, verdict.unused) };
    const { folder, tables, mode } = this.options;
    const missing = await missingArchives(folder.path, archives, tables);
    if (verdict === "loaded") {
      return { ...NOTHING, omitted: notLoaded(archives, missing, history.dump!.archives) };
    }
    const omitted = missing.map((name) => omittedFile(name, "DUMP_ARCHIVE_MISSING", MISSING));
    return { isNewer: history.hasCatalogue, awaited: mode === "once" ? [] : missing, omitted };
  }

  /** Ignores the dump until its files change. */
  reject(reason: string): void {
    if (this.#inspected !== null) this.#inspected = { ...this.#inspected, problem: reason };
  }

  async #verdict(dumps: readonly string[], history: StreamHistory): Promise<DumpVerdict> {
    const { problem, ...dump } = await this.#read(dumps);
    const names = dumps.join(", ");
    return problem === null
      ? dumpVerdict(names, dump, history)
      : { unused: `${names} cannot be loaded: ${problem}` };
  }

  async #read(dumps: readonly string[]): Promise<Inspected> {
    const { folder } = this.options;
    let fingerprint = "";
    try {
      fingerprint = await folder.fingerprint(dumps);
      if (this.#inspected?.fingerprint === fingerprint) return this.#inspected;
      const paths = dumps.map((name) => folder.pathOf(name));
      const { identity, replicationSequence: sequence, timestamp } = await readDumpIdentity(paths);
      this.#inspected = { fingerprint, identity, sequence, timestamp, problem: null };
    } catch (error) {
      if (!isInputError(error)) throw error;
      this.#inspected = {
        fingerprint,
        identity: "",
        sequence: null,
        timestamp: null,
        problem: error.message,
      };
    }
    return this.#inspected;
  }
}

const WITHOUT_CORE =
  "the core archive of its export, mbdump.tar.bz2, is not there: nothing is loaded before it";

const BESIDE_FULL = "a full export is beside it, which has everything that a sample has: take it away";

const MISSING =
  "SHA256SUMS names it, it has tables that are read, and it is not there: put it there before the dump is loaded, " +
  "or leave its tables (artist_tag, tag) out of INGESTION_TABLES";

const LATE =
  "it came after the other archives of its export had been loaded without it; " +
  "put a newer export there with all its archives, or start anew in another namespace";

function left(archives: readonly string[], reason: string): Omission[] {
  return archives.map((name) => omittedFile(name, "DUMP_UNUSED", reason));
}

/** What an export that was loaded lacked: archives that came later, or have not come yet. */
function notLoaded(
  present: readonly string[],
  missing: readonly string[],
  loaded: readonly string[],
): Omission[] {
  // An archive may have been packed in another way since.
  const stems = new Set(loaded.map(stem));
  const late = present.filter((name) => !stems.has(stem(name)));
  return [
    ...late.map((name) => omittedFile(name, "DUMP_ARCHIVE_LATE", LATE)),
    ...missing
      .filter((name) => !stems.has(stem(name)))
      .map((name) => omittedFile(name, "DUMP_ARCHIVE_MISSING", WAS_MISSING)),
  ];
}

const WAS_MISSING =
  "SHA256SUMS names it, it has tables that are read, and the export was loaded without it; " +
  "put a newer export there with all its archives, or start anew in another namespace";
