// A password can be looked at while it is typed: fewer mistakes, and no second field to type it again.

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-reveal]')
  if (!button) return
  const field = document.getElementById(button.getAttribute('aria-controls'))
  const shown = field.type === 'password'
  field.type = shown ? 'text' : 'password'
  button.setAttribute('aria-pressed', String(shown))
  button.firstChild.data = shown ? '숨기기' : '보기'
})

// What is shown is hidden again before it is sent, so that no browser offers it later as something typed.
document.addEventListener('submit', (event) => {
  for (const button of event.target.querySelectorAll('[data-reveal][aria-pressed="true"]')) button.click()
})
