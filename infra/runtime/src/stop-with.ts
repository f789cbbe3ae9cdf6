/**
 * Stops a process cleanly, once, on SIGTERM, on SIGINT, or when the parent that holds its IPC
 * channel is gone: a supervisor that was killed leaves no orphans.
 */
export function stopWith(stop: () => Promise<void>, onError: (error: unknown) => never): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(() => process.exit(), onError);
  };
  process.on("SIGTERM", once);
  process.on("SIGINT", once);
  process.on("disconnect", once);
}
