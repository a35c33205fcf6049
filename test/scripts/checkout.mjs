/** A checkout made ready to run: packages installed, code built. Imports no package, for none may be installed yet. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Installs what package-lock.json says, unless it is there already. */
export function install() {
  if (isInstalled()) return
  console.log('Installing packages (npm ci)')
  mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

export function build() {
  mustRun('npm', ['run', '--silent', 'build'])
}

/** Runs Vitest as installed in this checkout and returns its exit status. */
export function vitest(args, cwd = root) {
  return run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], cwd)
}

/** npm keeps a copy of the lock file of what it installed, less what is for other platforms. */
function isInstalled() {
  const copy = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(copy)) return false
  const installed = readPackages(copy)
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional || devOptional),
  )
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages
}

function mustRun(command, args) {
  const status = run(command, args, root)
  if (status === 0) return
  console.error(`"${command} ${args.join(' ')}" failed with exit code ${status}.`)
  process.exit(status)
}

function run(command, args, cwd) {
  const shell = process.platform === 'win32' && command === 'npm'
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', shell })
  if (error) throw error
  return status ?? 1
}
