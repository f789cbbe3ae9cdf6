import type { LowLevelFeatures, TrackFeatures } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { DirtyRepository } from "../dirty/dirty.repository.js";
import type { Mark } from "../dirty/mark.js";
import { lowLevelProblem } from "./low-level-features.js";
import { LowLevelFeaturesRepository } from "./low-level-features.repository.js";
import { trackFeaturesProblem } from "./track-features.js";
import { TrackFeaturesRepository } from "./track-features.repository.js";

/** Writes down low-level features, which tracks take theirs from, and features that nothing is derived from yet. */
@Injectable()
export class FeaturesService {
  constructor(
    private readonly lowLevel: LowLevelFeaturesRepository,
    private readonly tracks: TrackFeaturesRepository,
    private readonly dirty: DirtyRepository,
  ) {}

  async receiveLowLevel(
    records: readonly StreamRecord<LowLevelFeatures>[],
    context: PostgresContext,
  ): Promise<void> {
    const received = sound(records, lowLevelProblem, context);
    await this.lowLevel.write(context.transaction, received);
    const marks = received.map(({ features }): Mark => ({ kind: "features", key: features.recording }));
    await this.dirty.mark(context.transaction, marks);
  }

  async receiveTracks(
    records: readonly StreamRecord<TrackFeatures>[],
    context: PostgresContext,
  ): Promise<void> {
    const received = sound(records, trackFeaturesProblem, context);
    if (received.length > 0) await this.tracks.write(context.transaction, received);
  }
}

/** What can be kept; what cannot is set aside. */
function sound<Features>(
  records: readonly StreamRecord<Features>[],
  problemOf: (features: Features) => string | null,
  context: PostgresContext,
): { features: Features; epoch: number }[] {
  const kept: { features: Features; epoch: number }[] = [];
  for (const record of records) {
    const problem = record.value === null ? "no features" : problemOf(record.value);
    if (problem !== null) context.reject(record, "FEATURES_INVALID", problem);
    else kept.push({ features: record.value!, epoch: record.epoch });
  }
  return kept;
}
