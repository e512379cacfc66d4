// Makes common_passwords.bin, the passwords that too many people have: the first four bytes of the SHA-256 of each, sorted.
// The words themselves are not in this tree. They come from two public lists of what leaked elsewhere: the dictionary of
// @zxcvbn-ts/language-common 4.1.3 (MIT) and the 20,000 that Django ships (common-passwords.txt.gz of Debian's
// python3-django, BSD-3-Clause). What is shorter than eight characters is refused for that already and is left out; what
// remains is compared in lower case.
//
//   npm install --no-save @zxcvbn-ts/language-common@4.1.3 @zxcvbn-ts/dictionary-compression   (in a folder of its own)
//   node bindings/lists/common_passwords.mjs FOLDER > bindings/lists/common_passwords.bin

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const shortest = 8
const django = '/usr/lib/python3/dist-packages/django/contrib/auth/common-passwords.txt.gz'

const require = createRequire(path.resolve(process.argv[2], 'package.json'))
const folder = path.dirname(require.resolve('@zxcvbn-ts/language-common'))
const { default: dictionary } = await import(pathToFileURL(path.join(folder, 'passwords.json.mjs')))

const words = new Set()
for (const word of [...dictionary, ...gunzipSync(readFileSync(django)).toString().split('\n')]) {
  const plain = word.trim().toLowerCase()
  if ([...plain].length >= shortest) words.add(plain)
}
const marks = new Set()
for (const word of words) marks.add(createHash('sha256').update(word).digest().readUInt32BE(0))
const bytes = Buffer.alloc(marks.size * 4)
Uint32Array.from(marks).sort().forEach((mark, i) => bytes.writeUInt32BE(mark, i * 4))
process.stdout.write(bytes)
