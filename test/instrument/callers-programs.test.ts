import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runBare, runTraced } from './run.ts'
import { pairsByStack } from './stack-oracle.ts'

const directory = join(import.meta.dirname, '../fixtures/programs')

describe('a whole program', () => {
  for (const file of readdirSync(directory)) {
    test(`calls what the stack says: ${file}`, async () => {
      const program = readFileSync(join(directory, file), 'utf8')
      const traced = await runTraced(program)
      const asked = await pairsByStack(program, traced.sites)
      expect(asked.pairs.length).toBeGreaterThan(20)
      expect(traced.pairs).toEqual(asked.pairs)
      expect((await runTraced(program, { adopt: true })).pairs).toEqual(asked.pairs)
      const bare = await runBare(program)
      expect(bare.join('\n')).not.toContain('threw')
      expect([asked.log, traced.log]).toEqual([bare, bare])
    })
  }
})
