import { NotFoundController, securityHeaders } from "@interlude/infra-http/api";
import { type MiddlewareConsumer, Module, type NestModule } from "@nestjs/common";
import { ArtistsController } from "./artists/artists.controller.js";
import { ArtistsRepository } from "./artists/artists.repository.js";
import { EdgesRepository } from "./artists/edges.repository.js";
import { GraphService } from "./artists/graph.service.js";
import { NeighbourhoodRepository } from "./artists/neighbourhood.repository.js";
import { CandidatesController } from "./candidates/candidates.controller.js";
import { CandidatesService } from "./candidates/candidates.service.js";
import { CandidatePagesRepository } from "./candidates/candidate-pages.repository.js";
import { CandidatesRepository } from "./candidates/candidates.repository.js";
import { EpochsService } from "./epochs/epochs.service.js";
import { EpochsRepository } from "./epochs/epochs.repository.js";
import { OverviewController } from "./epochs/overview.controller.js";
import { TotalsRepository } from "./epochs/totals.repository.js";
import { ChangeFeed } from "./feed/change-feed.service.js";
import { FeedbackController } from "./feedback/feedback.controller.js";
import { FeedbackRepository } from "./feedback/feedback.repository.js";
import { FeedbackService } from "./feedback/feedback.service.js";
import { FeedRepository } from "./feed/feed.repository.js";
import { StreamController } from "./feed/stream.controller.js";
import { IngestionStatusService } from "./ingestion/ingestion-status.service.js";
import { IngestionStatusRepository } from "./ingestion/ingestion-status.repository.js";
import { PageController } from "./page/page.controller.js";
import { ConsoleController } from "./console.controller.js";
import { SyntheticTracksService } from "./tracks/synthetic-tracks.service.js";
import { SyntheticTracksRepository } from "./tracks/synthetic-tracks.repository.js";

/** The read model, the API over it, and the page. */
@Module({
  controllers: [
    ConsoleController,
    CandidatesController,
    ArtistsController,
    FeedbackController,
    OverviewController,
    StreamController,
    PageController,
    NotFoundController,
  ],
  providers: [
    ArtistsRepository,
    CandidatePagesRepository,
    CandidatesRepository,
    CandidatesService,
    ChangeFeed,
    EdgesRepository,
    EpochsRepository,
    EpochsService,
    FeedRepository,
    FeedbackRepository,
    FeedbackService,
    GraphService,
    IngestionStatusRepository,
    IngestionStatusService,
    NeighbourhoodRepository,
    SyntheticTracksRepository,
    SyntheticTracksService,
    TotalsRepository,
  ],
})
export class ConsoleModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(securityHeaders).forRoutes("{*path}");
  }
}
