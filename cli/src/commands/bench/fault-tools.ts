import { execFile } from "node:child_process";
import { join } from "node:path";
import type { CheckedProblems, CommandRun, Contents, FaultTools } from "@interlude/bench";
import { SERVICES, type Topic, topics } from "@interlude/contracts";
import { sampleWorld } from "@interlude/core-sample";
import { canonical, countDeadLetters, resultLines } from "@interlude/infra-checks";
import type { Namespace } from "@interlude/infra-local";
import { latestByKey } from "@interlude/stage";
import { REPOSITORY } from "../../deployment/home.js";
import { openNamespace } from "../../deployment/namespace.js";
import { serviceCommands } from "../../deployment/service-commands.js";
import { writeSample } from "../../sample/write-sample.js";
import { validateNamespace } from "../validate/validate.js";
import { verifyTopics } from "../verify/verify-topics.js";
import { verifyNamespace } from "../verify/verify.js";

const STATEMENT_TIMEOUT_MS = 60_000;

/** Topics whose newest values a fault must not change. */
const COMPARED: readonly Topic<unknown>[] = [
  topics.catalogArtists,
  topics.catalogCollaborations,
  topics.catalogTracks,
  topics.graphArtists,
  topics.candidates,
  topics.syntheticTracks,
];

/** How the harness of faults starts and checks a system: as the other commands do. */
export const faultTools: FaultTools = {
  openNamespace,
  serviceCommand: ({ service, namespace, port, folder }) => {
    const ports = Object.fromEntries(SERVICES.map((name) => [name, port])) as Record<
      (typeof SERVICES)[number],
      number
    >;
    const source = { folder, mode: "follow" } as const;
    return serviceCommands({ namespace, ports, source, environment: process.env }).find(
      ({ name }) => name === service,
    )!;
  },
  writeSample: async (folder, { packets, ...size }) => {
    const files = await writeSample(sampleWorld({ ...size, packets }), folder, { packets });
    return files.filter((file) => file.startsWith("replication-"));
  },
  problems: findProblems,
  contents: contentsOf,
  command: runCommand,
};

async function findProblems(namespace: Namespace): Promise<CheckedProblems> {
  const verified = await verifyNamespace(namespace);
  const { order, results } = await verifyTopics(namespace);
  const { rules } = await validateNamespace(namespace, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const letters = await namespace.onDatabase(countDeadLetters);
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  return {
    problems: [
      ...[...verified, ...results]
        .filter(({ differences }) => differences > 0)
        .flatMap((result) => resultLines([result])),
      ...order.flatMap(({ examples }) =>
        examples.map(
          ({ code, topic, partition, offset, reason }) =>
            `${code} at ${topic}/${partition}/${offset}: ${reason}`,
        ),
      ),
      ...rules
        .filter(({ severity, outcome }) => severity === "error" && outcome !== "holds")
        .map(({ rule, violations, examples }) => `${rule} is broken (${violations}): ${examples.join("; ")}`),
    ],
    repeated: sum(order.map(({ repeated }) => repeated)),
    setAside: sum(order.map(({ setAside }) => setAside)),
    deadLetters: sum(letters.map(({ letters: count }) => count)),
  };
}

function contentsOf(namespace: Namespace): Promise<Contents> {
  return namespace.reading(async (log, codec) => {
    const contents = new Map<string, ReadonlyMap<string, string>>();
    for (const topic of COMPARED) {
      const latest = await latestByKey(log, codec, topic);
      contents.set(topic.name, new Map([...latest].map(([key, value]) => [key, withoutVersion(value)])));
    }
    return contents;
  });
}

function withoutVersion(value: unknown): string {
  return canonical({ ...(value as object), graphVersion: undefined, firstSeenAt: undefined });
}

function runCommand(args: readonly string[], namespace: Namespace): Promise<CommandRun> {
  const command = [join(REPOSITORY, "cli/bin/interlude.mjs"), ...args, "--namespace", namespace.name];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: process.env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
    });
  });
}
