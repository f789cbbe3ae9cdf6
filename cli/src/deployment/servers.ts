import { type StackAddresses, externalServers, findStack, startStack } from "@interlude/infra-local";
import type { Output } from "../output.js";
import { homeFolder } from "./home.js";

/**
 * Does work with Kafka, registry and Postgres: those of the local system if it runs, those of the
 * environment, or else local ones that are started for the work and stopped after it.
 */
export async function withServers<Result>(
  output: Output,
  work: (addresses: StackAddresses) => Promise<Result>,
): Promise<Result> {
  const home = homeFolder();
  const running = findStack(home);
  if (running !== undefined) return work(running);
  const stack = await startStack({
    home,
    external: externalServers(process.env),
    log: (line) => output.remark(line),
    onServerExit: ({ message }) => output.remark(message),
  });
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}
