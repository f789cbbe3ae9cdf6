import { packetNumber } from "@interlude/core-musicbrainz";
import { Database } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { settleLetters, supersedeLetters, takeRequestedLetters } from "../dead-letters/letter-statements.js";
import type {
  AppliedPacket,
  Epoch,
  EpochContents,
  EpochFile,
  EpochKind,
  EpochStore,
  FetchedPacket,
  LoadedDump,
  PublishedFile,
  Omission,
  StreamHistory,
} from "./epoch.js";
import { areEpochsHeld } from "./epoch-hold.js";

/** Epochs whose omissions the history has. */
const TOLD_EPOCHS = 20;

interface EpochRow {
  epoch: number;
  kind: EpochKind;
  sequence: number | null;
  source_sequence: number;
  schema_sequence: number | null;
  up_to: number | null;
  identity: string;
}

/** Ingestion's epochs in its own PostgreSQL schema. */
@Injectable()
export class EpochRepository implements EpochStore {
  constructor(private readonly database: Database) {}

  async history(): Promise<StreamHistory> {
    const columns =
      "epoch, kind, sequence, coalesce(source_sequence, sequence, 0) as source_sequence, schema_sequence, up_to, identity";
    const [last] = await this.database.query<EpochRow>(
      `select ${columns} from epochs where state = 'published' order by epoch desc limit 1`,
    );
    const [open] = await this.database.query<EpochRow>(
      `select ${columns} from epochs where state = 'started'`,
    );
    const [catalogue] = await this.database.query<{ exists: boolean }>(
      "select exists (select from epochs where state = 'published' and kind in ('dump', 'packet'))",
    );
    const [requested] = await this.database.query<{ exists: boolean }>(
      "select exists (select from dead_letters where status = 'requested')",
    );
    const [dump] = await this.database.query<LoadedDump>(
      `select sequence, coalesce(source_sequence, sequence, 0) as "sourceSequence", identity,
         array(select file from epoch_files
               where epoch_files.epoch = epochs.epoch and epoch_files.kind = 'dump' order by place, file) as archives
       from epochs where state = 'published' and kind = 'dump' order by epoch desc limit 1`,
    );
    const features = await this.database.query<PublishedFile & { file: string }>(
      `select distinct on (file) file, sha256, fingerprint from epoch_files join epochs using (epoch)
       where epoch_files.kind = 'features' and state = 'published' order by file, epoch desc`,
    );
    const omissions = await this.database.query<{ omissions: Omission[] }>(
      `select omissions from epochs where omissions <> '[]' order by epoch desc limit ${TOLD_EPOCHS}`,
    );
    return {
      lastEpoch: last?.epoch ?? 0,
      hasCatalogue: catalogue!.exists,
      sequence: last?.sequence ?? null,
      schemaSequence: last?.schema_sequence ?? null,
      upTo: last?.up_to ?? null,
      dump: dump ?? null,
      hasRequestedLetters: requested!.exists,
      featureFiles: new Map(features.map(({ file, ...read }) => [file, read])),
      omissions: omissions.flatMap((epoch) => epoch.omissions),
      open: open === undefined ? null : await this.#withFiles(open),
    };
  }

  async streamId(): Promise<string | null> {
    const [state] = await this.database.query<{ id: string | null }>(
      "select stream_id::text as id from stage_state",
    );
    return state!.id;
  }

  isHeld(): Promise<boolean> {
    return areEpochsHeld(this.database);
  }

