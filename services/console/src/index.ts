export { definition } from "./definition.js";
export type { ArtistDetail } from "./artists/artists.controller.js";
export type { Neighbourhood } from "./artists/neighbourhood.repository.js";
export type { CandidateItem } from "./candidates/candidate-changes.js";
export type { CandidateDetail } from "./candidates/candidates.controller.js";
export type { CandidatePage } from "./candidates/candidate-pages.repository.js";
export type { EpochSummary } from "./epochs/epoch-counts.js";
export type { IngestionState } from "./ingestion/ingestion-state.js";
export type { Overview } from "./epochs/overview.controller.js";
