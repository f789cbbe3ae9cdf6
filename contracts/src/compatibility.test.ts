import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { incompatibility } from "./compatibility.js";
import { schemas } from "./generated/schemas.js";
import type { Topic } from "./topic.js";
import { catalogue } from "./topics.js";

const released = new URL("../../schemas/avro/released/", import.meta.url);

function versions({ schema, version }: Topic<unknown>): string[] {
  const folder = new URL(`${schema}.v${version}/`, released);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return files.map((file) => readFileSync(new URL(file, folder), "utf8"));
}

function record(fields: object[]): string {
  return JSON.stringify({ type: "record", name: "R", fields });
}

describe("compatibility", () => {
  it.each(catalogue.map((topic) => [topic.name, topic] as const))(
    "%s stands beside its released versions",
    (_, topic) => {
      expect(versions(topic), "no released version").not.toHaveLength(0);
      expect(incompatibility(schemas[topic.schema], versions(topic), topic.compatibility)).toBeNull();
    },
  );

  it("sees a new field without a default", () => {
    const before = record([{ name: "a", type: "int" }]);
    const after = record([
      { name: "a", type: "int" },
      { name: "b", type: "int" },
    ]);
    expect(incompatibility(after, [before], "BACKWARD_TRANSITIVE")).toMatch(/version 1/);
  });

  it("sees that an old reader would miss a removed field, where subscribers read", () => {
    const before = record([{ name: "a", type: "int" }]);
    expect(incompatibility(record([]), [before], "BACKWARD_TRANSITIVE")).toBeNull();
    expect(incompatibility(record([]), [before], "FULL_TRANSITIVE")).toMatch(/version 1/);
  });
});
