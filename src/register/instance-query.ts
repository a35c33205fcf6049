/** How a module of a `Trace` (src/trace/trace.ts) is told from the program's own instance of it: by the query of its URL. */

const name = 'tstrace'

export function withTrace(url: string, trace: string): string {
  const marked = new URL(url)
  marked.searchParams.set(name, trace)
  return marked.href
}

/** null for a module that belongs to no `Trace`. */
export function traceOf(url: string | undefined): string | null {
  return url?.startsWith('file:') && url.includes(`${name}=`) ? new URL(url).searchParams.get(name) : null
}

/** A module that is this text. */
export function withCode(url: string, code: string): string {
  const marked = new URL(url)
  marked.searchParams.set('code', code)
  return marked.href
}

/** null for a module that is a file. */
export function codeOf(url: string): string | null {
  return traceOf(url) === null ? null : new URL(url).searchParams.get('code')
}
