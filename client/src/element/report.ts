import { html, nothing } from 'lit'
import type { Check, LegalBasis, SignatureReport, VerifyReport } from '@hocba/shared/verify'
import { type ElementTexts, roleText, verdictSign } from './texts.ts'

/** Verdict first, then who signed, then every line that was checked. */
export function renderReport(texts: ElementTexts, fileName: string, report: VerifyReport, index = 0) {
  const heading = index === 0 ? 'verdict' : `verdict-${index + 1}`
  return html`<section class="report" aria-labelledby=${heading}>
    <header class="verdict ${report.verdict}">
      <span class="sign" aria-hidden="true">${verdictSign[report.verdict]}</span>
      <div>
        <h2 id=${heading} tabindex="-1">${texts.verdict[report.verdict]}</h2>
        <p>${texts.meaning[report.verdict]}</p>
        ${reasons(report)}
        <p class="soft">${fileName}${report.document === null ? nothing : html` · ${texts.document[report.document]}`}</p>
      </div>
    </header>
    <h3>${texts.signatures}</h3>
    ${report.signatures.length === 0 ? html`<p>${texts.noSignature}</p>` : signatureTable(texts, report)}
    <h3>${texts.checks}</h3>
    <ul class="checks">
      ${report.checks.map((check) => checkLine(texts, check))}
    </ul>
    ${report.digest === null ? nothing : html`<p class="soft">${texts.digest}: <code>${report.digest}</code></p>`}
  </section>`
}

/** Why the verdict is what it is, before the long list. */
function reasons({ checks }: VerifyReport) {
  const failed = checks.filter((check) => check.ok === false)
  return failed.length === 0
    ? nothing
    : html`<ul class="reasons">
        ${failed.map((check) => html`<li>${check.detail}</li>`)}
      </ul>`
}

function signatureTable(texts: ElementTexts, report: VerifyReport) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${texts.signatures}>
    <table>
      <thead>
        <tr>
          <th scope="col">${texts.role}</th>
          <th scope="col">${texts.name}</th>
          <th scope="col">${texts.issuer}</th>
          <th scope="col">${texts.serial}</th>
          <th scope="col">${texts.time}</th>
          <th scope="col">${texts.status}</th>
        </tr>
      </thead>
      <tbody>
        ${report.signatures.map((signature) => signatureRow(texts, signature))}
      </tbody>
    </table>
  </div>`
}

function signatureRow(texts: ElementTexts, signature: SignatureReport) {
  const { role, name, issuer, serial, time, timeSource, basis, status, now } = signature
  return html`<tr>
    <td>${roleText(texts, role)}${basis === undefined ? nothing : html`<small>${basisText(texts, basis)}</small>`}</td>
    <th scope="row">${name}</th>
    <td>${issuer}</td>
    <td><code>${serial}</code></td>
    <td>${time === null ? '–' : showTime(time)}<small>${texts[timeSource]}</small></td>
    <td class=${status}>${texts.statuses[status]}<small>${texts.today}: ${texts.now[now]}</small></td>
  </tr>`
}

/** On what decision the person signed in this role, as the school had it on record then (001 art. 6). */
function basisText(texts: ElementTexts, { kind, number, date, until }: LegalBasis): string {
  const ended = until === undefined ? '' : `, ${texts.until} ${showDay(until)}`
  return `${texts.basis[kind]} ${texts.numbered} ${number} ${texts.dated} ${showDay(date)}${ended}`
}

const showDay = (day: string): string => day.split('-').map(Number).toReversed().join('/')

const signs = { ok: '✓', bad: '✗', none: '–' } as const

function checkLine(texts: ElementTexts, { id, ok, detail }: Check) {
  const kind = ok === null ? 'none' : ok ? 'ok' : 'bad'
  return html`<li class=${kind}>
    <span class="mark" role="img" aria-label=${texts[kind]}>${signs[kind]}</span>
    <span>${detail} <small>${id}</small></span>
  </li>`
}

const showTime = (time: string): string =>
  new Intl.DateTimeFormat('vi-VN', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(time))
