const TIMEOUT_MS = 5_000;

/** Why a service does not live, or is not ready, in its own words; null if it is. */
export interface Health {
  readonly live: string | null;
  readonly ready: string | null;
}

/**
 * Asks a service how it is.
 * @param url base of its health checks
 */
export async function askHealth(url: string, signal: AbortSignal): Promise<Health> {
  const [live, ready] = await Promise.all([ask(`${url}/live`, signal), ask(`${url}/ready`, signal)]);
  return { live, ready };
}

async function ask(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    const text = await response.text();
    return response.ok ? null : reasonIn(text, response.status);
  } catch {
    return "does not respond";
  }
}

function reasonIn(text: string, status: number): string {
  try {
    const { reason } = JSON.parse(text) as { reason?: unknown };
    if (typeof reason === "string") return reason;
  } catch {
    // Not one of ours: its status says enough.
  }
  return `status ${status}`;
}
