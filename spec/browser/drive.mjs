// Keeps one Chromium and plays what it is asked to: POST /file.function with the arguments as JSON answers
// { facts, faults, at, error }. Prints its port when the browser is there. Names that are not this machine's lead nowhere,
// so a page that wants something from outside is seen to want it.
//
//   node drive.mjs FOLDER        its profile and its crashes go there

import { createRequire } from 'node:module'
import http from 'node:http'
import { Stage } from './stage.mjs'

const require = createRequire(new URL('../../static/package.json', import.meta.url))
const { chromium } = require('playwright-core')

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium-headless-shell',
  artifactsDir: process.argv[2],
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
    // a payment provider's stand-in is called by its number
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1'],
})

async function play(name, args) {
  const [file, part] = name.split('.')
  const plays = await import(`./plays/${file}.mjs`)
  if (!plays[part]) throw new Error(`there is no play ${name}`)
  const stage = await Stage.open(browser, args)
  const report = { facts: {}, faults: stage.faults }
  try {
    report.facts = (await plays[part](stage, args)) || {}
  } catch (problem) {
    report.error = `${problem.stack}\non ${stage.page.url()}`
  }
  report.at = stage.at
  await stage.close()
  return report
}

async function answer(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    return await play(request.url.slice(1), JSON.parse(Buffer.concat(chunks).toString()))
  } catch (problem) {
    return { facts: {}, faults: [], at: 'the start', error: problem.stack }
  }
}

const server = http.createServer(async (request, response) => {
  response.end(JSON.stringify(await answer(request)))
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
