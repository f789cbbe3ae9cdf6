import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceName } from "@interlude/contracts";
import { Random } from "@interlude/core-sample";
import { differencesOf } from "./contents.js";
import type { FaultStack } from "./fault-stack.js";
import type { CheckedProblems, Contents, FaultTools } from "./fault-tools.js";
import { PacketFeed } from "./packet-feed.js";
import { RunningSystem } from "./running-system.js";
import type { FaultContext, Scenario } from "./scenario.js";
import type { ScenarioResult } from "./scenario-result.js";
import { ServerProxies } from "./server-proxies.js";
import { StreamProgress } from "./stream-progress.js";

/** What has not healed by then is not going to. */
const HEAL_TIMEOUT_MS = 240_000;
const LOAD_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 180_000;
const PACE_MS = 1_200;
/** Packets that a scenario gets: one on its way when its fault begins, some during it, and one behind it. */
export const PACKETS = 6;
const PACKETS_DURING = PACKETS - 2;

export interface SessionOptions {
  readonly tools: FaultTools;
  readonly stack: FaultStack;
  readonly seed: number;
  /** Folder of a sample, and its packets in order. */
  readonly sample: { readonly folder: string; readonly packets: readonly string[] };
  readonly folder: string;
  readonly replicas: number;
  /** The service whose first process reaches the servers through proxies, if one does. */
  readonly through: ServiceName | null;
  /** What topics hold without a fault after the dump and each scenario's packets; empty in the run that finds out. */
  readonly reference: readonly Contents[];
  readonly log: (line: string) => void;
}

/** A system in a namespace of its own, to which one thing after the other happens while packets come in. */
export class Session {
  /** Scenarios that it has been through. */
  rounds = 0;
  readonly #system: RunningSystem;
  readonly #feed: PacketFeed;
  readonly #progress: StreamProgress;
  #before: CheckedProblems = { problems: [], repeated: 0, setAside: 0, deadLetters: 0 };

