// Forms: what was changed and not saved is said, and asked about before it is lost; amounts get their commas; the first
// error of a form that came back is where one starts.

const watched = 'form[data-unsaved]'

function stateOf(form) { return new URLSearchParams([...new FormData(form)].filter(([name]) => name !== 'csrf')).toString() }

const before = new Map()
for (const form of document.querySelectorAll(watched)) before.set(form, form.dataset.unsaved === 'already' ? null : stateOf(form))

function show(form) {
  const said = form.querySelector('[data-save-state]')
  if (said) said.hidden = stateOf(form) === before.get(form)
}

for (const kind of ['input', 'change']) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.(watched)
    if (form) show(form)
  })
}

let leaving = false
document.addEventListener('submit', () => { leaving = true })
addEventListener('beforeunload', (event) => {
  if (leaving) return
  for (const [form, was] of before) {
    if (form.isConnected && stateOf(form) !== was) event.preventDefault()
  }
})
addEventListener('pageshow', () => { leaving = false })

document.addEventListener('focusout', (event) => {
  const field = event.target
  if (!field.matches?.('[data-won]')) return
  const digits = field.value.replace(/[,원\s]/g, '')
  if (/^\d+$/.test(digits)) field.value = Number(digits).toLocaleString('ko-KR')
})

document.getElementById('errors')?.focus()
