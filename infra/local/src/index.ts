export { type Components, component, readComponents } from "./components.js";
export * from "./errors.js";
export { type ExternalServers, externalServerSettings, externalServers } from "./external-servers.js";
export { choosePorts } from "./ports.js";
export type { ServerName, StackAddresses } from "./stack-file.js";
export { type Stack, type StackOptions, type StackProcess, findStack, startStack } from "./stack.js";
export {
  type ServiceEvent,
  type ServiceSpec,
  type ServiceState,
  type ServiceStatus,
  type Supervisor,
  type SupervisorOptions,
  superviseServices,
} from "./supervisor.js";
export { Namespace } from "./namespace.js";
export { LiveScreen, type ScreenOutput, type ScreenState, type StageLine } from "./live-screen.js";
