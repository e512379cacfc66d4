// CP949 (which partners call EUC-KR) both ways, and forms in it. Node knows no more of it than the old 2,350 syllables, so the
// table is made by the system's iconv.
import { spawnSync } from 'node:child_process'

const letters = new Map(), bytes = new Map()
{
  const lines = []
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x41; trail <= 0xfe; trail++) {
      lines.push(Buffer.from(`${lead << 8 | trail} `), Buffer.from([lead, trail, 0x0a]))
    }
  }
  const { stdout } = spawnSync('iconv', ['-c', '-f', 'CP949', '-t', 'UTF-8'], { input: Buffer.concat(lines), maxBuffer: 1 << 24 })
  for (const line of stdout.toString('utf8').split('\n')) {
    const [code, letter] = line.split(' ')
    if (!letter || letter.codePointAt(0) < 0x80) continue
    letters.set(Number(code), letter)
    bytes.set(letter, [Number(code) >> 8, Number(code) & 0xff])
  }
}

/** Text as CP949 bytes; what CP949 has not becomes "?". */
export const toCp949 = (text) => Buffer.from([...text].flatMap((letter) =>
  letter.codePointAt(0) < 0x80 ? [letter.charCodeAt(0)] : bytes.get(letter) ?? [0x3f]))

export function fromCp949(given) {
  let text = ''
  for (let i = 0; i < given.length; i++) {
    if (given[i] < 0x80) text += String.fromCharCode(given[i])
    else if (letters.has(given[i] << 8 | given[i + 1])) text += letters.get(given[i] << 8 | given[++i])
    else text += '\ufffd'
  }
  return text
}

const percent = (bytes) => Array.from(bytes, (byte) =>
  /[A-Za-z0-9*._-]/.test(String.fromCharCode(byte)) && byte < 0x80 ? String.fromCharCode(byte)
    : byte === 0x20 ? '+' : '%' + byte.toString(16).toUpperCase().padStart(2, '0')).join('')

/** Fields as application/x-www-form-urlencoded in a charset: "UTF-8" or "EUC-KR". */
export function form(fields, charset = 'UTF-8') {
  const encode = charset === 'EUC-KR' ? toCp949 : (text) => Buffer.from(text)
  return Object.entries(fields).map(([name, value]) => `${percent(encode(name))}=${percent(encode(String(value)))}`).join('&')
}

/** The fields of such a form, by name. */
export function readForm(body, charset = 'UTF-8') {
  const decode = charset === 'EUC-KR' ? fromCp949 : (bytes) => bytes.toString('utf8')
  const unpercent = (part) => {
    const bytes = []
    for (let i = 0; i < part.length; i++) {
      const code = part[i]
      const hex = code === 0x25 && part.subarray(i + 1, i + 3).toString('latin1')
      if (hex && /^[0-9a-fA-F]{2}$/.test(hex)) {
        bytes.push(parseInt(hex, 16))
        i += 2
      } else bytes.push(code === 0x2b ? 0x20 : code)
    }
    return decode(Buffer.from(bytes))
  }
  const fields = {}
  for (const pair of body.toString('latin1').split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    fields[unpercent(Buffer.from(name, 'latin1'))] = unpercent(Buffer.from(value, 'latin1'))
  }
  return fields
}
