import type { FileCoverageData, Location } from 'istanbul-lib-coverage'

/**
 * Maps Istanbul's counts of a text with probes to the text without them. Istanbul walks both texts in the same order, so the
 * entries that are no probes are the entries of the other text, one after the other. Throws if they do not match.
 * @param bare the counts of the text without probes, all zero.
 * @param isProbe whether a place in the text with probes is in a probe.
 */
export function removeIstanbulProbes(
  counted: FileCoverageData,
  bare: FileCoverageData,
  isProbe: (place: Location) => boolean,
): FileCoverageData {
  const statements = keysBut(counted.statementMap, ({ start }) => isProbe(start))
  const functions = keysBut(counted.fnMap, ({ decl }) => isProbe(decl.start))
  const branches = keysBut(counted.branchMap, ({ loc }) => isProbe(loc.start))
  const s = select(statements, counted.s, bare.s)
  const f = select(functions, counted.f, bare.f)
  const b = select(branches, counted.b, bare.b)
  const isSame = branches.every((key, index) => shape(counted, key) === shape(bare, String(index)))
  if (!s || !f || !b || !isSame) throw new Error('Istanbul found something else in the text with probes')
  return { ...structuredClone(bare), s, f, b }
}

/** In the order of the text. */
function keysBut<Site>(sites: Record<string, Site>, isOut: (site: Site) => boolean): string[] {
  return Object.keys(sites).filter((key) => !isOut(sites[key] as Site))
}

function select<Count>(
  keys: string[],
  counts: Record<string, Count>,
  bare: Record<string, Count>,
): Record<string, Count> | null {
  const names = Object.keys(bare)
  if (names.length !== keys.length) return null
  return Object.fromEntries(names.map((name, index) => [name, counts[keys[index] as string] as Count]))
}

function shape({ branchMap, b }: FileCoverageData, key: string): string {
  return `${branchMap[key]?.type} ${b[key]?.length}`
}
