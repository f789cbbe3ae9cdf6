import { setTimeout as sleep } from "node:timers/promises";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import type { ServerName } from "@interlude/infra-local";
import type { Fault } from "../scenario.js";

/** A process of a service dies at once; its supervisor starts another. */
export function killService(service: ServiceName, replica = 0): Fault {
  return async ({ system }) => system.signal(service, "SIGKILL", replica);
}

/** A process of a service stands still for a while, its connections open, and goes on as if nothing had happened. */
export function stopService(service: ServiceName, seconds: number, replica = 0): Fault {
  return async ({ system }) => {
    system.signal(service, "SIGSTOP", replica);
    await sleep(seconds * 1000);
    system.signal(service, "SIGCONT", replica);
  };
}

/** A process of some service dies in the middle of its work. */
export function killSomeService(replicas: number): Fault {
  return async (context) => {
    const { random } = context;
    await killService(random.pick(SERVICES), random.below(replicas))(context);
  };
}

/** The process that relays what a service publishes stands still for longer than its lease, and wakes up. */
export function stopRelay(service: ServiceName, seconds: number): Fault {
  return async (context) => {
    await stopService(service, seconds, await context.system.relayingReplica(service))(context);
  };
}

/** A server dies at once and is started again. */
export function killServer(server: ServerName, downSeconds = 5): Fault {
  return async ({ stack }) => {
    stack.signal(server, "SIGKILL");
    await sleep(downSeconds * 1000);
    await stack.restart(server);
  };
}

/** A server stands still for a while, its connections open. */
export function stopServer(server: ServerName, seconds: number): Fault {
  return async ({ stack }) => {
    stack.signal(server, "SIGSTOP");
    await sleep(seconds * 1000);
    stack.signal(server, "SIGCONT");
  };
}

/** A server is shut down as an operator does and started again. */
export function restartServer(server: ServerName): Fault {
  return ({ stack }) => stack.restart(server);
}

/** A server is shut down and started again, over and over. */
export function bounceServer(
  server: ServerName,
  { everySeconds, forSeconds }: { readonly everySeconds: number; readonly forSeconds: number },
): Fault {
  return async ({ stack }) => {
    const until = Date.now() + forSeconds * 1000;
    while (Date.now() < until) {
      const next = Date.now() + everySeconds * 1000;
      await stack.restart(server);
      await sleep(Math.max(0, next - Date.now()));
    }
  };
}

/** Faults at the same time. */
export function together(...faults: readonly Fault[]): Fault {
  return async (context) => {
    await Promise.all(faults.map((fault) => fault(context)));
  };
}

/** Faults one after the other, each at a moment of its own. */
export function inTurn(...faults: readonly Fault[]): Fault {
  return async (context) => {
    for (const fault of faults) {
      await fault(context);
      await sleep(1_000 + context.random.below(2_000));
    }
  };
}
