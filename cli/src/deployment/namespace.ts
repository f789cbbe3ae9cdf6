import type { ServiceName } from "@interlude/contracts";
import { Namespace, type StackAddresses } from "@interlude/infra-local";
import { type Environment, readSettings } from "@interlude/infra-runtime/settings";
import { commandSettings } from "../settings/command-settings.js";
import { MIGRATIONS, homeFolder, roleSecret } from "./home.js";

/** A namespace on given servers, with the secrets of this home and environment. */
export function openNamespace(name: string, addresses: StackAddresses): Namespace {
  return new Namespace({
    name,
    addresses,
    application: "interlude-cli",
    roleSecret: roleSecret(homeFolder()),
    passwords: servicePasswords(process.env),
    migrations: MIGRATIONS,
  });
}

/**
 * The database passwords that a deployment gives the services: `DATABASE_PASSWORD_GRAPH` and so on. A service without
 * one, or with an empty one, gets a password made from the role secret.
 */
export function servicePasswords(environment: Environment): Partial<Record<ServiceName, string>> {
  const given = Object.entries(readSettings(commandSettings.passwords, environment));
  return Object.fromEntries(given.filter(([, password]) => password !== null)) as Partial<
    Record<ServiceName, string>
  >;
}
