import { describe, expect, test } from "vitest";
import { LiveScreen, type ScreenState, renderPlainLine, renderScreen } from "./live-screen.js";

const STATE: ScreenState = {
  stages: [
    { name: "ingestion", state: "ready", rate: 0, lag: 0, total: 1_234_567, memoryBytes: 100 * 2 ** 20 },
    { name: "graph", state: "ready", rate: 3.25, lag: 17, total: 12, memoryBytes: 90.4 * 2 ** 20 },
    { name: "scoring", state: "waiting" },
  ],
  totals: { artists: 2000, candidates: 41 },
  lastPacket: { sequence: 104, ageSeconds: 2.34 },
  consoleUrl: "http://127.0.0.1:20123",
};

describe("rendering", () => {
  test("a terminal gets a table, words to the left and figures to the right", () => {
    expect(renderScreen(STATE, 80)).toEqual([
      "stage      state    rate/s  lag      total  memory",
      "ingestion  ready       0.0    0  1 234 567  100 MB",
      "graph      ready       3.3   17         12   90 MB",
      "scoring    waiting       –    –          –       –",
      "",
      "2 000 artists, 41 candidates",
      "last packet 104, 2.3 s ago",
      "console http://127.0.0.1:20123",
    ]);
  });

  test("no line is wider than the terminal", () => {
    const lines = renderScreen(STATE, 20);
    expect(lines.every((line) => line.length <= 20)).toBe(true);
    expect(lines[0]).toBe("stage      state   …");
  });

  test("what is not known is left out", () => {
    expect(renderScreen({ stages: [], totals: {} }, 80)).toEqual([
      "stage  state  rate/s  lag  total  memory",
      "",
    ]);
  });

  test("a log gets one line with what moves", () => {
    expect(renderPlainLine(STATE)).toBe(
      "ingestion ready | graph 3.3/s lag 17 | scoring waiting | 2 000 artists, 41 candidates | " +
        "last packet 104, 2.3 s ago | console http://127.0.0.1:20123",
    );
  });

  test.each([
    [0.04, "0.0 s"],
    [59.6, "1 min"],
    [61, "1 min"],
    [7384, "2 h 3 min"],
  ])("an age of %d seconds is %s", (ageSeconds, text) => {
    expect(renderPlainLine({ stages: [], totals: {}, lastPacket: { sequence: 1, ageSeconds } })).toContain(
      `${text} ago`,
    );
  });
});

/** A terminal that understands what the screen uses: cursor up, return, clear below; other codes change no text. */
class Terminal {
  readonly isTTY = true;
  readonly columns = 80;
  readonly lines = [""];
  #row = 0;

  write(text: string): void {
    for (const [token] of text
      .replaceAll("\u001B", "␛")
      .matchAll(/␛\[\d*[A-Z]|␛\[\?25[hl]|\r|\n|[^␛\r\n]+/g)) {
      const up = /^␛\[(\d+)A$/.exec(token);
      if (up !== null) this.#row -= Number(up[1]);
      else if (token === "␛[J") this.lines.splice(this.#row, Number.POSITIVE_INFINITY, "");
      else if (token === "\n") this.lines[(this.#row += 1)] ??= "";
      else if (!token.startsWith("␛") && token !== "\r") this.lines[this.#row] += token;
    }
  }
}

describe("the live screen", () => {
  test("draws in place, with messages above that stay", () => {
    const terminal = new Terminal();
    const screen = new LiveScreen(terminal);
    screen.message("stack is up");
    screen.update(STATE);
    screen.message("graph died\nand is back");
    const next = { ...STATE, stages: STATE.stages.slice(0, 1) };
    screen.update(next);
    screen.close();
    expect(terminal.lines).toEqual([
      "stack is up",
      "graph died",
      "and is back",
      ...renderScreen(next, 80),
      "",
    ]);
  });

  test("elsewhere writes messages at once and a changed state now and then, without control codes", () => {
    let written = "";
    let now = 0;
    const screen = new LiveScreen({ write: (text) => (written += text) }, () => now);
    screen.update(STATE);
    screen.update({ ...STATE, totals: { artists: 1 } });
    screen.message("graph died");
    now += 10_000;
    screen.update(STATE);
    expect(written).toBe(`${renderPlainLine(STATE)}\ngraph died\n`);
    screen.update({ ...STATE, totals: { artists: 1 } });
    screen.close();
    expect(written.split("\n")).toHaveLength(4);
    expect(written).not.toContain("\u001B");
  });
});
