/** A point of a plot, both coordinates from 0 to 1, with an interval if it has one. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

const SIZE = 300;
const MARGIN = 40;

/** A square plot from 0 to 1 as inline SVG, with its caption. The texts must need no escaping. */
export function plot(
  caption: string,
  xLabel: string,
  yLabel: string,
  { line, points = [] }: { line: readonly PlotPoint[]; points?: readonly PlotPoint[] },
): string {
  const x = (value: number): string => (MARGIN + value * SIZE).toFixed(1);
  const y = (value: number): string => (10 + (1 - value) * SIZE).toFixed(1);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (tick) =>
      `<path d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}" stroke="#e3e3e3"/><text x="${x(tick)}" y="${Number(y(0)) + 15}" text-anchor="middle">${tick}</text><text x="${MARGIN - 6}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick}</text>`,
  );
  const path = line.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.x)} ${y(point.y)}`).join("");
  const marks = points.map(
    (point) =>
      `<path d="M${x(point.x)} ${y(point.low ?? point.y)}V${y(point.high ?? point.y)}" stroke="#b3410f"/><circle cx="${x(point.x)}" cy="${y(point.y)}" r="3.5" fill="#b3410f"/>`,
  );
  return `<figure><figcaption>${caption}</figcaption><svg role="img" aria-label="${caption}" width="${SIZE + MARGIN + 15}" height="${SIZE + 50}" font-size="11" font-family="system-ui,sans-serif">${ticks.join("")}<path d="${path}" fill="none" stroke="#1a5fb4" stroke-width="2"/>${marks.join("")}<text x="${x(0.5)}" y="${SIZE + 42}" text-anchor="middle">${xLabel}</text><text transform="translate(11 ${y(0.5)}) rotate(-90)" text-anchor="middle">${yLabel}</text></svg></figure>`;
}
