import { describe, expect, it } from "vitest";
import { someCard } from "../testing/some-cards.js";
import { decide } from "./decision.js";

const copula = someCard({ modelId: "copula" });
const vae = someCard({ modelId: "vae", kind: "vae" });
const refusal = { code: "GATES_FAILED", reason: "it fails a gate" };

describe("decide", () => {
  it.each([null, "copula", "vae"] as const)("lets a VAE that passed take over from %s", (serving) => {
    expect(decide({ kind: "trained", copula, vae, refusal: null }, serving)).toEqual({
      takesOver: vae,
      rejected: null,
      refusal: null,
    });
  });

  it.each([
    [null, copula],
    ["copula", copula],
    ["vae", null],
  ] as const)("with a VAE that failed and %s in use: %o", (serving, takesOver) => {
    expect(decide({ kind: "trained", copula, vae, refusal }, serving)).toEqual({
      takesOver,
      rejected: vae,
      refusal,
    });
    expect(decide({ kind: "trained", copula, vae: null, refusal }, serving)).toEqual({
      takesOver,
      rejected: null,
      refusal,
    });
  });

  it("keeps the model in use if nothing was fitted", () => {
    const failed = { kind: "failed", code: "TRACKS_TOO_FEW", reason: "too few" } as const;
    expect(decide(failed, "copula")).toEqual({
      takesOver: null,
      rejected: null,
      refusal: { code: failed.code, reason: failed.reason },
    });
  });
});
