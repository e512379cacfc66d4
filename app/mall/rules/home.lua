-- The front page as a form has it: banners whose pictures stay, and shelves of goods by their codes, one more than there are
-- so that one can be added. Pure.

local facts = require "mall.rules.facts"

local home = {}

home.MOST_SECTIONS, home.MOST_PRODUCTS = 8, 24

--- The fields of the form, for as many banners and shelves.
---@param heroes integer
---@param sections integer
---@return editing.field[]
function home.fields(heroes, sections)
  local fields = {}
  local function add(list)
    for _, field in ipairs(list) do fields[#fields + 1] = field end
  end
  for i = 1, heroes do
    add { { name = "hero_title_" .. i, label = ("배너 %d 제목"):format(i), kind = "area", rows = 2, max = 60, group = true },
      { name = "hero_text_" .. i, label = "설명", max = 100 },
      { name = "hero_url_" .. i, label = "이어지는 주소", max = 200 },
      { name = "hero_place_" .. i, label = "순서", kind = "number", hint = "비우면 배너를 내려요." } }
  end
  for i = 1, math.min(sections + 1, home.MOST_SECTIONS) do
    add { { name = "title_" .. i, label = i > sections and "새 진열 제목" or ("진열 %d 제목"):format(i), max = 40, group = true,
        hint = i > sections and "제목을 쓰면 새 진열이 생겨요." or "제목을 비우면 진열을 내려요." },
      { name = "text_" .. i, label = "설명", max = 100 },
      { name = "url_" .. i, label = "더 보기 주소", max = 200 },
      { name = "place_" .. i, label = "순서", kind = "number" },
      { name = "products_" .. i, label = "상품 코드", kind = "area", rows = 4, max = 2000, wide = true,
        hint = "한 줄에 하나씩, 보여 줄 순서대로." } }
  end
  return fields
end

---@param stored { heroes: table[], sections: table[] }
---@return table<string, any>
function home.values(stored)
  local values = {}
  for i, hero in ipairs(stored.heroes) do
    values["hero_title_" .. i], values["hero_text_" .. i] = hero.title, hero.text
    values["hero_url_" .. i], values["hero_place_" .. i] = hero.url, i
  end
  for i, section in ipairs(stored.sections) do
    values["title_" .. i], values["text_" .. i], values["url_" .. i] = section.title, section.text, section.url
    values["place_" .. i], values["products_" .. i] = i, table.concat(section.products, "\n")
  end
  return values
end

local function in_place(list)
  table.sort(list, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    return a.at < b.at
  end)
  local plain = {}
  for i, one in ipairs(list) do plain[i] = one.value end
  return plain
end

local function check_url(values, name, fail)
  local url = values[name]
  if url and not url:find("^/[^/]") and url ~= "/" then fail(name, "이 몰의 주소를 /로 시작해 입력해 주세요.") end
end

--- The front page of a form's values; and what is wrong with it.
---@param values table<string, any>
---@param stored { heroes: table[] }  whose pictures stay
---@param fail fun(name: string, sentence: string)
---@return { heroes: table[], sections: table[] }
function home.read(values, stored, fail)
  local heroes, sections = {}, {}
  for i, hero in ipairs(stored.heroes) do
    check_url(values, "hero_url_" .. i, fail)
    if values["hero_place_" .. i] then
      local changed = {}
      for key, value in pairs(hero) do changed[key] = value end
      for _, name in ipairs { "title", "text", "url" } do changed[name] = values["hero_" .. name .. "_" .. i] end
      if not changed.title then fail("hero_title_" .. i, "배너 제목을 입력해 주세요.") end
      if not changed.url then fail("hero_url_" .. i, "배너가 이어질 주소를 입력해 주세요.") end
      heroes[#heroes + 1] = { value = changed, place = values["hero_place_" .. i], at = i }
    end
  end
  for i = 1, home.MOST_SECTIONS do
    local title = values["title_" .. i]
    if title then
      check_url(values, "url_" .. i, fail)
      local products = facts.lines(values["products_" .. i] or "")
      if #products == 0 then fail("products_" .. i, "상품 코드를 하나는 입력해 주세요.") end
      if #products > home.MOST_PRODUCTS then
        fail("products_" .. i, ("한 진열에는 상품을 %d개까지 올릴 수 있어요."):format(home.MOST_PRODUCTS))
      end
      sections[#sections + 1] = { place = values["place_" .. i] or 99, at = i,
        value = { title = title, text = values["text_" .. i], url = values["url_" .. i], products = products } }
    end
  end
  return { heroes = in_place(heroes), sections = in_place(sections) }
end

return home
