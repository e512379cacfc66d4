// The search for a postcode: Kakao's widget in a frame inside the page, fetched only when asked for. Where it does not
// come within three seconds the button goes away with a polite line; typing the address has been possible all along.

const SOURCE = 'https://t1.daumcdn.net/mapjsapi/bundle/postcode/prod/postcode.v2.js'
const PATIENCE_MS = 3000

let widget = null

function widgetClass() {
  const vendor = window.kakao || window.daum
  return vendor && vendor.Postcode
}

function load() {
  if (!widget) {
    widget = new Promise((resolve, reject) => {
      const script = document.createElement('script')
      const late = setTimeout(() => reject(new Error('late')), PATIENCE_MS)
      script.src = SOURCE
      script.async = true
      script.onload = () => {
        clearTimeout(late)
        if (widgetClass()) resolve(widgetClass())
        else reject(new Error('empty'))
      }
      script.onerror = () => {
        clearTimeout(late)
        reject(new Error('unreachable'))
      }
      document.head.append(script)
    })
  }
  return widget
}

/** The address as one writes it: the road's name, then district and building in brackets. */
function addressOf(found) {
  const road = found.userSelectedType === 'J' ? found.jibunAddress : found.roadAddress || found.jibunAddress
  const extra = [found.bname, found.buildingName].filter((word) => word && !road.includes(word)).join(', ')
  return extra && found.userSelectedType !== 'J' ? `${road} (${extra})` : road
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-postcode-open]')
  if (!button || button.dataset.busy) return
  const place = button.closest('[data-postcode]')
  const layer = place.querySelector('[data-postcode-layer]')
  const note = place.querySelector('[data-postcode-note]')
  const shut = () => {
    layer.hidden = true
    layer.replaceChildren()
    button.textContent = '주소 찾기'
    button.setAttribute('aria-expanded', 'false')
  }
  if (!layer.hidden) {
    shut()
    return
  }
  button.dataset.busy = '1'
  try {
    const Postcode = await load()
    layer.hidden = false
    button.textContent = '찾기 닫기'
    button.setAttribute('aria-expanded', 'true')
    new Postcode({
      width: '100%',
      height: '100%',
      oncomplete(found) {
        document.getElementById('f-postcode').value = found.zonecode
        document.getElementById('f-address1').value = addressOf(found)
        shut()
        document.getElementById('f-address2').focus()
      },
    }).embed(layer)
  } catch {
    button.hidden = true
    note.textContent = '지금은 주소 찾기에 연결할 수 없어요. 우편번호와 주소를 직접 적어 주세요.'
    document.getElementById('f-postcode').focus()
  } finally {
    delete button.dataset.busy
  }
})
