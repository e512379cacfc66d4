// What opens under a button closes by Escape, by a press elsewhere and when another one opens. The menu of a phone opens by
// its address; Escape leads back.

const pops = 'details.pop'

document.addEventListener('toggle', (event) => {
  const opened = event.target
  if (!opened.matches?.(pops) || !opened.open) return
  for (const other of document.querySelectorAll(`${pops}[open]`)) {
    if (other !== opened && !other.contains(opened)) other.open = false
  }
  // near the right edge it opens to the left
  const body = opened.querySelector('.pop-body')
  if (body && body.getBoundingClientRect().right > innerWidth - 8) opened.classList.add('pop-right')
}, true)

document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll(`${pops}[open]`)) {
    if (!open.contains(event.target)) open.open = false
  }
})

/** Closes what is open; says whether anything was. */
export function closeAll() {
  const open = document.querySelector(`${pops}[open]`)
  if (open) {
    open.open = false
    open.querySelector('summary').focus()
    return true
  }
  if (location.hash === '#menu') {
    location.hash = '#main'
    return true
  }
  return false
}

// Days back from today, in a filter of dates.
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-days]')
  if (!button) return
  const day = (back) => new Date(Date.now() + 9 * 3600e3 - back * 86400e3).toISOString().slice(0, 10) // Seoul's
  const [from, to] = button.closest('fieldset').querySelectorAll('input[type=date]')
  from.value = day(Number(button.dataset.days))
  to.value = day(0)
  button.form.requestSubmit()
})
