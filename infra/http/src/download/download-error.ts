import { InterludeError } from "@interlude/stage";

/** A file that could not be fetched. The message names the file and the server and says what to do. */
export class DownloadError extends InterludeError<"DOWNLOAD_FAILED"> {
  constructor(message: string) {
    super("DOWNLOAD_FAILED", message);
  }
}
