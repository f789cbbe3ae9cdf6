/** Fewer tracks than this are not worth learning from: their clusters and genres are a matter of chance. */
const FEWEST_TRACKS = 200;
const GROWTH = 1.5;

/**
 * Whether a model is to be trained at this marker. Depends on the state as of the marker alone, so that every
 * run of the same stream trains at the same markers.
 * @param tracks tracks with acoustic features in the catalogue now
 * @param trainedOn the same when the model in use was trained; `null` without a model
 */
export function trainingIsDue(tracks: number, trainedOn: number | null): boolean {
  return tracks >= FEWEST_TRACKS && (trainedOn === null || tracks >= GROWTH * trainedOn);
}
