export { deleteContracts, registerContracts } from "./register-contracts.js";
export { createRegistryCodec } from "./registry-codec.js";
export type { RegistryConnection } from "./registry-codec.js";
