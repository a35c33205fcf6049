/** What is instrumented how; one run of each test a mode, beside the bare one. */
export const modes = {
  lines: { callers: false },
  calls: { callers: true },
  trace: { trace: true },
  coverage: { coverage: 'plain' },
}
