/** @type {import('jest').Config} */
module.exports = {
  preset: 'tstrace',
  setupFilesAfterEnv: ['./test/setup.ts'],
}
