import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "@interlude/core-musicbrainz";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { type PendingChange, artistCredit, dumpMembers, packetMembers } from "./music-files.js";

/** Writes small dumps and packets into source folders of a test file. */
export class SourceFiles {
  readonly #root = temporaryFolder();

  newFolder(): string {
    return mkdtempSync(join(this.#root, "source-"));
  }

  /** A dump whose only table is `artist_credit`. */
  dump(
    folder: string,
    sequence: number | null,
    credits: readonly Row[] = [artistCredit(1), artistCredit(2)],
  ) {
    const control = { REPLICATION_SEQUENCE: sequence === null ? "" : `${sequence}\n` };
    return writeArchive(folder, "mbdump.tar", dumpMembers({ artist_credit: credits }, control));
  }

  /** A packet under the name that packets are published with; by default it inserts the credit of its number. */
  packet(
    folder: string,
    sequence: number,
    changes: readonly PendingChange[] = [{ table: "artist_credit", after: artistCredit(sequence) }],
    control: Readonly<Record<string, string>> = {},
  ) {
    const name = `replication-${sequence}-v2.tar.bz2`;
    return writeArchive(folder, name, packetMembers(sequence, changes, control));
  }
}
