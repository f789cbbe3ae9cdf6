import { type EngineCode, InterludeError } from "@interlude/stage";

/** The schema registry did not do what was asked. */
export class RegistryError extends InterludeError<
  EngineCode<"REGISTRY_UNREACHABLE" | "REGISTRY_REFUSED" | "SCHEMA_INCOMPATIBLE">
> {}
