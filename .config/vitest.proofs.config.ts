/** Proofs that need more time, or something from elsewhere: each by a script of package.json (test/scripts/prove.mjs). */
import type { ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = {
  test: {
    include: ['test/**/*.proof.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
}
export default config
