/** `node test/scripts/prove.mjs <name> [--dir DIRECTORY] [--runs N] [--seed N]`: runs test/conformance/<name>.proof.ts. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { install, vitest } from './checkout.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dir: { type: 'string' }, runs: { type: 'string' }, seed: { type: 'string' } },
})

install()
if (values.dir) process.env.TSTRACE_PROOF_DIR = resolve(values.dir)
if (values.runs) process.env.TSTRACE_PROOF_RUNS = values.runs
if (values.seed) process.env.TSTRACE_PROOF_SEED = values.seed
process.exitCode = vitest(['--config', '.config/vitest.proofs.config.ts', ...positionals])
