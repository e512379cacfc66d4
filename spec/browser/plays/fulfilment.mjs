// An order on its way: whoever packs it, and whoever waits for it.

const path = (page) => new URL(page.url()).pathname

async function enter(stage, { cookie }) {
  await stage.context.addCookies([{ name: 'sijang_staff', value: cookie, url: stage.base }])
}

/** A sheet of tracking numbers, as a person sends a file. @param text what follows the line that names the columns */
async function sendSheet({ page }, name, text) {
  const buffer = Buffer.from(`주문번호,송장번호\n${text}\n`)
  await page.setInputFiles('[name=file]', { name, mimeType: 'text/csv', buffer })
  await page.locator('form[action="/admin/invoices"] button[type=submit]').click()
}

/** From the board to a parcel underway, one order by hand. */
export async function pack(stage, args) {
  await enter(stage, args)
  stage.expect(422)
  const { page } = stage
  const facts = {}
  await stage.go('/admin/orders')
  facts.board = await page.innerText('.board')
  await stage.look('board')
  await page.locator('.board-stage', { hasText: '신규' }).click()
  await page.waitForURL('**/admin/orders?status=paid')
  await stage.go(`/admin/orders/${args.number}`)
  await stage.look('paid order')
  await page.locator('.page-actions button', { hasText: '발주확인' }).click()
  await page.waitForURL(`**/admin/orders/${args.number}`)
  facts.prepared = await page.innerText('h1')
  await page.locator('.sending-qty input').first().fill('1')
  await page.fill('#f-number', '12')
  await page.locator('.sending button[type=submit]').click()
  await page.waitForSelector('#errors')
  facts.wrong = await stage.words('#errors')
  await stage.look('a number that is none')
  await page.locator('.sending-qty input').first().fill('1')
  await page.fill('#f-number', '1234-5678-9012')
  await page.locator('.sending button[type=submit]').click()
  await page.waitForURL(`**/admin/orders/${args.number}`)
  facts.sent = await page.innerText('.parcels')
  await stage.look('sent in part')
  for (const words of ['송장 바꾸기', '발송 되돌리기']) await page.locator('.ask > summary', { hasText: words }).first().click()
  await stage.look('what can be done with a parcel')
  await page.locator('.ask[open] form[action$="/recall"] [name=why]').fill('아직 넘기지 않았어요')
  await page.locator('.ask[open] form[action$="/recall"] button').click()
  await page.waitForURL(`**/admin/orders/${args.number}`)
  facts.recalled = await page.innerText('.parcels')
  await page.locator('form[action$="/dispatch"] button').first().click()
  await page.waitForURL(`**/admin/orders/${args.number}`)
  await page.fill('[name=note]', '문 앞에 두어 달라고 하심')
  await page.locator('form[action$="/notes"] button').click()
  await page.waitForURL(`**/admin/orders/${args.number}`)
  facts.done = await page.innerText('main')
  await stage.look('sent')
  await page.locator('form[action="/admin/orders/print"] button').click()
  await page.waitForSelector('.slip')
  facts.slip = await page.innerText('.slip')
  await stage.look('slip')
  return facts
}

/** Many at once: a list is chosen from, and a sheet of numbers is sent. */
export async function many(stage, args) {
  await enter(stage, args)
  stage.expect(422)
  const { page } = stage
  const facts = {}
  await stage.go('/admin/orders?status=paid')
  for (const number of args.numbers) await page.locator(`[data-pick][value="${number}"]`).check()
  await page.locator('.bulk button', { hasText: '발주확인' }).click()
  await page.waitForURL('**/bulk/prepare')
  facts.preview = await page.innerText('main')
  await stage.look('what will be prepared')
  await page.locator('.confirm-bar .btn-main').click()
  await page.waitForURL('**/admin/orders?status=paid')
  facts.said = await stage.words('.toast, .notice-text')
  await stage.go('/admin/invoices')
  await stage.look('sheets')
  const send = (text) => sendSheet(stage, '오늘 보낼 송장 목록 (최종).csv', text)
  await send(`${args.numbers[0]},12\n없는번호,123456789012`)
  await page.waitForSelector('.problem-card')
  facts.problems = await page.innerText('.problem-card')
  await stage.look('a sheet with mistakes')
  await send(args.numbers.map((number, i) => `${number},12345678901${i}`).join('\n'))
  await page.waitForURL('**/admin/invoices/*')
  await stage.look('a sheet before')
  await page.locator('.sheet-bar .btn-main').click()
  await page.waitForURL('**/admin/invoices/*')
  facts.carried = await page.innerText('main')
  await stage.look('a sheet after')
  await stage.go('/admin/carriers')
  await stage.look('carriers')
  await page.locator('a[href="/admin/carriers/cj"]').first().click()
  await page.waitForURL('**/admin/carriers/cj')
  await page.fill('[name=url]', 'https://trace.example/')
  await page.locator('.save-bar .btn-main').click()
  await page.waitForSelector('.field-error')
  facts.carrier = await page.innerText('.field-error')
  await stage.look('a carrier')
  return facts
}

