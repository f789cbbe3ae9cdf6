// @ts-check

const whole = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** @param {number} value */
export function count(value) {
  return whole.format(value);
}

/** @param {number} value @param {string} one @param {string} many */
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/**
 * A probability; never 100 % for what is not certain.
 *
 * @param {number} value
 */
export function probability(value) {
  if (value < 1 && value > 0.9995) return "> 99.9%";
  if (value > 0 && value < 0.0005) return "< 0.1%";
  return percent.format(value);
}

/**
 * With its sign, two decimals, and a real minus.
 *
 * @param {number} value
 */
export function signed(value) {
  const text = Math.abs(value).toFixed(2);
  return Number(text) === 0 ? "0.00" : `${value > 0 ? "+" : "−"}${text}`;
}

/**
 * How long ago, in one unit.
 *
 * @param {number} milliseconds
 */
export function ago(milliseconds) {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 2) return "just now";
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} days ago`;
}

/**
 * The name of an artist; before it is known, the beginning of the MBID.
 *
 * @param {string} name
 * @param {string} mbid
 */
export function artistName(name, mbid) {
  return name === "" ? `${mbid.slice(0, 8)}…` : name;
}

/**
 * Text of at most some characters.
 *
 * @param {string} text
 * @param {number} longest
 */
export function shortened(text, longest) {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}

/**
 * `female_voice` as people write it.
 *
 * @param {string} name
 */
export function label(name) {
  const words = name
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
