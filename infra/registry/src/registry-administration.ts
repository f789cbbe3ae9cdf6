import type { Compatibility } from "@interlude/contracts";
import type { RegistryConnection } from "./registry-codec.js";
import { RegistryError } from "./registry-error.js";

const CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
const TIMEOUT_MS = 30_000;
const NOT_FOUND = 404;
const CONFLICT = 409;
const UNPROCESSABLE = 422;

/** What only the contracts job does to a registry: register, set compatibility, delete. */
export class RegistryAdministration {
  private readonly url: string;

  constructor({ url }: RegistryConnection) {
    this.url = url;
  }

  /**
   * Registers a schema under a subject; one that is there already stays as it is.
   * @throws RegistryError `SCHEMA_INCOMPATIBLE` with the registry's words
   */
  async register(subject: string, schema: string): Promise<void> {
    const response = await this.#send("POST", `/subjects/${encodeURIComponent(subject)}/versions`, {
      schema,
    });
    if (response.ok) return;
    const words = await response.text();
    if (response.status === CONFLICT || response.status === UNPROCESSABLE) {
      throw new RegistryError(
        "SCHEMA_INCOMPATIBLE",
        `The schema of ${subject} is not compatible with its earlier versions: ${words}`,
      );
    }
    throw this.#refused(`registering ${subject}`, response.status, words);
  }

  /** Whether a subject has this very schema, and this level to check new versions against. */
  async has(subject: string, schema: string, compatibility: Compatibility): Promise<boolean> {
    const name = encodeURIComponent(subject);
    const [version, level] = await Promise.all([
      this.#send("POST", `/subjects/${name}`, { schema }),
      this.#send("GET", `/config/${name}`),
    ]);
    const [, words] = await Promise.all([version.text(), level.text()]);
    return version.ok && level.ok && words.includes(`"${compatibility}"`);
  }

  /** Sets the level that new versions are checked against; false if the subject does not exist yet. */
  async setCompatibility(subject: string, compatibility: Compatibility): Promise<boolean> {
    const response = await this.#send("PUT", `/config/${encodeURIComponent(subject)}`, { compatibility });
    const words = await response.text();
    if (response.status === NOT_FOUND) return false;
    if (!response.ok) throw this.#refused(`setting the compatibility of ${subject}`, response.status, words);
    return true;
  }

  /** Deletes a subject with all its versions; one that is not there is as good as deleted. */
  async deleteSubject(subject: string): Promise<void> {
    const path = `/subjects/${encodeURIComponent(subject)}`;
    // A registry deletes for good only what has been deleted softly before.
    for (const step of [path, `${path}?permanent=true`]) {
      const response = await this.#send("DELETE", step);
      const words = await response.text();
      if (response.ok || response.status === NOT_FOUND) continue;
      throw this.#refused(`deleting ${subject}`, response.status, words);
    }
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    try {
      return await fetch(`${this.url}${path}`, {
        method,
        headers: { "content-type": CONTENT_TYPE, accept: CONTENT_TYPE },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      const message = `The schema registry at ${this.url} does not respond: is it running?`;
      throw new RegistryError("REGISTRY_UNREACHABLE", message, { cause });
    }
  }

  #refused(attempt: string, status: number, words: string): RegistryError {
    const message = `The schema registry at ${this.url} refused ${attempt} with status ${status}: ${words}`;
    return new RegistryError("REGISTRY_REFUSED", message);
  }
}
