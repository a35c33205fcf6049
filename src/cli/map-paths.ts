/** `--map /ci/work=.`: sources that were counted in another directory. */
import { TstraceError } from '../model/error.ts'
import type { MapPath } from '../istanbul/read-coverage.ts'

/**
 * The first mapping that fits is taken. A path of Windows has `/` afterwards, and its drive may be of either case.
 * Throws a TstraceError 'usage'.
 */
export function createMapPath(maps: string[]): MapPath {
  const mappings = maps.map(parseMapping)
  return (path) => {
    const plain = isWindowsPath(path) ? path.replaceAll('\\', '/') : path
    for (const [from, to] of mappings) {
      const rest = behind(plain, from)
      if (rest !== null) return rest === '' ? to : `${to}/${rest}`
    }
    return path
  }
}

function parseMapping(text: string): [from: string, to: string] {
  const [from, to, ...more] = text.split('=')
  if (from === undefined || from === '' || to === undefined || to === '' || more.length > 0) {
    const message = `The value of "--map" is "${text}". It takes FROM=TO: where sources were counted, and where they are now. "tstrace --help" lists the options.`
    throw new TstraceError('usage', message)
  }
  return [withoutEnd(isWindowsPath(from) ? from.replaceAll('\\', '/') : from), withoutEnd(to)]
}

/** The rest of a path after a directory; null if the path is not in it. */
function behind(path: string, directory: string): string | null {
  if (directory === '.') return /^(?:\/|\.\.|[A-Za-z]:\/)/.test(path) ? null : path
  const start = path.slice(0, directory.length)
  const same = isWindowsPath(directory) ? start.toLowerCase() === directory.toLowerCase() : start === directory
  const rest = path.slice(directory.length)
  return same && (rest === '' || rest.startsWith('/')) ? rest.slice(1) : null
}

function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:[\\/]|^\\\\/.test(path)
}

function withoutEnd(path: string): string {
  return path.length > 1 ? path.replace(/[\\/]+$/, '') : path
}
