/** Where psql connects, as its environment: a password does not belong into arguments. */
export function psqlEnvironment(databaseUrl: string): NodeJS.ProcessEnv {
  const url = new URL(databaseUrl);
  return {
    ...process.env,
    PGHOST: url.hostname,
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
  };
}

/** Arguments with which psql stops at the first error and reads no user's settings. */
export const PSQL_ARGUMENTS = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"];
