/** The flags of the command line, from the table of options. */
import { type Flag, type OptionName, optionNames, sections, table } from './options.ts'

const rows: readonly (readonly [name: string, Flag])[] = Object.entries(table).flatMap(([name, { flag }]) =>
  flag ? [[flagName(name), flag] as const] : [],
)

export const flags: Readonly<Record<string, Flag>> = Object.fromEntries(rows)

/** A run has one of these, or counts. */
export const modeNames: readonly string[] = rows.flatMap(([name, { help }]) =>
  help?.section === 'modes' ? [name] : [],
)

/** The options that have a flag of their own. */
export const optionFlags: readonly (readonly [option: OptionName, flag: string])[] = optionNames.flatMap((name) =>
  table[name].flag ? [[name, flagName(name)] as const] : [],
)

/** Without dashes in front: `ignore-module` of the option `ignoreModule`. */
function flagName(name: string): string {
  return name.replace(/^--/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The rows of `--help`, a list for each section. */
export function helpSections(): { title: string; rows: (readonly [name: string, Flag, text: string])[] }[] {
  return Object.entries(sections).map(([section, title]) => ({
    title,
    rows: rows.flatMap(([name, flag]) =>
      flag.help?.section === section ? [[name, flag, flag.help.text] as const] : [],
    ),
  }))
}
