// A member comes to be, logs in on two devices, and has one cart everywhere.

import { Stage } from '../stage.mjs'
import { add } from '../steps.mjs'

const secret = '모락모락 김이 나는 밥'

/** The link of the newest letter to an address, as the development mailbox shows it. */
async function link(stage, address, words) {
  for (let i = 0; i < 100; i++) {
    const box = await stage.context.request.get(new URL('/dev/mail', stage.base).href)
    const rows = (await box.text()).match(/<li[\s\S]*?<\/li>|<tr[\s\S]*?<\/tr>/g) || []
    const row = rows.find((one) => one.includes(address) && one.includes(words))
    const url = row && /href="(\/dev\/mail\/[^"]+)"/.exec(row)
    if (url) {
      const text = await (await stage.context.request.get(new URL(`${url[1]}/text`, stage.base).href)).text()
      const found = /https?:\/\/\S+\?t=\S+/.exec(text)
      if (found) return new URL(found[0]).pathname + new URL(found[0]).search
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`no letter “${words}” to ${address}`)
}

async function fill(stage, fields) {
  for (const [name, value] of Object.entries(fields)) await stage.page.fill(`#f-${name}`, value)
}

async function press(stage, label, url) {
  const form = stage.page.locator('main form').filter({ has: stage.page.getByRole('button', { name: label }) })
  await Promise.all([stage.page.waitForURL(url), form.getByRole('button', { name: label }).click()])
}

async function logIn(stage, email, password, url) {
  await stage.go('/login')
  await fill(stage, { email, password })
  await press(stage, '로그인', url)
}

/** Signs up with mistakes first, proves the address, looks at everything that is a member's, and leaves. */
export async function life(stage, { email }) {
  const { page } = stage
  const facts = {}
  stage.expect(422)
  await stage.go('/join?return_to=%2Fmy')
  await stage.look('join')
  await page.locator('main form').getByRole('button', { name: '가입하기' }).click()
  await page.waitForSelector('#errors')
  facts.errors = await page.locator('#errors li').allInnerTexts()
  await stage.look('join errors')
  await fill(stage, { email, password: secret, name: '남궁모락이라는긴이름을가진사람', phone: '010-2345-6789', birth_date: '19900102' })
  for (const name of ['agree_age', 'agree_terms', 'agree_privacy', 'agree_marketing_sms']) await page.check(`#f-${name}`)
  await press(stage, '가입하기', '**/join/sent')
  await stage.look('join sent')
  await stage.go(await link(stage, email, '이메일 주소를 확인'))
  await stage.look('verify')
  await press(stage, '가입 마치기', '**/my')
  facts.welcome = await stage.look('my')
  for (const name of ['profile', 'password', 'email', 'sessions', 'consents', 'export', 'withdraw']) {
    await stage.go(`/my/${name}`)
    await stage.look(`my ${name}`)
  }
  await stage.go('/my/password')
  await fill(stage, { current_password: 'wrong', password: '12345678' })
  await page.locator('main form').getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await page.waitForSelector('#errors')
  await stage.look('my password errors')
  await stage.go('/my/withdraw')
  await fill(stage, { current_password: secret })
  await page.check('#f-agree_withdraw')
  await press(stage, '탈퇴하기', stage.base + '/')
  facts.gone = await stage.words('.flashes')
  await stage.go('/login')
  await fill(stage, { email, password: secret })
  await page.locator('main form').getByRole('button', { name: '로그인' }).click()
  await page.waitForSelector('#errors')
  facts.refused = await stage.words('#errors')
  await stage.look('login errors')
  return facts
}

