/** Shows what tstrace does: runs the Vitest example with this checkout's tstrace, then prints one listing. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, install, root, vitest } from './checkout.mjs'

const example = join(root, 'test/examples/vitest')
const report = join(example, 'tstrace-report')
const listing = join(report, 'src/cart.ts.cover')

install()
build()
linkCheckout()
rmSync(report, { recursive: true, force: true })
process.exitCode = vitest([], example)
show()

/** The example has a package.json of its own, so it imports 'tstrace' as users do: from its node_modules. */
function linkCheckout() {
  const link = join(example, 'node_modules/tstrace')
  mkdirSync(join(example, 'node_modules'), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync(root, link, 'junction')
}

function show() {
  if (!existsSync(listing)) {
    console.error(`\nNo listing was written to ${fromHere(listing)}.`)
    process.exitCode ||= 1
    return
  }
  console.log(`\n${fromHere(listing)}\n\n${readFileSync(listing, 'utf8')}`)
  console.log('The rest of the report:')
  for (const file of reportFiles()) if (file !== listing) console.log(`  ${fromHere(file)}`)
}

function reportFiles() {
  return readdirSync(report, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

function fromHere(path) {
  return relative(process.cwd(), path)
}
