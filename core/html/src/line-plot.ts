import { escapeHtml } from "./page.js";

/** A line of a plot; what it shows is in the legend. */
export interface PlotLine {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

const COLOURS = ["#1a5fb4", "#b3410f", "#2a7d4f", "#7d3c98"];
const WIDTH = 300;
const HEIGHT = 170;
const MARGIN = 12;

/** Lines over a common range of numbers as inline SVG, with a caption, the ends of both axes and a legend. */
export function linePlot(caption: string, xLabel: string, lines: readonly PlotLine[]): string {
  const range = (values: readonly number[]): [number, number] => {
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
    return high > low ? [low, high] : [low - 1, low + 1];
  };
  const [left, right] = range(lines.flatMap(({ x }) => Array.from(x)));
  const [bottom, top] = range(lines.flatMap(({ y }) => Array.from(y)));
  const point = (x: number, y: number): string =>
    `${(MARGIN + (WIDTH * (x - left)) / (right - left)).toFixed(1)} ${(MARGIN + (HEIGHT * (top - y)) / (top - bottom)).toFixed(1)}`;
  const paths = lines.map(({ x, y }, at) => {
    const path = Array.from(x, (value, i) => `${i === 0 ? "M" : "L"}${point(value, y[i]!)}`).join("");
    return `<path d="${path}" fill="none" stroke="${COLOURS[at % COLOURS.length]}" stroke-width="1.5"/>`;
  });
  const legend = lines.map(
    ({ label }, at) => `<span style="color:${COLOURS[at % COLOURS.length]}">${escapeHtml(label)}</span>`,
  );
  const text = escapeHtml(caption);
  const end = (value: number): string => String(Number(value.toPrecision(3)));
  return `<figure><figcaption>${text}</figcaption><svg role="img" aria-label="${text}" width="${WIDTH + 2 * MARGIN}" height="${HEIGHT + 40}" font-size="11" font-family="system-ui,sans-serif"><rect x="${MARGIN}" y="${MARGIN}" width="${WIDTH}" height="${HEIGHT}" fill="none" stroke="#ccc"/>${paths.join("")}<text x="${MARGIN}" y="${HEIGHT + 28}">${end(left)}</text><text x="${MARGIN + WIDTH / 2}" y="${HEIGHT + 28}" text-anchor="middle">${escapeHtml(xLabel)}, height ${end(bottom)} to ${end(top)}</text><text x="${MARGIN + WIDTH}" y="${HEIGHT + 28}" text-anchor="end">${end(right)}</text></svg><div>${legend.join(" · ")}</div></figure>`;
}
