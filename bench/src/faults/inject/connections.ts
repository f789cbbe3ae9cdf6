import { setTimeout as sleep } from "node:timers/promises";
import type { ServerName } from "@interlude/infra-local";
import type { Fault } from "../scenario.js";

/** Every connection to a server is reset, and every new one, for a while. */
export function cutConnections(server: ServerName, seconds: number): Fault {
  return async ({ proxies }) => {
    proxies!.to(server).cut();
    await sleep(seconds * 1000);
    proxies!.to(server).forward();
  };
}

/** Connections stay open and nothing passes for a while: a peer that hangs, or is gone without a word. */
export function stallConnections(server: ServerName, seconds: number): Fault {
  return async ({ proxies }) => {
    proxies!.to(server).stall();
    await sleep(seconds * 1000);
    proxies!.to(server).forward();
  };
}
