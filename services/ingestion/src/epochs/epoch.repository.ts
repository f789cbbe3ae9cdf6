import type { StepKind } from "@interlude/contracts";
import { Database } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { Epoch, EpochCounts, EpochFile, EpochStore, StreamHistory } from "./epoch.js";

interface EpochRow {
  epoch: number;
  kind: StepKind;
  sequence: number | null;
  schema_sequence: number | null;
  identity: string;
}

/** Ingestion's epochs in its own PostgreSQL schema. */
@Injectable()
export class EpochRepository implements EpochStore {
  constructor(private readonly database: Database) {}

  async history(): Promise<StreamHistory> {
    const columns = "epoch, kind, sequence, schema_sequence, identity";
    const [last] = await this.database.query<EpochRow>(
      `select ${columns} from epochs where state = 'published' order by epoch desc limit 1`,
    );
    const [open] = await this.database.query<EpochRow>(
      `select ${columns} from epochs where state = 'started'`,
    );
    const [catalogue] = await this.database.query<{ exists: boolean }>(
      "select exists (select from epochs where state = 'published' and kind <> 'features')",
    );
    const features = await this.database.query<{ file: string }>(
      `select file from epoch_files join epochs using (epoch)
       where epoch_files.kind = 'features' and state = 'published'`,
    );
    return {
      lastEpoch: last?.epoch ?? 0,
      hasCatalogue: catalogue!.exists,
      sequence: last?.sequence ?? null,
      schemaSequence: last?.schema_sequence ?? null,
      featureFiles: new Set(features.map(({ file }) => file)),
      open: open === undefined ? null : await this.withFiles(open),
    };
  }

  async start(epoch: Epoch): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `insert into epochs (epoch, kind, sequence, schema_sequence, identity, state)
         values ($1, $2, $3, $4, $5, 'started') on conflict (epoch) do nothing`,
        [epoch.epoch, epoch.kind, epoch.sequence, epoch.schemaSequence, epoch.identity],
      );
      await transaction.query(
        `insert into epoch_files (epoch, file, kind)
         select $1, file, kind from unnest($2::text[], $3::text[]) as files (file, kind)
         on conflict (epoch, file) do nothing`,
        [epoch.epoch, epoch.files.map(({ name }) => name), epoch.files.map(({ kind }) => kind)],
      );
    });
  }

  async publish(epoch: number, counts: EpochCounts, hashes: ReadonlyMap<string, string>): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `update epochs set state = 'published', published_at = now(), transactions = $2, published = $3,
           no_ops = $4, rejected = $5, skipped = $6
         where epoch = $1`,
        [epoch, counts.transactions, counts.published, counts.noOps, counts.rejected, counts.skipped],
      );
      await transaction.query(
        `update epoch_files set sha256 = hashes.sha256
         from unnest($2::text[], $3::text[]) as hashes (file, sha256)
         where epoch_files.epoch = $1 and epoch_files.file = hashes.file`,
        [epoch, [...hashes.keys()], [...hashes.values()]],
      );
      // A feature file that was taken away before it was read may come again under its name.
      await transaction.query("delete from epoch_files where epoch = $1 and sha256 is null", [epoch]);
    });
  }

  private async withFiles({ schema_sequence: schemaSequence, ...row }: EpochRow): Promise<Epoch> {
    const files = await this.database.query<EpochFile>(
      "select file as name, kind from epoch_files where epoch = $1 order by file",
      [row.epoch],
    );
    return { ...row, schemaSequence, files };
  }
}
