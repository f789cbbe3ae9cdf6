import { TracksError } from "../errors.js";
import { squaresOf } from "./within-groups.js";

const ACTIVE_VARIANCE = 0.01;

/**
 * Latent dimensions that carry information: the variance over the data of the posterior mean exceeds 0.01
 * (Burda et al. 2016, "Importance weighted autoencoders"). None active means a collapsed posterior.
 * @param posteriorMeans one row a track
 * @throws TracksError `TRACKS_TOO_FEW`
 */
export function activeUnits(posteriorMeans: readonly ArrayLike<number>[]): number {
  if (posteriorMeans.length < 2) {
    throw new TracksError("TRACKS_TOO_FEW", `${posteriorMeans.length} rows, at least 2 are needed`);
  }
  return Array.from(posteriorMeans[0]!, (_, unit) =>
    Float64Array.from(posteriorMeans, (row) => row[unit]!),
  ).filter((column) => squaresOf(column) / column.length > ACTIVE_VARIANCE).length;
}
