import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceName } from "@interlude/contracts";
import { homeFolder } from "./home.js";

interface LogLine {
  level?: string;
  msg?: string;
  code?: string;
  reason?: string;
  err?: { message?: string; code?: string };
}

/** The newest error in a service's log, in a line; or where to look. */
export function lastProblem(service: ServiceName): string {
  const file = join(homeFolder(), "logs", `${service}.log`);
  try {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-200).toReversed();
    for (const line of lines) {
      const problem = problemIn(line);
      if (problem !== null) return problem;
    }
  } catch {
    // Said below: the file tells more than its absence.
  }
  return `see ${file}`;
}

/** The code and reason of an error's log line; null for any other line. */
export function problemIn(line: string): string | null {
  if (!line.startsWith("{")) return null;
  const { level, msg, code, reason, err } = JSON.parse(line) as LogLine;
  if (level !== "fatal" && level !== "error") return null;
  const parts = [code ?? err?.code, reason ?? err?.message ?? msg];
  return parts.filter((part) => part !== undefined).join(": ");
}
