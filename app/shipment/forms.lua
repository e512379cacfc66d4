-- What staff type about parcels: carriers, tracking numbers, why something is held or taken back, how long things may take.

local shape = require "shared.shape"
local rules = require "shipment.rules"

local forms = {}

---@type editing.field[]
forms.carrier_fields = {
  { name = "name", label = "이름", need = true, max = 40, hint = "구매자에게 보이는 이름이에요." },
  { name = "aliases", label = "다른 이름", max = 200, hint = "송장 파일에서 알아볼 이름을 쉼표로 나누어 적어요. 예: 대한통운,CJ" },
  { name = "url", label = "배송 조회 주소", max = 300, wide = true, kind = "url",
    hint = "송장번호가 들어갈 곳에 {no}를 적어요. 비우면 배송 조회 단추가 없어요." },
  { name = "number_least", label = "송장번호 최소 자릿수", kind = "number", need = true, unit = "자리",
    hint = "0이면 송장번호 없이 보낼 수 있어요." },
  { name = "number_most", label = "송장번호 최대 자릿수", kind = "number", need = true, unit = "자리" },
  { name = "position", label = "순서", kind = "number", need = true, hint = "작은 수가 먼저 나와요. 맨 앞이 기본 택배사예요." },
  { name = "number_letters", label = "송장번호에 영문도 쓰기", kind = "switch" },
  { name = "enabled", label = "사용", kind = "switch", hint = "끄면 새로 고를 수 없고, 이미 보낸 배송에는 그대로 남아요." },
}

local function carrier(first)
  local list = {
    check = function(values, fail)
      if values.number_least and values.number_most and values.number_least > values.number_most then
        fail("number_most", "최대 자릿수는 최소 자릿수보다 작을 수 없어요.")
      end
      if values.url and not values.url:find("{no}", 1, true) then
        fail("url", "송장번호가 들어갈 곳에 {no}를 적어 주세요.")
      end
    end, first,
  }
  for _, field in ipairs {
    shape.text("name", { label = "이름", max = 40 }),
    shape.text("aliases", { label = "다른 이름", max = 200, required = false }),
    shape.text("url", { label = "배송 조회 주소", max = 300, required = false, pattern = "^https?://[%w%.%-]+[^%s\"'<>]*$",
      hint = "http:// 또는 https://로 시작하는 주소를 입력해 주세요." }),
    shape.integer("number_least", { label = "송장번호 최소 자릿수", min = 0, max = 40 }),
    shape.integer("number_most", { label = "송장번호 최대 자릿수", min = 1, max = 40 }),
    shape.integer("position", { label = "순서", min = 1, max = 999 }),
    shape.flag("number_letters", { label = "송장번호에 영문도 쓰기" }), shape.flag("enabled", { label = "사용" }),
  } do list[#list + 1] = field end
  return shape.form(list)
end

forms.carrier = carrier()
forms.new_carrier = carrier(shape.text("code", { label = "코드", max = 30, pattern = "^%l[%l%d_]+$",
  hint = "코드는 영문 소문자로 시작하고 영문 소문자, 숫자, _만 쓸 수 있어요." }))

--- A parcel: which carrier, which number, and whether it is on its way already. Units are read by rules.read_units.
forms.parcel = shape.form {
  shape.text("carrier", { label = "택배사", max = 30 }),
  shape.text("number", { label = "송장번호", max = 60, required = false }),
  shape.flag("dispatch", { label = "등록하면서 발송 처리" }),
}

forms.renumber = shape.form {
  shape.text("carrier", { label = "택배사", max = 30 }),
  shape.text("number", { label = "송장번호", max = 60, required = false }),
  shape.text("why", { label = "바꾸는 이유", max = 200, min = 2 }),
}

forms.why = shape.form { shape.text("why", { label = "이유", max = 200, min = 2 }) }
forms.hold = shape.form {
  shape.text("why", { label = "보류하는 이유", max = 200, min = 2 }),
  shape.text("say", { label = "구매자에게 알릴 말", max = 200, required = false }),
}
forms.note = shape.form { shape.text("note", { label = "메모", max = 1000, lines = true }) }

---@type editing.field[]
forms.terms_fields = {
  { name = "late_days", label = "발송 지연으로 보는 때", kind = "number", unit = "일 뒤", need = true,
    hint = "결제하고 이만큼 지나도 보내지 않은 주문을 발송지연으로 모아 보여 드려요." },
  { name = "deliver_days", label = "자동 배송완료", kind = "number", unit = "일 뒤", need = true,
    hint = "보낸 뒤 소식이 없으면 배송완료로 바꿔요." },
  { name = "confirm_days", label = "자동 구매확정", kind = "number", unit = "일 뒤", need = true,
    hint = "배송이 끝나고 취소·반품·교환 요청이 없으면 구매확정으로 바꾸고 적립금을 드려요." },
  { name = "remind_days", label = "구매확정 알림", kind = "number", unit = "일 전", need = true,
    hint = "구매확정 전에 메일로 알려요. 0이면 알리지 않아요." },
}

local function count(name, label)
  return shape.integer(name, { label = label, min = rules.BOUNDS[name][1], max = rules.BOUNDS[name][2] })
end

forms.terms = shape.form {
  check = function(values, fail)
    if values.remind_days and values.confirm_days and values.remind_days >= values.confirm_days then
      fail("remind_days", "구매확정까지의 날수보다 작아야 해요.")
    end
  end,
  count("late_days", "발송 지연으로 보는 때"), count("deliver_days", "자동 배송완료"), count("confirm_days", "자동 구매확정"),
  count("remind_days", "구매확정 알림"),
}

return forms
