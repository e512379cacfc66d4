-- The one place where a fault's code becomes an HTTP status and words a shopper understands. Everywhere else a fault
-- is data.

local text = require "text"
local escape = require "web.template.escape"
local log = require "log"

local gsub, particle = string.gsub, text.particle

local respond = {}

---@class answer
---@field status integer
---@field title string
---@field text string      {name} is the fault's field of that name; {name|을/를} with the particle that suits it
---@field retry integer|nil seconds after which trying again makes sense, unless the fault knows: `retry_after`
---@field back boolean|nil  offer the way back to the page before

local home = { label = "홈으로", url = "/" }
local cart = { label = "장바구니 보기", url = "/cart" }
local lookup = { label = "주문 조회", url = "/orders/lookup" }

---@type table<string, answer>
local answers = {
  ["web.not_found"] = { status = 404, title = "페이지를 찾을 수 없어요",
    text = "주소가 바뀌었거나 사라진 페이지예요. 찾으시는 상품을 검색해 보세요." },
  ["web.method"] = { status = 405, title = "이 주소로는 할 수 없는 요청이에요", text = "처음 페이지에서 다시 시작해 주세요." },
  ["web.unknown_host"] = { status = 421, title = "이 주소에는 가게가 없어요", text = "주소를 다시 확인해 주세요." },
  ["web.unsupported_type"] = { status = 415, title = "받을 수 없는 형식이에요", text = "페이지의 양식으로 다시 보내 주세요." },
  ["web.invalid"] = { status = 422, title = "입력한 내용을 확인해 주세요", text = "입력한 내용을 다시 확인해 주세요." },
  ["web.forged"] = { status = 403, title = "요청을 확인할 수 없어요",
    text = "안전을 위해 처리하지 않았고, 바뀐 것은 없어요. 페이지를 새로고침한 뒤 다시 시도해 주세요. "
      .. "계속 보이면 브라우저에서 쿠키를 허용해 주세요." },
  ["form.stale"] = { status = 409, title = "그사이 다른 사람이 바꿨어요",
    text = "저장하지 않았어요. 페이지를 새로 열어 바뀐 내용을 확인한 뒤 다시 시도해 주세요." },
  ["web.forbidden"] = { status = 403, title = "볼 수 없는 페이지예요", text = "이 페이지를 볼 권한이 없어요." },
  ["web.too_many"] = { status = 429, title = "잠시 후 다시 시도해 주세요", text = "짧은 시간에 요청이 너무 많았어요.", retry = 60 },
  ["web.failed"] = { status = 500, title = "문제가 생겼어요",
    text = "예상하지 못한 문제로 페이지를 보여 드리지 못했어요. 처리 중이던 일은 저장되지 않았어요. 잠시 후 다시 시도해 주세요." },
  ["db.unavailable"] = { status = 503, title = "잠시만 기다려 주세요",
    text = "지금은 요청을 처리할 수 없어요. 저장된 것은 그대로 있으니 잠시 후 다시 시도해 주세요.", retry = 5 },
  ["db.unknown"] = { status = 503, title = "처리 결과를 확인하지 못했어요",
    text = "연결이 끊겨 결과를 알 수 없어요. 다시 하기 전에 장바구니와 주문 조회에서 먼저 확인해 주세요.", retry = 5, action = lookup },
  ["db.conflict"] = { status = 503, title = "잠시만 기다려 주세요",
    text = "같은 순간에 요청이 몰려 처리하지 못했어요. 한 번만 더 시도해 주세요.", retry = 1 },
  ["queue.lost"] = { status = 409, title = "다른 곳에서 처리하고 있어요", text = "같은 일이 다른 곳에서 처리되고 있어요.", retry = 5 },
  ["queue.not_dead"] = { status = 409, title = "다시 시도할 수 없는 작업이에요",
    text = "이미 처리됐거나, 같은 작업이 기다리고 있어요. 목록을 새로고침해 주세요." },
  ["queue.no_entry"] = { status = 404, title = "일정에 없는 작업이에요", text = "일정에 그런 이름이 없어요: {name}" },
  ["queue.overlapped"] = { status = 409, title = "아직 처리하고 있어요", text = "앞서 시작한 {name} 작업이 아직 끝나지 않았어요." },
  ["queue.misfit"] = { status = 422, title = "처리할 수 없는 작업이에요", text = "작업의 내용을 다시 확인해 주세요." },
  ["media.busy"] = { status = 503, title = "사진을 준비하고 있어요", text = "잠시 후 다시 열어 주세요.", retry = 2 },
  ["media.unsupported"] = { status = 422, title = "올릴 수 없는 사진이에요", text = "JPEG, PNG, WebP, AVIF 사진을 올려 주세요." },
  ["media.corrupt"] = { status = 422, title = "올릴 수 없는 사진이에요", text = "사진 파일이 손상되어 열 수 없어요." },
  ["media.too_large"] = { status = 422, title = "사진이 너무 커요", text = "가로세로 20,000픽셀, 5천만 화소, 64MB까지 올릴 수 있어요." },
  ["money.malformed"] = { status = 422, title = "금액을 확인해 주세요", text = "금액을 다시 확인해 주세요." },
  ["money.overflow"] = { status = 422, title = "금액을 확인해 주세요", text = "금액이 너무 커요." },
  ["members.columns"] = { status = 422, title = "열 이름을 확인해 주세요", text = "{line}번째 줄: {message}" },
  ["catalog.gone"] = { status = 404, title = "없는 상품이에요", text = "목록을 다시 열어 주세요." },
  ["catalog.changed"] = { status = 409, title = "그사이 다른 사람이 바꿨어요",
    text = "저장하지 않았어요. 최신 내용을 확인하고 다시 저장해 주세요." },
  ["catalog.taken"] = { status = 422, title = "이미 쓰고 있는 값이에요", text = "다른 상품이 쓰고 있는 값이 있어요." },
  ["catalog.not_ready"] = { status = 422, title = "아직 판매할 수 없어요", text = "{missing|을/를} 먼저 채워 주세요." },
  ["csv.encoding"] = { status = 422, title = "읽을 수 없는 파일이에요",
    text = "{line}번째 줄의 글자를 읽을 수 없어요. UTF-8이나 CP949(EUC-KR)로 저장해 주세요." },
  ["csv.quote"] = { status = 422, title = "읽을 수 없는 파일이에요",
    text = "{line}번째 줄의 따옴표가 맞지 않아요. 스프레드시트에서 CSV로 다시 저장해 주세요." },
  ["csv.too_large"] = { status = 422, title = "파일이 너무 커요", text = "{line}번째 줄이 너무 길어요. CSV 파일이 맞는지 확인해 주세요." },
  ["goods.gone"] = { status = 409, title = "할 수 없는 일이에요", text = "이미 처리했거나 되돌린 파일이에요." },
  ["goods.moved"] = { status = 409, title = "그사이 바뀌었어요",
    text = "{code|이/가} 그사이 바뀌어 (지금 {now}) 아무것도 바꾸지 않았어요. 목록을 다시 내려받아 주세요." },
  ["sheet.format"] = { status = 422, title = "읽을 수 없는 파일이에요",
    text = "XLSX나 CSV 파일이 아니거나, 암호가 걸렸거나, 손상된 파일이에요. 다시 저장해서 올려 주세요." },
  ["sheet.too_large"] = { status = 422, title = "파일이 너무 커요", text = "줄이나 열이 너무 많아요. 나누어 올려 주세요." },
  ["stock.sold_out"] = { status = 409, title = "품절된 상품이에요", text = "{product|은/는} 지금 살 수 없어요.", action = cart },
  ["stock.below_reserved"] = { status = 409, title = "그만큼 줄일 수 없어요",
    text = "{code|은/는} 주문에 예약된 {reserved}개보다 적게 둘 수 없어요." },
  ["stock.unknown"] = { status = 404, title = "없는 SKU예요", text = "목록을 다시 열어 주세요." },
  ["stock.same"] = { status = 422, title = "바뀌는 것이 없어요", text = "지금 재고와 같은 수량이에요." },
  ["stock.no_lot"] = { status = 404, title = "없는 로트예요", text = "로트를 다시 골라 주세요." },
  ["stock.lot_needed"] = { status = 422, title = "로트를 적어 주세요",
    text = "로트로 관리하는 상품이에요. 소비기한이나 로트 번호를 적어 주세요." },
  ["stock.lot_date"] = { status = 422, title = "소비기한을 확인해 주세요",
    text = "{lot} 로트의 소비기한은 {best_before}로 적혀 있어요. 소비기한이 다르면 로트 번호도 다르게 적어 주세요." },
  ["stock.lot_short"] = { status = 409, title = "그만큼 줄일 수 없어요", text = "{lot} 로트에는 {qty}개만 남아 있어요." },
  ["cart.gone"] = { status = 404, title = "장바구니에 없는 상품이에요",
    text = "이미 빠졌거나 더 이상 판매하지 않는 상품이에요.", action = cart },
  ["cart.full"] = { status = 409, title = "장바구니가 가득 찼어요", text = "장바구니에는 {most}종까지 담을 수 있어요.", action = cart },
  ["cart.not_ready"] = { status = 409, title = "주문할 수 없는 상품이 있어요", text = "장바구니를 확인해 주세요.", action = cart },
  ["cart.merge_over"] = { status = 409, title = "되돌릴 수 없어요",
    text = "이미 되돌렸거나, 주문했거나, 하루가 지나서 되돌릴 수 없어요.", action = cart },
  ["member.wrong"] = { status = 422, title = "로그인하지 못했어요", text = "이메일 또는 비밀번호가 맞지 않아요. 다시 확인해 주세요." },
  ["member.too_many_tries"] = { status = 429, title = "잠시 후 다시 시도해 주세요",
    text = "여러 번 시도하셨어요. {wait} 뒤에 다시 시도해 주세요.", retry = 900 },
  ["member.unverified"] = { status = 403, title = "이메일 확인이 필요해요",
    text = "아직 이메일을 확인하지 않으셨어요. 메일로 보내 드린 링크를 눌러 주세요. 가장 나중에 온 링크만 쓸 수 있어요." },
  ["member.blocked"] = { status = 403, title = "이용이 제한된 계정이에요", text = "이용이 제한된 계정이에요. 고객센터로 문의해 주세요." },
  ["member.busy"] = { status = 503, title = "잠시만 기다려 주세요", text = "지금은 접속하시는 분이 많아요. 잠시 후 다시 시도해 주세요.",
    retry = 5 },
  ["member.not_found"] = { status = 404, title = "회원을 찾지 못했어요", text = "없거나 이미 탈퇴한 회원이에요." },
  ["member.link_over"] = { status = 410, title = "쓸 수 없는 링크예요", text = "이미 썼거나 시간이 지난 링크예요." },
  ["member.password_needed"] = { status = 422, title = "비밀번호를 확인해 주세요", text = "비밀번호를 입력해 주세요." },
  ["member.weak_password"] = { status = 422, title = "다른 비밀번호로 정해 주세요", text = "너무 쉬운 비밀번호예요." },
  ["member.email_taken"] = { status = 409, title = "쓸 수 없는 이메일이에요", text = "그사이 다른 분이 쓰게 된 이메일이에요." },
  ["member.open_orders"] = { status = 409, title = "아직 끝나지 않은 주문이 있어요", text = "주문이 끝난 뒤에 탈퇴하실 수 있어요." },
  ["inquiry.changed"] = { status = 409, title = "그사이 바뀌었어요", text = "다른 사람이 먼저 바꾸었거나 지운 글이에요. 다시 열어서 확인해 주세요.",
    back = true },
  ["address.full"] = { status = 409, title = "배송지를 더 보관할 수 없어요", text = "배송지는 {most}곳까지 보관할 수 있어요.",
    action = { label = "배송지 관리", url = "/my/addresses" } },
  ["address.gone"] = { status = 404, title = "배송지를 찾을 수 없어요", text = "이미 지운 배송지예요.",
    action = { label = "배송지 관리", url = "/my/addresses" } },
  ["review.not_bought"] = { status = 409, title = "후기를 쓸 수 없어요", text = "구매하신 상품에 한 번만 후기를 쓸 수 있어요.",
    action = { label = "내 후기", url = "/my/reviews" } },
  ["points.none"] = { status = 409, title = "적립금이 없어요", text = "쓸 수 있는 적립금이 없어요." },
  ["points.short"] = { status = 409, title = "적립금이 모자라요", text = "쓸 수 있는 적립금이 모자라요." },
  ["points.least_balance"] = { status = 409, title = "적립금을 쓸 수 없어요", text = "적립금은 {least}부터 쓸 수 있어요." },
  ["points.least_order"] = { status = 409, title = "적립금을 쓸 수 없어요",
    text = "상품 금액이 {least} 이상일 때 적립금을 쓸 수 있어요." },
  ["points.unit"] = { status = 422, title = "적립금을 확인해 주세요", text = "적립금은 {unit}원 단위로 쓸 수 있어요." },
  ["points.too_many"] = { status = 422, title = "적립금을 확인해 주세요", text = "이 주문에는 적립금을 {most}까지 쓸 수 있어요." },
  ["points.no_such_use"] = { status = 409, title = "돌려 드릴 적립금이 없어요", text = "이 주문에는 적립금을 쓰지 않았어요." },
  ["points.too_much_back"] = { status = 409, title = "적립금을 돌려 드릴 수 없어요", text = "쓰신 적립금보다 많이 돌려 드릴 수 없어요." },
  ["order.not_found"] = { status = 404, title = "주문을 찾지 못했어요", text = "주문번호와 연락처를 다시 확인해 주세요.", action = lookup },
  ["order.ambiguous"] = { status = 409, title = "주문을 하나로 정할 수 없어요", text = "주문번호를 다시 확인해 주세요.", action = lookup },
  ["order.too_many_lookups"] = { status = 429, title = "잠시 후 다시 조회해 주세요",
    text = "조회를 여러 번 하셨어요. {wait_minutes}분 뒤에 다시 조회해 주세요.", retry = 900 },
  ["order.guarded"] = { status = 409, title = "지금은 할 수 없어요", text = "{says}" },
  ["order.not_allowed"] = { status = 403, title = "할 수 없는 일이에요", text = "직접 하실 수 없는 일이에요. 고객센터에 문의해 주세요." },
  ["order.illegal_transition"] = { status = 409, title = "지금은 할 수 없어요",
    text = "지금 '{label}' 상태라서 할 수 없어요. 그사이 바뀌었을 수 있으니 다시 확인해 주세요.",
    action = lookup },
}

