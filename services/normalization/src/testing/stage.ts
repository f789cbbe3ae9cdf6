import type {
  AnyRowChange,
  HighLevelDocument,
  LowLevelFeatures,
  Marker,
  PopularitySignal,
  TrackFeatures,
} from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import type { NormalizationSettings } from "../settings.js";
import { DirtyRepository } from "../dirty/dirty.repository.js";
import { FeaturesService } from "../features/features.service.js";
import { LowLevelFeaturesRepository } from "../features/low-level-features.repository.js";
import { PopularityRepository } from "../features/popularity.repository.js";
import { RecordingFeaturesRepository } from "../features/recording-features.repository.js";
import { TrackFeaturesRepository } from "../features/track-features.repository.js";
import type { MirrorTable } from "../mirror/mirror-table.js";
import { mirrors } from "../mirror/mirror-tables.js";
import type { NormalizationService } from "../normalization.service.js";
import { createNormalization } from "./normalization.js";
import { type Publication, Subscriber } from "./subscriber.js";

/** Something that ingestion sends. */
export type Sent =
  | { readonly mirror: keyof typeof mirrors; readonly change: AnyRowChange | null }
  | { readonly document: HighLevelDocument }
  | { readonly signal: PopularitySignal }
  | { readonly lowLevel: LowLevelFeatures }
  | { readonly track: TrackFeatures };

const DEFAULT: NormalizationSettings = { relationshipEdges: false };

/** The normalization stage on a real database, driven by hand: deliver in any batches, then complete the epoch. */
export class TestStage {
  subscriber = new Subscriber();
  #service: NormalizationService;
  #settings = DEFAULT;
  readonly #features = new FeaturesService(
    new RecordingFeaturesRepository(),
    new PopularityRepository(),
    new LowLevelFeaturesRepository(),
    new TrackFeaturesRepository(),
    new DirtyRepository(),
  );
  #epoch = 0;

  constructor(readonly database: Database) {
    this.#service = createNormalization(DEFAULT);
  }

  get settings(): NormalizationSettings {
    return this.#settings;
  }

  /** Goes on as a process with other settings would. */
  restart(settings: NormalizationSettings): void {
    this.#settings = settings;
    this.#service = createNormalization(settings);
  }

  /** Empties every table of the service but what migrations put there, and clears what was published. */
  async reset(): Promise<void> {
    const tables = await this.database.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = current_schema() and tablename !~ '^migrations|^stage|^acoustic_dimensions'",
    );
    const names = tables.map(({ name }) => name);
    const leftovers = names.filter((name) => /_loading$|_retired_/.test(name));
    if (leftovers.length > 0) await this.database.query(`drop table ${leftovers.join(", ")}`);
    const kept = names.filter((name) => !leftovers.includes(name));
    // Of tables this small, thirty times as fast as truncating them.
    await this.database.query(kept.map((name) => `delete from ${name}`).join("; "));
    this.subscriber = new Subscriber();
    this.#epoch = 0;
  }

  /** Hands over one batch in a transaction of its own. */
  async deliver(batch: readonly Sent[]): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const context = this.subscriber.context(transaction);
      for (const [name, mirror] of Object.entries(mirrors)) {
        const changes = batch.flatMap((sent) =>
          "mirror" in sent && sent.mirror === name ? [sent.change] : [],
        );
        if (changes.length === 0) continue;
        await this.#service.stageRows(mirror as MirrorTable, this.#records(changes), context);
      }
      const documents = batch.flatMap((sent) => ("document" in sent ? [sent.document] : []));
      if (documents.length > 0) await this.#features.stageDocuments(this.#records(documents), context);
      const signals = batch.flatMap((sent) => ("signal" in sent ? [sent.signal] : []));
      if (signals.length > 0) await this.#features.stagePopularity(this.#records(signals), context);
      const lowLevel = batch.flatMap((sent) => ("lowLevel" in sent ? [sent.lowLevel] : []));
      if (lowLevel.length > 0) await this.#features.stageLowLevel(this.#records(lowLevel), context);
      const tracks = batch.flatMap((sent) => ("track" in sent ? [sent.track] : []));
      if (tracks.length > 0) await this.#features.stageTracks(this.#records(tracks), context);
    });
  }

  /** Completes the open epoch, a packet unless told that it was a dump; returns what it published. */
  async complete(dump?: { readonly sequence: number }): Promise<Publication[]> {
    this.#epoch += 1;
    const kind = dump === undefined ? "packet" : "dump";
    const sequence = dump?.sequence ?? this.#epoch;
    const marker: Marker = { epoch: this.#epoch, sequence, kind, producedBy: "ingestion", ts: 0 };
    await this.database.transaction((transaction) =>
      this.#service.completeEpoch(marker, this.subscriber.context(transaction)),
    );
    return this.subscriber.committed();
  }

  #records<Value>(values: readonly (Value | null)[]): StreamRecord<Value>[] {
    return values.map((value, index) => ({
      key: `record ${index}`,
      value,
      headers: {},
      epoch: this.#epoch + 1,
      topic: "test",
      partition: 0,
      offset: BigInt(index),
    }));
  }
}
