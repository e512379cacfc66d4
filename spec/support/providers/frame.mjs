// What every stand-in for a payment provider shares: an HTTP server that leads /<provider>/… to its routes, forms and JSON, a
// journal, moods, notices that are sent again until they are taken, and the money each provider holds.
//
// A provider is a module whose default export makes it:
//
//   export default (frame) => ({
//     name: 'inicis', label: 'KG이니시스',
//     routes:   { 'POST /api/payAuth': async (call) => answer },   what the shop's server calls: moods apply to these
//     windows:  { 'POST /window': async (call) => answer },        what a browser sees: moods only where "on" names the path
//     commands: { deposit: async (command) => value },             what POST /control can make it do
//     enter:    (go) => ({ method, url, fields }),                 where its script would send the browser (go.kind "script")
//     contract: (url) => ({ provider, mode: 'test', urls, … }),    a contract by which the shop's adapter reaches it at url
//     book:     frame.book(),                                      the money it holds: GET /<provider>/ledger
//   })
//
// call = { method, path, params, query, headers, ip, body (Buffer), form, json, mood, base (the provider's own URL) };
// answer = { status, headers, type, body (string, Buffer, or a value that becomes JSON) } by `json`, `html`, `text`, `redirect`.
//
// Moods are in a file that is read anew for each call: one object, or a list of which the first that fits applies.
//   { "on": "/api/payAuth" (or a list; or a route: "/v1/payments/:key"), "provider": "inicis", "times": 2 }     where, and how often; everywhere and always unless told
//   { "slow": ms }             it is done at once and answered late
//   { "cut": "before" | "after" }   the connection, before or after it is done
//   { "kill": pid }            with a cut: that process is ended with -9 at the same moment, as if the machine had lost power
//   { "http": 503 }            an error page of the load balancer's; nothing was done; with "done": true it was, and the answer
//                              comes under that status
//   { "garbage": "html" | "xml" | "euc-kr" | "truncated" }   it is done, and nobody can read the answer
// and what a provider looks at itself (call.mood): { "amount": ±n } the answer's amount is off by n, { "signature": "wrong" },
//   { "status": "…" } a state nobody knows, { "decline": { code, message } }, { "reference": "…" }, { "merchant": "…" }
//
// POST /control { provider, do, … } runs a command. Every provider has: press { go, press } (walks through the window as a
// browser would and answers what it would carry to the shop), forget (all state) and notices_to { url: an address, or a path at
// the host of the shop that opened the window }. POST /sink answers what
// its query says (status, body): a place for notices that nobody waits for.
import { appendFileSync, readFileSync, statSync } from 'node:fs'
import http from 'node:http'
import { form as encodeForm, readForm, toCp949 } from './korean.mjs'
import { browse } from './browse.mjs'
import { overview } from './window.mjs'

export const json = (value, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(value) })
export const html = (text, status = 200) => ({ status, type: 'text/html; charset=utf-8', body: text })
export const text = (body, status = 200) => ({ status, type: 'text/plain; charset=utf-8', body })
export const redirect = (url) => ({ status: 302, headers: { Location: url }, body: '' })