for code, answer in pairs(require "web.answers.payment") do answers[code] = answer end
for code, answer in pairs(require "web.answers.shipment") do answers[code] = answer end
for code, answer in pairs(require "web.answers.checkout") do answers[code] = answer end
for code, answer in pairs(require "web.answers.staff") do answers[code] = answer end
for code, answer in pairs(require "web.answers.tables") do answers[code] = answer end

for code, answer in pairs(require "web.answers.claims") do answers[code] = answer end

answers["mail.no_account"] = { status = 409, title = "이 주문으로는 볼 수 없어요",
  text = "계좌로 입금하지 않는 주문이에요. 무통장입금이나 가상계좌 주문으로 봐 주세요." }
answers["mail.gone"] = { status = 409, title = "그사이 바뀌었어요", text = "이미 처리되었거나 없어진 것이에요. 목록에서 다시 확인해 주세요.",
  action = { label = "메일로", url = "/admin/mail" } }

-- Letters leave in jobs: whoever sees one of these runs the shop.
for code, status in pairs { unset = 503, busy = 409, sealed = 500, not_drawn = 500, unreachable = 503, unknown = 503,
  refused = 422, forged = 403 } do
  answers["mail." .. code] = { status = status, title = "메일을 보내지 못했어요", text = "{message}" }
