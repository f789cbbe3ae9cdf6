import { mkdtempSync, rmSync, writeFileSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { launchAs, unprivilegedAccount } from "./unprivileged-user.js";

const PASSWD = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";

describe.runIf(process.getuid?.() === 0)("running a server as root (needs root)", () => {
  test("takes the account that the server is made for, else the one that owns nothing", () => {
    expect(unprivilegedAccount(() => PASSWD)?.uid).toBe(65_534);
    expect(unprivilegedAccount(() => `${PASSWD}postgres:x:101:104::/:/bin/sh\n`)).toEqual({
      name: "postgres",
      uid: 101,
      gid: 104,
    });
    expect(() => unprivilegedAccount(() => "root:x:0:0::/root:/bin/sh\n")).toThrowError(
      expect.objectContaining({ code: "NO_UNPRIVILEGED_USER" }),
    );
  });

  test("changes the account, and keeps the right to pass closed folders only where one is in the way", () => {
    const folder = mkdtempSync(join(tmpdir(), "interlude-account-"));
    const file = join(folder, "program");
    writeFileSync(file, "");
    const account = { name: "nobody", uid: 65_534, gid: 65_534 };
    try {
      chmodSync(folder, 0o755);
      expect(launchAs(account, file, ["-x"], [file])).toEqual({
        command: file,
        args: ["-x"],
        uid: 65_534,
        gid: 65_534,
      });
      chmodSync(folder, 0o700);
      const { command, args } = launchAs(account, file, ["-x"], [file]);
      expect(command).toBe("setpriv");
      expect(args.slice(-3)).toEqual(["--", file, "-x"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("nothing changes if there is no account to change to", () => {
  expect(launchAs(undefined, "postgres", ["-D", "x"], [])).toEqual({
    command: "postgres",
    args: ["-D", "x"],
  });
});
