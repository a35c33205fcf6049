import { test } from 'vitest'
import { inspect } from 'node:util'
import { corpus } from './corpus.ts'
import { askIstanbul } from './oracle.ts'
import { istanbulSites, ourSites } from './site-keys.ts'
import { extraSites } from './extras.ts'
import { findSites } from '../../src/source/plan.ts'
import { instrument } from '../../src/instrument/index.ts'
import { realmRecorder, takeCounts } from '../../src/runtime/recorder.ts'
import { Sandbox } from './sandbox.ts'

for (const [name, parts] of Object.entries({ lodash: ['lodash'], acorn: ['acorn'], moment: ['moment'], vue: ['vue'], react: ['react', 'react-dom'], d3: ['d3'], three: ['three'] })) test(name, { timeout: 200000 }, async () => {
  const files = parts.flatMap(corpus)
  const outputs: Record<string, string> = {}
  const results: Record<string, Map<string, any>> = {}
  const t0 = Date.now()
  const oracles = new Map(files.map((f) => [f.path, askIstanbul(f.text, f.path, f.module)]))
  const t1 = Date.now()
  const maps = new Map(files.map((f) => [f.path, (findSites(f.text, { path: f.path }) as any).sites]))
  const isModule = name === 'd3' || name === 'three'
  const log = console.error, warn = console.warn
  for (const variant of ['bare', 'istanbul', 'callers', 'counts']) {
    const t = Date.now()
    const sandbox = new Sandbox((text, path) => !oracles.has(path) ? text : variant === 'bare' ? text : variant === 'istanbul' ? oracles.get(path)!.code : instrument(text, { path, callers: variant === 'callers', map: false, sites: false, sourceType: isModule ? 'module' : 'commonjs' }).code)
    if (isModule) await sandbox.convert(files.map((f) => f.path))
    if (variant === 'callers' || variant === 'counts') realmRecorder(sandbox.global)
    outputs[variant] = inspect(await sandbox.require(`test/conformance/drivers/${name}.cjs`), { depth: 20, maxArrayLength: null, maxStringLength: null })
    const map = new Map()
    if (variant === 'istanbul') for (const [p, c] of Object.entries(sandbox.global.__coverage__ as any)) map.set(p, istanbulSites(c as any))
    else if (variant !== 'bare') for (const c of takeCounts(realmRecorder(sandbox.global))) map.set(c.path, ourSites(maps.get(c.path), c.counts))
    results[variant] = map
    console.log(variant, Date.now() - t, outputs[variant]!.length)
  }
  console.error = log; console.warn = warn
  for (const v of ['istanbul', 'callers', 'counts']) if (outputs[v] !== outputs.bare) {
    const a = outputs.bare!.split('\n'), b = outputs[v]!.split('\n')
    const i = a.findIndex((x, i) => x !== b[i])
    console.log('OUTPUT DIFFERS', v, '\n', a.slice(i, i + 3).join('\n'), '\n', b.slice(i, i + 3).join('\n'))
  }
  let count = 0, same = 0, nonzero = 0
  for (const { path, text } of files) {
    const theirs = results.istanbul!.get(path)
    const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
    for (const v of ['callers', 'counts']) {
      const ours = results[v]!.get(path)
      if (!ours || !theirs) { console.log('NO DATA', v, path, !!ours, !!theirs); continue }
      for (const [key, c] of ours) {
        const o = theirs.get(key)
        if (!o) continue
        if (JSON.stringify(o) !== JSON.stringify(c)) { if (count++ < 12) console.log(v, path, key, 'ours', JSON.stringify(c), 'theirs', JSON.stringify(o), lines[Number(/\d+/.exec(key)![0]) - 1]?.slice(0, 160)) }
        else { same++; if (c.flat().some(Boolean)) nonzero++ }
      }
    }
  }
  console.log(name, 'same', same, 'nonzero', nonzero, 'different', count, 'ms', Date.now() - t0, 'istanbul', t1 - t0)
})
