/** A setting that is missing or cannot be used. */
export class ConfigurationError extends Error {
  readonly code = "CONFIGURATION_INVALID";

  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}`);
    this.name = "ConfigurationError";
  }
}
