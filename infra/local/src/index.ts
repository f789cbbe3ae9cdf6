export * from "./errors.js";
export { type ExternalServers, externalServers } from "./external-servers.js";
export type { ServerName, StackAddresses } from "./stack-file.js";
export { type Stack, type StackOptions, type StackProcess, findStack, startStack } from "./stack.js";