  private constructor(
    private readonly options: SessionOptions,
    private readonly proxies: ServerProxies | null,
  ) {
    const { tools, stack, sample, replicas, through } = options;
    const name = `f${randomBytes(4).toString("hex")}`;
    const home = join(options.folder, name);
    mkdirSync(home, { recursive: true });
    const namespace = tools.openNamespace(name, stack.addresses);
    this.#feed = new PacketFeed(sample.folder, join(home, "source"), sample.packets);
    this.#system = new RunningSystem({
      tools,
      namespace,
      home,
      folder: this.#feed.folder,
      replicas,
      ...(through !== null &&
        proxies !== null && { way: { of: through, addresses: proxies.throughProxies } }),
    });
    this.#progress = new StreamProgress(namespace);
  }

  /**
   * Starts a system and waits until it has loaded the dump.
   * @throws Error if it does not
   */
  static async open(options: SessionOptions): Promise<Session> {
    const { stack, through } = options;
    const session = new Session(
      options,
      through === null ? null : await ServerProxies.start(stack.addresses),
    );
    try {
      await session.#system.namespace.prepare();
      await session.#system.start();
      await session.#reached(0, LOAD_TIMEOUT_MS);
      return session;
    } catch (error) {
      await session.close({ keep: true });
      throw error;
    }
  }

  /** Lets a scenario happen, and checks what came of it; after one that failed, the session is of no more use. */
  async run(scenario: Scenario): Promise<ScenarioResult> {
    const began = performance.now();
    const deaths = this.#system.deaths.length;
    const found = { problems: [] as string[], lost: 0, added: 0, repeated: 0, deadLetters: 0 };
    let secondsToHeal: number | null = null;
    try {
      secondsToHeal = await this.#happen(scenario);
      Object.assign(found, await this.#check(scenario));
      this.rounds += 1;
    } catch (error) {
      found.problems = [(error as Error).message];
    }
    return {
      name: scenario.name,
      outcome: found.problems.length === 0 ? "passed" : "failed",
      ...found,
      secondsToHeal,
      deaths: this.#system.deaths.length - deaths,
      seconds: Math.round((performance.now() - began) / 1000),
    };
  }

  /** Lets a scenario's packets come in, and nothing else happen. */
  async advance(): Promise<void> {
    await this.#feed.give(PACKETS, 0);
    await this.#reached(this.#feed.newestSequence, HEAL_TIMEOUT_MS);
    this.rounds += 1;
  }

  /** What topics hold now. */
  contents(): Promise<Contents> {
    return this.options.tools.contents(this.#system.namespace);
  }

  /** Stops the services; without `keep` everything that the namespace has is removed. */
  async close({ keep }: { readonly keep: boolean }): Promise<void> {
    this.#feed.stop();
    await this.#progress.close();
    await this.options.stack.heal();
    await this.#system.stop();
    await this.proxies?.close();
    if (!keep) await this.#system.namespace.remove();
  }

  /** The fault, while packets come in; resolves with the seconds that it then took to heal. */
  async #happen(scenario: Scenario): Promise<number> {
    const { stack, tools, log, seed } = this.options;
    const random = new Random(seedOf(scenario.name, seed));
    const [system, feed] = [this.#system, this.#feed];
    const reached = (sequence: number): Promise<void> => this.#reached(sequence, HEAL_TIMEOUT_MS);
    const context: FaultContext = { stack, system, feed, tools, proxies: this.proxies, reached, random, log };
    const pace = Math.max(PACE_MS, ((scenario.seconds ?? 0) * 1000) / PACKETS_DURING);
    await feed.give(1, 0);
    const feeding = feed.give(PACKETS_DURING, pace);
    await sleep(random.below(PACE_MS));
    await scenario.fault(context);
    if (scenario.stops !== undefined) await untilStopped(system, scenario.stops);
    await scenario.recovery?.(context);
    await feeding;
    const since = performance.now();
    // A new epoch takes along what waits for the end of one: letters that were replayed, a stage that is made anew.
    await feed.give(1, 0);
    await this.#reached(feed.newestSequence, HEAL_TIMEOUT_MS);
    return Math.round((performance.now() - since) / 100) / 10;
  }

  async #check(
    scenario: Scenario,
  ): Promise<Omit<ScenarioResult, "name" | "outcome" | "secondsToHeal" | "deaths" | "seconds">> {
    const { tools, reference } = this.options;
    const found = await tools.problems(this.#system.namespace);
    const since = (count: "repeated" | "setAside" | "deadLetters"): number =>
      found[count] - this.#before[count];
    const problems = [...found.problems];
    for (const count of ["deadLetters", "setAside"] as const) {
      const expected = scenario[count] ?? 0;
      if (since(count) !== expected) problems.push(`${count}: ${since(count)}, should be ${expected}`);
    }
    const counts = { repeated: since("repeated"), deadLetters: since("deadLetters") };
    this.#before = found;
    const expected = scenario.sameAsWithoutFault === false ? undefined : reference[this.rounds + 1];
    if (expected === undefined) return { problems, lost: 0, added: 0, ...counts };
    const { lost, added, examples } = differencesOf(expected, await this.contents());
    return { problems: [...problems, ...examples], lost, added, ...counts };
  }

  async #reached(sequence: number, timeoutMs: number): Promise<void> {
    const missing = await this.#progress.until(sequence, timeoutMs);
    if (missing !== null) throw new Error(`packet ${sequence} is not through: ${missing}`);
  }
}

async function untilStopped(
  system: RunningSystem,
  { service, code }: NonNullable<Scenario["stops"]>,
): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (!system.hasSaid(service, code)) {
    if (Date.now() > deadline) throw new Error(`${service} did not stop with ${code}`);
    await sleep(200);
  }
}

/** The same for a scenario however many others there are. */
function seedOf(name: string, seed: number): number {
  return [...name].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, seed);
}
