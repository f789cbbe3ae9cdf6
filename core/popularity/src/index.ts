export { PopularityError } from "./popularity-error.js";
export { dateInName, isDay } from "./snapshot-date.js";
export { SpotifyFields } from "./spotify-fields.js";
export { type RowOrigin, type SpotifyLayout, knownLayouts, layoutOf } from "./spotify-layouts.js";
