-- What faults of staff and of their way into the back office are answered with; see web/respond.lua.

local office = { label = "관리 홈으로", url = "/admin" }
local login = { label = "로그인", url = "/admin/login" }

---@type table<string, answer>
return {
  ["staff.forbidden"] = { status = 403, title = "권한이 없어요",
    text = "이 일을 할 권한이 없어요. 필요하면 소유자에게 역할을 바꿔 달라고 해 주세요.", action = office },
  ["staff.address"] = { status = 403, title = "이곳에서는 들어올 수 없어요",
    text = "관리 화면은 허용된 네트워크에서만 열려요. 사무실 네트워크나 VPN에 연결한 뒤 다시 시도해 주세요." },
  ["staff.wrong"] = { status = 422, title = "로그인할 수 없어요", text = "이메일이나 비밀번호가 맞지 않아요.", action = login },
  ["staff.locked"] = { status = 429, title = "잠시 후 다시 시도해 주세요",
    text = "여러 번 틀려서 잠시 잠갔어요. {wait_minutes}분 뒤에 다시 시도해 주세요.", retry = 60, action = login },
  ["staff.enrol_over"] = { status = 403, title = "인증 앱을 등록할 수 없어요",
    text = "인증 앱을 등록할 수 있는 하루가 지났어요. 소유자에게 ‘인증 앱 풀기’를 다시 부탁해 주세요.", action = login },
  ["staff.step_over"] = { status = 409, title = "처음부터 다시 로그인해 주세요", text = "시간이 지나 로그인을 처음부터 다시 해야 해요.",
    action = login },
  ["staff.busy"] = { status = 503, title = "잠시 후 다시 시도해 주세요", text = "지금은 요청이 몰려 처리하지 못했어요. 잠시 후 다시 시도해 주세요.",
    retry = 2 },
  ["staff.code_wrong"] = { status = 422, title = "코드가 맞지 않아요", text = "코드가 맞지 않아요. 인증 앱에 지금 보이는 6자리 숫자를 입력해 주세요.",
    action = office },
  ["staff.code_used"] = { status = 422, title = "이미 쓴 코드예요", text = "이미 쓴 코드예요. 인증 앱에 다음 코드가 보이면 입력해 주세요.",
    action = office },
  ["staff.clock"] = { status = 422, title = "휴대폰 시계가 맞지 않아요",
    text = "휴대폰 시계가 약 {seconds}초 {way}. 휴대폰의 시간 자동 설정을 켜고 새 코드를 입력해 주세요.", action = office },
  ["staff.not_found"] = { status = 404, title = "찾지 못했어요", text = "이미 없어졌거나 바뀌었어요. 목록을 다시 확인해 주세요.", action = office },
  ["staff.last_owner"] = { status = 409, title = "마지막 소유자예요", text = "소유자는 한 명은 있어야 해요. 먼저 다른 분을 소유자로 정해 주세요.",
    action = office },
  ["staff.oneself"] = { status = 409, title = "자기 계정에는 할 수 없어요", text = "자기 계정에는 할 수 없어요. 다른 소유자에게 부탁해 주세요.",
    action = office },
  ["staff.email_taken"] = { status = 409, title = "이미 있는 계정이에요", text = "이 이메일로 된 직원 계정이 이미 있어요.", action = office },
  ["staff.link_over"] = { status = 410, title = "쓸 수 없는 링크예요", text = "이 링크는 이미 쓰였거나 기한이 지났어요. 새 링크를 받아 주세요.",
    action = login },
  ["staff.network"] = { status = 422, title = "주소를 확인해 주세요", text = "203.0.113.7이나 203.0.113.0/24처럼 입력해 주세요.",
    action = office },
  ["staff.shuts_out"] = { status = 409, title = "지금 접속한 주소가 빠져요",
    text = "그렇게 하면 지금 쓰는 주소({address})에서 들어올 수 없어요. 이 주소를 먼저 목록에 넣어 주세요.", action = office },
}
