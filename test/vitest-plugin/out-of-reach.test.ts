import { expect, test } from 'vitest'
import type { TestProject } from 'vitest/node'
import { outOfReach } from '../../vitest-plugin/main/out-of-reach.ts'

function project(config: object, name = ''): TestProject {
  return { name, config: { browser: { enabled: false }, ...config } } as unknown as TestProject
}

test('a project in Node is in reach', () => {
  expect(outOfReach(project({}))).toBe(null)
  expect(outOfReach(project({ experimental: { viteModuleRunner: true } }))).toBe(null)
})

test('what is not in reach is named, with why', () => {
  const inBrowser = outOfReach(project({ browser: { enabled: true } }, 'chromium'))
  expect(inBrowser?.message).toMatch(/^The project "chromium" runs in Vitest's browser mode/)
  const pastPlugins = outOfReach(project({ experimental: { viteModuleRunner: false } }))
  expect(pastPlugins?.message).toMatch(/^The tests run with "experimental.viteModuleRunner: false"/)
})
