#!/usr/bin/env node
/** Loads nothing that this Node may be too old for. */
import process from 'node:process'
import { oldNode } from '../process/old-node.ts'

const old = oldNode(process.versions.node)
if (old === null) {
  const { main } = await import('./main.ts')
  await main(process.argv.slice(2))
} else {
  console.error(old)
  process.exitCode = 2
}
