/** Also runs on Nodes that are too old for the rest, and imports nothing for that reason. */

/** The message for a Node that is too old, else null. */
export function oldNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return null
  return `[tstrace] needs Node 20.19 or later; this is ${version}. Older ones lack what it is built on. Run it with another Node. (old-node)`
}
