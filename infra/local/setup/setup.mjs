// Sets a checkout up: prerequisites, npm packages, the servers of the local stack, TensorFlow's addon, the build.
// Needs nothing but Node 20, does only what is missing, and can be interrupted anywhere.
//   node infra/local/setup/setup.mjs [--retry]    --retry: try again what could not be had the last time
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SetupError, outputOf, run } from "./command.mjs";
import { dependenciesInstalled, installDependencies, pinnedNode } from "./dependencies.mjs";
import { cacheFolder, manifestFile, root, sweepPartials, writeAtomically } from "./paths.mjs";
import { preparePostgres } from "./postgres.mjs";
import { javaFeatureVersion, missingPrerequisites } from "./prerequisites.mjs";
import { Progress } from "./progress.mjs";
import { fetchServer, isFetched, servers } from "./servers.mjs";
import { installTensorflow, tensorflowFolder } from "./tensorflow.mjs";

async function setUp(environment, { retry }) {
  const progress = new Progress();
  const cache = cacheFolder(environment);
  const { kafka, registry } = servers(cache);
  const needed = [
    ...(environment.KAFKA_BROKERS ? [] : [kafka]),
    ...(environment.SCHEMA_REGISTRY_URL ? [] : [registry]),
  ];
  const java = findJava(environment);
  checkPrerequisites(progress, java, {
    npm: !dependenciesInstalled(),
    java: needed.length > 0,
    maven: needed.some((server) => !isFetched(server)),
    tensorflow: !existsSync(tensorflowFolder(cache)),
  });

  sweepPartials(cache);
  await installDependencies(progress);
  for (const server of needed) await fetchServer(server, progress);
  const postgres = environment.DATABASE_URL ? undefined : preparePostgres();
  const tensorflow = await installTensorflow(cache, progress, { retry });
  const components = {
    cache,
    java: java.version === undefined ? undefined : java,
    kafka: isFetched(kafka) ? kafka.folder : undefined,
    registry: isFetched(registry) ? registry.folder : undefined,
    postgres,
    tensorflow,
  };
  writeAtomically(manifestFile, `${JSON.stringify(components, undefined, 2)}\n`);
  await build();
  progress.end();
}

/** Java as the stack will start it: `JAVA_HOME`'s, else the one on the path. */
function findJava(environment) {
  const command = environment.JAVA_HOME ? join(environment.JAVA_HOME, "bin", "java") : "java";
  return { command, version: outputOf(command, ["-version"])?.trim() };
}

/** Asks the machine only for what this set-up will need: each question starts a program. */
function checkPrerequisites(progress, java, needs) {
  const machine = {
    node: process.versions.node,
    npm: needs.npm && outputOf("npm", ["--version"]) !== undefined,
    java: javaFeatureVersion(java.version),
    maven: needs.maven && outputOf("mvn", ["--version"]) !== undefined,
    python: needs.tensorflow && outputOf("python3", ["-m", "pip", "--version"]) !== undefined,
    compiler: needs.tensorflow && outputOf("g++", ["--version"]) !== undefined,
  };
  const { errors, notes } = missingPrerequisites(machine, needs);
  for (const note of notes) progress.note(note);
  if (errors.length > 0) throw new SetupError(errors.join("\n"));
}

async function build() {
  await run(pinnedNode(), [join(root, "node_modules", "typescript", "bin", "tsc"), "-b"], {
    cwd: root,
    failure: "The build failed",
  });
}

try {
  await setUp(process.env, { retry: process.argv.includes("--retry") });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`set-up: ${error.message}\n`);
  process.exitCode = 1;
}
