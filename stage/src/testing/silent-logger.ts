import type { Logger } from "../engine/logger.js";

const ignore = (): void => {};

/** A logger for tests, which write nothing. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
