import { codeOf } from "@interlude/stage";

const left = new AbortController();

/** Aborted once nothing reads what this process writes any more, as behind `| head`. */
export const readerLeft: AbortSignal = left.signal;

/** Has a closed pipe end the command, in its order and without a word, instead of the process at once with a stack. */
export function noticeReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (codeOf(error) !== "EPIPE") throw error;
      left.abort(error);
    });
  }
}
