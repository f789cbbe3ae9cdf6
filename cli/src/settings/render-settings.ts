import { type Setting, type Settings, settingsIn } from "@interlude/infra-runtime/settings";

/** The settings of one kind of program. */
export interface SettingsSection {
  readonly title: string;
  readonly introduction: string;
  readonly settings: Settings;
}

/** docs/settings.md. */
export function renderSettings(sections: readonly SettingsSection[]): string {
  const head = [
    "# Settings",
    "",
    "Every environment variable that a program of this repository reads. The page is generated from the declarations in the code (`npm run docs:settings`). A variable that is empty counts as unset. A value that breaks its rule ends the program with `CONFIGURATION_INVALID`, the variable and the rule; the value is not repeated.",
  ];
  return `${[...head, ...sections.flatMap(renderSection)].join("\n")}\n`;
}

function renderSection({ title, introduction, settings }: SettingsSection): string[] {
  const listed = settingsIn(settings);
  const rows = listed.map((setting) => `| ${columns(setting).join(" | ")} |`);
  const table = ["| Variable | Value | Default | What it does |", "| --- | --- | --- | --- |", ...rows];
  return ["", `## ${title}`, "", introduction, ...(listed.length === 0 ? [] : ["", ...table])];
}

function columns(setting: Setting<unknown>): string[] {
  const { variable, rule, secret, description } = setting;
  return [`\`${variable}\``, secret ? `${rule}; secret` : rule, defaultText(setting), description];
}

function defaultText({ default: value }: Setting<unknown>): string {
  if (value === undefined) return "must be set";
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return "";
  if (typeof value === "boolean") return value ? "`on`" : "`off`";
  return `\`${String(value)}\``;
}
