import type { ReadFile } from "@interlude/infra-archives";
import type { EpochWriter } from "../writer/epoch-writer.js";

/** A file of the source folder that is neither dump nor packet. */
export interface CandidateFile {
  /** File name without folder. */
  readonly name: string;
  readonly path: string;
}

/** A kind of file that says something about artists or recordings beside the catalogue. */
export interface FeatureSource {
  readonly name: string;
  /** Whether the file is of this kind: by its name, or by a few bytes of its head. */
  recognises(file: CandidateFile): boolean | Promise<boolean>;
  /** Why a file that looks like one of this kind and is not recognised is not read, and what to do; null if it does not look so. */
  refusal?(file: CandidateFile): Promise<string | null>;
  /**
   * Sends everything that the file holds while reading it, in an order that is the same each time; what cannot be read
   * becomes dead letters. Puts the file's SHA-256 into `writer.hashes`.
   * @param onReading called with the file before it is read, so that progress can be shown
   * @throws an input error if the file as a whole cannot be used
   */
  read(path: string, writer: EpochWriter, onReading: (file: ReadFile) => void): Promise<void>;
}
