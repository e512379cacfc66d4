// Builds what browsers are sent: style sheets and scripts through esbuild, type from the `pretendard` package, icons.
// Every file is named by its content, so it may be cached for ever and a page that is still open keeps finding the
// files it began with: old names are never removed. Beside each text lie its .br and .gz. The manifest is renamed into
// place last; whoever reads it sees a whole build or the one before.
//
//   node static/build.mjs [--out DIRECTORY]        default: build/static beside static/

import { brotliCompress, constants, gzip } from 'node:zlib'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import path from 'node:path'

const here = path.dirname(fileURLToPath(import.meta.url))

const bundles = ['css/pc.css', 'css/mobile.css', 'css/admin.css', 'js/shop.js', 'js/admin.js', 'js/development.js']
const textual = new Set(['.css', '.js', '.svg', '.json', '.txt', '.webmanifest'])

function outDirectory(args) {
  let out = path.join(here, '..', 'build', 'static')
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--out' && args[i + 1]) out = path.resolve(args[++i])
    else throw new Error(`unknown argument ${args[i]}; usage: node static/build.mjs [--out DIRECTORY]`)
  }
  return out
}

/** Eight characters are 40 bits: names must differ between builds, not resist an attacker. */
function fingerprint(bytes) {
  return createHash('sha256').update(bytes).digest('base64url').replace(/[-_]/g, '').slice(0, 8)
}

async function exists(file) {
  return stat(file).then(() => true, () => false)
}

async function writeWhole(file, bytes) {
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(aside, bytes)
  await rename(aside, file)
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

async function writeCompressed(file, bytes) {
  if (!(await exists(`${file}.br`))) {
    await writeWhole(`${file}.br`, await brotli(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }))
  }
  if (!(await exists(`${file}.gz`))) await writeWhole(`${file}.gz`, await gzipped(bytes, { level: 9 }))
}

class Output {
  constructor(root) {
    this.root = root
    this.manifest = {}
  }

  /** Writes `bytes` under a name made of `name` and its content; returns that name, relative to the root. */
  async add(name, bytes) {
    const { dir, name: stem, ext } = path.posix.parse(name)
    const hashed = path.posix.join(dir, `${stem}-${fingerprint(bytes)}${ext}`)
    const file = path.join(this.root, hashed)
    await mkdir(path.dirname(file), { recursive: true })
    if (!(await exists(file))) await writeWhole(file, bytes)
    if (textual.has(ext)) await writeCompressed(file, bytes)
    this.manifest[name] = hashed
    return hashed
  }

  async finish() {
    const sorted = Object.fromEntries(Object.entries(this.manifest).sort(([a], [b]) => (a < b ? -1 : 1)))
    await writeWhole(path.join(this.root, 'manifest.json'), JSON.stringify(sorted, null, 2) + '\n')
  }
}

/** The type is cut by unicode-range into about ninety files, of which a page fetches the dozen it shows. */
async function addType(output, require) {
  const sheet = require.resolve('pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css')
  const faces = (await readFile(sheet, 'utf8')).replace(/\/\*[\s\S]*?\*\//g, '')
  const sources = [...new Set([...faces.matchAll(/url\(([^)]+)\)/g)].map((found) => found[1]))]
  const renamed = new Map(await Promise.all(sources.map(async (source) => {
    const part = /subset\.(\d+)\.woff2$/.exec(source)[1]
    const bytes = await readFile(path.join(path.dirname(sheet), source))
    return [source, await output.add(`fonts/pretendard-${part}.woff2`, bytes)]
  })))
  return faces.replace(/url\(([^)]+)\)/g, (_, source) => `url(../${renamed.get(source)})`)
}

async function addBundles(output, esbuild) {
  const built = await esbuild.build({
    absWorkingDir: here,
    entryPoints: bundles,
    outdir: output.root,
    outbase: here,
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    charset: 'utf8',
    format: 'esm',
    target: ['es2020', 'chrome107', 'safari15.4', 'firefox104'],
    logLevel: 'warning',
  })
  await Promise.all(built.outputFiles.map((file) =>
    output.add(path.relative(output.root, file.path).split(path.sep).join('/'), Buffer.from(file.contents))))
}

async function addIcons(output) {
  const names = await readdir(path.join(here, 'icons'))
  await Promise.all(names.sort().map(async (name) =>
    output.add(`icons/${name}`, await readFile(path.join(here, 'icons', name)))))
}

async function main() {
  const output = new Output(outDirectory(process.argv.slice(2)))
  const require = createRequire(import.meta.url)
  const esbuild = require('esbuild')
  await mkdir(output.root, { recursive: true })

  const [faces] = await Promise.all([addType(output, require), addBundles(output, esbuild), addIcons(output)])
  const { code } = await esbuild.transform(faces, { loader: 'css', minify: true, legalComments: 'none' })
  await output.add('css/type.css', Buffer.from(code))
  await output.finish()
}

await main().catch((error) => {
  console.error(`static: ${error.message}`)
  process.exitCode = 1
})
