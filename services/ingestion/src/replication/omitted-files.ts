import type { EpochStore, Omission } from "../history/epoch.js";
import { omissionRefused } from "../writer/omission-refused.js";
import type { ReplicationReport } from "./replication-report.js";

/** What finds that files are left alone: a look into the folder, at its dump, or at features or packets that were read. */
type Matter = "folder" | "dump" | "features" | "packets";

/** The files of the folder that are left alone: stored and told when they change. */
export class OmittedFiles {
  readonly #found = new Map<Matter, readonly Omission[]>();
  /** As they were stored by this process; null before it has stored any. */
  #stored: string | null = null;

  constructor(
    private readonly options: {
      readonly store: Pick<EpochStore, "keepOmittedFiles">;
      readonly report: Pick<ReplicationReport, "omittedFiles">;
      /** Whether a file that is left alone is an error. */
      readonly strict: boolean;
    },
  ) {}

  /**
   * Takes note of what one look has found, in place of what the last such look did.
   * @throws IngestionError `OMISSION_REFUSED`
   */
  async found(matter: Matter, files: readonly Omission[]): Promise<void> {
    this.#found.set(matter, files);
    const all = [...this.#found.values()].flat();
    const text = JSON.stringify(all);
    if (text !== this.#stored) {
      await this.options.store.keepOmittedFiles(all);
      this.options.report.omittedFiles(all);
      this.#stored = text;
    }
    if (this.options.strict && all.length > 0) throw omissionRefused(all[0]!);
  }
}

/** Code of a packet that was published again with other bytes. */
export const REPUBLISHED = "PACKET_REPUBLISHED";

export const REPUBLISHED_REASON =
  "published again with other bytes, and not applied (interlude ingest packets DIR --force N applies one again)";
