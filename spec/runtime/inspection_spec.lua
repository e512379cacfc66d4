-- What a developer is told before anybody else sees a release.

local bundle = require "release.bundle"
local fs = require "fs"
local inspection = require "deploying.inspection"
local made = require "spec.app.release.release"
local process = require "process"
local release = require "release"
local runtime = require "runtime"
local scratch = require "deploying.scratch"

local sound = [[
local site = { handle = function() end, admit = function() end }
function site.self_check() return true end
]]

local function build(changes)
  local files = { ["app/boot.lua"] = sound .. "return site\n" }
  for path, bytes in pairs(changes or {}) do files[path] = bytes end
  return assert(bundle.make(made.files(files), made.facts()))
end

local function run(release_made, known)
  return scratch.with(release_made, function(folder) return inspection.run(release_made, folder, known or {}) end)
end

local function inspect(changes, known)
  local found = run(build(changes), known)
  local sentences = {}
  for i, problem in ipairs(found.problems) do sentences[i] = release.sentence(problem) end
  return sentences, found
end

describe("an inspection", function()
  it("finds nothing in what is sound", function()
    local problems, found = inspect()
    assert.same({}, problems)
    assert.same({}, found.skipped)
    assert.is_true(found.milliseconds > 0)
  end)

  local broken = {
    ["a boot that raises, with its place"] = { { ["app/boot.lua"] = "local a\nerror 'no stock'\n" }, "app/boot.lua:2: no stock" },
    ["a module that raises when it is loaded"] = { { ["app/boot.lua"] = 'require "cart"\n' .. sound .. "return site",
      ["app/cart/init.lua"] = "local t = nil\nreturn t.x\n" }, "app/cart/init.lua:2: attempt to index local 't' (a nil value)" },
    ["a module that is not there, where it is asked for"] = { { ["app/boot.lua"] = "local a\nrequire 'shared.gone'\n" .. sound .. "return site" },
      "app/boot.lua:2: module 'shared.gone' not found:" },
    ["a boot that returns nothing"] = { { ["app/boot.lua"] = "return 1" }, "app/boot.lua: app/boot.lua returns no table" },
    ["a boot without its functions"] = { { ["app/boot.lua"] = "return { handle = function() end, admit = function() end }" },
      "app/boot.lua: app/boot.lua returns no function self_check" },
    ["a self-check that fails, each of its lines"] = { { ["app/boot.lua"] = sound
      .. "function site.self_check() return nil, 'templates/pc/a.html:3: no end\\nmoney: 1 is not 2' end\nreturn site" },
      "templates/pc/a.html:3: no end", "self-check: money: 1 is not 2" },
    ["a self-check that raises"] = { { ["app/boot.lua"] = sound .. "function site.self_check() error 'oh' end\nreturn site" },
      "app/boot.lua:3: oh" },
    ["an assignment to a global while it loads, once"] = { { ["app/boot.lua"] = sound .. "total = 1\nreturn site" },
      "app/boot.lua:3: setting non-standard global variable 'total'", "app/boot.lua:3: the global total is not defined" },
    ["a global that nothing would meet before a shopper does"] = { { ["app/cart/init.lua"] = "return {\n  price = function() return prise end }" },
      "app/cart/init.lua:2: accessing undefined variable 'prise'" },
    ["what crosses the layers"] = { { ["app/cart/init.lua"] = "return function()\n  require 'pg'\nend" },
      "app/cart/init.lua:2: SQL lives only in store.lua (pg)" },
    ["what only commands have"] = { { ["app/cart/init.lua"] = "require 'json'\nlocal process = require 'process'\nreturn process",
      ["app/boot.lua"] = 'require "cart"\n' .. sound .. "return site" },
      "app/cart/init.lua:2: programs are for commands to start (process)", "app/cart/init.lua:2: module 'process' not found:" },
    ["a loop that never ends and catches what is raised"] = { { ["app/cart/init.lua"] = "local n = 0\nwhile true do\n  pcall(error, n)\nend",
      ["app/boot.lua"] = 'require "cart"\n' .. sound .. "return site" }, "app/cart/init.lua:%d: loading takes more than %d seconds" },
    ["what hoards memory"] = { { ["app/boot.lua"] = "local all = {}\nfor i = 1, 1e9 do\n  all[i] = ('x'):rep(1000) .. i\nend" },
      "app/boot.lua:%d: loading takes more than 256 MB" },
    ["what only a node's keeper has"] = { { ["app/cart/init.lua"] = "local keeper = require 'keeper'\nreturn keeper",
      ["app/boot.lua"] = 'require "cart"\n' .. sound .. "return site" },
      "app/cart/init.lua:1: there is no such module (keeper)", "app/cart/init.lua:1: module 'keeper' not found:" },
    ["what ends the process"] = { { ["app/boot.lua"] = "os.exit(0)" }, "app/boot.lua: it does not load:" },
  }
  for title, case in pairs(broken) do
    it("finds " .. title, function()
      local problems = inspect(case[1])
      for i = 2, #case do
        local pattern = "^" .. case[i]:gsub("[%^%$%(%)%.%[%]%*%+%-%?]", "%%%0"):gsub("%%d", "%%d+") .. "$"
        assert.matches(pattern, problems[i - 1] or "nothing")
      end
      assert.equal(#case - 1, #problems, table.concat(problems, "\n"))
    end)
  end

  it("does not ask luacheck again about what is live", function()
    local changes = { ["app/cart/init.lua"] = "return {\n  price = function() return prise end }" }
    local known = {}
    for _, file in ipairs(build(changes).files) do known[file.path] = file.sha256 end
    assert.same({}, (inspect(changes, known)))
    known["app/cart/init.lua"] = ("0"):rep(64)
    assert.equal(1, #inspect(changes, known))
  end)

  it("says what it could not do where luacheck is not installed", function()
    local path = os.getenv "PATH"
    process.setenv("PATH", "/nowhere")
    local problems, found = inspect { ["app/cart/init.lua"] = "return function() return prise end" }
    process.setenv("PATH", path)
    assert.same({}, problems)
    assert.same({ "luacheck is not installed here (apt-get install lua-check)" }, found.skipped)
  end)

  it("leaves nothing behind and reaches no database", function()
    local temp = assert(fs.temp "sijang-inspection")
    local before = os.getenv "TMPDIR"
    process.setenv("TMPDIR", temp)
    local problems = inspect { ["app/boot.lua"] = "assert(not os.getenv 'DATABASE_URL')\n" .. sound .. "return site" }
    process.setenv("TMPDIR", before)
    assert.same({}, problems)
    assert.same({}, fs.list(temp))
    fs.remove(temp, true)
  end)

  it("leaves nothing behind when it cannot be made either", function()
    local temp = assert(fs.temp "sijang-inspection")
    local before = os.getenv "TMPDIR"
    process.setenv("TMPDIR", temp)
    local ok, problem = pcall(scratch.with, build(), function() error { sentence = "no" } end)
    process.setenv("TMPDIR", before)
    assert.same({ false, { sentence = "no" } }, { ok, problem })
    assert.same({}, fs.list(temp))
    fs.remove(temp, true)
  end)

  it("finds this very shop sound", function()
    local tree = assert(release.survey(runtime.root()))
    local found = run(tree)
    assert.same({}, found.problems)
  end)

  it("finds a template that does not compile in it", function()
    local tree = assert(release.survey(runtime.root()))
    local broken_source = "<p>\n{% if v.x %}\n"
    for _, file in ipairs(tree.files) do
      if file.path == "templates/pc/cart/cart.html" then
        file.sha256 = ("1"):rep(64)
        tree.contents[file.sha256] = broken_source
      end
    end
    local sentences = {}
    for i, problem in ipairs(run(tree).problems) do sentences[i] = release.sentence(problem) end
    assert.equal(1, #sentences)
    assert.matches("^templates/pc/cart/cart.html:%d+: ", sentences[1])
  end)
end)