const GARBAGE = {
  html: { type: 'text/html', body: '<html><head><title>서비스 점검중</title></head><body>잠시 후 다시</body></html>' },
  xml: { type: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><result><resultCode>0000</resultCode></result>' },
  'euc-kr': { type: 'text/html; charset=euc-kr', body: toCp949('결제 처리중 오류가 발생하였습니다. 똠방각하') },
}

// Several may be told; who is gone already is gone.
const end = (pids) => [pids ?? []].flat().forEach((pid) => {
  try { process.kill(pid, 'SIGKILL') } catch { /* gone */ }
})

const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

/** The money a provider holds: a row a payment, what came in and what went back, never more than came in. */
class Book {
  rows = new Map()

  /** row = { transaction_id, reference, merchant_id, method, amount, status, … } */
  open(row) {
    const kept = { captured: 0, cancelled: 0, entries: [], opened_at: Date.now(), ...row }
    this.rows.set(row.transaction_id, kept)
    return kept
  }

  get(transactionId) { return this.rows.get(transactionId) }

  /** The newest of a reference. */
  of(reference) { return [...this.rows.values()].filter((row) => row.reference === reference).at(-1) }

  capture(row, amount = row.amount) {
    row.captured += amount
    row.status = 'paid'
    row.entries.push({ kind: 'capture', amount, at: Date.now() })
  }

  /** Money that came is gone again, as if it had never come: a bank has taken it back. */
  recall(row) {
    row.entries.push({ kind: 'recall', amount: row.captured, at: Date.now() })
    row.captured = 0
    row.status = 'waiting'
  }

  /** False when that much is not there to give back. */
  cancel(row, amount, details = {}) {
    if (!(amount > 0) || row.cancelled + amount > row.captured) return false
    row.cancelled += amount
    row.status = row.cancelled === row.captured ? 'cancelled' : 'partially_cancelled'
    row.entries.push({ kind: 'cancel', amount, at: Date.now(), ...details })
    return true
  }
}

/** `makers`: the providers' default exports; `notices`: { inicis: url }; `scale`: what a second of a retry schedule lasts, in seconds. */
export function createFrame({ makers, journal, moodFile, notices = {}, scale = 1 }) {
  const frame = { book: () => new Book(), notices: { ...notices } }
  const uses = new Map()
  // what was forgotten is not told again
  const eras = new Map()
  let origin

  const write = (entry) => journal && appendFileSync(journal, JSON.stringify({ at: Date.now(), ...entry }) + '\n')

  // A mood's uses are counted as long as its file is not written again.
  function moodFor(provider, paths, always) {
    if (!moodFile) return {}
    const content = readFileSync(moodFile, 'utf8').trim()
    if (content === '') return {}
    const stamp = statSync(moodFile, { bigint: true })
    const list = [JSON.parse(content)].flat()
    for (const [index, mood] of list.entries()) {
      const on = mood.on === undefined ? always : [mood.on].flat().some((one) => paths.includes(one))
      if (!on || (mood.provider ?? provider) !== provider) continue
      const key = `${stamp.ino}:${stamp.mtimeNs}:${index}`
      const used = uses.get(key) ?? 0
      if (mood.times !== undefined && used >= mood.times) continue
      uses.set(key, used + 1)
      return mood
    }
    return {}
  }

  /**
   * Sends a notice to `url`, else where the provider was told (a path: at `home`, the shop's host), again and again on `schedule` (seconds) until `accepted(status, body)`; answers what the first round met.
   * `repeat`: how many copies the first round has; `together`: at once instead of one after the other.
   */
  frame.notify = async (provider, { url, home, fields, charset = 'UTF-8', body, type, headers = {}, accepted, schedule = [],
    repeat = 1, together = false }) => {
    const known = url ?? frame.notices[provider]
    const target = known?.startsWith('/') ? home && new URL(known, home).href : known
    if (!target) return { error: `${provider} does not know where notices go: POST /control {"do":"notices_to"}` }
    const payload = body ?? encodeForm(fields, charset)
    const contentType = type ?? `application/x-www-form-urlencoded${charset === 'UTF-8' ? '' : `; charset=${charset}`}`
    const send = async (attempt) => {
      let status = 0, answer = ''
      try {
        const response = await fetch(target, { method: 'POST', body: payload, redirect: 'manual',
          headers: { 'Content-Type': contentType, ...headers }, signal: AbortSignal.timeout(10000) })
        status = response.status
        answer = await response.text()
      } catch (error) {
        answer = String(error.cause?.code ?? error.name)
      }
      const taken = accepted(status, answer)
      write({ provider, notice: target, attempt, sent: fields ?? String(payload), raw: Buffer.from(payload).toString('base64'),
        headers: { 'content-type': contentType, ...headers }, status, answer, taken })
      return { status, answer, taken }
    }
    const first = []
    if (together) first.push(...await Promise.all(Array.from({ length: repeat }, () => send(0))))
    else for (let i = 0; i < repeat; i++) first.push(await send(0))
    const era = eras.get(provider)
    const again = (attempt) => {
      if (attempt >= schedule.length) return
      setTimeout(async () => {
        if (eras.get(provider) !== era) return
        const { taken } = await send(attempt + 1)
        if (!taken) again(attempt + 1)
      }, schedule[attempt] * 1000 * scale).unref()
    }
    if (!first.some((one) => one.taken)) again(0)
    return { deliveries: first }
  }

  const providers = new Map(makers.map((make) => make(frame)).map((provider) => [provider.name, provider]))

  const matchers = new Map()
  for (const provider of providers.values()) {
    const table = [[provider.windows, false], [provider.routes, true]].flatMap(([routes, api]) =>
      Object.entries(routes ?? {}).map(([key, handler]) => {
        const [method, route] = key.split(' ')
        return { method, route, handler, api, pattern: new RegExp(`^${route.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }
      }))
    matchers.set(provider.name, table)
  }

  async function control(command) {
    const provider = providers.get(command.provider)
    if (!provider) return json({ error: `no provider ${command.provider}` }, 404)
    if (command.do === 'press') return json(await browse(origin, provider, command))
    if (command.do === 'notices_to') {
      frame.notices[provider.name] = command.url
      return json({ ok: true })
    }
    if (command.do === 'forget') {
      eras.set(provider.name, (eras.get(provider.name) ?? 0) + 1)
      provider.book.rows.clear()
      provider.forget?.()
      return json({ ok: true })
    }
    const run = provider.commands?.[command.do]
    if (!run) return json({ error: `${provider.name} has no command ${command.do}` }, 404)
    return json(await run(command) ?? { ok: true })
  }

  const amounts = (row) => ({ ...row, account: row.account?.number ? `${row.account.bank} ${row.account.number}` : undefined })

  async function own(method, { pathname: path, searchParams: query }, body, headers) {
    if (method === 'POST' && path === '/control') {
      const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded')
      const command = isForm ? readForm(body) : JSON.parse(body.toString())
      const answer = await control(command)
      return command.back ? redirect(command.back) : answer
    }
    if (method === 'POST' && path === '/sink') {
      return { status: Number(query.get('status') ?? 200), type: 'text/plain', body: query.get('body') ?? '' }
    }
    if (method === 'GET' && path === '/contracts') {
      return json(Object.fromEntries([...providers.values()].map((one) => [one.name, one.contract(`${origin}/${one.name}`)])))
    }
    if (method === 'GET' && path === '/') {
      return html(overview([...providers.values()].flatMap(({ name, label, book }) =>
        [...book.rows.values()].map((row) => amounts({ ...row, provider: name, label })))
        .sort((a, b) => b.opened_at - a.opened_at)))
    }
  }

  async function answerTo(request, body) {
    const url = new URL(request.url, origin)
    const [, name, rest] = /^\/([^/]*)(\/.*)?$/.exec(url.pathname)
    const provider = providers.get(name)
    if (!provider) return await own(request.method, url, body, request.headers) ?? text('not here', 404)
    const path = rest ?? '/'
    if (request.method === 'GET' && path === '/ledger') return json({ rows: [...provider.book.rows.values()] })
    for (const { method, route, pattern, handler, api } of matchers.get(name)) {
      const found = method === request.method && pattern.exec(path)
      if (!found) continue
      const type = String(request.headers['content-type'] ?? '')
      const call = { method, path, params: { ...found.groups }, query: Object.fromEntries(url.searchParams), headers: request.headers,
        ip: request.socket.remoteAddress, body, form: {}, json: undefined, mood: moodFor(name, [path, route], api), base: `${origin}/${name}` }
      if (type.startsWith('application/x-www-form-urlencoded')) {
        call.form = readForm(body, /charset=(euc-kr|cp949)/i.test(type) ? 'EUC-KR' : 'UTF-8')
      } else if (type.startsWith('application/json')) {
        try { call.json = JSON.parse(body.toString()) } catch { return text('malformed JSON', 400) }
      }
      const { mood } = call
      const entry = { provider: name, call: `${method} ${path}`, fields: call.json ?? { ...call.query, ...call.form },
        mood: Object.keys(mood).length > 0 ? mood : undefined }
      if (mood.cut === 'before') {
        write({ ...entry, cut: 'before' })
        end(mood.kill)
        return 'cut'
      }
      if (mood.http && !mood.done) {
        write({ ...entry, status: mood.http })
        return { ...GARBAGE.html, status: mood.http }
      }
      const answer = await handler(call)
      write({ ...entry, status: answer.status ?? 200, cut: mood.cut, answer: answer.type?.startsWith('text/html') ? undefined
        : Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : answer.body })
      if (mood.cut === 'after') {
        end(mood.kill)
        return 'cut'
      }
      if (mood.http) return { ...answer, status: mood.http }
      if (mood.slow) await sleep(mood.slow)
      if (mood.garbage === 'truncated') return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }
      return mood.garbage ? GARBAGE[mood.garbage] : answer
    }
    write({ provider: name, call: `${request.method} ${path}`, status: 404 })
    return text('not here', 404)
  }

  const server = http.createServer(async (request, response) => {
    try {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      const answer = await answerTo(request, Buffer.concat(chunks))
      if (answer === 'cut') return request.socket.destroy()
      response.writeHead(answer.status ?? 200, { 'Content-Type': answer.type ?? 'text/plain; charset=utf-8', 'Cache-Control': 'no-store',
        ...answer.headers })
      response.end(answer.body)
    } catch (error) {
      if (request.destroyed && !request.complete) return
      console.error(error)
      write({ call: `${request.method} ${request.url}`, raised: String(error.stack) })
      if (response.headersSent) return request.socket.destroy()
      response.writeHead(500, { 'Content-Type': 'text/plain' })
      response.end('the stand-in failed')
    }
  })

  frame.listen = (port) => new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      origin = `http://127.0.0.1:${server.address().port}`
      done(server.address().port)
    })
  })
  return frame
}
