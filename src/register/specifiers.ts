/** What a TypeScript file means by a relative specifier that names no file. */

const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
}

const added = ['.ts', '.tsx', '.js', '.jsx', '/index.ts', '/index.tsx', '/index.js']

/** In the order in which tsc looks for them. */
export function otherSpecifiers(specifier: string, parent: string | undefined): string[] {
  if (!/^\.{0,2}\/|^\.{1,2}$|^file:/.test(specifier) || !/\.(?:[cm]?ts|[jt]sx)(?:[?#]|$)/.test(parent ?? '')) return []
  const extension = /\.[cm]?jsx?$/.exec(specifier)?.[0]
  if (extension === undefined) return added.map((end) => specifier + end)
  const stem = specifier.slice(0, -extension.length)
  return (sources[extension] ?? []).map((end) => stem + end)
}
