// `npm run contracts:generate`: writes what is generated from `schemas/`, and takes away what no longer is.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GENERATED_SCHEMAS, generate } from "./generate.js";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const files = generate(repository);

rmSync(join(repository, GENERATED_SCHEMAS), { recursive: true, force: true });
for (const [file, content] of files) {
  mkdirSync(dirname(join(repository, file)), { recursive: true });
  writeFileSync(join(repository, file), content);
}
