export interface Category {
  readonly name: string
  readonly children: readonly Category[]
}

export function category(name: string, ...children: Category[]): Category {
  return { name, children }
}

/** The category, then everything below it. */
export function* walk(root: Category): Generator<Category> {
  yield root
  for (const child of root.children) yield* walk(child)
}

export function find(root: Category, name: string): Category | undefined {
  for (const each of walk(root)) {
    if (each.name === name) return each
  }
  return undefined
}

export function depth({ children }: Category): number {
  return 1 + Math.max(0, ...children.map(depth))
}

export function outline(root: Category, indent = ''): string {
  return `${indent}${root.name}\n${outlineAll(root.children, `${indent}  `)}`
}

function outlineAll(categories: readonly Category[], indent: string): string {
  return categories.map((each) => outline(each, indent)).join('')
}
