// Stand-ins for the payment providers, all on one port under /<provider>/…, with their state in memory:
//
//   node main.mjs [--port 0] [--journal FILE] [--mood FILE] [--only inicis,toss_payments] [--notice inicis=URL …] [--scale 1]
//
// writes {"port":N} when it listens (frame.mjs says what it can be told). No money moves: never point a shop that sells at it.
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createFrame } from './frame.mjs'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, journal: { type: 'string' }, mood: { type: 'string' },
  only: { type: 'string' }, notice: { type: 'string', multiple: true, default: [] }, scale: { type: 'string', default: '1' } } })

const PARTS = ['main', 'frame', 'window', 'browse', 'korean']
const names = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.mjs')).map((file) => file.slice(0, -4))
  .filter((name) => !PARTS.includes(name) && (!values.only || values.only.split(',').includes(name)))
const makers = (await Promise.all(names.map((name) => import(`./${name}.mjs`)))).map((module) => module.default)
const notices = Object.fromEntries(values.notice.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

const frame = createFrame({ makers, notices, journal: values.journal, moodFile: values.mood, scale: Number(values.scale) })
console.log(JSON.stringify({ port: await frame.listen(Number(values.port)) }))
