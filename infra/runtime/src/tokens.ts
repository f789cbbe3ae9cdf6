/** Injection tokens of what every service is given; classes are their own tokens. */
export const LOGGER = Symbol("logger");
/** The settings that the service declares, parsed: {@link ServiceSettings} and its own. */
export const SETTINGS = Symbol("settings");
export const EVENT_LOG = Symbol("event log");
export const CODEC = Symbol("codec");
/** A `Database` for requests over HTTP: few connections of its own and short timeouts, so that they take nothing from the stage. */
export const QUERY_DATABASE = Symbol("database for queries");
