import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OpenPgpSignatures } from "@interlude/infra-archives";
import { LiveScreen, type Namespace } from "@interlude/infra-local";
import { settings } from "@interlude/service-ingestion/settings";
import { CommandError } from "../../command-error.js";
import { homeFolder } from "../../deployment/home.js";
import { lastEpoch } from "../../deployment/ingested.js";
import { describeSetAside } from "../../deployment/describe-set-aside.js";
import { type SetAside, setAsideSince, standpoint } from "../../deployment/set-aside.js";
import { lastProblem } from "../../deployment/service-logs.js";
import { type System, describeEvent, startSystem } from "../../deployment/system.js";
import { downloadDump } from "./dump-download.js";
import { describeDownload, noteState } from "./ingest-state.js";

const REFRESH_MS = 1_000;

export interface IngestOptions {
  readonly kind: "dump" | "packets";
  /** A folder, or for a dump the address of an export. */
  readonly source: string;
  /** Packets to apply again, `N` or `N-M`. */
  readonly force?: string;
  /** Stops at the first part of the source that cannot be taken in as it is. */
  readonly strict?: boolean;
  /** Ends it half-way; it goes on from there the next time. */
  readonly stop: AbortSignal;
}

/** What an ingestion came to. */
interface IngestResult extends SetAside {
  /** The newest that is published. */
  readonly epoch: number;
}

/**
 * Publishes what a folder or an address holds, once. Only ingestion runs: whatever
 * other services are up, here or elsewhere, take it from the topics. Progress goes to standard error.
 */
export async function ingest(namespace: Namespace, options: IngestOptions): Promise<IngestResult> {
  const screen = new LiveScreen(process.stderr);
  try {
    const isAddress = options.kind === "dump" && /^https?:\/\//.test(options.source);
    const folder = isAddress ? await download(namespace, options, screen) : resolve(options.source);
    if (!existsSync(folder)) throw new CommandError("SOURCE_MISSING", `There is no folder ${folder}`);
    return await publish(namespace, options, folder, screen);
  } catch (error) {
    if (!options.stop.aborted) throw error;
    const message = "Interrupted; the same command goes on from where it is";
    throw new CommandError("INTERRUPTED", message, { cause: error });
  } finally {
    screen.close();
  }
}

/** Brings an export into the namespace's own folder; what was there of it from an earlier try is not fetched again. */
async function download(
  namespace: Namespace,
  { source, stop }: IngestOptions,
  screen: LiveScreen,
): Promise<string> {
  const keyring = settings.keyring.read(process.env);
  const dump = await downloadDump({
    url: source,
    into: join(homeFolder(), "dumps", namespace.name === "" ? "default" : namespace.name),
    signatures: keyring === null ? null : await OpenPgpSignatures.load(keyring),
    signal: stop,
    onProgress: (progress) => screen.update(noteState(null, describeDownload(progress))),
  });
  screen.message(
    `${dump.archives.join(", ")} ${dump.isVerified ? "as SHA256SUMS says" : "(no SHA256SUMS there)"}`,
  );
  return dump.folder;
}

async function publish(
  namespace: Namespace,
  { kind, force, strict, stop }: IngestOptions,
  folder: string,
  screen: LiveScreen,
): Promise<IngestResult> {
  await namespace.prepare();
  const before = await standpoint(namespace);
  const system = await startSystem({
    namespace,
    source: { folder, mode: "once", only: kind, strict, ...(force !== undefined && { force }) },
    services: ["ingestion"],
    onEvent: (event) => {
      const line = describeEvent(event);
      if (line !== null) screen.message(line);
    },
  });
  const ended = new AbortController();
  const watching = watch(system, screen, ended.signal);
  try {
    const code = await Promise.race([system.ingestionEnded, aborted(stop)]);
    stop.throwIfAborted();
    if (code !== 0) {
      for (const line of describeSetAside(await setAsideSince(namespace, before))) screen.message(line);
      throw new CommandError("SERVICE_FAILED", `ingestion stopped: ${lastProblem("ingestion")}`);
    }
    const { epoch } = await lastEpoch(namespace);
    return { epoch, ...(await setAsideSince(namespace, before)) };
  } finally {
    ended.abort();
    await watching;
    await system.stop();
  }
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
  return new Promise((done) => {
    if (signal.aborted) done("aborted");
    signal.addEventListener("abort", () => done("aborted"), { once: true });
  });
}

/** Shows the status of ingestion, anew every second. */
async function watch(system: System, screen: LiveScreen, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const status = (await system.statuses()).get("ingestion") ?? null;
    if (status !== null && !ended.aborted) screen.update(noteState(status, status.note));
    await sleep(REFRESH_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}
