/** The project's own tests, without those that start whole programs (vitest.e2e.config.ts). */
import type { ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = {
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/examples/**', 'test/fixtures/**', 'test/e2e/**'],
    // A missing gold file is a failure; `vitest -u` writes it.
    update: 'none',
    // A machine that has other things to do is no failure.
    testTimeout: 60_000,
  },
}
export default config
