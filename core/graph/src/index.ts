export { AdjacencyIndex, type EdgeChange } from "./adjacency-index.js";
export { dirtyArtists } from "./dirty.js";
export { EMBEDDING_DIMENSION, Embedding } from "./embedding.js";
export { GraphError, type GraphErrorCode } from "./errors.js";
export { MbidTable } from "./mbid-table.js";
export { mix32 } from "./mix.js";
export { type GeneratedCollaborations, generateCollaborations } from "./generated-collaborations.js";
export { numberedMbid } from "./numbered-mbid.js";
export { CollaborationGraph, type GraphChange } from "./collaboration-graph.js";
