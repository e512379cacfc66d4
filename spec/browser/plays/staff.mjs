// The way into the back office in a real browser. Codes are made here, by Node's own cryptography: what a telephone would
// show that was given the secret of the page.

import { createHmac } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator shows. @param later steps from now */
function code(secret, later = 0) {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + later))
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest()
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}

const password = 'correct horse battery'
const submit = 'main form button[type=submit]'

async function type(stage, fields) {
  for (const [name, value] of Object.entries(fields)) await stage.page.fill(`#f-${name}`, value)
  await stage.page.click(submit)
}

async function logIn(stage, path, email) {
  await stage.go(path)
  await type(stage, { email, password })
  await stage.page.waitForURL('**/admin/login/code**')
}

/** From the link that `sijang up` prints to the first page of the back office. */
export async function first(stage, { link, email }) {
  const { page } = stage
  stage.expect(422)
  await stage.go(link)
  await stage.look('join')
  await type(stage, { email, name: '남궁하나', password: 'password123' })
  const refused = await stage.look('join refused')
  await type(stage, { name: '남궁하나', password })
  await page.waitForURL('**/admin/login/enrol')
  const address = page.url()
  const picture = await page.evaluate(async () => {
    const answer = await fetch(document.querySelector('.qr img').src)
    return { type: answer.headers.get('content-type'), kept: answer.headers.get('cache-control'),
      bytes: btoa(String.fromCharCode(...new Uint8Array(await answer.arrayBuffer()))) }
  })
  await page.click('.qr-text summary')
  const secret = (await page.textContent('.secret-text code')).trim()
  await stage.look('enrol')
  await page.fill('#f-code', '000000')
  await page.click('.gate-steps button')
  const wrong = await stage.look('enrol refused')
  await page.fill('#f-code', code(secret))
  await page.click('.gate-steps button')
  await page.waitForSelector('.codes')
  await stage.look('recovery codes')
  const codes = await page.$$eval('.codes code', (list) => list.map((one) => one.textContent.trim()))
  await page.click('a.btn-main')
  await page.waitForURL('**/admin')
  const home = await stage.look('home')
  // nothing of it is kept: the browser has nothing to go back to
  const again = await page.goBack().then(() => page.textContent('body')).catch(({ message }) => message)
  return { refused, address, picture, secret, wrong, codes, home, again }
}

/** Password and code; then out again, and the way back shows nothing. */
export async function logInAndOut(stage, { email, secret, later }) {
  const { page } = stage
  stage.expect(422)
  await stage.go('/admin/roles')
  await stage.look('log-in')
  await type(stage, { email, password: 'wrong horse battery' })
  const wrong = await stage.look('log-in refused')
  await type(stage, { password })
  await page.waitForURL('**/admin/login/code**')
  await stage.look('code')
  await page.fill('#f-code', code(secret, later))
  await page.click(submit)
  await page.waitForURL('**/admin/roles')
  await stage.look('roles')
  await stage.go('/admin/me')
  const me = await stage.look('me')
  await page.click('.person summary')
  await page.click('.person button:has-text("로그아웃")')
  await page.waitForURL('**/admin/login')
  await stage.go('/admin/me')
  return { wrong, me, after: page.url(), cookies: (await stage.context.cookies()).map(({ name, httpOnly, sameSite, path }) => ({ name, httpOnly, sameSite, path })) }
}

/** By a recovery code, which is used up. */
export async function recover(stage, { email, recovery }) {
  const { page } = stage
  stage.expect(422)
  await logIn(stage, '/admin', email)
  await page.click('.gate-more summary')
  await stage.look('recovery')
  await page.fill('#f-recovery', recovery)
  await page.click('.gate-more button')
  await page.waitForURL('**/admin')
  const home = await stage.look('home after recovery')
  const cookies = await stage.context.cookies()
  await stage.context.clearCookies()
  await logIn(stage, '/admin', email)
  await page.click('.gate-more summary')
  await page.fill('#f-recovery', recovery)
  await page.click('.gate-more button')
  return { home, used: await stage.look('recovery used'), cookies }
}

/** Something dangerous, long after the last code: it is asked for, and then goes on. */
export async function prove(stage, { cookies, secret, later }) {
  const { page } = stage
  stage.expect(422)
  await stage.context.addCookies(cookies)
  await stage.go('/admin/me')
  await page.click('a[href="/admin/me/phone"]')
  await page.waitForURL('**/admin/proof**')
  await stage.look('proof')
  await page.fill('#f-code', '000000')
  await page.click(submit)
  const wrong = await stage.look('proof refused')
  await page.fill('#f-code', code(secret, later))
  await page.click(submit)
  await page.waitForURL('**/admin/me/phone')
  await stage.look('another telephone')
  return { wrong }
}

/** The pages about staff and the log, with somebody invited and helped. */
export async function manage(stage, { cookies, person }) {
  const { page } = stage
  stage.expect(422)
  await stage.context.addCookies(cookies)
  await stage.go('/admin/staff')
  await stage.look('staff')
  await page.fill('#f-email', '주소가 아님')
  await page.click('button:has-text("초대 링크 만들기")')
  const refused = await stage.look('invitation refused')
  await page.fill('#f-email', 'duri@shop.kr')
  await page.selectOption('#f-role', 'cs')
  await page.click('button:has-text("초대 링크 만들기")')
  const invited = await stage.look('invited')
  const link = await page.inputValue('[data-copy-source]')
  await stage.go(`/admin/staff/${person}`)
  await stage.look('person')
  const role = await page.inputValue('#f-role')
  await page.fill('#f-disable-why', '그만두었어요')
  await page.click('button:has-text("계정 닫기")')
  await page.waitForURL(`**/admin/staff/${person}`)
  const closed = await stage.look('person closed')
  await stage.go('/admin/audit')
  await page.click('.verify button')
  const log = await stage.look('log')
  await page.click('.cell-link >> nth=1')
  await page.waitForURL('**/admin/audit/*')
  return { refused, invited, link, role, closed, log, entry: await stage.look('entry') }
}
