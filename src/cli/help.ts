import { helpSections } from '../options/flags.ts'
import type { Flag } from '../options/options.ts'

export const usage = `usage: tstrace [options] program [arguments]
       tstrace [options] --module package [arguments]
       tstrace --report --file FILE [options]
       tstrace merge -o OUT FILE...`

/** Fits a terminal of 24 rows, of which the next prompt takes one. */
export function renderHelp(): string {
  const sections = helpSections().map(({ title, rows }) => {
    const texts = rows.map(([name, flag, text]) => `${synopsis(name, flag).padEnd(29)} ${text}`)
    return `${title}:\n${texts.join('\n')}`
  })
  return [usage, ...sections].join('\n')
}

/** `  -f, --file FILE` */
function synopsis(name: string, { short, value }: Flag): string {
  const before = short === undefined ? '      ' : `  -${short}, `
  return `${before}--${name}${value === undefined ? '' : ` ${value}`}`
}
