import { SERVICES } from "@interlude/contracts";
import { serviceSettings } from "@interlude/infra-runtime/settings";
import { commandSettings } from "./command-settings.js";
import { setupSettings, testSettings } from "./development-settings.js";
import { type SettingsSection, renderSettings } from "./render-settings.js";
import { ownSettings } from "./service-settings.js";

/** Every setting there is, by the program that reads it. */
export const SECTIONS: readonly SettingsSection[] = [
  {
    title: "Every service",
    introduction:
      "`interlude up`, `run` and `ingest` set the namespace, the three addresses and the port themselves, and hand a service every other variable that this page lists for it.",
    settings: serviceSettings,
  },
  ...SERVICES.map((service) => ({
    title: `${service[0]!.toUpperCase()}${service.slice(1)}`,
    introduction: `Beside what every service has${Object.keys(ownSettings[service]).length === 0 ? ", nothing." : ":"}`,
    settings: ownSettings[service],
  })),
  {
    title: "Command line",
    introduction:
      "`interlude` starts embedded servers unless it is told to use others, each on its own. An option on the command line comes before a variable.",
    settings: commandSettings,
  },
  { title: "Set-up", introduction: "`npm run setup`.", settings: setupSettings },
  { title: "Tests", introduction: "`npm test`.", settings: testSettings },
];

/** docs/settings.md as it should be. */
export function settingsPage(): string {
  return renderSettings(SECTIONS);
}
