import type { StreamHistory } from "../history/epoch.js";
import { readDumpIdentity } from "../sources/dump/dump-control.js";
import type { FolderContents, SourceFolder } from "../sources/source-folder.js";
import { isInputError } from "./input-error.js";

/** What a dump beside an existing catalogue is: newer than the stream, the one that was loaded, or unused and why. */
type DumpInspection = "newer" | "loaded" | { readonly unused: string };

interface Inspected {
  readonly fingerprint: string;
  readonly identity: string;
  readonly sequence: number | null;
  /** Why it cannot be read; null if it can. */
  readonly problem: string | null;
}

/** Inspects the control files of dumps that come when there is a catalogue already, once each time they change. */
export class NewerDump {
  #inspected: Inspected | null = null;

  constructor(private readonly folder: SourceFolder) {}

  /** @returns null if there is no dump, or no catalogue that it could be newer than */
  async inspect({ dumps }: FolderContents, history: StreamHistory): Promise<DumpInspection | null> {
    if (dumps.length === 0 || !history.hasCatalogue || history.sequence === null) return null;
    const { identity, sequence, problem } = await this.#read(dumps);
    const names = dumps.join(", ");
    if (problem !== null) return { unused: `${names} cannot be loaded: ${problem}` };
    if (identity === history.dump?.identity) return "loaded";
    if (sequence === null) return { unused: `${names} is tied to no replication sequence` };
    if (sequence > history.sequence) return "newer";
    return { unused: `${names} is of sequence ${sequence}, and ${history.sequence} is reached already` };
  }

  /** Ignores the dump until its files change. */
  reject(reason: string): void {
    if (this.#inspected !== null) this.#inspected = { ...this.#inspected, problem: reason };
  }

  async #read(dumps: readonly string[]): Promise<Inspected> {
    let fingerprint = "";
    try {
      fingerprint = await this.folder.fingerprint(dumps);
      if (this.#inspected?.fingerprint === fingerprint) return this.#inspected;
      const paths = dumps.map((name) => this.folder.pathOf(name));
      const { identity, replicationSequence: sequence } = await readDumpIdentity(paths);
      this.#inspected = { fingerprint, identity, sequence, problem: null };
    } catch (error) {
      if (!isInputError(error)) throw error;
      this.#inspected = { fingerprint, identity: "", sequence: null, problem: error.message };
    }
    return this.#inspected;
  }
}
