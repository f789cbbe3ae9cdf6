export {
  ACOUSTIC_MODELS,
  type AcousticModel,
  type ClassProbabilities,
  checkClassProbabilities,
} from "./acoustic-models.js";
export { assembleTrackModel } from "./assemble-model.js";
export type { Clusters } from "./clusters.js";
export {
  type ArtistContext,
  type ConditioningFeatures,
  conditionOf,
  conditioningFeaturesOf,
} from "./condition.js";
export { type ConditionalDecoder, type DecoderLayer, decodeMean } from "./conditional-decoder.js";
export { activeUnits } from "./measures/active-units.js";
export {
  type ArtistFidelity,
  type FidelityQuestion,
  artistAuc,
  artistFidelity,
} from "./measures/artist-fidelity.js";
export {
  type CategorisedRows,
  type CategoryCoherence,
  categoryCoherence,
} from "./measures/category-coherence.js";
export { type ConditionCorrelation, conditionCorrelation } from "./measures/condition-correlation.js";
export {
  type ResponseCount,
  categoryResponse,
  conditionResponse,
  numericResponse,
} from "./measures/condition-response.js";
export { type CorrelationLikeness, correlationSimilarity } from "./measures/correlation-similarity.js";
export {
  type Demand,
  GATES,
  type GateMeasure,
  type GateReport,
  type MeasureGate,
  demandInWords,
  judge,
} from "./measures/gates.js";
export { type MarginalLikeness, type MarginalsLikeness, ksComplements } from "./measures/ks-complement.js";
export { type Measured, measured, notComputable } from "./measures/measured.js";
export { type Memorising, memorising } from "./measures/memorising.js";
export { rowsOutOfBounds } from "./measures/out-of-bounds.js";
export { rankSpace } from "./measures/rank-space.js";
export { rocAuc } from "./measures/roc-auc.js";
export { type TwoSampleOptions, twoSampleAuc } from "./measures/two-sample-test.js";
export { type VarianceRatios, varianceRatios } from "./measures/variance-ratio.js";
export {
  BOOSTING,
  type BoostedTrees,
  type BoostingOptions,
  boostedClasses,
  boostedScores,
  fitBoostedTrees,
} from "./trees/boosted-trees.js";
export { TracksError } from "./errors.js";
export { nameTrackVector } from "./feature-space.js";
export {
  ACOUSTIC_CLASSES,
  MILLION,
  fromPartsPerMillion,
  toPartsPerMillion,
} from "./fixed-point-probabilities.js";
export { generateTrack } from "./generate.js";
export { type TrackModel, parseTrackModel, serializeTrackModel } from "./model.js";
export type { CatalogueFeatures } from "./profiles/catalogue-features.js";
export {
  NO_TRACKS,
  PROFILE_BLOCKS,
  PROFILE_UNITS,
  type ProfileMeans,
  type ProfileSums,
  addSums,
  meansOf,
  sumsOfTrack,
} from "./profiles/profile-sums.js";
export { type Random, keyedRandom, shuffledIndices } from "./random.js";
export { type SampledTrack, sameTrack, sampleTracks } from "./sample-tracks.js";
export { type TrackRows, type TrainingTrack, prepareTrainingSet } from "./training-set.js";
export type {
  ConditionDeclaration,
  ConditionRow,
  FittedCategory,
  FittedConditions,
  FittedNumber,
} from "./conditions/conditions.js";
export {
  categoryOf,
  encodeConditions,
  encodeTrainingConditions,
  groupNames,
  numbersOf,
} from "./conditions/encode-conditions.js";
export { type Movement, movedBeyond, movementOf } from "./conditions/movement.js";
export { failedRowChecks } from "./table/failed-row-checks.js";
export { type ArtistStanding, hasMoved } from "./tracks/artist-movement.js";
export { genreLabel } from "./tracks/artist-profile.js";
export { type DecodedTrack, decodeTrack } from "./tracks/decode-track.js";
export { CONDITION_CATALOGUE } from "./tracks/condition-catalogue.js";
export { GENRE_COMPONENTS, GENRE_MODELS, genreOf } from "./tracks/genre-components.js";
export { TRACK_COLUMNS, type TrackColumn } from "./tracks/track-columns.js";
export { type GenreShare, genreMix } from "./tracks/genre-names.js";
export { type NearRow, nearestRows } from "./tracks/nearest-rows.js";
export {
  type ArtistKnowledge,
  type PairConditions,
  type PairProximity,
  fitPairConditions,
  pairConditionDeclarations,
  pairConditionRow,
  yearOfPair,
} from "./tracks/pair-conditions.js";
export { type PairNeighbourhood, coarseProximity } from "./tracks/pair-proximity.js";
export {
  TRACK_SPACE_VERSION,
  type TrackSpace,
  fitTrackSpace,
  namedRow,
  trackTable,
} from "./tracks/track-space.js";
export { type ConditionOptions, fitConditions } from "./conditions/fit-conditions.js";
export {
  type FittedCoordinate,
  type FittedSpace,
  fitSpace,
  notesOfFit,
  scoresOf,
  tableOf,
} from "./table/fitted-space.js";
export { type InferredSpace, inferTableSpace } from "./table/infer-table-space.js";
export { checkTableSpace, parseTableSpace } from "./table/parse-table-space.js";
export {
  type ColumnDeclaration,
  type ColumnKind,
  type TableSpace,
  shareBlocks,
} from "./table/table-space.js";
export * from "./network/index.js";
export type {
  CopulaSampler,
  GeneratorKind,
  GeneratorParts,
  TrackGenerator,
  VaeSampler,
} from "./generator/generator.js";
export type { CategoryCopulas } from "./copula/category-copulas.js";
export type { LatentMixtures } from "./latent/latent-mixtures.js";
export type { GenerationModel } from "./generator/generation-model.js";
export {
  type NetworkWithPosterior,
  type VaeTrainingRows,
  assembleVaeGenerator,
} from "./generator/assemble-vae-generator.js";
export { fitCopulaGenerator } from "./generator/fit-copula-generator.js";
export { generateRows } from "./generator/generate-rows.js";
export { parseGenerator, serializeGenerator } from "./generator/serialize-generator.js";
export {
  type ConditionedTable,
  type PreparedTable,
  type TrainingSplit,
  prepareTable,
  splitByKey,
  trainGenerator,
} from "./generator/train-generator.js";
export { type CsvCells, type LeftOutRow, readCsvCells } from "./evaluate/csv-cells.js";
export type { SyntheticRows } from "./evaluate/evaluate-seed.js";
export {
  type TrackEvaluation,
  type TrackEvaluationHooks,
  type TrackEvaluationOptions,
  evaluateTracks,
} from "./evaluate/evaluate-tracks.js";
export { GATE_COLUMNS, evaluationTable, gateRows } from "./evaluate/figure-rows.js";
export { trackHtmlReport } from "./evaluate/html-report.js";
export { type TableColumns, type TrackTable, trackTableOf } from "./evaluate/track-table.js";
export { parseGenerationModel, serializeGenerationModel } from "./generator/generation-model-bytes.js";