/** A guest's cart meets the member's, another device sees what this one sees, and the guest's comes out again. */
export async function carts(stage, { email, password, base }) {
  const { page } = stage
  const facts = {}
  const lines = (of) => of.locator('.line').count()
  await logIn(stage, email, password, stage.base + '/')
  await add(stage, 'tteokbokki')
  await page.locator('form[action="/logout"] button').first().click()
  await page.waitForURL(stage.base + '/')
  await add(stage, 'galbitang')
  await logIn(stage, email, password, stage.base + '/')
  facts.merged = await stage.words('.flashes')
  await stage.look('merged')
  const phone = await Stage.open(stage.context.browser(), { base, device: 'mobile' })
  await logIn(phone, email, password, stage.base + '/')
  await phone.go('/cart')
  facts.elsewhere = await lines(phone.page)
  await phone.go('/my/sessions')
  await phone.look('my two devices')
  phone.faults.forEach((one) => stage.fault(one))
  await phone.close()
  await page.locator('.flashes button', { hasText: '되돌리기' }).click()
  await page.waitForURL('**/cart')
  facts.undone = await stage.words('.flashes')
  facts.apart = await lines(page)
  await stage.look('unmerged')
  await page.locator('form[action="/logout"] button').first().click()
  await page.waitForURL(stage.base + '/')
  await stage.go('/cart')
  facts.guest = await lines(page)
  return facts
}

/** A forgotten password: the way from "I forgot" to a new one. */
export async function reset(stage, { email }) {
  const { page } = stage
  await stage.go('/login')
  await stage.look('login')
  await page.locator('main').getByRole('link', { name: '비밀번호 찾기' }).click()
  await page.waitForURL('**/login/forgot')
  await stage.look('forgot')
  await fill(stage, { email })
  await page.locator('main form').getByRole('button', { name: '링크 받기' }).click()
  await page.waitForSelector('.gate-address')
  await stage.look('forgot sent')
  const url = await link(stage, email, '비밀번호를 다시 정하는')
  await stage.go(url)
  await stage.look('reset')
  await fill(stage, { password: '새로 정한 비밀번호' })
  await press(stage, '비밀번호 바꾸기', '**/login')
  const facts = { says: await stage.words('.flashes') }
  await logIn(stage, email, '새로 정한 비밀번호', stage.base + '/')
  facts.name = await page.locator('body').innerText()
  stage.expect(410)
  await stage.go(url)
  await stage.look('link over')
  return facts
}

/** Staff finds a member, and sees who it is after saying why. */
export async function desk(stage, { cookies, name }) {
  const { page } = stage
  for (const [key, value] of Object.entries(cookies)) await stage.context.addCookies([{ name: key, value, url: stage.base }])
  await stage.go(`/admin/members?q=${encodeURIComponent(name)}`)
  const facts = { list: await stage.look('admin members') }
  await page.locator('main table .cell-link').first().click()
  await page.waitForURL('**/admin/members/*')
  facts.masked = await stage.look('admin member')
  await page.fill('#f-why', '본인 확인 전화')
  await Promise.all([page.waitForURL('**/unmask'), page.locator('form.unmask button').click()])
  facts.open = await stage.look('admin member open')
  return facts
}

