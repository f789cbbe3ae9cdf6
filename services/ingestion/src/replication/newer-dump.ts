import type { StreamHistory } from "../history/epoch.js";
import { readDumpIdentity } from "../sources/dump/dump-control.js";
import type { FolderContents, SourceFolder } from "../sources/source-folder.js";
import { isRefusal } from "./input-error.js";

/** What a dump beside an existing catalogue is: newer than what is reached, what was loaded, or of no use and why. */
export type DumpGlance = "newer" | "loaded" | { readonly unused: string };

interface Seen {
  readonly fingerprint: string;
  readonly identity: string;
  readonly sequence: number | null;
  /** Why it cannot be read; null where it can. */
  readonly problem: string | null;
}

/** Looks at the control files of dumps that come when there is a catalogue already, once each time they change. */
export class NewerDump {
  private seen: Seen | null = null;

  constructor(private readonly folder: SourceFolder) {}

  /** @returns null where there is no dump to look at, or no catalogue that it could be newer than */
  async glance({ dumps }: FolderContents, history: StreamHistory): Promise<DumpGlance | null> {
    if (dumps.length === 0 || !history.hasCatalogue || history.sequence === null) return null;
    const fingerprint = await this.folder.fingerprint(dumps);
    if (this.seen?.fingerprint !== fingerprint) this.seen = await this.read(dumps, fingerprint);
    const { identity, sequence, problem } = this.seen;
    const names = dumps.join(", ");
    if (problem !== null) return { unused: `${names} cannot be loaded: ${problem}` };
    if (identity === history.dump?.identity) return "loaded";
    if (sequence === null) return { unused: `${names} is tied to no replication sequence` };
    if (sequence > history.sequence) return "newer";
    return { unused: `${names} is of sequence ${sequence}, and ${history.sequence} is reached already` };
  }

  /** Has the dump left alone until its files change. */
  refuse(reason: string): void {
    if (this.seen !== null) this.seen = { ...this.seen, problem: reason };
  }

  private async read(dumps: readonly string[], fingerprint: string): Promise<Seen> {
    try {
      const paths = dumps.map((name) => this.folder.pathOf(name));
      const { identity, replicationSequence: sequence } = await readDumpIdentity(paths);
      return { fingerprint, identity, sequence, problem: null };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { fingerprint, identity: "", sequence: null, problem: error.message };
    }
  }
}
