-- Letters as they are drawn: with their samples, in both malls' colours, and with what is wrong in them found beforehand.

local fs = require "fs"
local letter = require "mail.letter"
local letters = require "mail.letters"
local runtime = require "runtime"
local samples = require "samples"
local text = require "text"
local view = require "web.view"

local root = runtime.root()
local around = samples.surroundings()

local function draw(name, label, changes)
  local values = setmetatable({ base_url = "https://mall.example" }, { __index = samples.of("letters/" .. name)[label or "full"] })
  local mall = setmetatable(changes or {}, { __index = around.full.mall })
  return letter.draw(name, mall, values)
end

local function templates(folder, prefix, found)
  for _, entry in ipairs(fs.list(folder)) do
    if fs.stat(folder .. "/" .. entry).type == "directory" then
      templates(folder .. "/" .. entry, prefix .. entry .. "/", found)
    elseif entry:find("%.html$") then
      found[#found + 1] = prefix .. entry:sub(1, -6)
    end
  end
  return found
end

describe("the letters", function()
  before_each(function() letter.know(samples) end)

  it("can all be drawn with their samples", function() assert.is_nil(letter.rehearse()) end)

  it("are those that there are templates of", function()
    for _, name in ipairs(templates(root .. "/templates/mail", "", {})) do
      if name ~= "layout" and not name:find "^partials/" then assert.truthy(letters[name], name .. " is in no list") end
    end
  end)

  it("say who sends them, and what the law wants of a seller", function()
    for name in pairs(letters) do
      local drawn = draw(name)
      for _, part in ipairs { drawn.html, drawn.text } do
        for _, fact in ipairs { "주식회사 견본상회", "한견본", "000-00-00000", "2026-경기이천-0000", "help@sample.example" } do
          assert.truthy(part:find(fact, 1, true), name .. " lacks " .. fact)
        end
      end
    end
  end)

  it("have their styles in their elements, and in the head only what cannot stand there", function()
    for name in pairs(letters) do
      local html = draw(name).html
      assert.truthy(html:find('<td class="body" style="[^"]*background:#ffffff'), name)
      local head = html:match "<style>(.-)</style>"
      assert.truthy(head:find("^%s*@media"), name)
      assert.is_nil(head:gsub("@media.*", ""):find "{", name)
    end
  end)

  it("wear the colours of their mall", function()
    assert.truthy(draw("member/verify").html:find("background:#bf3d0e", 1, true))
    local living = draw("member/verify", "full", { theme = "living" }).html
    assert.truthy(living:find("background:#1f5748", 1, true))
    assert.is_nil(living:find("background:#bf3d0e", 1, true))
  end)

  it("lead back to the mall from anywhere", function()
    for name in pairs(letters) do
      for _, label in ipairs { "full", "least" } do
        for link in draw(name, label).html:gmatch 'href="([^"]*)"' do
          assert.truthy(link:find "^https://" or link:find "^mailto:", name .. " leads to " .. link)
        end
      end
    end
  end)

  it("state everything that their samples say", function()
    local missing = {}
    local function look(value, html, path)
      if type(value) == "table" then
        for name, part in pairs(value) do look(part, html, path .. "." .. name) end
      elseif type(value) == "string" and not html:find(text.escape_html(value), 1, true) then
        missing[#missing + 1] = path .. ": " .. value
      end
    end
    for name in pairs(letters) do
      for _, label in ipairs { "full", "least" } do
        local values = samples.of("letters/" .. name)[label]
        -- the rest of a line is for pages
        for i, line in ipairs(values.lines or {}) do
          values.lines[i] = { name = line.product.name, label = line.sku_label, amount = view.won(line.amount) }
        end
        look(values, draw(name, label).html, name .. " " .. label)
      end
    end
    assert.same({}, missing)
  end)

  it("say in their text what their HTML says, links written out", function()
    local words = draw("order/placed").text
    for _, fact in ipairs { "국민은행 000000-00-000001", "박보냄", "67,600원", "맑은 갈비탕 700g", "261129-4CDDDF5",
      "https://mall.example/orders/261129-4CDDDF5", "제주 추가 배송비 3,000원 포함" } do
      assert.truthy(words:find(fact, 1, true), fact)
    end
    assert.is_nil(words:find "[<>{}]")
    assert.is_nil(words:find("font-size", 1, true))
  end)

  it("about goods that are held back give the reason that is meant for whoever ordered, and make up none", function()
    local drawn = draw("order/held")
    assert.equal("[견본상회] 배송을 잠시 미뤘어요 (261129-4CDDDF5)", drawn.subject)
    for _, words in ipairs { "김견본님, 배송을 잠시 미뤘어요", "이유", "입고가 늦어져 12월 3일쯤 보내 드릴 수 있어요.", "맑은 갈비탕 700g", "두 봉지",
      "2개", "https://mall.example/orders/261129-4CDDDF5" } do
      assert.truthy(drawn.text:find(words, 1, true), words)
    end
    assert.is_nil(draw("order/held", "least").text:find("이유", 1, true))
    local freed = draw("order/freed")
    assert.equal("[견본상회] 미뤄 둔 배송을 다시 준비해요 (261129-4CDDDF5)", freed.subject)
    assert.truthy(freed.text:find("아래 상품을 이제 보낼 수 있게 됐어요.", 1, true))
  end)

  it("show what people wrote as it was written, in both parts", function()
    local values = { name = "<b>김</b>&", title = "a < b", answer = "<script>x</script>", base_url = "https://mall.example" }
    local drawn = letter.draw("inquiry/answered", around.full.mall, values)
    assert.is_nil(drawn.html:find("<script", 1, true))
    assert.truthy(drawn.text:find("<b>김</b>&님", 1, true))
    assert.truthy(drawn.text:find("<script>x</script>", 1, true))
  end)

  it("that trip over a value refuse a generation, with file and line", function()
    local without = { surroundings = samples.surroundings, of = function(name)
      if name ~= "letters/order/paid" then return samples.of(name) end
      return { full = { name = "김" }, least = samples.of(name).least }
    end }
    letter.know(without)
    local problem = letter.rehearse()
    assert.truthy(problem:find("templates/mail/order/paid.html:%d+: .*sample full of the letter order/paid"), problem)
  end)

  it("without samples refuse one as well", function()
    local without = { surroundings = samples.surroundings, of = function(name)
      if name == "letters/staff/locked" then return nil, "none" end
      return samples.of(name)
    end }
    letter.know(without)
    assert.equal("the letter staff/locked has no samples: none", letter.rehearse())
  end)
end)
