import {
  type HighLevelDocument,
  type LowLevelFeatures,
  type PopularitySignal,
  SOURCE_EPOCH_HEADER,
  type TrackFeatures,
} from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { DirtyRepository } from "../dirty/dirty.repository.js";
import type { Mark } from "../dirty/mark.js";
import { lowLevelProblem, readDocument, signalProblem, trackFeaturesProblem } from "./feature-checks.js";
import { LowLevelFeaturesRepository } from "./low-level-features.repository.js";
import { PopularityRepository, SPOTIFY } from "./popularity.repository.js";
import { type ReceivedDocument, RecordingFeaturesRepository } from "./recording-features.repository.js";
import { TrackFeaturesRepository } from "./track-features.repository.js";

/** Stores what does not come from MusicBrainz, features and popularity, and marks what is derived from it. */
@Injectable()
export class FeaturesService {
  constructor(
    private readonly documents: RecordingFeaturesRepository,
    private readonly popularity: PopularityRepository,
    private readonly lowLevel: LowLevelFeaturesRepository,
    private readonly tracks: TrackFeaturesRepository,
    private readonly dirty: DirtyRepository,
  ) {}

  async stageDocuments(
    records: readonly StreamRecord<HighLevelDocument>[],
    context: PostgresContext,
  ): Promise<void> {
    const received: ReceivedDocument[] = [];
    for (const record of records) {
      const { value: document } = record;
      const read = document === null ? { problem: "no document" } : readDocument(document);
      if ("problem" in read) context.reject(record, "DOCUMENT_INVALID", read.problem);
      else received.push({ document: document!, classes: read.classes, epoch: sourceEpoch(record) });
    }
    await this.documents.write(context.transaction, received);
    await this.#markFeatures(
      received.map(({ document }) => document),
      context,
    );
  }

  async stagePopularity(
    records: readonly StreamRecord<PopularitySignal>[],
    context: PostgresContext,
  ): Promise<void> {
    const check = { code: "SIGNAL_INVALID", missing: "no signal", problemOf: signalProblem };
    const received = validRecords(records, check, context).map(({ value, epoch }) => ({
      signal: value,
      epoch,
    }));
    await this.popularity.write(context.transaction, received);
    const marks = received
      .filter(({ signal }) => signal.provider === SPOTIFY && signal.entity === "artist")
      .map(({ signal }): Mark => ({ kind: "identity", key: signal.id }));
    await this.dirty.mark(context.transaction, marks);
  }

  async stageLowLevel(
    records: readonly StreamRecord<LowLevelFeatures>[],
    context: PostgresContext,
  ): Promise<void> {
    const check = { ...FEATURES_CHECK, problemOf: lowLevelProblem };
    const received = validRecords(records, check, context).map(({ value, epoch }) => ({
      features: value,
      epoch,
    }));
    await this.lowLevel.write(context.transaction, received);
    await this.#markFeatures(
      received.map(({ features }) => features),
      context,
    );
  }

  /** Nothing is derived from these yet, so nothing is marked. */
  async stageTracks(
    records: readonly StreamRecord<TrackFeatures>[],
    context: PostgresContext,
  ): Promise<void> {
    const check = { ...FEATURES_CHECK, problemOf: trackFeaturesProblem };
    const received = validRecords(records, check, context).map(({ value, epoch }) => ({
      features: value,
      epoch,
    }));
    if (received.length > 0) await this.tracks.write(context.transaction, received);
  }

  #markFeatures(
    features: readonly { readonly recording: string }[],
    { transaction }: PostgresContext,
  ): Promise<void> {
    const marks = features.map(({ recording }): Mark => ({ kind: "features", key: recording }));
    return this.dirty.mark(transaction, marks);
  }
}

const FEATURES_CHECK = { code: "FEATURES_INVALID", missing: "no features" } as const;

/** How values of a topic are checked. */
interface ValueCheck<Value> {
  readonly code: string;
  /** The reason if a record has no value. */
  readonly missing: string;
  /** Why a value cannot be stored, or null if it can. */
  readonly problemOf: (value: Value) => string | null;
}

/** The epoch that a record's input came in; a dead letter that ingestion reads again is as old as it was. */
function sourceEpoch({ headers, epoch }: Pick<StreamRecord<unknown>, "headers" | "epoch">): number {
  const source = headers[SOURCE_EPOCH_HEADER];
  return source === undefined ? epoch : Number(source);
}

/** The values that can be stored; records of others become dead letters. */
function validRecords<Value>(
  records: readonly StreamRecord<Value>[],
  { code, missing, problemOf }: ValueCheck<Value>,
  context: PostgresContext,
): { readonly value: Value; readonly epoch: number }[] {
  const valid: { value: Value; epoch: number }[] = [];
  for (const record of records) {
    const problem = record.value === null ? missing : problemOf(record.value);
    if (problem !== null) context.reject(record, code, problem);
    else valid.push({ value: record.value!, epoch: sourceEpoch(record) });
  }
  return valid;
}
