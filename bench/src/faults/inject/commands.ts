import type { ServiceName } from "@interlude/contracts";
import type { Fault } from "../scenario.js";

/** The operator runs a command of `interlude` on the namespace. */
export function command(...args: readonly string[]): Fault {
  return async ({ tools, system, log }) => {
    const { code, output } = await tools.command(args, system.namespace);
    log(`interlude ${args.join(" ")}: exit ${code}: ${output.trim().split("\n").at(-1)}`);
    if (code !== 0) throw new Error(`interlude ${args.join(" ")} failed: ${output.trim()}`);
  };
}

/** A service is made anew from the topics that it reads. */
export function rebuild(service: ServiceName): Fault {
  return command("rebuild", service, "--yes");
}

/** The operator waits until nothing is on its way, stops all services, does something, and starts them again. */
export function whileStopped(work: Fault): Fault {
  return (context) => {
    const { feed, system, reached } = context;
    return feed.pauseFor(async () => {
      await reached(feed.newestSequence);
      await system.stop();
      await work(context);
      await system.start();
    });
  };
}
