import type { ServiceName } from "@interlude/contracts";
import {
  type Environment,
  type Settings,
  serviceSettings,
  settingsIn,
} from "@interlude/infra-runtime/settings";
import { settings as console } from "@interlude/service-console/settings";
import { settings as generation } from "@interlude/service-generation/settings";
import { settings as graph } from "@interlude/service-graph/settings";
import { settings as ingestion } from "@interlude/service-ingestion/settings";
import { settings as normalization } from "@interlude/service-normalization/settings";
import { settings as scoring } from "@interlude/service-scoring/settings";

/** What each service declares beside what every service has. */
export const ownSettings: Readonly<Record<ServiceName, Settings>> = {
  ingestion,
  normalization,
  graph,
  scoring,
  generation,
  console,
};

/** The variables of an environment that a service declares. */
export function variablesFor(service: ServiceName, environment: Environment): Record<string, string> {
  const declared = settingsIn({ ...serviceSettings, own: ownSettings[service] });
  const set = declared.flatMap(({ variable }) => {
    const value = environment[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return Object.fromEntries(set);
}
