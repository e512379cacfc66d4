-- What faults of raw tables are answered with; see web/respond.lua.

local tables = { label = "데이터로", url = "/admin/tables" }

local words = {
  not_found = { 404, "그런 표나 행이 없어요", "이름이 바뀌었거나 지워진 표나 행이에요." },
  gone = { 404, "행이 사라졌어요", "그사이 지워진 행이에요." },
  read_only = { 403, "읽기만 하는 표예요", "쌓기만 하는 기록이거나 다른 표에서 만들어지는 표라 여기서 바꾸지 않아요." },
  refused = { 422, "저장할 수 없어요", "데이터베이스의 규칙에 맞지 않아요." },
  unchanged = { 422, "바뀐 것이 없어요", "바뀐 것이 없어 저장하지 않았어요." },
  conflict = { 409, "그사이 바뀐 행이에요", "다른 사람이 그사이 이 행을 바꿨어요. 지금 값을 확인하고 다시 시도해 주세요." },
  referred = { 409, "지울 수 없는 행이에요", "{what} 표의 행이 이 행을 가리키고 있어요. 그 행을 먼저 바꿔 주세요." },
  too_many = { 409, "한 번에 지우기에는 많아요", "함께 지워지는 행이 {most}개를 넘어요. 딸린 행을 먼저 지워 주세요." },
  undone = { 409, "이미 되돌린 변경이에요", "다른 사람이 먼저 되돌렸어요." },
  along = { 409, "따로 되돌릴 수 없어요", "다른 행과 함께 지워진 행이에요. 그 행의 변경을 되돌리면 함께 돌아와요." },
  moved = { 409, "되돌릴 수 없어요", "그 뒤에 {what|이/가} 다시 바뀌어 되돌리면 나중 변경을 잃어요. 행에서 직접 고쳐 주세요." },
  lost = { 409, "되돌릴 수 없어요", "되돌리는 데 필요한 값이 남아 있지 않아요." },
  slow = { 503, "시간이 오래 걸려요", "다른 작업이 행을 쓰고 있거나 표가 커서 기다림을 멈췄어요. 조건을 좁히거나 잠시 후 다시 시도해 주세요." },
}

---@type table<string, answer>
local answers = {}
for code, answer in pairs(words) do
  answers["table." .. code] = { status = answer[1], title = answer[2], text = answer[3], action = tables,
    retry = answer[1] == 503 and 5 or nil }
end

return answers
