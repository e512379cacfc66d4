-- On what terms a mall ships, as a form has it: the policy, and the postcodes that cost more as lines that people can read.
-- Pure.

local text = require "text"

local entry = {}

local KINDS = { ["제주"] = "jeju", ["도서산간"] = "island" }
local WORDS = { jeju = "제주", island = "도서산간" }

entry.MOST_REGIONS = 500

---@type editing.field[]
entry.fields = {
  { name = "name", label = "이름", need = true, max = 40 },
  { name = "carrier", label = "택배사", need = true, max = 40 },
  { name = "fee", label = "배송비", kind = "won", need = true, hint = "0이면 언제나 무료예요." },
  { name = "free_from", label = "무료배송 기준", kind = "won", hint = "비우면 무료배송이 없어요." },
  { name = "jeju_surcharge", label = "제주 추가 배송비", kind = "won", need = true },
  { name = "island_surcharge", label = "도서산간 추가 배송비", kind = "won", need = true },
  { name = "dispatch_text", label = "발송 안내", kind = "area", rows = 3, max = 300, wide = true },
  { name = "regions", label = "추가 배송비 지역", kind = "area", rows = 10, max = 30000, wide = true,
    hint = "한 줄에 하나씩: 63000-63644 제주 제주특별자치도, 40200-40240 도서산간 울릉군" },
}

--- Regions as lines.
---@param regions { postcode_from: string, postcode_to: string, kind: string, name: string }[]
---@return string
function entry.show_regions(regions)
  local lines = {}
  for i, region in ipairs(regions) do
    local range = region.postcode_from == region.postcode_to and region.postcode_from
      or region.postcode_from .. "-" .. region.postcode_to
    lines[i] = range .. " " .. WORDS[region.kind] .. (region.name ~= "" and " " .. region.name or "")
  end
  return table.concat(lines, "\n")
end

local function read_region(line)
  local from, rest = line:match("^(%d%d%d%d%d)%s*(.*)$")
  if not from then return nil, "우편번호 다섯 자리로 시작해 주세요." end
  local to, after = rest:match("^[-~]%s*(%d%d%d%d%d)%s+(.*)$")
  local kind, name = (after or rest):match("^(%S+)%s*(.-)%s*$")
  if not KINDS[kind or ""] then return nil, "우편번호 뒤에 제주 또는 도서산간을 써 주세요." end
  if to and to < from then return nil, "앞 우편번호가 뒤보다 커요." end
  if text.length(name) > 60 then return nil, "이름이 너무 길어요." end
  return { postcode_from = from, postcode_to = to or from, kind = KINDS[kind], name = name }
end

--- The regions of some lines; or what is wrong, with the number of the line.
---@param typed string
---@return table[]|nil regions  by postcode
---@return string|nil sentence
function entry.read_regions(typed)
  local regions, number = {}, 0
  for line in (typed .. "\n"):gmatch("(.-)\r?\n") do
    number = number + 1
    local bare = line:match("^%s*(.-)%s*$")
    if bare ~= "" then
      local region, problem = read_region(bare)
      if not region then return nil, ("%d번째 줄: %s"):format(number, problem) end
      regions[#regions + 1] = region
    end
  end
  if #regions > entry.MOST_REGIONS then return nil, ("지역은 %d줄까지 쓸 수 있어요."):format(entry.MOST_REGIONS) end
  table.sort(regions, function(a, b) return a.postcode_from < b.postcode_from end)
  for i = 2, #regions do
    if regions[i].postcode_from <= regions[i - 1].postcode_to then
      return nil, ("%s와 %s가 겹쳐요."):format(entry.show_regions { regions[i - 1] }, entry.show_regions { regions[i] })
    end
  end
  return regions
end

return entry
