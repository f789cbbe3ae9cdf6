export { type GeneratedCollaborations, generateCollaborations } from "./generated-collaborations.js";
export { numberedMbid } from "./numbered-mbid.js";
