import type { ServiceName } from "@interlude/contracts";
import type { Random } from "@interlude/core-sample";
import type { FaultStack } from "./fault-stack.js";
import type { FaultTools } from "./fault-tools.js";
import type { PacketFeed } from "./packet-feed.js";
import type { RunningSystem } from "./running-system.js";
import type { ServerProxies } from "./server-proxies.js";

/** What a fault has its hands on. */
export interface FaultContext {
  readonly stack: FaultStack;
  readonly system: RunningSystem;
  readonly feed: PacketFeed;
  readonly tools: FaultTools;
  /** Ways to the servers of the scenario's {@link Scenario.through}. */
  readonly proxies: ServerProxies | null;
  /** Resolves once a packet is out of every stage. */
  readonly reached: (sequence: number) => Promise<void>;
  /** Of the scenario's seed: the same seed draws the same moments. */
  readonly random: Random;
  readonly log: (line: string) => void;
}

/** Something that goes wrong while packets come in. It begins when called and is over when it resolves. */
export type Fault = (context: FaultContext) => Promise<void>;

/** A fault, what is to become of it, and what the operator does about it. */
export interface Scenario {
  readonly name: string;
  readonly fault: Fault;
  /** Processes a service; 1 unless told otherwise. */
  readonly replicas?: number;
  /** A service whose first process reaches the servers through proxies. */
  readonly through?: ServiceName;
  /** Seconds that the fault lasts, if that is long: packets come slower, so that the last comes when it ends. */
  readonly seconds?: number;
  /** The fault ends with a service that says this code and stops, until the recovery. */
  readonly stops?: { readonly service: ServiceName; readonly code: string };
  /** What the operator does once the fault is over, as the documentation says. */
  readonly recovery?: Fault;
  /** How many dead letters there are in the end; 0 unless told otherwise. */
  readonly deadLetters?: number;
  /** Markers and records that the stages set aside; 0 unless told otherwise. */
  readonly setAside?: number;
  /** False where models are trained at another moment than without the fault, so that candidates may differ. */
  readonly sameAsWithoutFault?: boolean;
  /** Why it cannot run here, or null. */
  readonly unavailable?: () => string | null;
}
