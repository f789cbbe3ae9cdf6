import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { LocalStackError } from "./errors.js";

/** An account of this machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A command, and the account to run it as if that is not our own. */
interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The account for a server that refuses to run as root (Postgres): none if we are not root, else `postgres` if
 * the machine has it, else `nobody`. No account is created.
 * @throws LocalStackError NO_UNPRIVILEGED_USER
 */
export function unprivilegedAccount(
  passwd: () => string = () => readFileSync("/etc/passwd", "utf8"),
): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = new Map(
    passwd()
      .split("\n")
      .map((line) => line.split(":"))
      .map(([name, , uid, gid]) => [name, { name: name ?? "", uid: Number(uid), gid: Number(gid) }]),
  );
  const account = accounts.get("postgres") ?? accounts.get("nobody");
  if (account === undefined) {
    throw new LocalStackError(
      "NO_UNPRIVILEGED_USER",
      "Postgres does not run as root, and there is no account `postgres` or `nobody` to run it as: run as another user.",
    );
  }
  return account;
}

/**
 * How to run a command as an account. If a folder on the way to one of its files is closed to the account, as
 * root's home is, it keeps root's right to pass it and gives up every other.
 */
export function launchAs(
  account: Account | undefined,
  command: string,
  args: readonly string[],
  paths: readonly string[],
): Launch {
  if (account === undefined) return { command, args };
  if (paths.every((path) => isReachable(path, account)))
    return { command, args, uid: account.uid, gid: account.gid };
  const drop = [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  // Without the last one the right would not count in access(2), with which Postgres looks for its own files.
  const keep = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"];
  return { command: "setpriv", args: [...drop, ...keep, "--", command, ...args] };
}

function isReachable(path: string, account: Account): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  const { mode, uid, gid } = statSync(parent);
  const needed = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & needed) !== 0 && isReachable(parent, account);
}
