/** The schema registry did not do what was asked. */
export class RegistryError extends Error {
  /** A registry that does not respond may respond later. */
  readonly retriable: boolean;

  constructor(
    readonly code: "REGISTRY_UNREACHABLE" | "REGISTRY_REFUSED" | "SCHEMA_INCOMPATIBLE",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "RegistryError";
    this.retriable = code === "REGISTRY_UNREACHABLE";
  }
}
