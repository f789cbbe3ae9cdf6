import {
  type ArtistChange,
  type ArtistCreditChange,
  type ArtistCreditGidRedirectChange,
  type ArtistCreditNameChange,
  type ArtistGidRedirectChange,
  type ArtistTypeChange,
  type HighLevelDocument,
  type LArtistUrlChange,
  type LinkChange,
  type LinkTypeChange,
  type LowLevelFeatures,
  type Marker,
  type PopularitySignal,
  type RecordingChange,
  type RecordingGidRedirectChange,
  type TrackFeatures,
  type UrlChange,
  topics,
} from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusBoard } from "@interlude/infra-service";
import { OnEpoch, OnRecords, type StreamRecord } from "@interlude/infra-streaming";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { FeaturesService } from "./inputs/features.service.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { NormalizationService } from "./normalization.service.js";

type Records<Value> = readonly StreamRecord<Value>[];

/** One handler a topic; each hands its typed batch on. */
@Controller()
export class NormalizationController {
  constructor(
    private readonly normalization: NormalizationService,
    private readonly features: FeaturesService,
    private readonly board: StatusBoard,
  ) {}

  @OnRecords(topics.artistRows)
  artists(@Payload() records: Records<ArtistChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.artists, records, context);
  }

  @OnRecords(topics.artistTypeRows)
  artistTypes(@Payload() records: Records<ArtistTypeChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.artistTypes, records, context);
  }

  @OnRecords(topics.artistCreditRows)
  credits(@Payload() records: Records<ArtistCreditChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.artistCredits, records, context);
  }

  @OnRecords(topics.artistCreditNameRows)
  creditNames(
    @Payload() records: Records<ArtistCreditNameChange>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.normalization.receiveRows(mirrors.artistCreditNames, records, context);
  }

  @OnRecords(topics.recordingRows)
  recordings(@Payload() records: Records<RecordingChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.recordings, records, context);
  }

  @OnRecords(topics.artistGidRedirectRows)
  artistRedirects(
    @Payload() records: Records<ArtistGidRedirectChange>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.normalization.receiveRows(mirrors.artistRedirects, records, context);
  }

  @OnRecords(topics.recordingGidRedirectRows)
  recordingRedirects(
    @Payload() records: Records<RecordingGidRedirectChange>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.normalization.receiveRows(mirrors.recordingRedirects, records, context);
  }

  @OnRecords(topics.artistCreditGidRedirectRows)
  creditRedirects(
    @Payload() records: Records<ArtistCreditGidRedirectChange>,
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.normalization.receiveRows(mirrors.artistCreditRedirects, records, context);
  }

  @OnRecords(topics.urlRows)
  urls(@Payload() records: Records<UrlChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.urls, records, context);
  }

  @OnRecords(topics.linkRows)
  links(@Payload() records: Records<LinkChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.links, records, context);
  }

  @OnRecords(topics.linkTypeRows)
  linkTypes(@Payload() records: Records<LinkTypeChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.linkTypes, records, context);
  }

  @OnRecords(topics.artistUrlRows)
  artistUrls(@Payload() records: Records<LArtistUrlChange>, @Ctx() context: PostgresContext): Promise<void> {
    return this.normalization.receiveRows(mirrors.artistUrls, records, context);
  }

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
    this.board.total("artists", totals.artists);
    this.board.total("collaborations", totals.collaborations);
    this.board.total("tracks", totals.tracks);
    this.board.total("credits too large to pair", totals.oversizedCredits);
  }
}
