import { describe, expect, it } from "vitest";
import { prefixQuery, searchWords } from "./search-words.js";

describe("searchWords", () => {
  it.each([
    ["Björk Guðmundsdóttir", ["bjork", "guðmundsdottir"]],
    ["will.i.am", ["will", "i", "am"]],
    ["AC/DC", ["ac", "dc"]],
    ["!!!", ["!!!"]],
    ["  ", []],
    ["\u0000\u200B", []],
    ["The The", ["the"]],
  ])("%j has the words %j", (name, words) => {
    expect(searchWords(name)).toEqual(words);
  });

  it("takes the words of both names of a pair", () => {
    expect(searchWords("Miles Davis", "Miles Mosley")).toEqual(["miles", "davis", "mosley"]);
  });

  it("never cuts a character in half", () => {
    expect(searchWords("𝒳".repeat(100))[0]).toBe("x".repeat(48));
    expect(searchWords("😀".repeat(100))[0]).toBe("😀".repeat(48));
  });
});

describe("prefixQuery", () => {
  it("asks for every word", () => {
    expect(prefixQuery("Mil Dav")).toBe("'mil':* & 'dav':*");
  });

  it("cannot be broken out of", () => {
    expect(prefixQuery("'\\")).toBe("'''\\\\':*");
    expect(prefixQuery("a' | !'b")).toBe("'a':* & 'b':*");
  });

  it("has nothing to ask for where there is no word", () => {
    expect(prefixQuery(" ")).toBeNull();
  });
});
