// Products in the back office, by somebody who is in: { cookie } is their session's.

import { readFile } from 'node:fs/promises'

async function enter(stage, { cookie }) {
  await stage.context.addCookies([{ name: 'sijang_staff', value: cookie, url: stage.base }])
}

const save = '.save-bar .btn-main'

async function saved(page, said) {
  await page.waitForSelector(`text=${said}`)
}

/** A product with options and pictures from nothing until a shopper buys it. */
export async function make(stage, args) {
  await enter(stage, args)
  const { page } = stage
  const name = `견본 옥수수차 아주 길고 자세한 이름 ${stage.device}`
  await stage.go('/admin/products/new')
  await stage.look('product new')
  await page.selectOption('#f-category_id', { label: '커피·음료' })
  await page.fill('#f-name', name)
  await page.fill('#f-brand', '들녘곳간')
  await page.fill('#f-code', `corn-${stage.device}`)
  await page.fill('#f-price', '12,000')
  await page.fill('#f-stock', '7')
  await page.fill('#f-option_name_1', '맛')
  await page.fill('#f-option_values_1', '순한맛, 진한맛, 순한맛')
  stage.expect(422)
  await page.click(save)
  const refused = await page.locator('#e-option_values_1').innerText()
  await page.fill('#f-option_values_1', '순한맛, 진한맛')
  await page.click(save)
  await saved(page, '상품을 등록했어요')
  const url = page.url()
  await stage.look('product facts')
  const needed = await page.locator('.product-missing').innerText()
  await page.fill('#f-summary', '볶은 옥수수를 굵게 갈아 담았어요')
  await page.click(save)
  await saved(page, '저장했어요')

  await page.goto(`${url}/options`)
  const prices = page.locator('[name^="price."]')
  await prices.nth(1).fill('14,500')
  await page.click(save)
  await saved(page, '저장했어요')
  await stage.look('product options')

  await page.goto(`${url}/pictures`)
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 380, height: 380 } })
  await page.setInputFiles('#f-files', [{ name: '정면.png', mimeType: 'image/png', buffer: picture },
    { name: 'broken.png', mimeType: 'image/png', buffer: picture.subarray(0, 60) }])
  await page.locator('form[enctype] .btn-main').click()
  const broken = await page.locator('#e-files').innerText()
  await page.setInputFiles('#f-files', [{ name: '정면.png', mimeType: 'image/png', buffer: picture }])
  await page.fill('#f-alt', '옥수수차 한 잔')
  await page.locator('form[enctype] .btn-main').click()
  await saved(page, '사진 1장을 올렸어요')
  await stage.look('product pictures')
  const alt = await page.inputValue('[name="alt.1"]')

  await page.goto(`${url}/notice`)
  await page.selectOption('#f-kind', 'processed_food')
  await page.click('text=이 품목으로 적기')
  for (const field of await page.locator('textarea').all()) await field.fill('상품 상세 참고')
  await page.click(save)
  await saved(page, '저장했어요')
  await stage.look('product notice')

  await page.goto(`${url}/description`)
  await page.fill('#f-description', '# 구수해요\n\n볶은 옥수수예요.\n\n- 찬물에도 우러나요')
  await page.click(save)
  await saved(page, '저장했어요')

  await page.goto(url)
  await page.click('button:has-text("판매 시작")')
  await saved(page, '판매를 시작했어요')
  const began = Date.now()
  stage.expect(404)
  while ((await page.request.get(`${stage.base}/p/corn-${stage.device}`)).status() !== 200) {
    if (Date.now() - began > 5000) throw new Error('the mall never shows it')
    await page.waitForTimeout(20)
  }
  const live = Date.now() - began
  await page.goto(`${url}/history`)
  await stage.look('product history')

  await stage.go(`/p/corn-${stage.device}`)
  const shown = await stage.look('product in the mall')
  const image = await page.locator('main img').first().getAttribute('alt')
  await stage.go('/search?q=%EA%B2%AC%EB%B3%B8%20%EC%98%A5%EC%88%98%EC%88%98')
  const found = await page.locator('main .cards li').allInnerTexts()
  return { refused, needed, broken, alt, live, shown, image, found: found.join('\n') }
}

/** Prices by the sheet: downloaded, edited, looked at, carried out, taken back. */
export async function sheet(stage, args) {
  await enter(stage, args)
  const { page } = stage
  await stage.go('/admin/goods-sheets')
  await stage.look('sheets')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("CSV")')])
  const text = await readFile(await download.path(), 'utf8')
  const send = async (content) => {
    await page.setInputFiles('#f-file', [{ name: '고친 목록.csv', mimeType: 'text/csv', buffer: Buffer.from(content) }])
    await page.click('text=무엇이 바뀌는지 보기')
  }
  const line = text.split('\r\n').find((one) => one.startsWith('FR601-M2,'))
  stage.expect(422)
  await send(text.replace(line, line.replace(',16900,', ',만육천원,')))
  const wrong = await page.locator('.problem-card tbody').innerText()
  await stage.look('sheets with problems')
  await send(text.replace(line, line.replace(',16900,', ',1690,')))
  await page.waitForURL(/goods-sheets\/[0-9a-f-]+$/)
  const preview = await stage.look('sheet')
  const carry = page.locator('button:has-text("바꾸기")')
  await carry.click()
  const asked = await page.locator('.product-problem').innerText()
  await page.check('[name=sure]')
  await carry.click()
  await saved(page, '1가지를 바꿨어요')
  await stage.look('sheet done')
  const price = async () => {
    const answer = await page.request.get(`${stage.base}/p/apple-busa`)
    return (await answer.text()).includes('1,690원')
  }
  const until = async (wanted) => {
    const began = Date.now()
    while (await price() !== wanted) {
      if (Date.now() - began > 5000) throw new Error('the mall never follows')
      await page.waitForTimeout(20)
    }
    return Date.now() - began
  }
  const live = await until(true)
  await page.click('button:has-text("되돌리기")')
  await saved(page, '1가지를 되돌렸어요')
  const back = await until(false)
  return { wrong, preview, asked, live, back }
}

/** The pages that only look, and one word each that has to stand there. */
export async function lists(stage, args) {
  await enter(stage, args)
  const facts = {}
  for (const path of ['/admin/products', '/admin/products?bare=1', '/admin/stock?low=1', '/admin/categories']) {
    await stage.go(path)
    facts[path] = await stage.look(path.slice(1))
  }
  await stage.page.locator('tbody a').first().click()
  await stage.look('category')
  return facts
}
