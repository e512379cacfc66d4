// CP949 (which partners call EUC-KR) both ways, and forms in it. Node reads it and cannot write it, so the table is read once.

const decoder = new TextDecoder('euc-kr')
const table = new Map()
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x41; trail <= 0xfe; trail++) {
    const letter = decoder.decode(Uint8Array.of(lead, trail))
    if ([...letter].length === 1 && letter !== '\ufffd' && !table.has(letter)) table.set(letter, [lead, trail])
  }
}

/** Text as CP949 bytes; what CP949 has not becomes "?". */
export function toCp949(text) {
  const bytes = []
  for (const letter of text) {
    if (letter.codePointAt(0) < 0x80) bytes.push(letter.charCodeAt(0))
    else bytes.push(...(table.get(letter) ?? [0x3f]))
  }
  return Buffer.from(bytes)
}

export const fromCp949 = (bytes) => decoder.decode(bytes)

const percent = (bytes) => Array.from(bytes, (byte) =>
  /[A-Za-z0-9*._-]/.test(String.fromCharCode(byte)) && byte < 0x80 ? String.fromCharCode(byte)
    : byte === 0x20 ? '+' : '%' + byte.toString(16).toUpperCase().padStart(2, '0')).join('')

/** Fields as application/x-www-form-urlencoded in a charset: "UTF-8" or "EUC-KR". */
export function form(fields, charset = 'UTF-8') {
  const bytes = charset === 'EUC-KR' ? toCp949 : (text) => Buffer.from(text)
  return Object.entries(fields).map(([name, value]) => `${percent(bytes(name))}=${percent(bytes(String(value)))}`).join('&')
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
