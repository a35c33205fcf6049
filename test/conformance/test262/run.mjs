/**
 * The language's own conformance tests, bare and instrumented: they must end the same way.
 * `npm run test262 -- --dir CHECKOUT [--mode lines|calls|trace] [--filter TEXT] [--sample N] [--workers N] [--timeout SECONDS]`
 * Without `--mode`: in all modes. `--sample 20`: every 20th test. The checkout is of https://github.com/tc39/test262.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { modes } from './modes.mjs'
import { findTests } from './tests.mjs'
import { runTests } from './pool.mjs'
import { Summary } from './summary.mjs'

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    mode: { type: 'string', multiple: true, default: Object.keys(modes) },
    filter: { type: 'string', default: '' },
    sample: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    timeout: { type: 'string', default: '60' },
  },
})

const unknown = values.mode.find((mode) => !(mode in modes))
if (!values.dir || unknown) {
  console.error(
    unknown ? `No mode "${unknown}": there is ${Object.keys(modes).join(', ')}.` : 'Say where: --dir CHECKOUT',
  )
  process.exit(2)
}

const files = findTests(values.dir, values.filter, Number(values.sample))
const summary = new Summary(files.length, values.mode)
await runTests(files, {
  directory: values.dir,
  modes: values.mode,
  workers: Number(values.workers),
  timeout: Number(values.timeout) * 1000,
  done: (result) => summary.add(result),
})
summary.print()
process.exitCode = summary.agrees ? 0 : 1
