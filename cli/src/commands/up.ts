import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { LiveScreen } from "@interlude/infra-local";
import { CommandError } from "../command-error.js";
import { homeFolder } from "../deployment/home.js";
import type { Namespace } from "../deployment/namespace.js";
import { type System, describeEvent, startSystem } from "../deployment/system.js";
import { readUpFile, removeUpFile, writeUpFile } from "../deployment/up-file.js";
import { type Look, screenState } from "../live/screen-state.js";
import { type SampleFeed, startSampleFeed } from "../sample/sample-feed.js";

const LOOK_EVERY_MS = 1_000;

export interface UpOptions {
  readonly namespace: Namespace;
  /** Folder that ingestion follows; with a sample, where the sample is written. */
  readonly source: string | null;
  readonly sample: { artists: number; recordings: number; seed: number; everyMs: number } | null;
  readonly stop: AbortSignal;
}

/** Runs the services and shows them until told to stop. */
export async function bringUp(options: UpOptions): Promise<void> {
  const home = homeFolder();
  const running = readUpFile(home);
  if (running !== undefined) {
    throw new CommandError(
      "ALREADY_RUNNING",
      `It runs already (process ${running.pid}); interlude down stops it`,
    );
  }
  const { namespace, stop } = options;
  const screen = new LiveScreen(process.stdout);
  const source = sourceFolder(home, options);
  let feed: SampleFeed | null = null;
  let system: System | null = null;
  try {
    const prepared = namespace.prepare();
    if (options.sample !== null) {
      feed = await startSampleFeed({
        ...options.sample,
        folder: source!,
        onMessage: (line) => screen.message(line),
      });
    }
    await prepared;
    system = await startSystem({
      namespace,
      source: { mode: "follow", ...(source === null ? {} : { folder: source }) },
      onEvent: (event) => {
        const line = describeEvent(event);
        if (line !== null) screen.message(line);
      },
    });
    writeUpFile(home, { pid: process.pid, namespace: namespace.name, services: system.addresses, source });
    screen.message(`console at ${system.addresses.console}; Ctrl-C stops everything and keeps the data`);
    await watch(system, screen, stop);
  } finally {
    screen.close();
    feed?.stop();
    await system?.stop();
    removeUpFile(home);
  }
}

function sourceFolder(home: string, { source, sample }: UpOptions): string | null {
  if (source !== null) return resolve(source);
  if (sample === null) return null;
  const folder = join(home, "sample", `${sample.artists}-${sample.recordings}-${sample.seed}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Looks at the services every second and shows what it sees. */
async function watch(system: System, screen: LiveScreen, stop: AbortSignal): Promise<void> {
  let before: Look | null = null;
  let lastPacket: { sequence: number; since: number } | null = null;
  while (!stop.aborted) {
    const now: Look = { at: performance.now(), statuses: await system.statuses() };
    const sequence = now.statuses.get("scoring")?.sequence ?? 0;
    if (sequence > (lastPacket?.sequence ?? 0)) lastPacket = { sequence, since: now.at };
    const processes = system.supervisor.status();
    screen.update(screenState({ before, now, processes, lastPacket, consoleUrl: system.addresses.console }));
    before = now;
    await pause(LOOK_EVERY_MS, stop);
  }
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}
