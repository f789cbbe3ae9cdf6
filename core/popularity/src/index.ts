export { PopularityError } from "./popularity-error.js";
export { dateInName, isDay } from "./snapshot-date.js";
export { SpotifyFields } from "./spotify-fields.js";
export { type RowOrigin, type SpotifyLayout, layoutOf } from "./spotify-layouts.js";
