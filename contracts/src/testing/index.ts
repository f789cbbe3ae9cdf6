export { someCandidate } from "./candidates.js";
export { someTrack } from "./tracks.js";
