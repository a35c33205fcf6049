/** `Type: message`, of whatever can be thrown. */
export function describe(error) {
  try {
    if (typeof error !== 'object' || error === null) return `${typeof error}: ${String(error)}`
    return `${error.constructor?.name}: ${error.message}`
  } catch {
    return 'something: that cannot be described'
  }
}
