// An SMTP server for specs: three ports (plain, with STARTTLS, TLS from the start), a journal of what it accepted, and a mood
// that says how it misbehaves. Both are files: the mood is read anew at each step, the journal has a JSON line a message.
//
//   node smtp_server.mjs KEY CERTIFICATE JOURNAL MOOD      writes {"plain":…,"starttls":…,"tls":…} when it listens
//
// Mood: { "mail|rcpt|data|end|auth|greet": "451 4.3.0 later" } answers that step so; { "cut": "rcpt" } ends the connection
// there ("end": after the whole message); { "slow": "end", "ms": 500 } answers late; { "size": 1000 } is the most it takes.
import { appendFileSync, readFileSync } from 'node:fs'
import net from 'node:net'
import tls from 'node:tls'

const [keyFile, certificateFile, journal, moodFile] = process.argv.slice(2)
const credentials = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) }

const mood = () => {
  try {
    return JSON.parse(readFileSync(moodFile, 'utf8'))
  } catch {
    return {}
  }
}
const note = (entry) => appendFileSync(journal, JSON.stringify(entry) + '\n')

function serve(socket, { offersTls, secure }) {
  let buffer = Buffer.alloc(0)
  let mail = {}
  let inData = false
  let user = null
  let login = null

  const step = async (name, otherwise) => {
    const now = mood()
    if (now.cut === name) return socket.destroy()
    if (now.slow === name) await new Promise((resolve) => setTimeout(resolve, now.ms))
    if (!socket.destroyed) socket.write((now[name] ?? otherwise) + '\r\n')
    return now[name] === undefined
  }

  const message = async (raw) => {
    inData = false
    const data = raw.toString('latin1').replace(/(^|\r\n)\.\./g, '$1.')
    // what was received counts, whatever is answered: a server may take a message and lose its answer
    const refused = mood().end !== undefined
    if (!refused) note({ ...mail, ...(user !== null ? { user } : {}), secure, data: Buffer.from(data, 'latin1').toString('base64') })
    mail = {}
    await step('end', '250 2.0.0 taken as 4711')
  }

  const authenticate = async (given) => {
    user = given
    await step('auth', '235 2.7.0 welcome')
  }

  const command = async (line) => {
    const verb = line.slice(0, 4).toUpperCase()
    if (login !== null) {
      const text = Buffer.from(line, 'base64').toString()
      if (login === 'plain') {
        login = null
        return authenticate(text.split('\0').slice(1).join(':'))
      }
      if (login === '') {
        login = text
        return socket.write('334 UGFzc3dvcmQ6\r\n')
      }
      const name = login
      login = null
      return authenticate(`${name}:${text}`)
    }
    if (verb === 'EHLO' || verb === 'HELO') {
      const size = mood().size
      const lines = ['fake greets you', ...(size ? [`SIZE ${size}`] : []), ...(offersTls && !secure ? ['STARTTLS'] : []),
        'AUTH PLAIN LOGIN', '8BITMIME']
      return socket.write(lines.map((text, i) => `250${i + 1 < lines.length ? '-' : ' '}${text}\r\n`).join(''))
    }
    if (verb === 'STAR') {
      socket.write('220 go ahead\r\n')
      socket.removeAllListeners('data')
      const upgraded = new tls.TLSSocket(socket, { isServer: true, ...credentials })
      upgraded.on('error', () => {})
      return serve(upgraded, { offersTls, secure: true })
    }
    if (verb === 'AUTH') {
      const [, kind, given] = line.split(' ')
      if (kind.toUpperCase() === 'PLAIN') {
        if (given) return authenticate(Buffer.from(given, 'base64').toString().split('\0').slice(1).join(':'))
        login = 'plain'
        return socket.write('334 \r\n')
      }
      login = ''
      return socket.write('334 VXNlcm5hbWU6\r\n')
    }
    if (verb === 'MAIL') {
      const size = Number(/SIZE=(\d+)/.exec(line)?.[1] ?? 0)
      mail = { from: /<(.*?)>/.exec(line)[1], to: [] }
      const most = mood().size
      return step('mail', most && size > most ? '552 5.3.4 too large for us' : '250 ok')
    }
    if (verb === 'RCPT') {
      mail.to.push(/<(.*?)>/.exec(line)[1])
      return step('rcpt', '250 ok')
    }
    if (verb === 'DATA') {
      inData = await step('data', '354 go on')
      return undefined
    }
    if (verb === 'QUIT') {
      note({ quit: true })
      await step('quit', '221 bye')
      return socket.end()
    }
    return socket.write('502 5.5.1 what?\r\n')
  }

  let busy = Promise.resolve()
  const drain = async () => {
    for (;;) {
      if (inData) {
        // the dot may be the very first line
        const at = buffer.subarray(0, 3).equals(Buffer.from('.\r\n')) ? -2 : buffer.indexOf('\r\n.\r\n')
        if (at === -1) return
        const raw = buffer.subarray(0, Math.max(at + 2, 0))
        buffer = buffer.subarray(at + 5)
        await message(raw)
      } else {
        const at = buffer.indexOf('\r\n')
        if (at < 0) return
        const line = buffer.subarray(0, at).toString('latin1')
        buffer = buffer.subarray(at + 2)
        await command(line)
      }
    }
  }
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data])
    busy = busy.then(drain)
  })
  socket.on('error', () => {})
  if (!secure || !offersTls) step('greet', '220 fake')
}

const servers = {
  plain: net.createServer((socket) => serve(socket, { offersTls: false, secure: false })),
  starttls: net.createServer((socket) => serve(socket, { offersTls: true, secure: false })),
  tls: tls.createServer(credentials, (socket) => serve(socket, { offersTls: false, secure: true })),
}
const ports = {}
for (const [name, server] of Object.entries(servers)) {
  server.on('tlsClientError', () => {})
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  ports[name] = server.address().port
}
console.log(JSON.stringify(ports))
