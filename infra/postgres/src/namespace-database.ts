import { createHmac } from "node:crypto";
import { SERVICES, type ServiceName } from "@interlude/contracts";
import pg from "pg";
import { connectionConfig, withConnection } from "./connection.js";
import { migrateSchema } from "./migrate.js";

/** The role that sets a namespace's database up, and the secret from which the services' passwords come. */
export interface Administration {
  /** URL of a role that may create databases and roles; its database name is not used. */
  readonly adminUrl: string;
  readonly namespace: string;
  readonly roleSecret: string;
  /** Passwords given from outside, by service; the others come from the secret. */
  readonly passwords?: Partial<Record<ServiceName, string>>;
  /** Folder `schemas/sql`. */
  readonly migrations: string;
}

/** Name of a namespace's database: `interlude` or `interlude_<namespace>`. */
export function databaseName(namespace: string): string {
  return namespace === "" ? "interlude" : `interlude_${namespace.replaceAll("-", "_")}`;
}

/** URL with which a service reaches its own schema, as its own role. */
export function serviceDatabaseUrl(
  administration: Omit<Administration, "migrations">,
  service: ServiceName,
): string {
  const url = new URL(administration.adminUrl);
  url.username = roleName(administration.namespace, service);
  url.password = rolePassword(administration, service);
  url.pathname = `/${databaseName(administration.namespace)}`;
  return url.href;
}

/** URL of a namespace's database for the administrator. */
export function operatorDatabaseUrl(administration: Pick<Administration, "adminUrl" | "namespace">): string {
  const url = new URL(administration.adminUrl);
  url.pathname = `/${databaseName(administration.namespace)}`;
  return url.href;
}

/** Creates a namespace's database, a schema and a role for each service, and migrates them. Idempotent. */
export async function prepareDatabase(administration: Administration): Promise<void> {
  const name = databaseName(administration.namespace);
  await withClient(administration.adminUrl, async (client) => {
    const existing = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (existing.rowCount === 0) await client.query(`create database ${identifier(name)}`);
    for (const service of SERVICES) await createRole(client, administration, service);
    await client.query(`revoke connect, temporary on database ${identifier(name)} from public`);
    for (const service of SERVICES) {
      const role = identifier(roleName(administration.namespace, service));
      await client.query(`grant connect, temporary on database ${identifier(name)} to ${role}`);
    }
  });
  await withClient(operatorDatabaseUrl(administration), async (client) => {
    await client.query("revoke all on schema public from public");
    for (const service of SERVICES) {
      const role = identifier(roleName(administration.namespace, service));
      await client.query(`create schema if not exists ${identifier(service)} authorization ${role}`);
      await client.query(
        `alter role ${role} in database ${identifier(name)} set search_path = ${identifier(service)}`,
      );
    }
  });
  for (const service of SERVICES) {
    await migrateSchema({
      url: serviceDatabaseUrl(administration, service),
      schema: service,
      migrations: administration.migrations,
    });
  }
}

/** Whether a namespace has a database. */
export async function databaseExists(
  administration: Pick<Administration, "adminUrl" | "namespace">,
): Promise<boolean> {
  let found = false;
  await withClient(administration.adminUrl, async (client) => {
    const name = databaseName(administration.namespace);
    found = (await client.query("select 1 from pg_database where datname = $1", [name])).rowCount === 1;
  });
  return found;
}

/** Removes a namespace's database and roles, with everything in them. */
export async function dropDatabase(
  administration: Omit<Administration, "migrations" | "roleSecret">,
): Promise<void> {
  await withClient(administration.adminUrl, async (client) => {
    await client.query(
      `drop database if exists ${identifier(databaseName(administration.namespace))} with (force)`,
    );
    for (const service of SERVICES) {
      await client.query(`drop role if exists ${identifier(roleName(administration.namespace, service))}`);
    }
  });
}

async function createRole(
  client: pg.Client,
  administration: Administration,
  service: ServiceName,
): Promise<void> {
  const role = roleName(administration.namespace, service);
  const existing = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  const verb = existing.rowCount === 0 ? "create" : "alter";
  const password = pg.escapeLiteral(rolePassword(administration, service));
  await client.query(
    `${verb} role ${identifier(role)} login nosuperuser nocreatedb nocreaterole password ${password}`,
  );
  await client.query(`grant ${identifier(role)} to current_user`);
}

function roleName(namespace: string, service: string): string {
  return `${databaseName(namespace)}_${service}`;
}

function rolePassword(
  { namespace, roleSecret, passwords }: Omit<Administration, "migrations">,
  service: ServiceName,
): string {
  return (
    passwords?.[service] ??
    createHmac("sha256", roleSecret).update(roleName(namespace, service)).digest("hex")
  );
}

function identifier(name: string): string {
  return pg.escapeIdentifier(name);
}

function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  return withConnection(connectionConfig(url, "interlude-administration"), work);
}
