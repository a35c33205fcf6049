/** A process of its own that adds up the parts in a directory: `node read-parts.entry.mjs DIRECTORY`. */
import process from 'node:process'
import { CountsTable } from '../../src/store/counts-table.ts'
import { readParts } from '../../src/store/read-parts.ts'

const table = new CountsTable()
const { testFiles, warnings } = await readParts(process.argv[2] ?? '', 'run 1', (file) => table.add(file))
const counts = Array.from(table, (file) => file.counts[0])
const megabytes = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ testFiles: testFiles.length, warnings: warnings.length, counts, megabytes }))
