import { describe, expect, it } from "vitest";
import { isAllowedHost } from "./allowed-hosts.js";

describe("the hosts that a request may name", () => {
  it.each([
    ["localhost:8080", true],
    ["LOCALHOST", true],
    ["127.0.0.1:8080", true],
    ["10.2.3.4", true],
    ["[::1]:8080", true],
    ["console.example.org", true],
    ["console.example.org.:443", true],
    [undefined, true],
    ["attacker.example:8080", false],
    ["console.example.org.attacker.example", false],
    ["localhost.attacker.example", false],
    ["127.0.0.1.attacker.example", false],
    ["", false],
  ])("%j: %s", (header, isAllowed) => {
    expect(isAllowedHost(header, ["Console.example.org"])).toBe(isAllowed);
  });
});
