// Recovery codes and links that are shown once: copied, kept as a file, or printed.

function said(button, word) {
  const label = button.querySelector('span')
  const before = label.textContent
  label.textContent = word
  setTimeout(() => { label.textContent = before }, 2000)
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text)
    said(button, '복사했어요')
  } catch {
    said(button, '복사하지 못했어요')
  }
}

const list = document.querySelector('[data-codes]')
const codes = () => [...list.querySelectorAll('code')].map((code) => code.textContent.trim()).join('\n')

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (!button) return
  if (button.matches('[data-copy-codes]')) copy(button, codes())
  if (button.matches('[data-copy-link]')) copy(button, document.querySelector('[data-copy-source]').value)
  if (button.matches('[data-print]')) window.print()
  if (button.matches('[data-save-codes]')) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([button.dataset.saveCodes, '\n\n', codes(), '\n'], { type: 'text/plain' }))
    link.download = `${button.dataset.saveCodes}.txt`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }
})
