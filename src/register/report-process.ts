/** Makes the report that its input asks for. */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { makeReport } from './make-report.ts'
import type { ReportRequest } from './report-request.ts'

process.exitCode = await makeReport(JSON.parse(readFileSync(0, 'utf8')) as ReportRequest)
