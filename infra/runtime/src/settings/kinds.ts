import { Setting, type SettingText } from "./setting.js";

/** With a default, a setting may be left out; `null` stands for nothing. */
interface WithDefault<Default> {
  readonly default?: Default;
}

/** Any text. */
export function text<Default extends string | null = string>(
  options: SettingText & WithDefault<Default>,
): Setting<string | Default> {
  return new Setting<string | Default>({
    ...options,
    rule: "text",
    default: options.default,
    parse: (value) => value,
  });
}

/** Texts with commas between. */
export function list<Default extends readonly string[] | null = readonly string[]>(
  options: SettingText & WithDefault<Default>,
): Setting<readonly string[] | Default> {
  return new Setting<readonly string[] | Default>({
    ...options,
    rule: "one or more texts with commas between",
    default: options.default,
    parse: (value) => {
      const items = value.split(",").map((item) => item.trim());
      const present = items.filter((item) => item !== "");
      return present.length > 0 ? present : undefined;
    },
  });
}

/** A whole number within bounds, both included. */
export function integer(
  options: SettingText & { default: number; min: number; max: number },
): Setting<number> {
  const { min, max } = options;
  return new Setting({
    ...options,
    rule: `a whole number from ${min} to ${max}`,
    parse: (value) => {
      const number = Number(value);
      return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
    },
  });
}

/** One of some words. */
export function oneOf<Word extends string, Default extends Word | null>(
  options: SettingText & { words: readonly Word[]; default: Default },
): Setting<Word | Default> {
  return new Setting<Word | Default>({
    ...options,
    rule: `one of ${options.words.join(", ")}`,
    parse: (value) => options.words.find((word) => word === value),
  });
}

/** `on` or `off`. */
export function flag(options: SettingText & { default: boolean }): Setting<boolean> {
  const values = new Map([
    ["on", true],
    ["off", false],
  ]);
  return new Setting({ ...options, rule: "one of on, off", parse: (value) => values.get(value) });
}

/** A URL of one of some protocols, each with its colon. */
export function url<Default extends string | null = string>(
  options: SettingText & WithDefault<Default> & { protocols: readonly string[] },
): Setting<string | Default> {
  const { protocols } = options;
  return new Setting<string | Default>({
    ...options,
    rule: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    default: options.default,
    parse: (value) =>
      URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined,
  });
}
