// The back office's pages of jobs, for somebody who is in already.

/** From the overview to what was given up, and back with one tried again. @param args { cookie, paths } */
export async function tour(stage, { cookie, job, name }) {
  const { page } = stage
  await stage.context.addCookies([{ name: 'sijang_staff', value: cookie, url: stage.base }])
  await stage.go('/admin/jobs')
  const facts = { overview: await stage.look('admin jobs') }
  await stage.go('/admin/jobs/dead?kind=mail.send')
  await stage.look('admin jobs dead')
  await stage.go(`/admin/jobs/${job}`)
  facts.job = await stage.look('admin job')
  await stage.go(`/admin/jobs/schedule/${name}`)
  await stage.look('admin jobs entry')
  await stage.go(`/admin/jobs/${job}`)
  await page.click('button:text-is("다시 시도")')
  await page.waitForURL(/\/admin\/jobs/)
  facts.after = await stage.look('admin jobs retried')
  return facts
}
