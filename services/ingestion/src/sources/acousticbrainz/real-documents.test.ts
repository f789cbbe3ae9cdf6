import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readHighLevelDocument } from "@interlude/core-acousticbrainz";
import { sharedData } from "@interlude/infra-testing";
import { describe, expect, it } from "vitest";

const recording = "0dad432b-16cc-4bf0-8961-fd31d124b01b";

describe("a high-level document", () => {
  const folder = sharedData("acousticbrainz");

  it.skipIf(folder === null)(
    "that is real is read whole, with and without versions (needs shared data: acousticbrainz)",
    () => {
      for (const file of ["example-with-version.json", `${recording}-0.json`]) {
        const bytes = readFileSync(join(folder!, file));
        const document = readHighLevelDocument({ recording, submission: 0 }, bytes, "s", (field) => {
          expect.fail(`${field} was dropped`);
        });
        expect(Object.keys(document!.probabilities)).toHaveLength(18);
        for (const classes of Object.values(document!.probabilities)) {
          const sum = Object.values(classes).reduce((total, probability) => total + probability, 0);
          expect(sum).toBeCloseTo(1, 4);
        }
        expect(document!.lengthSeconds).toBeGreaterThan(0);
      }
    },
  );
});
