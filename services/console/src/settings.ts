import { type SettingsOf, integer } from "@interlude/infra-runtime/settings";

/** Settings of the console beside those of every service. */
export const settings = {
  streamsPerAddress: integer({
    variable: "CONSOLE_STREAMS_PER_ADDRESS",
    description:
      "Streams of changes that one client address may have open. Behind a proxy all clients have the proxy's address: raise it there, and limit them in the proxy.",
    default: 32,
    min: 1,
    max: 256,
  }),
};

export type ConsoleSettings = SettingsOf<typeof settings>;
