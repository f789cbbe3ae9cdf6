import { ServiceError } from "./errors.js";

/** A part that is closed when the process stops. */
export interface Open {
  readonly name: string;
  close(): Promise<unknown>;
}

/**
 * Closes what is open, the newest first, within a time; also what is opened meanwhile. What is closed leaves the list.
 * @throws ServiceError `DRAIN_TIMEOUT` naming what was not closed by then
 */
export async function drain(open: Open[], seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const names = open
        .toReversed()
        .map(({ name }) => name)
        .join(", ");
      const message = `Not closed within DRAIN_TIMEOUT_SECONDS (${seconds} s): ${names}. What was not committed is undone and handled again after the next start`;
      reject(new ServiceError("DRAIN_TIMEOUT", message));
    }, seconds * 1000);
  });
  const closing = async (): Promise<void> => {
    for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
      await next.close();
      open.splice(open.indexOf(next), 1);
    }
  };
  try {
    await Promise.race([closing(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
