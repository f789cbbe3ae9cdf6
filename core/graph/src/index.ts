export { AdjacencyIndex, type EdgeChange } from "./adjacency-index.js";
export { dirtyArtists } from "./dirty.js";
export { EMBEDDING_DIMENSION, type EmbeddingRows } from "./embedding-rows.js";
export { Embedding } from "./embedding.js";
export { type ArtistStructure, GraphStructure } from "./graph-structure.js";
export { GraphError, type GraphErrorCode } from "./errors.js";
export { MbidTable } from "./mbid-table.js";
export { type GeneratedCollaborations, generateCollaborations } from "./generated-collaborations.js";
export { numberedMbid } from "./numbered-mbid.js";
export { CollaborationGraph, type GraphChange, type Placements } from "./collaboration-graph.js";
export type { GraphState } from "./snapshot-format.js";
export { type RestoredGraph, readSnapshot } from "./snapshot-reader.js";
export { writeSnapshot } from "./snapshot-writer.js";
export type { Communities } from "./stable-communities.js";
export { findCommunities } from "./communities.js";
export { modularity } from "./modularity.js";
export {
  type NeighbourLists,
  type SharedGraph,
  SharedLists,
  shareGraph,
  slicedShareGraph,
} from "./shared-graph.js";
export { stableCommunityIds } from "./stable-communities.js";
export { type ArtistAttributes, attributeSums, attributeVector } from "./attribute-vector.js";
export { type EgoArtist, type EgoEdge, type EgoNetwork, type EgoOptions, egoNetwork } from "./ego-network.js";
export { type NearArtist, type NearestOptions, mergeNearest, nearestArtists } from "./nearest-artists.js";
export { type PathStep, shortestPath } from "./shortest-path.js";
export {
  type EmbeddingWork,
  type WidenedChunk,
  doEmbeddingWork,
  prepareEmbedding,
} from "./shared-embedding.js";
export { type Sliced, atOnce } from "./slices.js";
export type { SumRows } from "./sum-rows.js";
export { coreDecomposition } from "./core-decomposition.js";
