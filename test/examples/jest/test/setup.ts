import { afterEach } from '@jest/globals'

afterEach(async () => {
  // Only where there is a page.
  if (typeof document !== 'undefined') (await import('@testing-library/react')).cleanup()
})
