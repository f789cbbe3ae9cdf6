/** The schema registry did not do what was asked. */
export class RegistryError extends Error {
  constructor(
    readonly code: "REGISTRY_UNREACHABLE" | "REGISTRY_REFUSED" | "SCHEMA_INCOMPATIBLE",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "RegistryError";
  }
}
