import { type Flag, groups } from '../options/flags.ts'

export const usage = `usage: tstrace [options] program [arguments]
       tstrace [options] --module package [arguments]
       tstrace --report --file FILE [options]
       tstrace merge -o OUT FILE...`

/** One screen, of 24 rows with that of the next prompt. */
export function renderHelp(): string {
  const sections = groups.map(({ title, flags }) => {
    const rows = Object.entries(flags).flatMap(([name, flag]) =>
      flag.help === null ? [] : [`${synopsis(name, flag).padEnd(29)} ${flag.help}`],
    )
    return `${title}:\n${rows.join('\n')}`
  })
  return [usage, ...sections].join('\n')
}

/** `  -f, --file FILE` */
function synopsis(name: string, { short, value }: Flag): string {
  const before = short === undefined ? '      ' : `  -${short}, `
  return `${before}--${name}${value === undefined ? '' : ` ${value}`}`
}
