/** Injection tokens of what every service is given; classes are their own tokens. */
export const LOGGER = Symbol("logger");
export const SERVICE_CONFIGURATION = Symbol("service configuration");
export const EVENT_LOG = Symbol("event log");
export const CODEC = Symbol("codec");
