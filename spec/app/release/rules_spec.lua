local made = require "spec.app.release.release"
local rules = require "release.rules"
local retention = require "release.rules.retention"
local statement = require "release.rules.statement"

-- What is said of the files of a small shop when this one is among them.
local function said(path, bytes, kind)
  local files = made.files { [path] = bytes or "return 1" }
  for _, file in ipairs(files) do
    if file.path == path then file.type = kind end
  end
  local lines = {}
  for i, problem in ipairs(rules.judge(files)) do lines[i] = rules.sentence(problem) end
  return table.concat(lines, "\n")
end

describe("what a release is made of", function()
  it("is Lua below app/, templates, and the list of built assets", function()
    assert.same({}, rules.judge(made.files()))
    for path, kind in pairs { ["app/boot.lua"] = "lua", ["app/a/b/c.lua"] = "lua", ["templates/pc/a.html"] = "template",
      ["templates/mail/style.css"] = "template",
      ["templates/shared/한글.html"] = "template", ["build/static/manifest.json"] = "assets" } do
      assert.equal(kind, rules.kind(path))
    end
  end)

  it("never leads out of it", function()
    for _, path in ipairs { "/etc/passwd.lua", "app/../../x.lua", "../app/x.lua", "app/./x.lua", "app//x.lua",
      "app/..\\x.lua", "app/x\\y.lua", "/app/x.lua", "", "app/", "." } do
      assert.same({ nil, "its path leads out of the release" }, { rules.kind(path) }, path)
    end
    assert.equal("app/../x.lua: its path leads out of the release", said "app/../x.lua")
  end)

  it("is nothing else", function()
    for _, path in ipairs { "app/notes.txt", "app/x.luac", "templates/a.lua", "app.lua", "app/x.lua.txt", "migrations/1.sql",
      "runtime/x.lua", "bindings/pg.lua", "build/static/manifest.json.lua", "build/static/css/a.css", "app/a.so" } do
      assert.same({ nil, "it is neither app/….lua nor templates/….html or .css" }, { rules.kind(path) }, path)
    end
    assert.same({ nil, "it is hidden" }, { rules.kind "app/.hidden.lua" })
    assert.same({ nil, "it is hidden" }, { rules.kind "app/.git/x.lua" })
  end)

  it("has names that every machine understands alike", function()
    assert.same({ nil, "its name is not UTF-8" }, { rules.kind "app/\255.lua" })
    assert.same({ nil, "its name has a control character" }, { rules.kind "app/a\nb.lua" })
    assert.same({ nil, "its name has a control character" }, { rules.kind "app/a\0.lua" })
    assert.same({ nil, "its name is not in composed form (NFC)" }, { rules.kind "templates/\225\132\146\225\133\161.html" })
    assert.same({ nil, "its path is longer than 200 bytes" }, { rules.kind("app/" .. ("x"):rep(200) .. ".lua") })
    assert.same({ nil, "it lies more than 12 folders deep" }, { rules.kind("app/" .. ("x/"):rep(12) .. "y.lua") })
  end)

  it("has no two names that some file system takes for one", function()
    assert.equal("app/cart/rules.lua: its name differs from app/cart/Rules.lua in case or composition only",
      said "app/cart/Rules.lua")
    assert.matches("app/CART/rules.lua in case or composition only", said "app/CART/rules.lua")
    local composed, apart = "templates/하.html", "templates/\225\132\146\225\133\161.html"
    local problems = rules.judge(made.files { [composed] = "", [apart] = "" })
    assert.equal(2, #problems)
    assert.matches("differs from .+ in case or composition only", problems[2].reason)
    local files = made.files()
    files[#files + 1] = files[1]
    assert.equal("it is there twice", rules.judge(files)[1].reason)
    assert.equal("app/cart.lua: it is a file and a folder",
      rules.sentence(rules.judge(made.files { ["app/cart.lua"] = "", ["app/cart.lua/x.lua"] = "" })[1]))
  end)

  it("is no link, socket or other thing", function()
    assert.equal("app/x.lua: it is a symbolic link", said("app/x.lua", "", "link"))
    assert.equal("app/x.lua: it is a fifo, not a file", said("app/x.lua", "", "fifo"))
  end)

  it("is source text in UTF-8, and the line that is not is named", function()
    assert.equal("app/x.lua:1: it is bytecode: only source text is released",
      said("app/x.lua", string.dump(loadstring "return 1")))
    assert.equal("app/x.lua:1: it is bytecode: only source text is released", said("app/x.lua", "\27Lua"))
    assert.equal("app/x.lua:3: it is not UTF-8", said("app/x.lua", "-- 한글\n--\n-- \200\nreturn 1"))
    assert.equal("templates/x.html:2: it is not UTF-8", said("templates/x.html", "<p>\n\192\175</p>"))
    assert.equal("templates/x.html:2: it has a NUL", said("templates/x.html", "<p>\n\0</p>"))
  end)

  it("is Lua where it is called so, compiled and never run", function()
    assert.equal("app/x.lua:2: it is not Lua: '=' expected near '2'", said("app/x.lua", "local a\nx 2"))
    assert.equal("", said("app/x.lua", "error 'run'"))
    assert.equal("", said("app/x.lua", ""))
  end)

  it("has a list of assets that names files below /static/", function()
    local assets = "build/static/manifest.json"
    assert.matches("manifest.json: it is not JSON", said(assets, "{"))
    assert.matches("manifest.json: it is not JSON", said(assets, "1"))
    assert.matches("it is no list of names", said(assets, '{"a": 1}'))
    for _, path in ipairs { "../../secret", "/etc/passwd", "css/../x", "http://elsewhere/x.js", "a b" } do
      assert.matches("is no file below /static/", said(assets, ('{"a": "%s"}'):format(path)), path)
    end
    assert.equal(assets .. ": it is missing", rules.sentence(rules.judge(made.files { [assets] = false })[1]))
    assert.equal("app/boot.lua: it is missing", rules.sentence(rules.judge(made.files { ["app/boot.lua"] = false })[1]))
  end)

  it("is not larger than any shop needs", function()
    assert.equal("templates/x.html: it has 1048577 bytes, 1048576 are allowed", said("templates/x.html", ("x"):rep(1048577)))
    local many, large = {}, {}
    for i = 1, rules.LIMITS.files + 1 do many[i] = { path = ("app/%d.lua"):format(i), bytes = "" } end
    assert.equal(".: there are more than 5000 files", rules.sentence(rules.judge(many)[1]))
    local megabyte = ("x"):rep(1048576)
    for i = 1, 33 do large[("templates/%d.html"):format(i)] = megabyte end
    assert.matches("all files have %d+ bytes, 33554432 are allowed", rules.judge(made.files(large))[1].reason)
  end)

  it("tells every problem, not only the first", function()
    assert.equal(3, #rules.judge(made.files { ["app/a.lua"] = "x", ["app/b.txt"] = "", ["app/c.lua"] = "\255" }))
  end)
end)

describe("what is said of a release", function()
  it("is bounded and printable", function()
    assert.is_nil(statement.objection(made.facts { runtime = 1 }))
    for why, changes in pairs {
      author = { author = "" }, ["author "] = { author = "a\nb" }, ["author  "] = { author = ("x"):rep(201) },
      message = { message = "\27[2J" }, ["message "] = { message = ("x"):rep(2001) }, base = { base = "abc" },
      schema = { schema = { min = 2, max = 1 } }, ["schema "] = { schema = { min = 0, max = 1 } },
      ["schema  "] = { schema = { min = 1.5, max = 2 } }, when = { created_at = -1 }, runtime = { runtime = 0 },
    } do
      changes.runtime = changes.runtime or 1
      assert.matches((why:gsub(" ", "")), statement.objection(made.facts(changes)))
    end
  end)

  it("has one text only", function()
    local files = { { path = "app/boot.lua", sha256 = ("0"):rep(64), bytes = 1 } }
    local text = statement.encode(made.facts { runtime = 1 }, ("a"):rep(64), files)
    assert.equal(text, statement.encode(statement.decode(text), ("a"):rep(64), files))
    for _, other in ipairs { text .. " ", " " .. text, text:gsub(":1,", ": 1,"), text:gsub("^{", '{"extra":1,'),
      text:gsub('"format":1', '"format":2'), "[]", "", "1" } do
      assert.is_nil((statement.decode(other)), other)
    end
  end)

  it("names its files in their order, once", function()
    local one = { path = "app/a.lua", sha256 = ("0"):rep(64), bytes = 1 }
    local other = { path = "app/b.lua", sha256 = ("0"):rep(64), bytes = 1 }
    local function decoded(files)
      return select(2, statement.decode(statement.encode(made.facts { runtime = 1 }, ("a"):rep(64), files)))
    end
    assert.is_nil(decoded { one, other })
    assert.equal("its files are not in order", decoded { other, one })
    assert.equal("its files are not in order", decoded { one, one })
  end)

  it("tells which databases it bears", function()
    local schema = { min = 10, max = 12 }
    assert.is_true(statement.suits(schema, 10, {}))
    assert.is_true(statement.suits(schema, 12, { 9, 12 }))
    assert.is_true(statement.suits(schema, 15, { 11 })) -- what was added since is not in its way
    assert.matches("needs migration 0010, the database is at 0009", select(2, statement.suits(schema, 9, {})))
    assert.matches("0014 has taken something away", select(2, statement.suits(schema, 15, { 14 })))
    assert.is_true(statement.suits(schema, 13, { 14 }))
  end)
end)

describe("old releases", function()
  local shas = {}
  for i = 1, 105 do shas[i] = ("%064d"):format(i) end

  it("go when a hundred newer ones are there", function()
    assert.same({ shas[101], shas[102], shas[103], shas[104], shas[105] }, retention.retire(shas, {}))
    assert.same({}, retention.retire({ unpack(shas, 1, 100) }, {}))
    assert.same({}, retention.retire({}, {}))
  end)

  it("stay when something names them", function()
    assert.same({ shas[101], shas[103] },
      retention.retire(shas, { [shas[102]] = true, [shas[104]] = true, [shas[105]] = true, [shas[1]] = true }))
    assert.same({ shas[2] }, retention.retire({ shas[1], shas[2], shas[3] }, { [shas[3]] = true }, 1))
  end)
end)