  async start(epoch: Epoch): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `insert into epochs (epoch, kind, sequence, source_sequence, schema_sequence, up_to, identity, state)
         values ($1, $2, $3, $4, $5, $6, $7, 'started') on conflict (epoch) do nothing`,
        [
          epoch.epoch,
          epoch.kind,
          epoch.sequence,
          epoch.sourceSequence,
          epoch.schemaSequence,
          epoch.upTo,
          epoch.identity,
        ],
      );
      await transaction.query(
        `insert into epoch_files (epoch, place, file, kind, packet, fingerprint)
         select $1, place, file, kind, packet, fingerprint
         from unnest($2::text[], $3::text[], $4::bigint[], $5::text[])
           with ordinality as files (file, kind, packet, fingerprint, place)
         on conflict (epoch, file) do nothing`,
        [
          epoch.epoch,
          epoch.files.map(({ name }) => name),
          epoch.files.map(({ kind }) => kind),
          epoch.files.map(({ name }) => packetNumber(name)),
          epoch.files.map(({ fingerprint }) => fingerprint ?? null),
        ],
      );
      if (epoch.kind === "replay") await takeRequestedLetters(transaction, epoch.epoch);
    });
  }

  async renumber(epoch: number, to: number): Promise<void> {
    const numbers = [epoch, to];
    await this.database.transaction(async (transaction) => {
      await transaction.query("update epochs set epoch = $2 where epoch = $1 and state = 'started'", numbers);
      await transaction.query("update dead_letters set epoch = $2 where epoch = $1", numbers);
      await transaction.query("update dead_letters set replay_epoch = $2 where replay_epoch = $1", numbers);
    });
  }

  async publish(
    epoch: number,
    { counts, hashes, sent, rejected, mixed, replay }: EpochContents,
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query(
        `update epochs set state = 'published', published_at = now(), transactions = $2, published = $3,
           no_ops = $4, unwatched = $5, rejected = $6, skipped = $7, sent = $8, omissions = $9::jsonb
         where epoch = $1`,
        [
          epoch,
          counts.transactions,
          counts.published,
          counts.noOps,
          counts.ignored,
          counts.deadLetters,
          counts.skipped,
          Object.fromEntries(sent),
          JSON.stringify(counts.omissions),
        ],
      );
      await transaction.query(
        `update epoch_files set sha256 = hashes.sha256
         from unnest($2::text[], $3::text[]) as hashes (file, sha256)
         where epoch_files.epoch = $1 and epoch_files.file = hashes.file`,
        [epoch, [...hashes.keys()], [...hashes.values()]],
      );
      await transaction.query(
        "update epoch_files set sha256 = '', fingerprint = null where epoch = $1 and file = any($2::text[]) and sha256 is not null",
        [epoch, mixed],
      );
      // A feature file that was removed before it was read may come again under its name.
      await transaction.query("delete from epoch_files where epoch = $1 and sha256 is null", [epoch]);
      await supersedeLetters(transaction, epoch, rejected);
      if (replay !== null) await settleLetters(transaction, replay);
    });
  }

  async keepOmittedFiles(files: readonly Omission[]): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query("delete from omitted_files");
      await transaction.query(
        `insert into omitted_files (file, code, reason)
         select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
        [files.map(({ file }) => file), files.map(({ code }) => code), files.map(({ example }) => example)],
      );
    });
  }

  applied(packets: readonly number[]): Promise<AppliedPacket[]> {
    return this.database.query<AppliedPacket>(
      `select distinct on (packet) packet, sha256, fingerprint, count(*) over (partition by packet) as applications
       from epoch_files join epochs using (epoch)
       where packet = any($1::bigint[]) and state = 'published' and sha256 is not null
         and epoch > (select coalesce(max(epoch), 0) from epochs where state = 'published' and kind = 'dump')
       order by packet, epoch desc`,
      [packets],
    );
  }

  async recordFingerprint(packet: number, fingerprint: string): Promise<void> {
    await this.database.query(
      `update epoch_files set fingerprint = $2
       where packet = $1 and epoch = (select max(epoch) from epoch_files where packet = $1 and sha256 is not null)`,
      [packet, fingerprint],
    );
  }

  async recordFeatureFingerprint(file: string, fingerprint: string): Promise<void> {
    await this.database.query(
      `update epoch_files set fingerprint = $2
       where file = $1 and epoch =
         (select max(epoch) from epoch_files where file = $1 and kind = 'features' and sha256 is not null)`,
      [file, fingerprint],
    );
  }

  fetchedPackets(): Promise<FetchedPacket[]> {
    return this.database.query<FetchedPacket>("select packet, file from spooled_packets order by packet");
  }

  async addFetched({ packet, file }: FetchedPacket): Promise<void> {
    await this.database.query(
      `insert into spooled_packets (packet, file) values ($1, $2)
       on conflict (packet) do update set file = excluded.file`,
      [packet, file],
    );
  }

  async removeFetched(packets: readonly number[]): Promise<void> {
    await this.database.query("delete from spooled_packets where packet = any($1::bigint[])", [packets]);
  }

  async #withFiles(stored: EpochRow): Promise<Epoch> {
    const { source_sequence: sourceSequence, schema_sequence: schemaSequence, up_to: upTo, ...row } = stored;
    const files = await this.database.query<EpochFile>(
      "select file as name, kind, fingerprint from epoch_files where epoch = $1 order by place, file",
      [row.epoch],
    );
    const known = files.map(({ fingerprint, ...file }) =>
      fingerprint === null ? file : { ...file, fingerprint },
    );
    return { ...row, sourceSequence, schemaSequence, upTo, files: known };
  }
}
