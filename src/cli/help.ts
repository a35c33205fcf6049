import { type Flag, groups } from './flags.ts'

export const usage = `usage: tstrace [options] program [arguments]
       tstrace --report --file FILE [options]
       tstrace merge -o OUT FILE...`

/** One screen. */
export function renderHelp(): string {
  const sections = groups.map(({ title, flags }) => {
    const rows = Object.entries(flags).map(([name, flag]) => `${synopsis(name, flag).padEnd(29)} ${flag.help}`)
    return `${title}:\n${rows.join('\n')}`
  })
  return `${usage}\n\n${sections.join('\n')}\n`
}

/** `  -f, --file FILE` */
function synopsis(name: string, { short, value }: Flag): string {
  const before = short === undefined ? '      ' : `  -${short}, `
  return `${before}--${name}${value === undefined ? '' : ` ${value}`}`
}
