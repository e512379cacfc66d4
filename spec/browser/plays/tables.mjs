// The raw tables of the back office, by somebody who is in: { cookie } is their session's.

async function enter(stage, { cookie }) {
  await stage.context.addCookies([{ name: 'sijang_staff', value: cookie, url: stage.base }])
}

const save = '.save-bar .btn-main'

/** A row is found, changed while somebody else changes it, saved and changed back. */
export async function change(stage, args) {
  await enter(stage, args)
  const { page } = stage
  if (stage.device === 'pc') {
    await stage.go('/admin/tables')
    await stage.look('tables')
  }
  await stage.go('/admin/tables/brand?sort=name')
  await stage.look('list')
  await page.locator('tbody th a').first().click()
  await page.waitForURL('**/row?*')
  if (stage.device === 'pc') await stage.look('row')
  const row = page.url()
  const before = await page.locator('.row-facts dd').nth(3).innerText()
  await page.click('a[href*="/edit?"]')
  await page.waitForURL('**/edit?*')
  await stage.look('form')
  const other = await stage.context.newPage()
  await other.goto(page.url())
  await other.fill('[name="c.description"]', `남이 고친 소개, ${stage.device}`)
  await other.click(save)
  await other.waitForURL('**/row?*')
  await other.close()
  await page.fill('[name="c.name"]', '이름을 고친 브랜드')
  await page.fill('[name="why"]', '이름이 바뀜')
  stage.expect(409)
  await page.click(save)
  await page.waitForSelector('.theirs')
  const theirs = await page.innerText('.theirs')
  await stage.look('conflict')
  await page.click(save)
  await page.waitForURL('**/row?*')
  const after = await page.innerText('h1')
  await page.goto(row.replace('/row?', '/history?'))
  await stage.look('history')
  await page.locator('ol.changes form button').first().click()
  await page.waitForURL('**/row?*')
  const undone = await page.innerText('h1')
  await page.goto(row.replace('/row?', '/delete?'))
  if (stage.device === 'pc') await stage.look('delete')
  return { before, after, undone, theirs, blocked: await page.innerText('.follows') }
}

/** A reference is picked by the name of what it refers to. */
export async function pick(stage, args) {
  await enter(stage, args)
  const { page } = stage
  await stage.go('/admin/tables/sku/new')
  const search = page.locator('[name="q.product_id"]')
  if (stage.script) {
    await search.pressSequentially('사과')
    await page.waitForSelector('.offered:not([hidden]) [role=option]')
    await stage.look('offered')
    await search.press('ArrowDown')
    await search.press('Enter')
  } else {
    await search.fill('사과')
    await page.click('button[name=pick]')
    await stage.look('offered')
    await page.locator('button[name=take]').first().click()
    await page.waitForSelector('[data-offered]')
  }
  stage.expect(422)
  await page.fill('[name="c.price"]', '많이')
  await page.click(save)
  await page.waitForSelector('#errors')
  await stage.look('refused')
  return { label: await page.innerText('[data-offered]'), value: await page.inputValue('[name="c.product_id"]'),
    errors: await page.innerText('#errors') }
}
