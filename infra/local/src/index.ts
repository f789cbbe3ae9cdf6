export { type Components, component, readComponents } from "./components.js";
export { LocalStackError } from "./errors.js";
export { externalServerSettings, externalServers } from "./external-servers.js";
export { choosePorts } from "./ports.js";
export type { StackAddresses } from "./stack-file.js";
export { findStack, startStack } from "./stack.js";
export { type ServiceEvent, type Supervisor, superviseServices } from "./supervisor.js";
export { Namespace } from "./namespace.js";
export { LiveScreen, type ScreenState } from "./live-screen.js";
