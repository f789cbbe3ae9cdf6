import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InterludeError, codeOf } from "../errors.js";
import { silentLogger } from "../testing/silent-logger.js";
import { Attempts } from "./attempts.js";
import { StageMetrics } from "./stage-metrics.js";

class Failure extends InterludeError {}

const POLICY = { attempts: 3, firstDelayMs: 0, maxDelayMs: 0 };
const KINDS = ["record", "transient", "final", "unknown"] as const;
type Kind = (typeof KINDS)[number];

function failure(kind: Kind): Error {
  return kind === "unknown" ? new Error(kind) : new Failure(kind.toUpperCase(), kind, { fault: kind });
}

function attempts(): Attempts {
  return new Attempts({ policy: POLICY, metrics: new StageMetrics("test"), logger: silentLogger });
}

/** How work ends that fails so one time after the other and then succeeds. */
function expected(kinds: readonly Kind[]): string {
  let unknown = 0;
  for (const kind of kinds) {
    if (kind === "final") return "FINAL";
    if (kind !== "transient") unknown += 1;
    if (unknown === POLICY.attempts) return "BATCH_FAILED";
  }
  return "done";
}

describe("attempts", () => {
  it("go on without end at what may pass, a few times at what is not known, and not at all at what is final", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...KINDS, "transient" as const), { maxLength: 20 }),
        async (kinds) => {
          const left = [...kinds];
          const these = attempts();
          const ended = await these
            .untilDone("The work", async () => {
              const kind = left.shift();
              if (kind !== undefined) throw failure(kind);
              return "done";
            })
            .catch((error: unknown) => codeOf(error));
          expect(ended).toBe(expected(kinds));
          expect(these.blocked).toBeNull();
        },
      ),
    );
  });

  it("say what has been failing for longest", async () => {
    const these = attempts();
    const ends: (() => void)[] = [];
    const failing = (code: string): Promise<string> => {
      let isOver = false;
      ends.push(() => (isOver = true));
      return these.untilDone(code, async () => {
        if (!isOver) throw new Failure(code, `${code} is away`, { fault: "transient" });
        return code;
      });
    };
    const first = failing("FIRST");
    await expect.poll(() => these.blocked).toMatchObject({ code: "FIRST", reason: "FIRST is away" });
    const second = failing("SECOND");
    ends[0]!();
    await first;
    await expect.poll(() => these.blocked?.code).toBe("SECOND");
    ends[1]!();
    await second;
    expect(these.blocked).toBeNull();
  });

  it("end with the work's own error once they are stopped", async () => {
    const these = attempts();
    const ended = these.untilDone("The work", () => Promise.reject(failure("transient")));
    await expect.poll(() => these.blocked).not.toBeNull();
    these.stop();
    await expect(ended).rejects.toMatchObject({ code: "TRANSIENT" });
  });
});
