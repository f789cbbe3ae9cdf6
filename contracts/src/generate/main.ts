import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generate } from "./generate.js";

const repository = new URL("../../../", import.meta.url);
const schemaFolder = fileURLToPath(new URL("schemas/avro", repository));

for (const [file, content] of generate(schemaFolder)) {
  writeFileSync(new URL(`contracts/src/generated/${file}`, repository), content);
}
