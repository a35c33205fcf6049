/** The list of files that tstrace wrote into a directory: these it may remove again, and nothing else. */

/** Without an extension, so that no watcher takes it for a source. */
export const manifestName = '.tstrace-report'

const version = 1

/** Deterministic: the same files give the same bytes. */
export function formatManifest(names: Iterable<string>): string {
  return `${JSON.stringify({ version, files: [...new Set(names)].sort() }, null, 2)}\n`
}

/** The files a manifest names. What is not a manifest of ours, or leads out of the directory, gives right to nothing. */
export function parseManifest(text: string): string[] {
  const data = parseJson(text)
  if (typeof data !== 'object' || data === null) return []
  if (!('version' in data) || data.version !== version) return []
  if (!('files' in data) || !Array.isArray(data.files)) return []
  return data.files.filter((name: unknown): name is string => typeof name === 'string' && staysInside(name))
}

function staysInside(name: string): boolean {
  return name.split(/[/\\]/).every((segment) => !['', '.', '..'].includes(segment))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
