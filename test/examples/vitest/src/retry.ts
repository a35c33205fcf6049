import { isTemporary } from './errors.ts'

export interface RetryOptions {
  attempts?: number
  pause?: (failures: number) => Promise<void>
}

export const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** Tries again, a little later each time, while the trouble may pass. */
export async function retry<Result>(
  task: () => Promise<Result>,
  { attempts = 3, pause = delay }: RetryOptions = {},
): Promise<Result> {
  let failures = 0
  while (true) {
    try {
      return await task()
    } catch (error) {
      failures++
      if (failures === attempts || !isTemporary(error)) throw error
    }
    await pause(failures)
  }
}
