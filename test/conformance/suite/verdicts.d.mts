export interface Run {
  name: string
  outcome: object
}

export function compareVerdicts(bare: Run, other: Run): string[]
export function tally(run: Run): string
