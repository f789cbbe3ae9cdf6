import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GENERATED_SCHEMAS, generate } from "./generate.js";
import { declareTypes } from "./typescript.js";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

describe("generated files", () => {
  const files = generate(repository);

  it.each([...files])("%s is current (run `npm run contracts:generate` if it is not)", (file, content) => {
    expect(readFileSync(join(repository, file), "utf8")).toBe(content);
  });

  it("are all the schemas that lie among them", () => {
    const schemas = [...files.keys()].filter((file) => file.startsWith(GENERATED_SCHEMAS));
    const found = readdirSync(join(repository, GENERATED_SCHEMAS));
    expect(found.map((file) => `${GENERATED_SCHEMAS}/${file}`).toSorted()).toEqual(schemas.toSorted());
  });

  it("refuse one name for two meanings", () => {
    const declarations = new Map<string, string>();
    declareTypes({ type: "enum", name: "Colour", symbols: ["red"] }, declarations);
    expect(() => declareTypes({ type: "enum", name: "Colour", symbols: ["blue"] }, declarations)).toThrow(
      /Colour/,
    );
  });
});
