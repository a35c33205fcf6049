/** What could steer a terminal, break a row or fake the order of its characters, and what UTF-8 cannot hold. */
const unsafe = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/gu

/**
 * One row of text as it may reach a terminal or a report: control characters (all but the tab), line separators,
 * bidirectional controls and lone surrogates become `\n`, `\x1b`, `\u2028`. For names, paths and lines of source.
 */
export function escapeControls(text: string): string {
  return text.replace(unsafe, escapeCharacter)
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  const hex = character.charCodeAt(0).toString(16)
  return hex.length > 2 ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`
}
