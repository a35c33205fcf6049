/** Hosts load the package root by its name before they know what for: what it needs at once stays little. */
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** All that an import of the file loads, but for what it asks for later with `import()`. */
function loadedBy(file: string, loaded: Set<string> = new Set()): Set<string> {
  if (loaded.has(file)) return loaded
  loaded.add(file)
  for (const [, type, specifier = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\b( type)?(?:[^'"]*?from)? '([^']+)'/gm,
  )) {
    if (type) continue
    if (specifier.startsWith('.')) loadedBy(resolve(dirname(file), specifier), loaded)
    else loaded.add(specifier)
  }
  return loaded
}

test('the package root loads the checks of options, and what takes the call of a host', () => {
  const loaded = [...loadedBy(resolve('src/index.ts'))].map((path) =>
    path.startsWith('/') ? relative('.', path) : path,
  )
  const little =
    /^(?:src\/(?:index|options\/(?:options|formats|resolve-options|nearest)|process\/(?:print-warnings|write-out)|trace\/(?:trace|coverage-results)|model\/[\w-]+)|jest-preset\/main\/named-reporter|vitest-plugin\/main\/(?:named-reporter|refuse-uncalled))\.ts$/
  expect(loaded.filter((path) => !little.test(path)).sort()).toEqual([
    'node:fs',
    'node:module',
    'node:path',
    'node:process',
  ])
  expect(loaded).toContain('src/options/resolve-options.ts')
})
