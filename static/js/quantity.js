// The buttons beside a quantity. A change is announced as the `change` event that typing would have made.

function fit(input) {
  const low = Number(input.min) || 1
  const high = Number(input.max) || 99
  const value = Math.trunc(Number(input.value))
  return Math.min(high, Math.max(low, Number.isFinite(value) ? value : low))
}

function dim(stepper) {
  const input = stepper.querySelector('input')
  for (const button of stepper.querySelectorAll('[data-step]')) {
    const step = Number(button.dataset.step)
    const value = fit(input)
    button.disabled = step < 0 ? value <= Number(input.min) : value >= Number(input.max)
  }
}

/** Dims the buttons that cannot go further; for parts of the page that just came. */
export function dimAll() {
  document.querySelectorAll('[data-stepper]').forEach(dim)
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-step]')
  if (!button) return
  const stepper = button.closest('[data-stepper]')
  const input = stepper.querySelector('input')
  input.value = fit(input) + Number(button.dataset.step)
  input.value = fit(input)
  dim(stepper)
  input.dispatchEvent(new Event('change', { bubbles: true }))
})

document.addEventListener('change', (event) => {
  const stepper = event.target.closest('[data-stepper]')
  if (!stepper) return
  event.target.value = fit(event.target)
  dim(stepper)
})

dimAll()
