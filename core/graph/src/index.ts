export { GraphError } from "./errors.js";
export type { CooperativeTask } from "./cooperative-task.js";
export { CollaborationGraph, type GraphChange, type VertexAssignments } from "./collaboration-graph.js";
export { dirtyArtists } from "./dirty-artists.js";
export { AdjacencyIndex } from "./adjacency/adjacency-index.js";
export { OpenLists, type SharedAdjacency } from "./adjacency/open-lists.js";
export {
  type NeighbourLists,
  type SharedGraph,
  SharedLists,
  shareGraph,
  shareGraphTask,
} from "./adjacency/shared-graph.js";
export { type ArtistAttributes, attributeVector } from "./embedding/attribute-vector.js";
export { EMBEDDING_DIMENSION, type EmbeddingRows } from "./embedding/embedding-rows.js";
export { Embedding } from "./embedding/embedding.js";
export {
  type EmbeddingWork,
  type WidenedChunk,
  doEmbeddingWork,
  prepareEmbedding,
} from "./embedding/parallel-embedding.js";
export { coreDecomposition } from "./structure/core-decomposition.js";
export { GraphStructure } from "./structure/graph-structure.js";
export { findCommunities } from "./communities/find-communities.js";
export { modularity } from "./communities/modularity.js";
export { type Communities, stableCommunityIds } from "./communities/stable-communities.js";
export { readSnapshot } from "./snapshot/snapshot-reader.js";
export { writeSnapshot } from "./snapshot/snapshot-writer.js";
export { egoNetwork } from "./queries/ego-network.js";
export { type NearArtist, nearestArtists } from "./queries/nearest-artists.js";
export { shortestPath } from "./queries/shortest-path.js";
export { type DeltaAction, type DeltaItem, type DeltaPosition, foldDeltas } from "./deltas/fold-deltas.js";
