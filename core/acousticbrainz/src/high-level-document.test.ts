import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AcousticBrainzError } from "./acousticbrainz-error.js";
import { parseBoundedJson } from "./bounded-json.js";
import { parseDocumentName, readHighLevelDocument } from "./high-level-document.js";

const recording = "0dad432b-16cc-4bf0-8961-fd31d124b01b";
const name = { recording, submission: 0 };
const read = (text: string, dropped: string[] = []) =>
  readHighLevelDocument(name, Buffer.from(text), "s", (field, reason) => dropped.push(`${field}: ${reason}`));
/** What became of reading: the code of what it threw, or that it read. */
function outcomeOf(reading: () => unknown): string {
  try {
    reading();
    return "read";
  } catch (error) {
    return error instanceof AcousticBrainzError ? error.code : String(error);
  }
}
const fails = (code: string) => expect.objectContaining({ code });

describe("a high-level document", () => {
  it("may lack models, versions and metadata", () => {
    expect(read('{"highlevel": {}, "metadata": null}')).toBeNull();
    expect(read('{"highlevel": {"timbre": {"all": {"dark": 1}}}}')).toMatchObject({ lengthSeconds: null });
    expect(
      read('{"highlevel": {"timbre": {"all": {"dark": 1}}}, "metadata": {"audio_properties": null}}'),
    ).toMatchObject({
      lengthSeconds: null,
    });
  });

  it.each([
    "[]",
    "{",
    "null",
    '{"highlevel": null}',
    '{"highlevel": {"a": null}}',
    '{"highlevel": {"a": {}}}',
    '{"highlevel": {"a": {"all": [1]}}}',
    '{"highlevel": {"a": {"all": {"x": "1"}}}}',
    '{"highlevel": {"a": {"all": {"x": 1.1}}}}',
    '{"highlevel": {"a": {"all": {"x": -0.1, "y": 1}}}}',
    '{"highlevel": {"a": {"all": {"x": 1e999}}}}',
    '{"highlevel": {"a": {"all": {"x": 0.5, "y": 0.4}}}}',
    '{"highlevel": {"a": {"all": {}}}}',
  ])("is rejected if it is not one: %s", (text) => {
    expect(() => read(text)).toThrow(fails("DOCUMENT_MALFORMED"));
  });

  it.each([
    "NaN",
    "-nan",
    "nan",
    "inf",
    "-Infinity",
    "nan(0x8000)",
    "1e999",
    "1.1",
    "-0.1",
    '"1"',
    "null",
    "0.5",
  ])("loses a model with the probability %s, and no other", (probability) => {
    const dropped: string[] = [];
    const text = `{"highlevel": {"a": {"all": {"x": ${probability}}}, "b": {"all": {"nan": 1, "inf \\" nan": 0}}}}`;
    expect(read(text, dropped)?.probabilities).toEqual({ b: { nan: 1, 'inf " nan': 0 } });
    expect(dropped).toEqual([expect.stringMatching(/^a: .*(no probability|not to 1)$/)]);
  });

  it.each(["nan", "-1", "1e999", '"long"'])("loses the length %s, and no model", (length) => {
    const dropped: string[] = [];
    const text = `{"highlevel": {"a": {"all": {"x": 1}}}, "metadata": {"audio_properties": {"length": ${length}}}}`;
    expect(read(text, dropped)).toMatchObject({ probabilities: { a: { x: 1 } }, lengthSeconds: null });
    expect(dropped).toEqual(["length: metadata.audio_properties.length is no number of seconds"]);
  });

  it("is not slow on text made to be", () => {
    for (const text of [`nan "${'\\"'.repeat(300_000)}`, '"nan'.repeat(100_000), "-".repeat(500_000)]) {
      expect(() => read(text)).toThrow(fails("DOCUMENT_MALFORMED"));
    }
  });

  it("cannot reach prototypes through the names of its models", () => {
    const document = read('{"highlevel": {"__proto__": {"all": {"__proto__": 1}}}}')!;
    expect(Object.getPrototypeOf(document.probabilities)).toBe(Object.prototype);
    expect(Object.keys(document.probabilities)).toEqual(["__proto__"]);
  });

  it("is known by its name", () => {
    expect(parseDocumentName(`d/highlevel/0d/a/${recording}-12.json`)).toEqual({ recording, submission: 12 });
    expect(parseDocumentName("COPYING")).toBeNull();
    expect(parseDocumentName(`${recording}.json`)).toBeNull();
    expect(parseDocumentName(`${recording}-1.json/x`)).toBeNull();
  });

  it("throws nothing without a code, whatever the bytes", () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (drawn) => {
        expect(["read", "DOCUMENT_MALFORMED"]).toContain(
          outcomeOf(() => readHighLevelDocument(name, Buffer.from(drawn), "s", () => undefined)),
        );
      }),
    );
  });
});

describe("parseBoundedJson", () => {
  const nested = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      fc.string(),
      fc.array(tie("node"), { maxLength: 3 }),
      fc.record({ a: tie("node") }),
    ),
  })).node;
  const depthOf = (value: unknown): number =>
    typeof value === "object" && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner)))
      : 0;

  it("rejects what nests deeper than the bound and nothing else", () => {
    fc.assert(
      fc.property(nested, fc.nat(7), (value, bound) => {
        const outcome = outcomeOf(() => parseBoundedJson(JSON.stringify(value), bound));
        expect(outcome).toBe(depthOf(value) <= bound ? "read" : "JSON_TOO_DEEP");
      }),
    );
  });

  it("stands a million levels", () => {
    expect(() => parseBoundedJson(`${"[".repeat(1e6)}${"]".repeat(1e6)}`, 16)).toThrow(
      fails("JSON_TOO_DEEP"),
    );
  });

  it("is not slow on text made to be", () => {
    expect(() => parseBoundedJson(`"${'\\"'.repeat(500_000)}`, 4)).toThrow(SyntaxError);
  });
});
