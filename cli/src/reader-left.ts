/** As of a program that SIGPIPE ends. */
const EXIT_SIGPIPE = 141;

let left = false;

/** Whether what reads standard output or standard error has closed it. */
export function hasReaderLeft(): boolean {
  return left;
}

/**
 * Ends the process quietly once its reader has left, as `head` does: work that can be stopped is, other work goes to its end,
 * so that nothing which it started is left behind.
 */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (left) return;
      left = true;
      process.emit("SIGTERM");
    });
  }
  process.on("exit", () => {
    if (left) process.exitCode = EXIT_SIGPIPE;
  });
}
