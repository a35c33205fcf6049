export interface Compared {
  files: number
  lines: number
  differences: string[]
}

export function compareLines(run: { coverage: object; report: string; root: string }): Compared
