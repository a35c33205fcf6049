/** The list of files that tstrace wrote into a directory: these it may replace, and those of its report it may remove again. */

/** Without an extension, so that no watcher takes it for a source. */
export const manifestName = '.tstrace-report'

const version = 1

export interface Manifest {
  /** Of the report: what the next one does not have is removed. */
  files: string[]
  /** Beside the report, which stay. */
  added: string[]
}

/** Deterministic: the same files give the same bytes. */
export function formatManifest(files: Iterable<string>, added: Iterable<string> = []): string {
  const [own, beside] = [new Set(files), new Set(added)]
  const data = { version, files: [...own].sort(), ...(beside.size > 0 && { added: [...beside].sort() }) }
  return `${JSON.stringify(data, null, 2)}\n`
}

/** The files a manifest names. What is not a manifest of ours, or leads out of the directory, gives right to nothing. */
export function parseManifest(text: string): Manifest {
  const data = parseJson(text)
  if (typeof data !== 'object' || data === null) return { files: [], added: [] }
  if (!('version' in data) || data.version !== version) return { files: [], added: [] }
  return { files: 'files' in data ? namesIn(data.files) : [], added: 'added' in data ? namesIn(data.added) : [] }
}

function namesIn(data: unknown): string[] {
  if (!Array.isArray(data)) return []
  return data.filter((name: unknown): name is string => typeof name === 'string' && staysInside(name))
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
