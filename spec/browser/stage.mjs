// A browser with a fresh profile before one of the two designs, and what it must never see while it plays: an error in the
// console, anything refused by the content security policy, a request to another host, an answer that failed, a picture
// that is broken, a page wider than the window, a word that only a programmer says, any violation axe finds.

import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'

const require = createRequire(new URL('../../static/package.json', import.meta.url))
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env.BROWSER_SHOTS

const devices = {
  pc: { viewport: { width: 1280, height: 900 } },
  mobile: {
    viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: shots ? 2 : 1,
    userAgent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  },
}

// What never stands on a page, however it went wrong.
const slips = /\b(nil|undefined|NaN|null)\b|\[object|table: 0x|function: 0x|\{\{|\}\}|\{%|[을은이]\([를는가]\)/

/** In the page: waits for type and for the pictures that are wanted, then says what is wrong with what is seen. */
async function inspect({ all }) {
  await document.fonts.ready
  if (all) for (const image of document.querySelectorAll('img[loading=lazy]')) image.loading = 'eager'
  const wanted = [...document.images].filter((image) => image.loading !== 'lazy')
  await Promise.race([
    Promise.all(wanted.map((image) => image.decode().catch(() => null))),
    new Promise((done) => setTimeout(done, 8000)),
  ])
  const wrong = wanted.filter((image) => image.complete && image.naturalWidth === 0).map((image) => `broken picture ${image.src}`)
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (over > 0) {
    const widest = [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > innerWidth + 1)
    wrong.push(`${over} pixels wider than the window: ${widest ? widest.outerHTML.slice(0, 120) : '?'}`)
  }
  return { wrong, text: document.body.innerText }
}

async function violations() {
  const found = await window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
  })
  return found.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 3).map(({ target, any, all }) =>
    `${target.join(' ')} (${((any[0] || all[0] || {}).message || '').slice(0, 160)})`).join('; ')}`)
}

export class Stage {
  /** @param args { base, device: "pc" | "mobile", script: false for a browser without scripts } */
  static async open(browser, args) {
    const stage = new Stage()
    Object.assign(stage, { base: args.base, device: args.device || 'pc', script: args.script !== false, faults: [], at: 'the start',
      allowed: new Set(), refusals: new Set(), sizes: [] })
    stage.context = await browser.newContext({ ...devices[stage.device], locale: 'ko-KR', timezoneId: 'Asia/Seoul', reducedMotion: 'reduce',
      javaScriptEnabled: stage.script })
    stage.context.setDefaultTimeout(20000)
    stage.context.on('page', (page) => stage.watch(page))
    stage.page = await stage.context.newPage()
    return stage
  }

  /** One who may ask that host although it is not the mall's. */
  allow(host) { this.allowed.add(host) }

  /** From now on an answer with this status is what the play wants. */
  expect(status) { this.refusals.add(status) }

  fault(text) { this.faults.push(`${this.device}, ${this.at}: ${text}`) }

  watch(page) {
    page.on('pageerror', (problem) => this.fault(`script error: ${problem.message}`))
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return
      if (message.text().startsWith('Failed to load resource')) return // seen below, with its status
      this.fault(`console: ${message.text().slice(0, 300)}`)
    })
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (!url.protocol.startsWith('http') || url.hostname === 'localhost' || url.hostname.endsWith('.localhost')) return
      if (!this.allowed.has(url.hostname)) this.fault(`asks a third party: ${url.href}`)
    })
    page.on('response', (response) => {
      if (response.status() < 400 || this.refusals.has(response.status())) return
      this.fault(`${response.status()} of ${response.request().method()} ${response.url()}`)
    })
    page.on('requestfinished', async (request) => {
      const sizes = await request.sizes().catch(() => null)
      if (sizes) this.sizes.push({ url: request.url(), type: request.resourceType(), bytes: sizes.responseBodySize })
    })
  }

  async go(path) {
    this.at = path
    return this.page.goto(new URL(path, this.base).href)
  }

  /** Looks hard at what is on the screen. */
  async look(name) {
    this.at = name
    await this.page.waitForLoadState()
    const { wrong, text } = await this.page.evaluate(inspect, { all: Boolean(shots) })
    wrong.forEach((one) => this.fault(one))
    const slip = slips.exec(text)
    if (slip) this.fault(`says “${text.slice(Math.max(0, slip.index - 30), slip.index + 40).replace(/\s+/g, ' ')}”`)
    if (this.script) {
      await this.page.evaluate(axe)
      for (const one of await this.page.evaluate(violations)) this.fault(one)
    }
    if (shots) await this.shoot(name)
    return text
  }

  async shoot(name) {
    mkdirSync(shots, { recursive: true })
    const host = new URL(this.page.url()).hostname === 'localhost' ? '' : 'second-'
    const file = `${shots}/${host}${this.device}${this.script ? '' : '-plain'}-${name.replace(/[^\p{L}\p{N}]+/gu, '-')}`
    await this.page.screenshot({ path: `${file}.png`, fullPage: true })
    await this.page.screenshot({ path: `${file}-window.png` })
  }

  /** The visible words of the first element that matches, on one line. */
  async words(selector) {
    return (await this.page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim()
  }

  async close() { await this.context.close() }
}