end

-- Releases are the developers' business: what is wrong with one says so itself.
for code, status in pairs { refused = 422, damaged = 422, format = 422, unknown_key = 403, revoked_key = 403, forged = 403,
  not_found = 404, key = 500, disk = 507 } do
  answers["release." .. code] = { status = status, title = "릴리스를 쓸 수 없어요", text = "{message}" }
end

for _, code in ipairs { "rollout.busy", "rollout.moved", "rollout.lost", "rollout.frozen", "freeze.stands" } do
  answers[code] = { status = 409, title = "지금은 배포할 수 없어요", text = "다른 배포나 배포 중지가 먼저예요. 상태를 확인한 뒤 다시 시도해 주세요." }
end

answers["rollout.refused"] = { status = 409, title = "지금은 할 수 없어요", text = "{message}" }

-- A sum that does not hold is a mistake of ours like any other: the developers hear of it, the shopper of no more than that.
answers["money.mismatch"] = answers["web.failed"]

local function answer_to(fault) return answers[fault.code] or answers["web.failed"] end

--- Whether a code has an answer of its own here; one that has not is answered as an internal error.
---@param code string
---@return boolean
function respond.knows(code) return answers[code] ~= nil end

---@param fault fault
---@return integer
function respond.status(fault) return answer_to(fault).status end

