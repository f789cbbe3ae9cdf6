export { verifySyntheticTracks } from "./verify-synthetic-tracks.js";
