/** Whether a file is by whom it should be. */
export interface SignatureCheck {
  /**
   * Looks at the detached signature beside a file, `<path>.asc`.
   * @throws IngestionError `SIGNATURE_MISSING`, `SIGNATURE_INVALID`
   */
  verify(path: string): Promise<void>;
}

/** End of the name of a file's detached signature. */
export const SIGNATURE_SUFFIX = ".asc";

/** A signature is some hundred bytes; more is something else. */
export const MAX_SIGNATURE_BYTES = 64 * 1024;
