/** Which sites Istanbul knows nothing about. Read from the tree, not from how the walk went about it. */
import { type Node, parseSync, visitorKeys } from 'oxc-parser'
import type { FileSites } from '../../src/model/sites.ts'
import { LineIndex } from '../../src/source/lines.ts'
import { languageOf } from '../../src/source/parse.ts'
import { functionKey, type SiteKey, statementKey } from './site-keys.ts'

export function extraSites(text: string, path: string, sites: FileSites): Set<SiteKey> {
  const keys = new Set<SiteKey>()
  for (const one of sites.functions) {
    if (['module', 'field', 'static-block'].includes(one.kind)) keys.add(functionKey(one))
  }
  for (const one of sites.statements) if (one.typescript) keys.add(statementKey(one))
  const { language, sourceType } = languageOf(path)
  const { program } = parseSync(path, text, { lang: language, sourceType })
  const lines = new LineIndex(text)
  const starts = new Set<string>()
  for (const offset of unknownToIstanbul(program)) starts.add(JSON.stringify(lines.position(offset)))
  for (const one of sites.functions) if (starts.has(JSON.stringify(one.head.start))) keys.add(functionKey(one))
  for (const one of sites.statements) if (starts.has(JSON.stringify(one.range.start))) keys.add(statementKey(one))
  return keys
}

/** Where private methods and the values of accessor properties start: its visitor has neither. */
function* unknownToIstanbul(node: Node): Generator<number> {
  if (node.type === 'MethodDefinition' && node.key.type === 'PrivateIdentifier') yield node.start
  if (node.type === 'AccessorProperty' && node.value) yield node.value.start
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null>
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [fields[key]].flat()) if (child) yield* unknownToIstanbul(child)
  }
}
