/** Which sites Istanbul knows nothing about. Read from the tree, not from how the walk went about it. */
import { type Node, parseSync, visitorKeys } from 'oxc-parser'
import type { FileSites, Range } from '../../src/model/sites.ts'
import { LineIndex } from '../../src/source/line-index.ts'
import { languageOf, type SourceType } from '../../src/source/parse.ts'
import { functionKey, type SiteKey, statementKey } from './site-keys.ts'

export function extraSites(text: string, path: string, sites: FileSites, sourceType?: SourceType): Set<SiteKey> {
  const byPath = languageOf(path)
  const { program } = parseSync(path, text, { lang: byPath.language, sourceType: sourceType ?? byPath.sourceType })
  const lines = new LineIndex(text)
  const privateMethods = new Set<string>()
  const accessorValues = new Set<string>()
  for (const node of nodesOf(program)) {
    if (node.type === 'MethodDefinition' && node.key.type === 'PrivateIdentifier') {
      privateMethods.add(JSON.stringify(lines.position(node.start)))
    }
    if (node.type === 'AccessorProperty' && node.value)
      accessorValues.add(rangeKey(lines.range(node.value.start, node.value.end)))
  }
  const keys = new Set<SiteKey>()
  for (const one of sites.functions) {
    const privately = privateMethods.has(JSON.stringify(one.head.start))
    if (privately || ['module', 'field', 'static-block'].includes(one.kind)) keys.add(functionKey(one))
  }
  for (const one of sites.statements) {
    if (one.typescript || accessorValues.has(rangeKey(one.range))) keys.add(statementKey(one))
  }
  return keys
}

function rangeKey(range: Range): string {
  return JSON.stringify([range.start, range.end])
}

export function* nodesOf(node: Node): Generator<Node> {
  yield node
  const fields = node as unknown as Record<string, Node | (Node | null)[] | null>
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [fields[key]].flat()) if (child) yield* nodesOf(child)
  }
}
