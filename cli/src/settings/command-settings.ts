import { SERVICES, type ServiceName } from "@interlude/contracts";
import { externalServerSettings } from "@interlude/infra-local";
import { type Setting, namespaceSetting, serviceSettings, text } from "@interlude/infra-runtime/settings";

/** What the command line is told by its environment. */
export const commandSettings = {
  namespace: namespaceSetting,
  servers: externalServerSettings,
  home: text({
    variable: "INTERLUDE_HOME",
    description: "Folder of the local system's data and logs. Unset, `.interlude` in the repository.",
    default: null,
  }),
  roleSecret: text({
    variable: "INTERLUDE_ROLE_SECRET",
    description:
      "Secret from which the services' database passwords are made. Unset, one is made and kept in the folder above.",
    default: null,
    secret: true,
  }),
  passwords: passwordSettings(),
  logLevel: serviceSettings.logLevel,
};

function passwordSettings(): Record<ServiceName, Setting<string | null>> {
  const settings = SERVICES.map((service) => [
    service,
    text({
      variable: `DATABASE_PASSWORD_${service.toUpperCase()}`,
      description: `Database password of ${service}. Unset, one made from the role secret.`,
      default: null,
      secret: true,
    }),
  ]);
  return Object.fromEntries(settings) as Record<ServiceName, Setting<string | null>>;
}
