import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsIn } from "@interlude/infra-runtime/settings";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../deployment/home.js";
import { SECTIONS, settingsPage } from "./settings-page.js";

/** Variables of the operating system, of tools, and between a program and a process that it starts itself. */
const NOT_OURS = new Set(["PATH", "XDG_CACHE_HOME", "BENCH_PROBE_FILE"]);

describe("docs/settings.md", () => {
  it("is what the code declares (run `npm run docs:settings` if it is not)", () => {
    expect(readFileSync(join(REPOSITORY, "docs/settings.md"), "utf8")).toBe(settingsPage());
  });

  it("lists every variable that is read anywhere", () => {
    const listed = new Set(
      SECTIONS.flatMap(({ settings }) => settingsIn(settings)).map(({ variable }) => variable),
    );
    const sources = globSync(
      "{contracts,stage,core/*,infra/*,services/*,cli,bench}/{src,setup,checks,bin}/**/*.{ts,mjs}",
      {
        cwd: REPOSITORY,
      },
    );
    expect(sources.length).toBeGreaterThan(500);
    const read = sources.flatMap((path) =>
      [
        ...readFileSync(join(REPOSITORY, path), "utf8").matchAll(
          /\b(?:process\.env|environment)(?:\["|\.)([A-Z][A-Z0-9_]+)/g,
        ),
      ].map(([, variable]) => `${variable} in ${path}`),
    );
    const unlisted = read.filter((line) => {
      const [variable = ""] = line.split(" ");
      return !listed.has(variable) && !NOT_OURS.has(variable);
    });
    expect(unlisted).toEqual([]);
  });

  it("shows no default of a secret", () => {
    const secrets = SECTIONS.flatMap(({ settings }) => settingsIn(settings)).filter(({ secret }) => secret);
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.every(({ default: value }) => value === undefined || value === null)).toBe(true);
  });
});
