import { SampleError } from "../errors.js";
import { ArtistMap } from "./artists.js";
import { CreditMap } from "./credits.js";
import { MAX_ARTISTS } from "./names.js";
import { PartnerTable } from "./partners.js";
import { RecordingMap } from "./recordings.js";
import { SceneMap } from "./scenes.js";
import { Tally } from "./tally.js";

/** Row ids are int4 and start at about a million. */
const MAX_RECORDINGS = 2_000_000_000;

interface WorldSize {
  readonly seed: number;
  readonly artists: number;
  readonly recordings: number;
}

/** The dump's world: everything is derived from (seed, index) but two tables of 64 bytes an artist together. */
export class World {
  readonly scenes: SceneMap;
  readonly artists: ArtistMap;
  readonly partners: PartnerTable;
  readonly credits: CreditMap;
  readonly recordings: RecordingMap;
  readonly tally: Tally;

  /** @throws SampleError `SAMPLE_BAD_OPTION` if a size is out of range */
  constructor(readonly size: WorldSize) {
    requireInteger("seed", size.seed, 0, 2 ** 32 - 1);
    requireInteger("artists", size.artists, 1, MAX_ARTISTS - 1);
    requireInteger("recordings", size.recordings, 0, MAX_RECORDINGS);
    const { seed } = size;
    this.scenes = new SceneMap(seed, size.artists);
    this.artists = new ArtistMap(seed, size.artists, this.scenes);
    this.partners = new PartnerTable(seed, size, this.artists);
    this.credits = new CreditMap(seed, this.artists, this.partners);
    this.recordings = new RecordingMap(seed, size, this.artists, this.partners);
    this.tally = new Tally(size, this.recordings, this.credits);
  }
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new SampleError(
    "SAMPLE_BAD_OPTION",
    `sample world: ${name} must be an integer from ${least} to ${most}, not ${value}`,
  );
}