--- What a fault means, in one or two sentences.
---@param fault fault
---@return string
function respond.sentence(fault)
  return (gsub(answer_to(fault).text, "{([%w_]+)|?([^}]*)}", function(name, pair)
    local value = tostring(fault[name] or "")
    return pair ~= "" and particle(value, pair) or value
  end))
end

-- The last resort: no template, no mall, no database.
local function plain(status, title, sentence, reference)
  local shown = escape.html
  return status, { "Content-Type", "text/html; charset=utf-8", "Cache-Control", "private, no-store",
    "X-Content-Type-Options", "nosniff", "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
    '<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>'
      .. shown(title) .. "</title><main><h1>" .. shown(title) .. "</h1><p>" .. shown(sentence) .. "</p><p>문의 번호 "
      .. shown(reference) .. '</p><p><a href="/">홈으로</a></p></main></html>'
end

local function sentences_of(fields)
  local names, list = {}, {}
  for name in pairs(fields) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do list[i] = fields[name] end
  return table.concat(list, " ")
end

--- Answers with the error page of a fault.
---@param ctx context
---@param fault fault
---@return integer status
---@return string[] headers
---@return string html
function respond.fault(ctx, fault)
  local answer = answer_to(fault)
  local reference = ctx.req:id()
  local sentence = fault.fields and next(fault.fields) and sentences_of(fault.fields) or respond.sentence(fault)
  -- a page that raised has been logged with its stack already
  if answer.status >= 500 and fault.code ~= "web.failed" then
    log.error("request.refused", { code = fault.code, reason = tostring(fault.message or fault.cause or "") })
  end
  local actions = { home }
  if answer.action then actions = { answer.action, home } end
  -- what failed may be what the header of a page asks for
  ctx.bare = answer.status >= 500
  local ok, status, headers, html = false, nil, nil, nil
  if ctx.mall then
    ok, status, headers, html = pcall(ctx.render, ctx, "error/error", {
      status = answer.status, title = answer.title, text = sentence, reference = reference, actions = actions,
      page = { title = answer.title .. " | " .. ctx.mall.name, robots = "noindex" },
    }, answer.status)
    if not ok then log.error("request.error_page_failed", { message = tostring(status) }) end
  end
  if not ok then status, headers, html = plain(answer.status, answer.title, sentence, reference) end
  if answer.retry then
    headers[#headers + 1] = "Retry-After"
    headers[#headers + 1] = tostring(fault.retry_after or answer.retry)
  end
  return status, headers, html
end

return respond
