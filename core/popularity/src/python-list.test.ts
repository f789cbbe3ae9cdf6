import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePythonStringList } from "./python-list.js";

/** As Python 3 prints a string: which quote it takes, and what it escapes. */
function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let printed = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === "\\" || character === quote) printed += `\\${character}`;
    else if (character === "\n") printed += "\\n";
    else if (character === "\r") printed += "\\r";
    else if (character === "\t") printed += "\\t";
    else if (code < 0x20 || code === 0x7f || code === 0xa0)
      printed += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (code === 0x200b) printed += "\\u200b";
    else if (code >= 0xe0000) printed += `\\U${code.toString(16).padStart(8, "0")}`;
    else printed += character;
  }
  return quote + printed + quote;
}

describe("parsePythonStringList", () => {
  it("reads what Python prints", () => {
    const character = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        "'",
        '"',
        "\\",
        ",",
        "[",
        "]",
        "\n",
        "\t",
        "\x00",
        "\xa0",
        "\u200b",
        "\u{e0041}",
        "é",
        "𝄞",
      ),
    );
    const text = fc.array(character, { maxLength: 8 }).map((characters) => characters.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (items) => {
        expect(parsePythonStringList(`[${items.map(pythonString).join(", ")}]`)).toEqual(items);
      }),
    );
  });

  it.each([
    ["", []],
    ["[]", []],
    [" [ ] ", []],
    ["['a']", ["a"]],
    ["['a', ]", ["a"]],
    ["['']", [""]],
    [`['a', "b's", 'c, d']`, ["a", "b's", "c, d"]],
    [`['say "hi"','x']`, ['say "hi"', "x"]],
    ["['us (76)', 'gb (3)']", ["us (76)", "gb (3)"]],
    [String.raw`['it\'s', 'a\\b', '\xe9\u00e9\U000000e9\351']`, ["it's", "a\\b", "éééé"]],
    [String.raw`['\q\.']`, [String.raw`\q\.`]],
    ["['a\\\nb']", ["ab"]],
    [String.raw`['\ud834\udd1e']`, ["𝄞"]],
  ])("reads %j", (text, items) => {
    expect(parsePythonStringList(text)).toEqual(items);
  });

  it.each([
    "a",
    "nan",
    "['a'",
    "['a",
    "['a\\",
    "['a' 'b']",
    "[1]",
    "[nan]",
    "[None]",
    "['a',, 'b']",
    "[,]",
    "['a']]",
    "['a'] x",
    "[['a']]",
    "{'a'}",
    String.raw`['\x4']`,
    String.raw`['\ud800']`,
    String.raw`['\U00110000']`,
    String.raw`['\N{BULLET}']`,
  ])("refuses %s", (text) => {
    expect(parsePythonStringList(text)).toBeNull();
  });

  it("reads or refuses whatever comes, in time that grows with it", () => {
    const sign = fc.constantFrom("[", "]", "'", '"', ",", "\\", "x", " ", "u");
    fc.assert(
      fc.property(fc.array(sign), (signs) => {
        const items = parsePythonStringList(signs.join(""));
        expect(items === null || items.every((item) => typeof item === "string")).toBe(true);
      }),
    );
    expect(parsePythonStringList(`[${"'\\\\', ".repeat(50_000)}`)).toBeNull();
  });
});
