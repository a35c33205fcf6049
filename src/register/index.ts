/** `node --import tstrace/register app.ts`. Loads nothing that this Node may be too old for, or not allowed to load. */
import process from 'node:process'
import { oldNode } from '../process/old-node.ts'

const old = oldNode(process.versions.node)
const run = process.env['TSTRACE_RUN']
// A child of a traced program runs as it would without us. Who asked for a trace is told that there is none.
if (old !== null && !run) {
  console.error(old)
  process.exit(2)
} else if (old === null && run !== 'none') {
  try {
    await (await import('./join.ts')).join()
  } catch (error) {
    ;(await import('./untraced-process.ts')).nameUntraced(error)
  }
}
