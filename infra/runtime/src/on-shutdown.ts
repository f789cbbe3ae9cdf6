/**
 * Ends a process cleanly, once, on SIGTERM, on SIGINT, or when the parent that holds its IPC channel is gone: a
 * supervisor that was killed leaves no orphans.
 */
export function onShutdown(close: () => Promise<void>, onError: (error: unknown) => never): void {
  let closing = false;
  const once = (): void => {
    if (closing) return;
    closing = true;
    close().then(() => process.exit(), onError);
  };
  process.on("SIGTERM", once);
  process.on("SIGINT", once);
  process.on("disconnect", once);
}
