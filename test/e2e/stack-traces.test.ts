/** Errors are shown where they are in the source, as without us. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Outcome, checkout, makeProject, vueConfig } from './project.ts'

const sources = {
  'src/deep.ts': `
export enum Level { Low = 1, High }

export class Sensor {
  readonly #level: Level
  constructor(level: Level) { this.#level = level }

  get level(): Level {
    return this.#level > 1 ? fail({ level: this.#level }) : this.#level
  }
}

const fail = ({ level }: { level: Level }): never => { throw new RangeError(\`too high: \${level}\`) }
`,
  'src/plain.js': `
export async function later(values) {
  await null; for (const value of values) if (value > 1) throw new TypeError('late ' + value)
}
`,
  'src/Broken.vue': `
<script setup lang="ts">
const props = defineProps<{ size: number }>()

if (props.size > 1) {
  throw new Error(\`size \${props.size}\`)
}
</script>

<template><p>{{ size }}</p></template>
`,
  'test/deep.test.ts': `
import { mount } from '@vue/test-utils'
import { test } from 'vitest'
import Broken from '../src/Broken.vue'
import { Level, Sensor } from '../src/deep.ts'
import { later } from '../src/plain.js'

test('typescript', () => new Sensor(Level.High).level.toFixed())
test('javascript', () => later([1, 2]))
test('component', () => void mount(Broken, { props: { size: 2 } }))
`,
}

test('stack traces name the same places with and without tstrace', async () => {
  const project = await makeProject(join(checkout, 'test/fixtures/shop'), sources)
  await project.write({ 'plain.config.ts': vueConfig('vue()'), 'vitest.config.ts': vueConfig('tstrace(), vue()') })
  const [without, with_] = [await project.vitest(['--config=plain.config.ts']), await project.vitest()]
  expect(placesIn(with_)).toEqual(placesIn(without))
  expect(placesIn(with_).filter((place) => place.includes('src/'))).toHaveLength(4)
})

/** `src/deep.ts:13:62`, in the order of the traces; and the lines of source that are shown around. */
function placesIn({ stderr }: Outcome): string[] {
  return stderr.split('\n').filter((line) => /^ ❯ .*(?:src|test)\/|^ +\d+\| /.test(line))
}
