import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerName } from "@interlude/infra-local";
import type { Fault } from "../scenario.js";
import { SmallDisk } from "../small-disk.js";

/** The disk under a server is full for a while; a server that gave up is started again once there is room. */
export function fillDisk(server: ServerName, seconds: number): Fault {
  return async ({ stack, feed }) => {
    const disk = await feed.pauseFor(async () => {
      await stack.shutDown(server);
      return SmallDisk.under(join(stack.home, "data", server));
    });
    try {
      await stack.restart(server);
      await feed.more(1);
      disk.fill();
      await sleep(seconds * 1000);
      disk.free();
      await stack.restart(server);
      await sleep(10_000);
    } finally {
      await stack.shutDown(server);
      disk.remove();
      await stack.restart(server);
    }
  };
}
