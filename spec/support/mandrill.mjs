// A stand-in for Mandrill: takes messages, remembers them for searches, and misbehaves as a mood file says, which is read anew
// for each call. The journal has a JSON line a message taken.
//
//   node mandrill.mjs JOURNAL MOOD      writes {"http":PORT} when it listens; the key is "md-test"
//
// Mood: { "status": "rejected", "reason": "hard-bounce" } for the recipient; { "error": "Invalid_Key", "http": 500 };
// { "cut": "before" | "after" } the message was taken; { "http": 503 } without a word; { "blind": true } its search fails.
import { appendFileSync, readFileSync } from 'node:fs'
import http from 'node:http'

const [journal, moodFile] = process.argv.slice(2)
const taken = []

const server = http.createServer(async (request, response) => {
  const mood = JSON.parse(readFileSync(moodFile, 'utf8'))
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = JSON.parse(Buffer.concat(chunks).toString())
  const answer = (status, value) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(value))
  }
  const error = (status, name, message) => answer(status, { status: 'error', code: -1, name, message })
  if (body.key !== 'md-test') return error(500, 'Invalid_Key', 'Invalid API key')
  if (request.url === '/messages/search') {
    if (mood.blind) return error(500, 'GeneralError', 'search is away')
    const wanted = /^u_mail:"(.+)"$/.exec(body.query)?.[1]
    return answer(200, taken.filter((one) => one.metadata.mail === wanted).slice(0, body.limit))
  }
  if (mood.cut === 'before') return request.socket.destroy()
  if (mood.error) return error(mood.http ?? 500, mood.error, 'no')
  if (mood.http) {
    response.writeHead(mood.http)
    return response.end('<html>')
  }
  const { message } = body
  const one = { _id: `md-${taken.length + 1}`, email: message.to[0].email, status: mood.status ?? 'sent',
    reject_reason: mood.reason ?? null, metadata: message.metadata }
  if (one.status === 'sent' || one.status === 'queued') {
    taken.push(one)
    appendFileSync(journal, JSON.stringify(body) + '\n')
  }
  if (mood.cut === 'after') return request.socket.destroy()
  return answer(200, [one])
})
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ http: server.address().port })))
