import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { generate } from "./generate.js";
import { declareTypes } from "./typescript.js";

const repository = new URL("../../../", import.meta.url);

describe("generated types", () => {
  it("are current with schemas/avro (run `npm run contracts:generate` where they are not)", () => {
    for (const [file, content] of generate(fileURLToPath(new URL("schemas/avro", repository)))) {
      expect(readFileSync(new URL(`contracts/src/generated/${file}`, repository), "utf8")).toBe(content);
    }
  });

  it("refuse one name for two meanings", () => {
    const declarations = new Map<string, string>();
    declareTypes({ type: "enum", name: "Colour", symbols: ["red"] }, declarations);
    expect(() => declareTypes({ type: "enum", name: "Colour", symbols: ["blue"] }, declarations)).toThrow(
      /Colour/,
    );
  });
});
