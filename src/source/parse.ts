import {
  type Comment,
  type ParseResult,
  type ParserOptions,
  type Program,
  parseSync,
  rawTransferSupported,
} from 'oxc-parser'

export type Language = 'js' | 'jsx' | 'ts' | 'tsx'
/** How the text is run: `commonjs` is a function body to the host, `unambiguous` is a module if it has module syntax. */
export type SourceType = 'module' | 'script' | 'commonjs' | 'unambiguous'

/** Each part is made when it is asked for. */
export interface ParsedSource {
  readonly program: Program
  readonly comments: Comment[]
}

/** Why a text can't be instrumented. Offsets in UTF-16 units; -1 where the parser names no place. */
export interface ParseProblem {
  message: string
  offset: number
  /** Nothing is wrong with the text: it is we who cannot do it. */
  isOurs?: boolean
  /** What to do about it. */
  advice?: string
}

export type ParseOutcome = { ok: true; parsed: ParsedSource } | { ok: false; problem: ParseProblem }

/** The language and the source type that a file's extension stands for; JSX is accepted in plain `.js`, as every bundler does. */
export function languageOf(path: string): { language: Language; sourceType: SourceType } {
  const extension = /\.([cm]?)([jt]s)(x?)$/.exec(path)
  const typed = extension?.[2] === 'ts'
  const jsx = !typed || extension?.[3] === 'x'
  const kind = extension?.[1]
  return {
    language: typed ? (jsx ? 'tsx' : 'ts') : 'jsx',
    sourceType: kind === 'm' ? 'module' : kind === 'c' ? 'commonjs' : 'unambiguous',
  }
}

/** Calls the parser. */
export type Parse = (path: string, text: string, options: ParserOptions) => ParseResult

/** The tree comes as JSON, which works in any process. */
export const parseToJson: Parse = parseSync

/**
 * The tree comes in a buffer that parser and program share, which takes a third of the time (src/README.md, Speed). For
 * processes in which no user's program runs, as that would see 6 GiB of array buffers. JSON in old Nodes, on Windows, where these
 * buffers take memory from all processes, and wherever they can't be allocated.
 */
export function createParseToBuffer(): Parse {
  let isPossible = process.platform !== 'win32' && rawTransferSupported()
  return (path, text, options) => {
    if (isPossible) {
      try {
        return parseSync(path, text, { ...options, experimentalRawTransfer: true } as ParserOptions)
      } catch (error) {
        isPossible = !(error instanceof RangeError)
      }
    }
    return parseSync(path, text, options)
  }
}

/** Parses. A text that is no valid module (`with`, octal literals, `await` as a name) is parsed once more as a script. */
export function parseSource(
  text: string,
  path: string,
  lang: Language,
  sourceType: SourceType,
  parse: Parse = parseToJson,
): ParseOutcome {
  const outcome = outcomeOf(parse(path, text, { lang, sourceType }))
  if (outcome.ok || sourceType !== 'unambiguous') return outcome
  const again = outcomeOf(parse(path, text, { lang, sourceType: 'commonjs' }))
  return again.ok ? again : outcome
}

/**
 * Frees a tree that has been walked. The parser returns an object with getters. Without this, V8 would keep each file's tree
 * until its next full collection.
 */
export function dropTree({ program }: ParsedSource): void {
  program.body = []
}

function outcomeOf(result: ParseResult): ParseOutcome {
  const error = result.errors.find((one) => one.severity === 'Error' && !isTypeScriptCheck(one.message))
  if (error) return { ok: false, problem: { message: error.message, offset: error.labels[0]?.start ?? -1 } }
  return { ok: true, parsed: result }
}

/** `TS(1249): ...`: a rule of the type checker that no transpiler enforces; the tree is whole. */
function isTypeScriptCheck(message: string): boolean {
  return /^TS\(\d+\)/.test(message)
}