/** Lines of an order are held back, with a word for who ordered, and freed again. */
export async function hold(stage, args) {
  await enter(stage, args)
  stage.expect(422)
  const { page } = stage
  await stage.go(`/admin/orders/${args.number}`)
  const ask = async () => {
    await page.locator('.ask > summary', { hasText: '배송 보류' }).click()
    await page.locator('form[action$="/hold"] [name=say]').fill(args.say)
    await page.locator('form[action$="/hold"] [name=why]').fill('.')
    await page.locator('form[action$="/hold"] button').click()
  }
  await ask()
  await page.waitForSelector('#errors')
  const facts = { wrong: await stage.words('#errors'), kept: await page.inputValue('form[action$="/hold"] [name=say]') }
  await stage.look('a hold without a reason')
  await page.locator('form[action$="/hold"] [name=why]').fill('거래처에서 아직 안 보냄')
  await page.locator('form[action$="/hold"] [name=position]').first().check()
  await page.locator('form[action$="/hold"] button').click()
  await page.waitForURL(`**/admin/orders/${args.number}`)
  facts.held = await page.innerText('main')
  facts.said = await stage.words('.toast, .notice-text')
  await stage.look('an order that is held in part')
  return facts
}

/** A guest looks at an order of which something is held back. */
export async function wait(stage, args) {
  const { page } = stage
  await stage.go('/orders/lookup')
  await page.fill('[name=number]', args.number)
  await page.fill('[name=phone]', '010-1234-5678')
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(`**/orders/${args.number}`)
  await stage.look('an order that waits in part')
  return { held: await page.innerText('#lines ~ ul') }
}

/** What an exchange sends is in the list of what is to be sent, and goes by the sheet. */
export async function exchangeSheet(stage, args) {
  await enter(stage, args)
  stage.expect(422)
  const { page } = stage
  await stage.go('/admin/invoices')
  const given = await page.request.get(new URL('/admin/invoices/download/to-ship.csv', stage.base).href)
  const facts = { list: await given.text() }
  const send = (rows) => sendSheet(stage, '교환과 주문.csv', rows.map((row) => row.join(',')).join('\n'))
  await send([[args.claim, '1234-5678-9012'], [args.claim, '1234-5678-9099'], [args.early, '123456789012'], [`${args.number}-C9`, '123456789012']])
  await page.waitForSelector('.problem-card')
  facts.problems = await page.innerText('.problem-card')
  await stage.look('a sheet with exchanges that cannot be sent')
  await send([[args.claim, '1234-5678-9012'], [args.number, '1234-5678-9012']])
  await page.waitForURL('**/admin/invoices/*')
  facts.before = await page.innerText('main')
  await stage.look('a sheet with an exchange before')
  await page.locator('.sheet-bar .btn-main').click()
  await page.waitForURL('**/admin/invoices/*')
  facts.after = await page.innerText('main')
  await stage.look('a sheet with an exchange after')
  return facts
}

/** A guest finds the order, changes where it goes while that can be, sees its parcels, and says that they came. */
export async function receive(stage, args) {
  stage.expect(422)
  const { page } = stage
  const facts = {}
  const find = async (number) => {
    await stage.go('/orders/lookup')
    await page.fill('[name=number]', number)
    await page.fill('[name=phone]', '010-1234-5678')
    await page.locator('main form button[type=submit]').click()
    await page.waitForURL(`**/orders/${number}`)
  }
  await find(args.waiting)
  await stage.look('a paid order')
  await page.locator('.order-change a').click()
  await page.waitForURL('**/address')
  await page.locator('main form button[type=submit]').click()
  await page.waitForSelector('.form-errors, .field-error')
  await stage.look('an address that is missing')
  for (const [name, value] of Object.entries({ recipient_name: '황보달리아름다운이름', recipient_phone: '010-8765-4321', postcode: '06236',
    address1: '서울특별시 강남구 테헤란로 521 파르나스타워 지하 2층 물류 하역장 앞', address2: '3번 창구' })) await page.fill(`[name=${name}]`, value)
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(`**/orders/${args.waiting}`)
  facts.moved = await page.innerText('main')
  await find(args.sent)
  facts.parcels = await page.innerText('.parcels')
  facts.track = await page.locator('.parcels a').first().getAttribute('href')
  facts.rel = await page.locator('.parcels a').first().getAttribute('rel')
  await stage.look('an order in two parcels')
  await page.locator('form[action$="/confirm"] button[type=submit]').click()
  await page.waitForURL(`**/orders/${args.sent}`)
  facts.confirmed = await page.innerText('main')
  facts.said = await stage.words('.toast, .notice-text')
  await stage.look('a confirmed order')
  facts.at = path(page)
  return facts
}
