// The program may replace them while it runs.
const { stringify } = JSON
const { keys } = Object
const { isArray } = Array

/** As `JSON.stringify` does it, but asks no prototype for `toJSON`: a program may have put one there. */
export function toJson(value: unknown): string {
  // Most are numbers that count.
  if (typeof value === 'number' && value % 1 === 0) return `${value}`
  if (typeof value !== 'object' || value === null) return stringify(value)
  return isArray(value) ? `[${listOf(value)}]` : `{${fieldsOf(value as Record<string, unknown>)}}`
}

function listOf(items: readonly unknown[]): string {
  let text = ''
  for (let index = 0; index < items.length; index++) text += (index === 0 ? '' : ',') + toJson(items[index])
  return text
}

function fieldsOf(fields: Record<string, unknown>): string {
  let text = ''
  const names = keys(fields)
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string
    if (fields[name] !== undefined) text += `${text === '' ? '' : ','}${stringify(name)}:${toJson(fields[name])}`
  }
  return text
}