/** Everything that a member does on their own pages, each form once with a mistake. */
export async function writes(stage, { email, password }) {
  const { page } = stage
  const facts = {}
  stage.expect(422)
  await logIn(stage, email, password, stage.base + '/')
  await stage.go('/p/galbitang')
  await Promise.all([page.waitForNavigation(), page.locator('.wish-button').click()])
  facts.wished = await page.getAttribute('.wish-button', 'aria-pressed')
  await stage.look('product of a member')

  await stage.go('/p/galbitang/questions/new')
  await press(stage, '문의 남기기', '**/questions')
  await stage.look('question error')
  await fill(stage, { body: '선물 포장이 되나요?' })
  await page.check('#f-secret')
  await press(stage, '문의 남기기', '**/questions')
  facts.question = await stage.words('.flashes')
  facts.asked = await stage.look('questions')

  await stage.go('/my/inquiries/new')
  await press(stage, '문의 보내기', '**/my/inquiries')
  await stage.look('inquiry errors')
  await page.selectOption('#f-topic', 'delivery')
  await fill(stage, { title: '주말에도 받을 수 있을까요? 아주 길게 적어 보는 제목이 줄을 넘어가도 괜찮은지 봅니다', body: '토요일에 받고 싶어요.' })
  await press(stage, '문의 보내기', '**/my/inquiries')
  facts.inquiry = await stage.words('.flashes')
  await stage.look('inquiries')
  await page.locator('.my-row-name a').first().click()
  await page.waitForURL('**/my/inquiries/*')
  await stage.look('inquiry')

  await stage.go('/my/addresses/new')
  await fill(stage, { name: '' })
  await press(stage, '저장하기', '**/my/addresses')
  await stage.look('address errors')
  await fill(stage, { label: '집', name: '김모락', phone: '010-1234-5678', postcode: '17379', address1: '경기도 이천시 모가면 모락로 12', address2: '101동 1203호' })
  await press(stage, '저장하기', '**/my/addresses')
  facts.address = await stage.words('.flashes')
  await stage.look('addresses')

  await stage.go('/my/reviews')
  await stage.look('reviews')
  await page.locator('a[href^="/my/reviews/new"]').first().click()
  await page.waitForURL('**/my/reviews/new*')
  await press(stage, '후기 남기기', '**/my/reviews')
  await stage.look('review errors')
  await page.locator('input[name=rating][value="5"]').check()
  await fill(stage, { body: '바삭하고 고소해요. 도시락에 싸 주기 좋아요.' })
  await press(stage, '후기 남기기', '**/my/reviews')
  facts.review = await stage.words('.flashes')
  await stage.look('reviews written')
  await stage.go('/p/gim')
  facts.product = await page.locator('#reviews').innerText()

  for (const name of ['', '/orders', '/points', '/grade', '/coupons', '/questions']) {
    await stage.go(`/my${name}`)
    await stage.look(`my${name}`)
  }
  await stage.go('/my/wishes')
  facts.wishes = await stage.look('wishes')
  await stage.go('/my/recent')
  facts.recent = await stage.look('recent')
  return facts
}

/** What staff make of it: an answer, a review hidden, points put right, the grades looked at. */
export async function answered(stage, { cookie, base }) {
  const { page } = stage
  const facts = {}
  await stage.context.addCookies([{ name: 'sijang_staff', value: cookie, url: base }])
  await stage.go('/admin/inquiries?state=waiting')
  await stage.look('desk inquiries')
  await page.locator('main a[href^="/admin/inquiries/"]').first().click()
  await page.waitForURL(/inquiries\/[0-9a-f-]{36}/)
  await fill(stage, { answer: '토요일에 도착하도록 보내 드릴게요.' })
  await stage.look('desk inquiry')
  await page.getByRole('button', { name: '답변 보내기' }).click()
  facts.answered = await page.getByText('답변을 남기고').first().innerText()
  await stage.look('desk inquiry answered')
  await stage.go('/admin/questions')
  await stage.look('desk questions')
  await page.locator('main a[href^="/admin/questions/"]').first().click()
  await page.waitForURL(/questions\/[0-9a-f-]{36}/)
  await stage.look('desk question')
  await stage.go('/admin/reviews?state=shown')
  await stage.look('desk reviews')
  await page.locator('main a[href^="/admin/reviews/"]').first().click()
  await page.waitForURL(/reviews\/[0-9a-f-]{36}/)
  await fill(stage, { why: '상품과 상관없는 글이에요' })
  await page.getByRole('button', { name: '가리기' }).click()
  facts.hidden = await page.getByText('후기를 가렸어요').first().innerText()
  await stage.look('desk review hidden')
  await stage.go('/admin/grades')
  await stage.look('desk grades')
  await stage.go('/admin/members')
  const member = await page.locator('main a[href^="/admin/members/"]').first().getAttribute('href')
  await stage.go(`${member}/points`)
  await fill(stage, { amount: '500', reason: '늦게 보내 드려 죄송해요' })
  await page.getByRole('button', { name: '조정' }).click()
  facts.points = await page.getByText('드렸어요').first().innerText()
  await stage.look('desk points of a member')
  await stage.go('/admin/points')
  await stage.look('desk points')
  return facts
}
