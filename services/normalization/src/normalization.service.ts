import type { AnyRowChange, HighLevelDocument, Marker, PopularitySignal } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/infra-streaming";
import { Injectable } from "@nestjs/common";
import { DerivationService } from "./derivation/derivation.service.js";
import { type DerivedTotals, DerivationStateRepository } from "./derivation/derivation-state.repository.js";
import { DirtyRepository } from "./dirty/dirty.repository.js";
import type { Mark } from "./dirty/mark.js";
import { SPOTIFY, signalProblem } from "./inputs/popularity.js";
import { PopularityRepository, type ReceivedSignal } from "./inputs/popularity.repository.js";
import { readDocument } from "./inputs/recording-features.js";
import {
  type ReceivedDocument,
  RecordingFeaturesRepository,
} from "./inputs/recording-features.repository.js";
import { MirrorRepository } from "./mirror/mirror.repository.js";
import type { MirrorTable } from "./mirror/mirror-table.js";
import { type MirroredRow, newestByKey, readChange } from "./mirror/mirrored-row.js";
import { PublicationService } from "./publication.service.js";

/** What the service says of itself after an epoch. */
export interface NormalizationTotals extends DerivedTotals {
  /** Credits that name too many artists to make pairs. */
  readonly oversizedCredits: number;
}

/** Writes down what arrives and marks what it touches; derives and publishes when the epoch is complete. */
@Injectable()
export class NormalizationService {
  constructor(
    private readonly mirrors: MirrorRepository,
    private readonly features: RecordingFeaturesRepository,
    private readonly popularity: PopularityRepository,
    private readonly dirty: DirtyRepository,
    private readonly state: DerivationStateRepository,
    private readonly derivation: DerivationService,
    private readonly publication: PublicationService,
  ) {}

  async receiveRows<Change extends AnyRowChange>(
    mirror: MirrorTable<Change>,
    records: readonly StreamRecord<Change>[],
    context: PostgresContext,
  ): Promise<void> {
    const rows: MirroredRow[] = [];
    for (const record of records) {
      const change = readChange(mirror, record.value);
      if ("code" in change) context.reject(record, change.code, change.reason);
      else rows.push(...change.rows);
    }
    const untouched = await this.state.untouched(context.transaction);
    await this.mirrors.write(context.transaction, mirror, newestByKey(mirror, rows), untouched);
  }

  async receiveDocuments(
    records: readonly StreamRecord<HighLevelDocument>[],
    context: PostgresContext,
  ): Promise<void> {
    const received: ReceivedDocument[] = [];
    for (const record of records) {
      const { value: document, epoch } = record;
      const read = document === null ? { problem: "no document" } : readDocument(document);
      if ("problem" in read) context.reject(record, "DOCUMENT_INVALID", read.problem);
      else received.push({ document: document!, classes: read.classes, epoch });
    }
    await this.features.write(context.transaction, received);
    const marks = received.map(({ document }): Mark => ({ kind: "features", key: document.recording }));
    await this.#mark(context, marks, await this.state.untouched(context.transaction));
  }

  async receivePopularity(
    records: readonly StreamRecord<PopularitySignal>[],
    context: PostgresContext,
  ): Promise<void> {
    const received: ReceivedSignal[] = [];
    for (const record of records) {
      const problem = record.value === null ? "no signal" : signalProblem(record.value);
      if (problem !== null) context.reject(record, "SIGNAL_INVALID", problem);
      else received.push({ signal: record.value!, epoch: record.epoch });
    }
    await this.popularity.write(context.transaction, received);
    const marks = received
      .filter(({ signal }) => signal.provider === SPOTIFY && signal.entity === "artist")
      .map(({ signal }): Mark => ({ kind: "identity", key: signal.id }));
    await this.#mark(context, marks, await this.state.untouched(context.transaction));
  }

  /**
   * Derives and publishes everything that the epoch caused. A dump says all there is: after one that came over an
   * existing catalogue, rows that it does not have are gone.
   */
  async completeEpoch(marker: Marker, context: PostgresContext): Promise<NormalizationTotals> {
    if (marker.kind === "dump" && !(await this.state.untouched(context.transaction))) {
      await this.mirrors.deleteBefore(context.transaction, marker.sequence);
    }
    const totals = await this.derivation.derive(context.transaction, marker.epoch);
    await this.publication.publish(context);
    return { ...totals, oversizedCredits: await this.state.oversizedCredits(context.transaction) };
  }

  /** The first derivation takes everything, marked or not. */
  async #mark(context: PostgresContext, marks: readonly Mark[], untouched: boolean): Promise<void> {
    if (!untouched) await this.dirty.mark(context.transaction, marks);
  }
}
