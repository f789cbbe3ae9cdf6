import { NotFoundController, securityHeaders } from "@interlude/infra-http/api";
import { type MiddlewareConsumer, Module, type NestModule } from "@nestjs/common";
import { ArtistsController } from "./artists/artists.controller.js";
import { ArtistsReader } from "./artists/artists.reader.js";
import { ArtistsStore } from "./artists/artists.store.js";
import { EdgesStore } from "./artists/edges.store.js";
import { GraphProjection } from "./artists/graph.projection.js";
import { NeighbourhoodReader } from "./artists/neighbourhood.reader.js";
import { CandidatesController } from "./candidates/candidates.controller.js";
import { CandidatesProjection } from "./candidates/candidates.projection.js";
import { CandidatesReader } from "./candidates/candidates.reader.js";
import { CandidatesStore } from "./candidates/candidates.store.js";
import { EpochsProjection } from "./epochs/epochs.projection.js";
import { EpochsStore } from "./epochs/epochs.store.js";
import { OverviewController } from "./epochs/overview.controller.js";
import { TotalsStore } from "./epochs/totals.store.js";
import { ChangeFeed } from "./feed/change-feed.service.js";
import { FeedStore } from "./feed/feed.store.js";
import { StreamController } from "./feed/stream.controller.js";
import { IngestionStatusProjection } from "./ingestion/ingestion-status.projection.js";
import { IngestionStatusStore } from "./ingestion/ingestion-status.store.js";
import { PageController } from "./page/page.controller.js";
import { ReadModelController } from "./read-model.controller.js";
import { SyntheticTracksProjection } from "./tracks/synthetic-tracks.projection.js";
import { SyntheticTracksStore } from "./tracks/synthetic-tracks.store.js";

/** The read model, the API over it, and the page. */
@Module({
  controllers: [
    ReadModelController,
    CandidatesController,
    ArtistsController,
    OverviewController,
    StreamController,
    PageController,
    NotFoundController,
  ],
  providers: [
    ArtistsReader,
    ArtistsStore,
    CandidatesProjection,
    CandidatesReader,
    CandidatesStore,
    ChangeFeed,
    EdgesStore,
    EpochsProjection,
    EpochsStore,
    FeedStore,
    GraphProjection,
    IngestionStatusProjection,
    IngestionStatusStore,
    NeighbourhoodReader,
    SyntheticTracksProjection,
    SyntheticTracksStore,
    TotalsStore,
  ],
})
export class ConsoleModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(securityHeaders).forRoutes("{*path}");
  }
}
