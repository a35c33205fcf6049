/** Counts as one short text, to travel inside of what another tool writes. */
import process from 'node:process'
import type Zlib from 'node:zlib'
import type { FileCounts } from '../model/counts.ts'
import { protocolVersion } from '../model/protocol.ts'
import { decodeFile } from './decode.ts'
import { DecodeError } from './decode-values.ts'
import { encodeFile } from './encode.ts'
import { checkSize } from './limits.ts'

/** `1:H4sIAAAA...`: the version, then the records' lines, compressed. */
export function packCounts(files: Iterable<FileCounts>): string {
  const { gzipSync } = zlib()
  const lines = Array.from(files, encodeFile).join('\n')
  return `${protocolVersion}:${gzipSync(lines).toString('base64')}`
}

/** Throws a DecodeError that says what is wrong. */
export function unpackCounts(packed: unknown): FileCounts[] {
  const [version, data] = typeof packed === 'string' ? packed.split(':') : []
  if (data === undefined) throw new DecodeError('packed counts', packed, 'a text with a version')
  if (version !== String(protocolVersion)) throw new DecodeError('version', version, `"${protocolVersion}"`)
  return linesOf(data).map((line) => decodeFile(parse(line)))
}

function linesOf(data: string): string[] {
  try {
    const { gunzipSync } = zlib()
    const text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: mostText }).toString()
    return text === '' ? [] : text.split('\n')
  } catch {
    throw new DecodeError('data', data, 'what gzip wrote')
  }
}

/** In bytes: a few letters may unpack to any number. */
const mostText = 256 * 2 ** 20

function parse(line: string): unknown {
  try {
    checkSize(line)
    return JSON.parse(line)
  } catch {
    throw new DecodeError('record', line, 'JSON')
  }
}

/** Every worker loads this module, and few pack anything. */
function zlib(): Pick<typeof Zlib, 'gunzipSync' | 'gzipSync'> {
  return process.getBuiltinModule('node:zlib')
}
