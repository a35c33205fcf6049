import tstrace from 'tstrace/vitest'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [tstrace({ include: 'src/**' })],
})
