import { basename } from "node:path";
import { type DumpControl, checkSchemaSequence, readDumpControl } from "@interlude/core-musicbrainz";
import { IngestionError } from "../../ingestion-error.js";
import { DUMP_LIMITS } from "../archive-limits.js";
import { readControlFiles } from "../archive-members.js";

export interface DumpIdentity extends DumpControl {
  /** Tells this export from any other. */
  readonly identity: string;
}

/**
 * What the archives of one export say of themselves: all of them the same. Reads no row.
 * @throws IngestionError `ARCHIVES_DISAGREE`; ControlFileError; LayoutError
 */
export async function readDumpIdentity(paths: readonly string[]): Promise<DumpIdentity> {
  let agreed: { file: string; identity: string; control: DumpControl } | null = null;
  for (const path of paths) {
    const files = await readControlFiles(path, DUMP_LIMITS);
    const control = readDumpControl(files);
    checkSchemaSequence(control.schemaSequence);
    const said = ["TIMESTAMP", "SCHEMA_SEQUENCE", "REPLICATION_SEQUENCE"].map((name) => files[name]?.trim());
    const identity = said.join(" / ");
    const file = basename(path);
    agreed ??= { file, identity, control };
    if (identity !== agreed.identity) {
      throw new IngestionError(
        "ARCHIVES_DISAGREE",
        `${file} is of another export than ${agreed.file} (time / schema / sequence: ${identity} and ${agreed.identity}); ` +
          "put the archives of one export in the folder",
      );
    }
  }
  if (agreed === null) throw new IngestionError("SOURCE_FILE_MISSING", "there is no dump archive to read");
  return { ...agreed.control, identity: agreed.identity };
}
