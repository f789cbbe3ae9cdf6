import { ConfigurationError } from "./configuration-error.js";

/** The variables of a process, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a setting says of itself, whatever its type. */
export interface SettingText {
  /** Name of the environment variable. */
  readonly variable: string;
  /** What it is for, in a sentence or two; docs/settings.md shows it. */
  readonly description: string;
  /** Whether a value must not be shown. */
  readonly secret?: boolean;
}

/** One environment variable: how it is parsed, and all that its documentation needs. */
export class Setting<Value> {
  readonly variable: string;
  readonly description: string;
  readonly secret: boolean;
  /** What a value must be, as in "a whole number from 0 to 9". */
  readonly rule: string;
  /** The value of a variable that is unset or empty; undefined: it must be set. */
  readonly default: Value | undefined;
  /** @returns undefined for a text that breaks the rule */
  readonly parse: (text: string) => Value | undefined;

  constructor(
    options: SettingText & {
      rule: string;
      default: Value | undefined;
      parse: (text: string) => Value | undefined;
    },
  ) {
    this.variable = options.variable;
    this.description = options.description;
    this.secret = options.secret ?? false;
    this.rule = options.rule;
    this.default = options.default;
    this.parse = options.parse;
  }

  /**
   * The setting's value in an environment. Errors never repeat it: it may be a secret.
   * @throws ConfigurationError
   */
  read(environment: Environment): Value {
    const text = environment[this.variable]?.trim();
    if (text === undefined || text === "") {
      if (this.default === undefined) throw new ConfigurationError(this.variable, "is not set");
      return this.default;
    }
    const value = this.parse(text);
    if (value === undefined) throw new ConfigurationError(this.variable, `must be ${this.rule}`);
    return value;
  }
}

/** The settings of a program by the names its code uses, in groups if several make one value. */
export interface Settings {
  readonly [name: string]: Setting<unknown> | Settings;
}

/** The values of settings, under the same names. */
export type SettingsOf<Declared> =
  Declared extends Setting<infer Value>
    ? Value
    : { readonly [Name in keyof Declared]: SettingsOf<Declared[Name]> };

/**
 * Parses all settings of a program, once.
 * @throws ConfigurationError
 */
export function readSettings<Declared extends Settings>(
  declared: Declared,
  environment: Environment,
): SettingsOf<Declared> {
  const values = Object.entries(declared).map(([name, setting]) => [
    name,
    setting instanceof Setting ? setting.read(environment) : readSettings(setting, environment),
  ]);
  return Object.fromEntries(values) as SettingsOf<Declared>;
}

/** All settings of a program, groups dissolved, in order. */
export function settingsIn(declared: Settings): Setting<unknown>[] {
  return Object.values(declared).flatMap((setting) =>
    setting instanceof Setting ? [setting] : settingsIn(setting),
  );
}
