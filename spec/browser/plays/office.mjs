// The back office by somebody who is in: { cookie } is their session's.

async function enter(stage, { cookie }) {
  await stage.context.addCookies([{ name: 'sijang_staff', value: cookie, url: stage.base }])
}

const path = (page) => new URL(page.url()).pathname

/** Every page that needs nothing but its address. */
export async function visit(stage, args) {
  await enter(stage, args)
  const facts = {}
  for (const one of args.paths) {
    const answer = await stage.go(one)
    facts[one] = answer.status()
    await stage.look(decodeURI(one).slice(1).replace(/[/?=&]/g, ' '))
  }
  return facts
}

/** Found, gone to, chosen and opened without a mouse. */
export async function keys(stage, args) {
  await enter(stage, args)
  const { page } = stage
  const facts = {}
  await stage.go('/admin')
  await page.keyboard.press('/')
  await page.keyboard.type(args.number)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/admin/orders/*')
  facts.found = path(page)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.waitForURL('**/admin/orders')
  facts.went = path(page)
  for (const key of ['j', 'x', 'j', 'x', 'j']) await page.keyboard.press(key)
  facts.chosen = await stage.words('[data-bulk-count]')
  await stage.look('chosen rows')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/admin/orders/*')
  facts.opened = path(page)
  await page.keyboard.press('?')
  facts.help = await stage.words('dialog.help')
  await stage.look('help')
  await page.keyboard.press('Escape')
  facts.stillOpen = await page.locator('dialog.help').isVisible()
  // what is typed into a field is the field's
  await page.locator('[data-find]').fill('')
  await page.locator('[data-find]').pressSequentially('gk/x')
  facts.typed = await page.inputValue('[data-find]')
  return facts
}

/** Rows are chosen, what would happen is read, and then it happens; and a list is kept, thrown away, and taken back. */
export async function deposits(stage, args) {
  await enter(stage, args)
  const { page } = stage
  const facts = {}
  await stage.go('/admin/orders?status=awaiting_deposit')
  for (const number of args.numbers) await page.locator(`[data-pick][value="${number}"]`).check()
  await page.locator('.bulk button', { hasText: '입금 확인' }).click()
  await page.waitForURL('**/deposits')
  facts.preview = await page.innerText('main')
  await stage.look('deposits')
  await page.locator('.confirm-bar .btn-main').click()
  await page.waitForURL('**/admin/orders?status=awaiting_deposit')
  facts.said = await stage.words('.toast, .notice-text')
  await stage.look('confirmed')
  await stage.go('/admin/orders?status=paid')
  const tools = page.locator('.grid-tools > details').first()
  await tools.locator('summary').click()
  await page.fill('#view-name', '입금된 것')
  await stage.look('a list to keep')
  await tools.locator('form').first().locator('button').click()
  await page.waitForURL('**/admin/orders?status=paid')
  facts.kept = await page.innerText('.views')
  await tools.locator('summary').click()
  await page.locator('.view-mine button').first().click()
  await page.waitForURL('**/admin/orders')
  const undo = page.locator('.toast, .notice').first()
  facts.forgotten = await undo.innerText()
  await undo.locator('button', { hasText: '되돌리기' }).click()
  await page.waitForURL('**/admin/orders?status=paid')
  facts.undone = await page.innerText('.views')
  await page.locator('.view-mine button').first().evaluate((button) => button.form.submit())
  await page.waitForURL('**/admin/orders')
  return facts
}

/** A form is left unsaved, and edited by two at once. */
export async function forms(stage, args) {
  await enter(stage, args)
  const { page } = stage
  const facts = { asked: [] }
  await stage.go('/admin/settings/shipping')
  await page.fill('#f-fee', '2600')
  facts.state = await stage.words('[data-save-state]')
  await stage.look('a changed form')
  page.on('dialog', (dialog) => {
    facts.asked.push(dialog.type())
    dialog.dismiss()
  })
  await page.locator('.menu a', { hasText: '주문' }).first().click({ noWaitAfter: true })
  await page.waitForFunction(() => document.activeElement !== null)
  while (facts.asked.length === 0) await page.waitForTimeout(10)
  const other = await stage.context.newPage()
  await other.goto(page.url())
  await other.fill('#f-fee', '2700')
  await other.fill('#f-carrier', '우리택배')
  await other.click('.save-bar .btn-main')
  await other.waitForSelector('.toast')
  await other.close()
  stage.expect(409)
  await page.click('.save-bar .btn-main')
  await page.waitForSelector('.conflict')
  facts.conflict = await page.innerText('main')
  await stage.look('conflict')
  await page.click('.save-bar .btn-main')
  await page.waitForSelector('.toast')
  facts.said = await stage.words('.toast')
  facts.fee = await page.inputValue('#f-fee')
  facts.carrier = await page.inputValue('#f-carrier')
  stage.expect(422)
  await page.fill('#f-fee', '많이')
  await page.click('.save-bar .btn-main')
  await page.waitForSelector('#errors')
  facts.focus = await page.evaluate(() => document.activeElement.id)
  await stage.look('a form with errors')
  return facts
}

/** The menu of a telephone. */
export async function drawer(stage, args) {
  await enter(stage, args)
  const { page } = stage
  await stage.go('/admin')
  const item = page.locator('.menu a', { hasText: '주문' }).first()
  const facts = { before: await item.isVisible() }
  await page.click('.top-menu')
  await item.waitFor({ state: 'visible' })
  facts.open = await item.isVisible()
  await stage.look('drawer')
  await page.click('.menu-close')
  await item.waitFor({ state: 'hidden' })
  facts.after = await item.isVisible()
  await page.click('.top-menu')
  await item.click()
  await page.waitForURL('**/admin/orders')
  facts.went = path(page)
  return facts
}

/** A settlement, from the file that a provider's site gives to how the days came out. */
export async function settlement(stage, args) {
  await enter(stage, args)
  const { page } = stage
  const facts = {}
  await stage.go('/admin/settlements/files')
  stage.expect(422)
  await page.setInputFiles('#f-file', { name: '정산.csv', mimeType: 'text/csv', buffer: Buffer.from('이름\n가\n') })
  await page.locator('.chip', { hasText: 'KG이니시스' }).click()
  await page.locator('form[enctype] .btn-main').click()
  facts.refused = await page.innerText('#e-file')
  await page.setInputFiles('#f-file', { name: '정산.csv', mimeType: 'text/csv',
    buffer: Buffer.from(`거래번호,거래금액,수수료,부가세,정산금액,매출일,정산일\ntx-browser,5432100,100,10,5431990,${args.day},${args.day}\ntx-2,많음,1,1,1,${args.day},\n`) })
  await page.locator('form[enctype] .btn-main').click()
  await page.waitForURL('**/admin/settlements/files/*-*')
  facts.preview = await stage.look('a settlement')
  await page.locator('.save-bar .btn-main').click()
  await page.waitForURL('**/admin/settlements')
  facts.after = await stage.look('settlements after it')
  return facts
}
