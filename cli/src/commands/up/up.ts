import { join, resolve } from "node:path";
import { LiveScreen, type Namespace } from "@interlude/infra-local";
import { CommandError } from "../../command-error.js";
import { homeFolder } from "../../deployment/home.js";
import { type System, describeEvent, startSystem } from "../../deployment/system.js";
import { readUpFile, removeUpFile, writeUpFile } from "../../deployment/up-file.js";
import { type Observation, screenState } from "./screen-state.js";
import type { SampleFeed } from "../../sample/sample-feed.js";

const REFRESH_MS = 1_000;

interface UpOptions {
  readonly namespace: Namespace;
  /** Folder that ingestion follows; null follows the sample, or nothing. */
  readonly source: string | null;
  /** A sample world that is being written while the servers start. */
  readonly sample: Promise<SampleFeed> | null;
  readonly stop: AbortSignal;
}

/** Runs the services and shows them until told to stop. */
export async function bringUp({ namespace, source, sample, stop }: UpOptions): Promise<void> {
  const home = homeFolder();
  const running = readUpFile(home);
  if (running !== undefined) {
    throw new CommandError(
      "ALREADY_RUNNING",
      `It runs already (process ${running.pid}); interlude down stops it`,
    );
  }
  const screen = new LiveScreen(process.stdout);
  const [feed] = await Promise.all([sample, namespace.prepare()]);
  const folder = source === null ? (feed?.folder ?? null) : resolve(source);
  let system: System | null = null;
  try {
    system = await startSystem({
      namespace,
      source: { mode: "follow", ...(folder === null ? {} : { folder }) },
      onEvent: (event) => {
        const line = describeEvent(event);
        if (line !== null) screen.message(line);
      },
    });
    writeUpFile(home, {
      pid: process.pid,
      namespace: namespace.name,
      services: system.addresses,
      source: folder,
    });
    screen.message(`console at ${system.addresses.console}; Ctrl-C stops everything and keeps the data`);
    await watch({ system, screen, stop, onLoaded: () => feed?.start() });
  } finally {
    screen.close();
    feed?.stop();
    await system?.stop();
    removeUpFile(home);
  }
}

/** Folder of a sample in the home folder: a world of one size and seed is written once. */
export function sampleFolder(sample: { artists: number; recordings: number; seed: number }): string {
  return join(homeFolder(), "sample", `${sample.artists}-${sample.recordings}-${sample.seed}`);
}

/** Shows the statuses of the services, anew every second. */
async function watch(options: {
  system: System;
  screen: LiveScreen;
  stop: AbortSignal;
  /** Called once the first epoch has come out of scoring. */
  onLoaded: () => void;
}): Promise<void> {
  const { system, screen, stop } = options;
  let before: Observation | null = null;
  let lastPacket: { sequence: number; since: number } | null = null;
  while (!stop.aborted) {
    const now: Observation = { at: performance.now(), statuses: await system.statuses() };
    const sequence = now.statuses.get("scoring")?.sequence ?? 0;
    if (sequence > 0 && lastPacket === null) options.onLoaded();
    if (sequence > (lastPacket?.sequence ?? 0)) lastPacket = { sequence, since: now.at };
    const processes = system.supervisor.status();
    screen.update(screenState({ before, now, processes, lastPacket, consoleUrl: system.addresses.console }));
    before = now;
    await pause(REFRESH_MS, stop);
  }
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}
