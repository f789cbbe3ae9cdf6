// Which room may import which; checked on the compiled JavaScript by `npm run boundaries`.
const tests = "\\.test\\.js$|/testing/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "core-is-alone",
      comment: "core imports nothing of ours but core",
      severity: "error",
      from: { path: "^core/" },
      to: { path: "^(contracts|stage|infra|services|cli|bench)/" },
    },
    {
      name: "core-is-pure",
      comment: "core does no I/O; what it may use computes, and nothing else",
      severity: "error",
      from: { path: "^core/", pathNot: tests },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev"],
        pathNot: "^(node:)?(buffer|crypto|stream)$|node_modules/(graphology|csv-parse)",
      },
    },
    {
      name: "contracts-import-nothing",
      severity: "error",
      from: { path: "^contracts/" },
      to: { path: "^(core|stage|infra|services|cli|bench)/" },
    },
    {
      name: "stage-imports-contracts",
      comment: "the engine knows its ports, none of their adapters",
      severity: "error",
      from: { path: "^stage/" },
      to: { path: "^(core|infra|services|cli|bench)/" },
    },
    {
      name: "stage-folders-point-down",
      comment: "nest, engine, records, then log and codec",
      severity: "error",
      from: { path: "^stage/dist/(codec|log|records)/", pathNot: tests },
      to: { path: "^stage/dist/(engine|nest)/" },
    },
    {
      name: "stage-ports-point-down",
      comment: "the log and the codec know neither each other's users nor the engine",
      severity: "error",
      from: { path: "^stage/dist/(codec|log)/", pathNot: tests },
      to: { path: "^stage/dist/records/" },
    },
    {
      name: "twins-stay-out-of-production",
      comment: "in-memory twins and conformance suites are for tests",
      severity: "error",
      from: { path: "^(stage|infra/(?!testing)|services|cli)/", pathNot: tests },
      to: { path: "^stage/dist/testing/" },
    },
    {
      name: "infra-knows-no-service",
      severity: "error",
      from: { path: "^infra/" },
      to: { path: "^(services|cli|bench)/" },
    },
    {
      name: "infra-knows-no-domain",
      comment:
        "adapters know nothing of the domain; but the training of a network is core's recipe computed by TensorFlow",
      severity: "error",
      from: { path: "^infra/(?!tensorflow/)" },
      to: { path: "^core/" },
    },
    {
      name: "services-do-not-meet",
      comment: "what a service needs from another it gets from a topic",
      severity: "error",
      from: { path: "^services/([^/]+)/" },
      to: { path: "^(services/(?!$1/)|cli/|bench/)" },
    },
    {
      name: "checks-stay-out-of-production",
      comment: "checks read every schema as an operator: a service that runs needs none",
      severity: "error",
      from: { path: "^(stage|services|infra/(?!checks))/", pathNot: `${tests}|/dist/checks/` },
      to: { path: "^infra/checks/|/dist/checks/" },
    },
    {
      name: "cli-starts-services-as-processes",
      comment: "of their packages the command line imports their checks and their settings only",
      severity: "error",
      from: { path: "^cli/" },
      to: { path: "^services/[^/]+/dist/(?!checks/|settings\\.js$)" },
    },
    {
      name: "ingestion-goes-one-way",
      comment: "history, writer, sources and feed do not depend on the loop that uses them",
      severity: "error",
      from: { path: "^services/ingestion/dist/(history|writer|sources|metabrainz)/", pathNot: tests },
      to: { path: "^services/ingestion/dist/(replication|status)/" },
    },
    {
      name: "ingestion-history-is-below",
      severity: "error",
      from: { path: "^services/ingestion/dist/history/", pathNot: tests },
      to: { path: "^services/ingestion/dist/(writer|sources|metabrainz)/" },
    },
    {
      name: "local-and-testing-stay-out-of-production",
      severity: "error",
      from: { path: "^(stage|services|infra/(?!local|testing))", pathNot: tests },
      to: { path: "^infra/(local|testing|[^/]+/dist/testing)/" },
    },
    {
      name: "kafkajs-behind-its-port",
      comment: "kafkajs is unmaintained: one place may use it",
      severity: "error",
      from: { pathNot: "^infra/kafka/" },
      to: { path: "node_modules/kafkajs/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    moduleSystems: ["es6"],
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
