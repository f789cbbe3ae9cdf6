import {
  type AnyRowChange,
  type HighLevelDocument,
  type LowLevelFeatures,
  type Marker,
  type PopularitySignal,
  type TrackFeatures,
  topics,
} from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import { OnEpoch, OnRecords, type StreamRecord } from "@interlude/stage";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { FeaturesService } from "./features/features.service.js";
import type { MirrorTable } from "./mirror/mirror-table.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { NormalizationService } from "./normalization.service.js";

type Records<Value> = readonly StreamRecord<Value>[];

const MIRRORS_BY_TOPIC: ReadonlyMap<string, MirrorTable> = new Map(
  Object.values(mirrors).map((mirror) => [mirror.topic.name, mirror as MirrorTable]),
);
const MIRRORED_TOPICS = Object.values(mirrors).map(({ topic }) => topic);

/** Hands typed batches on, and completes epochs. */
@Controller()
export class NormalizationController {
  constructor(
    private readonly normalization: NormalizationService,
    private readonly features: FeaturesService,
    private readonly reporter: StatusReporter,
  ) {}

  /** One handler for all mirrored tables: they differ in nothing but the mirror. */
  @OnRecords(...MIRRORED_TOPICS)
  async stageRows(@Payload() records: Records<AnyRowChange>, @Ctx() context: PostgresContext): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    await this.normalization.stageRows(MIRRORS_BY_TOPIC.get(first.topic)!, records, context);
  }

  @OnRecords(topics.highLevelDocuments)
  stageDocuments(
    @Payload() records: Records<HighLevelDocument>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.features.stageDocuments(records, context);
  }

  @OnRecords(topics.popularitySignals)
  stagePopularity(
    @Payload() records: Records<PopularitySignal>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.features.stagePopularity(records, context);
  }

  @OnRecords(topics.lowLevelFeatures)
  stageLowLevel(
    @Payload() records: Records<LowLevelFeatures>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.features.stageLowLevel(records, context);
  }

  @OnRecords(topics.trackFeatures)
  stageTracks(@Payload() records: Records<TrackFeatures>, @Ctx() context: PostgresContext): Promise<void> {
    return this.features.stageTracks(records, context);
  }

  @OnEpoch()
  async completeEpoch(@Payload() marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    const totals = await this.normalization.completeEpoch(marker, context);
    this.reporter.setTotal("artists", totals.artists);
    this.reporter.setTotal("collaborations", totals.collaborations);
    this.reporter.setTotal("tracks", totals.tracks);
    this.reporter.setTotal("credits too large to pair", totals.oversizedCredits);
  }
}
