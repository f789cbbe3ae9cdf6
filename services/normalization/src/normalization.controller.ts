import {
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
import { FeaturesService } from "./inputs/features.service.js";
import { NormalizationService } from "./normalization.service.js";

type Records<Value> = readonly StreamRecord<Value>[];

/** One handler a topic of features; each hands its typed batch on. And what is to be done at an epoch's end. */
@Controller()
export class NormalizationController {
  constructor(
    private readonly normalization: NormalizationService,
    private readonly features: FeaturesService,
    private readonly reporter: StatusReporter,
  ) {}

  @OnRecords(topics.highLevelDocuments)
  documents(@Payload() records: Records<HighLevelDocument>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveDocuments(records, context);
  }

  @OnRecords(topics.popularitySignals)
  popularity(@Payload() records: Records<PopularitySignal>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receivePopularity(records, context);
  }

  @OnRecords(topics.lowLevelFeatures)
  lowLevel(@Payload() records: Records<LowLevelFeatures>, @Ctx() context: PostgresContext): Promise<void> {
    return this.features.receiveLowLevel(records, context);
  }

  @OnRecords(topics.trackFeatures)
  tracks(@Payload() records: Records<TrackFeatures>, @Ctx() context: PostgresContext): Promise<void> {
    return this.features.receiveTracks(records, context);
  }

  @OnEpoch()
  async epoch(@Payload() marker: Marker, @Ctx() context: PostgresContext): Promise<void> {
    const totals = await this.normalization.completeEpoch(marker, context);
    this.reporter.setTotal("artists", totals.artists);
    this.reporter.setTotal("collaborations", totals.collaborations);
    this.reporter.setTotal("tracks", totals.tracks);
    this.reporter.setTotal("credits too large to pair", totals.oversizedCredits);
  }
}
