// A form that must not be sent twice: the second press does nothing while the first is under way. The server would
// make one order of both anyway; this only spares the shopper the doubt.

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-once]')
  if (!form) return
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = '1'
  if (event.submitter) {
    event.submitter.dataset.busy = '1'
    event.submitter.setAttribute('aria-disabled', 'true')
  }
})

// Coming back by the back button shows the page as it was left: sendable again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
  for (const button of document.querySelectorAll('[data-busy]')) {
    delete button.dataset.busy
    button.removeAttribute('aria-disabled')
  }
})
