/** A file that could not be fetched. The message names the file and the server and says what to do. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  readonly code = "DOWNLOAD_FAILED";
}
