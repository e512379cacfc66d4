local editing = require "shared.editing"

local fields = {
  { name = "name", label = "이름" }, { name = "fee", label = "배송비", kind = "won" },
  { name = "open", label = "열림", kind = "switch" }, { name = "note", label = "안내", kind = "area" },
  { name = "kind", label = "종류", kind = "select", options = { { value = "a", label = "가" }, { value = "b", label = "나" } } },
}

local stored = { name = "택배", fee = 3000, open = true, note = "한\n줄", kind = "a", version = 4 }

-- A browser's form over `row`, with some fields typed anew.
local function sent(row, typed)
  local form = editing.open(fields, row)
  local all = { version = tostring(form.version), was = form.was, csrf = "x" }
  for name, value in pairs(form.values) do all[name] = (value:gsub("\n", "\r\n")) end
  for name, value in pairs(typed) do all[name] = value end
  if all.open == "0" then all.open = nil end -- a box that is not ticked is not sent
  return all
end

local function stands(changes)
  local row = {}
  for name, value in pairs(stored) do row[name] = value end
  for name, value in pairs(changes) do row[name] = value end
  row.version = 5
  return row
end

local options = { title = "배송", action = "/x", cancel_url = "/y" }

describe("a form over what is stored", function()
  it("shows values as one types them, and knows its version", function()
    local form = editing.open(fields, stored)
    assert.same({ name = "택배", fee = "3,000", open = "1", note = "한\n줄", kind = "a" }, form.values)
    assert.equal(4, form.version)
    assert.same({ name = "", fee = "", open = "0", note = "", kind = "" }, editing.open(fields, {}).values)
  end)

  it("comes back with what was typed, at the version it was opened at", function()
    local form = editing.again(fields, sent(stored, { fee = "삼천", open = "0" }), { fee = "금액을 다시 확인해 주세요." })
    assert.same({ "삼천", "0", "4" }, { form.values.fee, form.values.open, form.version })
    assert.equal(editing.open(fields, stored).was, form.was)
  end)

  it("says its version only if it is one", function()
    assert.equal(4, editing.version { version = "4" })
    for _, wrong in ipairs { "", "-1", "4.0", "x", ("9"):rep(16) } do assert.is_nil(editing.version { version = wrong }, wrong) end
    assert.is_nil(editing.version {})
  end)
end)

describe("a change", function()
  it("is written down as people read it, and only where something changed", function()
    assert.same({ ["배송비"] = { before = "3,000", after = "2,500" }, ["열림"] = { before = "켬", after = "끔" },
      ["종류"] = { before = "가", after = "나" } },
      editing.changes(fields, stored, { name = "택배", fee = 2500, open = false, note = "한\r\n줄", kind = "b" }))
    assert.same({}, editing.changes(fields, stored, stored))
  end)
end)

describe("of two who changed the same thing", function()
  it("what only one of them changed is kept, whoever it was", function()
    local view = editing.conflict(fields, sent(stored, { fee = "2,500" }), stands { name = "한진" }, options)
    assert.same({}, view.choices)
    assert.same({ { label = "이름", text = "한진", whose = "theirs" }, { label = "배송비", text = "2,500", whose = "mine" } },
      view.settled)
    local kept = {}
    for _, pair in ipairs(view.kept) do kept[pair.name] = pair.value end
    assert.same({ name = "한진", fee = "2,500", open = "1", note = "한\n줄", kind = "a" }, kept)
    assert.equal(5, view.version)
  end)

  it("what both changed is chosen, with both values in words", function()
    local view = editing.conflict(fields, sent(stored, { fee = "2500", open = "0", kind = "b", note = "둘" }),
      stands { fee = 3500, note = "셋", kind = "a" }, options)
    assert.same({ { name = "fee", label = "배송비", mine = "2,500", theirs = "3,500", mine_text = "2,500", theirs_text = "3,500" },
      { name = "note", label = "안내", mine = "둘", theirs = "셋", mine_text = "둘", theirs_text = "셋" } }, view.choices)
    assert.same({ { label = "열림", text = "끔", whose = "mine" }, { label = "종류", text = "나", whose = "mine" } }, view.settled)
  end)

  it("what both made the same of is no question", function()
    local view = editing.conflict(fields, sent(stored, { fee = "3500" }), stands { fee = 3500 }, options)
    assert.same({ {}, {} }, { view.choices, view.settled })
  end)

  it("all is asked where the form does not say what stood in it", function()
    for _, was in ipairs { "", "nonsense", "[1]" } do
      local view = editing.conflict(fields, sent(stored, { fee = "2500", was = was }), stands { name = "한진" }, options)
      assert.equal(2, #view.choices, was)
    end
  end)

  it("nothing has to be asked where they touched different things: the form that comes of it is there", function()
    local view = editing.conflict(fields, sent(stored, { fee = "2500" }), stands { name = "한진", open = false }, options)
    assert.same({ version = "5", was = view.was, name = "한진", fee = "2,500", open = "0", note = "한\n줄", kind = "a" },
      editing.merged(view))
  end)

  it("the second page carries what stands now, so that a third one is noticed again", function()
    local view = editing.conflict(fields, sent(stored, { fee = "2500" }), stands { fee = 3500 }, options)
    local third = editing.conflict(fields, { fee = "2500", name = "택배", open = "1", note = "한\n줄", kind = "a", was = view.was },
      stands { fee = 3500, name = "우체국" }, options)
    assert.same({ { label = "이름", text = "우체국", whose = "theirs" }, { label = "배송비", text = "2,500", whose = "mine" } },
      third.settled)
  end)
end)
