import { printable, printableLine } from "./printable.js";

/** One stage of the stream, as the screen shows it. What is not known yet is undefined. */
interface StageLine {
  readonly name: string;
  readonly state: string;
  /** Records a second. */
  readonly rate?: number;
  /** Records that wait to be read. */
  readonly lag?: number;
  /** Records since the stage started. */
  readonly total?: number;
  readonly memoryBytes?: number;
}

/** Everything that the screen shows. */
export interface ScreenState {
  readonly stages: readonly StageLine[];
  /** The newest packet whose marker came out of the last stage. */
  readonly lastPacket?: { readonly sequence: number; readonly ageSeconds: number };
  readonly totals: Readonly<Record<string, number>>;
  /** What stages report: what they wait for, or why they stopped. */
  readonly notes?: readonly string[];
  readonly consoleUrl?: string;
}

const COLUMNS = ["stage", "state", "rate/s", "lag", "total", "memory"] as const;

/** The screen's lines for a terminal of a width: a table of the stages, the totals, the last packet, the console. */
export function renderScreen(state: ScreenState, columns: number): string[] {
  const cells = state.stages.map(({ name, state: word, rate, lag, total, memoryBytes }) => [
    name,
    word,
    number(rate, rate !== undefined && rate < 10 ? 1 : 0),
    number(lag),
    number(total),
    memoryBytes === undefined ? "–" : `${number(memoryBytes / 2 ** 20)} MB`,
  ]);
  const rows = [[...COLUMNS], ...cells];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    // Words to the left, figures to the right.
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  "),
  );
  return [...table, "", ...footer(state)].map((line) => clip(printableLine(line), columns));
}

/** The same in one line, for a log or a pipe: what stands still is left out. */
export function renderPlainLine(state: ScreenState): string {
  const stages = state.stages.map(({ name, state: word, rate, lag }) => {
    const figures = [
      rate ? `${number(rate, rate < 10 ? 1 : 0)}/s` : [],
      lag ? `lag ${number(lag)}` : [],
    ].flat();
    return [name, ...(word === "ready" && figures.length > 0 ? [] : [word]), ...figures].join(" ");
  });
  return printableLine([...stages, ...footer(state)].join(" | "));
}

function footer({ totals, notes = [], lastPacket, consoleUrl }: ScreenState): string[] {
  const counts = Object.entries(totals).map(([name, count]) => `${number(count)} ${name}`);
  return [
    notes,
    counts.length === 0 ? [] : counts.join(", "),
    lastPacket === undefined ? [] : `last packet ${lastPacket.sequence}, ${age(lastPacket.ageSeconds)} ago`,
    consoleUrl === undefined ? [] : `console ${consoleUrl}`,
  ].flat();
}

function number(value: number | undefined, digits = 0): string {
  if (value === undefined) return "–";
  const [whole = "", fraction] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, " ");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function age(seconds: number): string {
  if (seconds < 59.5) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor((seconds + 0.5) / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function clip(line: string, columns: number): string {
  return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}

/** What a screen writes to: `process.stdout`, or a string in a test. */
interface ScreenOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How often the plain line is written at most, if there is no terminal. */
const PLAIN_INTERVAL_MS = 10_000;
const CLEAR_BELOW = "\u001B[J";
const HIDE_CURSOR = "\u001B[?25l";
const SHOW_CURSOR = "\u001B[?25h";

/**
 * Shows the state in place at the bottom of a terminal, messages scrolling away above it; elsewhere writes messages,
 * and the state as a line now and then, when it has changed.
 */
export class LiveScreen {
  readonly #output: ScreenOutput;
  readonly #now: () => number;
  #drawn: string[] = [];
  #plain = { line: "", at: Number.NEGATIVE_INFINITY };

  /** @param now milliseconds of a clock that does not go back */
  constructor(output: ScreenOutput, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#now = now;
  }

  /** Shows a new state in place of the one before. */
  update(state: ScreenState): void {
    if (this.#output.isTTY) {
      this.#draw(renderScreen(state, this.#output.columns ?? 80), []);
      return;
    }
    const line = renderPlainLine(state);
    if (line === this.#plain.line || this.#now() - this.#plain.at < PLAIN_INTERVAL_MS) return;
    this.#plain = { line, at: this.#now() };
    this.#output.write(`${line}\n`);
  }

  /** Writes a message that stays. */
  message(text: string): void {
    if (this.#output.isTTY) this.#draw(this.#drawn, printable(text).split("\n"));
    else this.#output.write(`${printable(text)}\n`);
  }

  /** Leaves the last state where it is and gives the terminal back. */
  close(): void {
    if (this.#drawn.length > 0) this.#output.write(SHOW_CURSOR);
    this.#drawn = [];
  }

  #draw(lines: readonly string[], messages: readonly string[]): void {
    const back = this.#drawn.length === 0 ? "" : `\u001B[${this.#drawn.length}A\r`;
    // In one write, so that the terminal never shows a half-drawn screen.
    this.#output.write(
      [HIDE_CURSOR, back, CLEAR_BELOW, ...[...messages, ...lines].map((line) => `${line}\n`)].join(""),
    );
    this.#drawn = [...lines];
  }
}
