export { someCandidate } from "./candidates.js";
