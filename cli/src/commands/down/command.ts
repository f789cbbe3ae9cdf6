import type { Command } from "commander";
import { bringDown } from "./down.js";

export function registerDown(program: Command): void {
  program
    .command("down")
    .exitOverride()
    .description("stop what `interlude up` started; the data stays")
    .action(bringDown);
}
