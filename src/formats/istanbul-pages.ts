/** The pages of istanbul-reports, which write the names of files into markup as they are. */
import { posix } from 'node:path'
import type { ReportBase } from 'istanbul-lib-report'
import { pagePath } from './istanbul-names.ts'

/** The part of istanbul-lib-report's nodes that is used. */
interface Page {
  getQualifiedName(): string
  getRelativeName(): string
  getParent(): Page | null
  isSummary(): boolean
}

interface Links {
  getPath(page: Page | string): string
  relativePath(from: Page | string, to: Page | string): string
  assetPath(page: Page | string, name: string): string
}

interface HtmlReport {
  linkMapper: Links
  getBreadcrumbHtml(page: Page): string
}

/** A row of the table of `html-spa`. */
interface SpaRow {
  file: string
}

interface SpaReport {
  htmlReport: HtmlReport
  linkMapper: Links
  toDataStructure(page: Page, context: unknown): SpaRow
}

/** Makes names harmless in the pages that a report writes, and in the names of these pages. */
export function makePagesSafe(report: ReportBase): void {
  const one: object = report
  if ('html' in one) makeHtmlSafe(one.html as HtmlReport)
  else if ('htmlReport' in one) makeSpaSafe(one as SpaReport)
  else if ('getBreadcrumbHtml' in one) makeHtmlSafe(one as HtmlReport)
}

function makeHtmlSafe(report: HtmlReport): void {
  report.linkMapper = links
  report.getBreadcrumbHtml = breadcrumbs
}

/** Its script makes links of the names in its table: so these are the names of pages. */
function makeSpaSafe(report: SpaReport): void {
  report.linkMapper = links
  report.htmlReport.linkMapper = links
  const toRow = report.toDataStructure
  report.toDataStructure = (page, context) => {
    const row = toRow.call(report, page, context)
    return { ...row, file: pagePath(row.file) }
  }
}

const links: Links = {
  getPath(page) {
    if (typeof page === 'string') return page
    const path = pagePath(page.getQualifiedName())
    return page.isSummary() ? posix.join(path, 'index.html') : `${path}.html`
  },
  relativePath: (from, to) => posix.relative(posix.dirname(links.getPath(from)), links.getPath(to)),
  assetPath: (page, name) => links.relativePath(page, name),
}

function breadcrumbs(page: Page): string {
  const above: Page[] = []
  for (let one = page.getParent(); one; one = one.getParent()) above.unshift(one)
  if (above.length === 0) return 'All files'
  const trail = above.map((one) => {
    return `<a href="${escapeMarkup(links.relativePath(page, one))}">${escapeMarkup(one.getRelativeName()) || 'All files'}</a>`
  })
  return `${trail.join(' / ')} ${escapeMarkup(page.getRelativeName())}`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For texts and attributes, of XML as well. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** The annotator of sources takes these two characters for its own `<` and `>`. */
export function withoutMarks(source: string): string {
  return source.replaceAll('\u0001', '\u2401').replaceAll('\u0002', '\u2402')
}
