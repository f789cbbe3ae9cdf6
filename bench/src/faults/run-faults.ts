import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startStack } from "@interlude/infra-local";
import { FaultStack } from "./fault-stack.js";
import type { Contents, FaultTools } from "./fault-tools.js";
import { type ScenarioResult, skipped } from "./scenario-result.js";
import type { Scenario } from "./scenario.js";
import { PACKETS, Session, type SessionOptions } from "./session.js";

/** Small enough to load in seconds, with enough edges and tracks to train both models. */
const SAMPLE = { artists: 120, recordings: 700 };
/** After as many, a session's successor begins with the dump again: what is checked each time stays small. */
const MOST_ROUNDS = 12;

export interface FaultsOptions {
  readonly tools: FaultTools;
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  /** Where servers, logs and samples are; what a failed scenario leaves is kept there. */
  readonly home: string;
  readonly log: (line: string) => void;
  /** Ends the run early: what was started is stopped, and the report has what ran. */
  readonly signal: AbortSignal;
}

/** What became of a run. */
export interface FaultsReport {
  readonly seed: number;
  readonly scenarios: readonly ScenarioResult[];
}

/**
 * Runs scenarios one after the other on servers of their own. What topics hold after each is compared with what they
 * hold after the same packets without a fault, which a first run finds out.
 */
export async function runFaults(options: FaultsOptions): Promise<FaultsReport> {
  const { tools, seed, home, log, signal } = options;
  const folder = join(home, "runs");
  mkdirSync(folder, { recursive: true });
  const sample = join(home, "sample");
  const rounds = Math.min(MOST_ROUNDS, options.scenarios.length);
  const packets = await tools.writeSample(sample, { ...SAMPLE, seed, packets: rounds * PACKETS });
  const stack = new FaultStack(await startStack({ home, log, postgresFsync: false }), home);
  const common = { tools, stack, seed, sample: { folder: sample, packets }, folder, log };
  const report: ScenarioResult[] = [];
  try {
    const reference = await withoutFault(common, rounds);
    log(`${rounds * PACKETS} packets without a fault`);
    const chain = new SessionChain({ ...common, reference });
    try {
      for (const scenario of options.scenarios) {
        if (signal.aborted) break;
        const result = await chain.run(scenario);
        report.push(result);
        log(lines(result).join("\n"));
      }
    } finally {
      await chain.close();
    }
  } finally {
    await stack.stop();
  }
  return { seed, scenarios: report };
}

/** What topics hold after the dump and after each round of packets. */
async function withoutFault(
  options: Omit<SessionOptions, "reference" | "replicas" | "through">,
  rounds: number,
): Promise<Contents[]> {
  const session = await Session.open({ ...options, replicas: 1, through: null, reference: [] });
  try {
    const contents = [await session.contents()];
    while (session.rounds < rounds) {
      await session.advance();
      contents.push(await session.contents());
    }
    return contents;
  } finally {
    await session.close({ keep: false });
  }
}

/** Sessions one after the other: each lasts as long as it is of use to the next scenario. */
class SessionChain {
  #session: Session | null = null;
  /** What the session's scenarios have in common. */
  #kind = "";

  constructor(private readonly options: Omit<SessionOptions, "replicas" | "through">) {}

  async run(scenario: Scenario): Promise<ScenarioResult> {
    const why = scenario.unavailable?.() ?? null;
    if (why !== null) return skipped(scenario.name, why);
    const { replicas = 1, through = null } = scenario;
    const kind = `${replicas} ${through}`;
    if (this.#session !== null && (kind !== this.#kind || this.#session.rounds === MOST_ROUNDS))
      await this.close();
    try {
      this.#session ??= await Session.open({ ...this.options, replicas, through });
      this.#kind = kind;
    } catch (error) {
      return { ...skipped(scenario.name, (error as Error).message), outcome: "failed" };
    }
    const result = await this.#session.run(scenario);
    const isSpent = result.outcome === "failed" || scenario.sameAsWithoutFault === false;
    if (isSpent) await this.close({ keep: result.outcome === "failed" });
    return result;
  }

  async close({ keep } = { keep: false }): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.close({ keep });
  }
}

function lines({ name, outcome, secondsToHeal, seconds, problems }: ScenarioResult): string[] {
  const healed = secondsToHeal === null ? "" : `, healed after ${secondsToHeal} s`;
  return [`${outcome}: ${name} (${seconds} s${healed})`, ...problems.map((problem) => `  ${problem}`)];
}
