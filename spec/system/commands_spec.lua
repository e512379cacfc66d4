-- The commands that look inside and set right, run as somebody at a terminal runs them: the real binary, an environment
-- that names the database and the Redis, and what comes out of it.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local order = require "order"
local place_order = require "flows.place_order"
local process = require "process"
local shop = require "spec.app.shop"

local binary = assert(fs.realpath("/proc/self/exe"))
local folder, address

-- Exit code, standard output, standard error.
local function sijang(words, given, input)
  local env = { DATABASE_URL = address, DATABASE_OWNER_URL = false, LOG_FILE = folder .. "/log" }
  for name, value in pairs(given or {}) do env[name] = value end
  return process.run { argv = { binary, unpack(words) }, env = env, input = input or "" }
end

-- The same for what has to succeed and complain of nothing: its output.
local function said(words, given, input)
  local code, out, err = sijang(words, given, input)
  assert.equal("0 ", code .. " " .. err)
  return out
end

setup(function() folder = assert(fs.temp("sijang-commands")) end)
teardown(function() fs.remove(folder, true) end)

describe("sijang members", function()
  setup(function()
    address = database.fresh()
    shop.add {}
  end)

  it("import takes in what is good, names what is not by its line, and ends with 2", function()
    local path, errors = folder .. "/members.csv", folder .. "/errors"
    assert(fs.write(path, "id,email,별명\n1,a@example.kr,x\n2,nobody,y\n"))
    local code, out = sijang { "members", "import", path, "--dry-run" }
    assert.equal(2, code)
    assert.matches("^미리 보기: 읽은 행 2, 새 회원 1", out)
    assert.equal(0, shop.count "member")
    local err
    code, out, err = sijang { "members", "import", path, "--errors", errors }
    assert.equal(2, code)
    assert.matches("새 회원 1 %(비밀번호를 다시 정해야 하는 회원 1%), 이미 있는 회원 0, 오류 1", out)
    assert.truthy(err:find("3행: 이메일을", 1, true), err)
    assert.truthy(err:find("nothing is made of: 별명", 1, true), err)
    assert.truthy(fs.read(errors):find("3행: 이메일을", 1, true))
    code, out = sijang { "members", "import", path }
    assert.same({ 2, true }, { code, out:find("이미 있는 회원 1", 1, true) ~= nil })
    assert.equal(1, shop.count "member")
  end)

  it("import without a file, or with one that is no such table, is a sentence and exit code 1", function()
    local code, _, err = sijang { "members", "import", folder .. "/none.csv" }
    assert.equal(1, code)
    assert.truthy(err:find("No such file", 1, true), err)
    assert(fs.write(folder .. "/table.csv", "이름,주소\n가,나\n"))
    code, _, err = sijang { "members", "import", folder .. "/table.csv" }
    assert.equal(1, code)
    assert.truthy(err:find("1행: 첫 줄에 회원번호(id) 열이 없어요.", 1, true), err)
  end)

  it("grades says who would move on the next first day, with people masked, and moves nobody", function()
    database.execute [[INSERT INTO member (mall_id, email, name, status, verified_at, grade)
      SELECT id, 'vip' || n || '@example.kr', '김귀한' || n, 'active', now(), 'vip' FROM mall, generate_series(1, 22) AS n]]
    local code, out, err = sijang { "members", "grades", "--dry-run" }
    assert.equal(0, code)
    assert.matches("and 2 more", err)
    assert.truthy(out:find("김*", 1, true) and not out:find("김귀한", 1, true), out)
    assert.matches("VIP → 웰컴: 22", out)
    assert.matches("회원 %d+명 가운데 22명의 등급이 바뀝니다", out)
    assert.equal(22, shop.count "member WHERE grade = 'vip'")
    assert.not_equal(0, (sijang { "members", "grades" }))
  end)
end)

describe("sijang orders", function()
  local mall, number

  setup(function()
    address = database.fresh()
    mall = shop.add { { code = "apple", name = "사과", price = 12000, stock = 10 } }
    number = assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 }))).number
  end)

  it("deposit notes that the money has come, and says of which order, how much and from whom", function()
    local out = said({ "orders", "deposit", number:lower() })
    assert.equal(number .. ": 결제완료 (김철수, 36,000원)\n", out)
    assert.equal("paid", order.by_number(mall.id, number).status)
  end)

  it("deposit of an order that waits for none says where it stands, and changes nothing", function()
    local code, out, err = sijang { "orders", "deposit", number }
    assert.same({ 1, "" }, { code, out })
    assert.truthy(err:find("'결제완료'", 1, true), err)
    assert.same({ 7, 0 }, { shop.stock "APPLE" })
  end)

  it("deposit of no such order, or without a number, is a sentence and exit code 1", function()
    local code, _, err = sijang { "orders", "deposit", "20260101-ZZZZZZ" }
    assert.equal(1, code)
    assert.truthy(err:find("There is no such order", 1, true), err)
    code, _, err = sijang { "orders", "deposit" }
    assert.equal(1, code)
    assert.truthy(err:find("which order?", 1, true), err)
  end)

  it("expire cancels what is overdue and counts it", function()
    local late = assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }))).number
    database.execute "UPDATE payment SET due_at = now() - interval '1 day', expires_at = now() - interval '1 day'"
    assert.truthy(said({ "orders", "expire" }):find(" 1건을 취소했습니다", 1, true))
    assert.equal("expired", order.by_number(mall.id, late).status)
  end)

  it("knows no other word", function()
    local code, _, err = sijang { "orders", "refund", number }
    assert.equal(1, code)
    assert.truthy(err:find("'refund'", 1, true), err)
  end)

  it("leaves books that check finds right, and check names what is not", function()
    assert.falsy(said({ "check" }):find("BROKEN", 1, true))
    database.execute "UPDATE stock SET on_hand = on_hand + 1"
    local code, out = sijang { "check" }
    assert.equal(1, code)
    assert.truthy(out:find("BROKEN", 1, true), out)
  end)
end)

describe("sijang console", function()
  setup(function() address = database.fresh() end)

  it("answers lines that are piped in, one value a line, without a prompt", function()
    local out = said({ "console" }, nil, table.concat({
      "1 + 1",
      'pg.row("select 7 as seven").seven, "줄\\n바꿈"',
      'money = require "shared.money"',
      "money.won(12000)",
      "{ b = 1, 2, { deep = true } }",
      "for i = 1, 2 do",
      "  print(i)",
      "end",
    }, "\n") .. "\n")
    assert.equal('2\n7\t"줄\\n바꿈"\n12,000원\n{ 2, { deep = true }, b = 1 }\n1\n2\n', out)
  end)

  it("says what a line raised, and goes on", function()
    local code, out, err = sijang({ "console" }, nil, 'error("고장")\n)\n"still here"\n')
    assert.equal(0, code)
    assert.equal('"still here"\n', out)
    assert.truthy(err:find("고장", 1, true) and err:find("unexpected symbol", 1, true), err)
  end)
end)

describe("sijang psql and redis", function()
  setup(function() address = database.fresh() end)

  it("psql hands its words to psql, as the owner of the schema, and ends with its exit code", function()
    local owner = { DATABASE_OWNER_URL = address:gsub("user=%S+", "user=sijang") }
    assert.equal("sijang\n", said({ "psql", "--", "-At", "-c", "select current_user" }, owner))
    assert.equal("sijang_app\n", said { "psql", "--", "-At", "-c", "select current_user" })
    assert.equal("3\n", said({ "psql", "--", "-At" }, owner, "select 1 + 2;\n"))
    local code, _, err = sijang({ "psql", "--", "-c", "select nothing" }, owner)
    assert.equal(1, code)
    assert.truthy(err:find('column "nothing" does not exist', 1, true), err)
  end)

  it("redis hands its words to redis-cli, or what is piped in", function()
    assert.equal("PONG\n", said { "redis", "PING" })
    assert.equal("OK\n", said { "redis", "SET", "commands spec", "두 낱말" })
    assert.equal("두 낱말\n", said({ "redis" }, nil, 'GET "commands spec"\n'))
    assert.equal("1\n", said { "redis", "--", "DEL", "commands spec" })
  end)
end)

describe("sijang routes", function()
  local routes, default_body = require "routes", require("web.router").default_body

  it("lists every route in the order in which it is looked for, with the page that answers", function()
    local lines = {}
    for line in said({ "routes" }):gmatch("[^\n]+") do lines[#lines + 1] = line end
    assert.equal(#routes + 1, #lines)
    assert.truthy(lines[1]:find("^METHOD%s+PATH%s+ANSWERED BY%s+BODY$"), lines[1])
    for i, route in ipairs(routes) do
      local method, path, target = lines[i + 1]:match("^(%S+)%s+(%S+)%s+(%S+)")
      assert.same({ route[1], route[2], route[4] }, { method, path, target })
    end
  end)

  it("says the same to programs with --json", function()
    local list = json.decode(said { "routes", "--json" })
    assert.equal(#routes, #list)
    for i, route in ipairs(routes) do
      local body = route.body or route[1] ~= "GET" and default_body or nil
      assert.same({ route[1], route[2], route[3], route[4], body },
        { list[i].method, list[i].path, list[i].name, list[i].target, list[i].body })
    end
  end)

  it("asks for no database", function()
    said({ "routes" }, { DATABASE_URL = "host=/nowhere" })
  end)
end)

describe("sijang migrate", function()
  local files = require("migration").files()
  local name, owner

  setup(function()
    name = database.create("template0")
    owner = { DATABASE_URL = database.address(name), DATABASE_OWNER_URL = database.address(name, "sijang") }
  end)

  teardown(function() database.drop(name) end)

  local function count_pending() return tonumber(said({ "migrate", "status" }, owner):match("\n(%d+) pending\n$")) or 0 end

  it("status lists what is pending", function()
    local out = said({ "migrate", "status" }, owner)
    for _, file in ipairs(files) do
      assert.truthy(out:find(("%04d_%s%%s+pending\n"):format(file.version, file.name)), out)
    end
    assert.truthy(out:find(("\n%d pending\n"):format(#files), 1, true), out)
  end)

  it("--dry-run applies everything, tells what it took, and takes it back", function()
    local out = said({ "migrate", "--dry-run" }, owner)
    for _, file in ipairs(files) do
      assert.truthy(out:find(("would apply %04d_%s %%(%%d+ ms here%%)\n"):format(file.version, file.name)), out)
    end
    assert.truthy(out:find("rolled back: nothing was changed\n", 1, true), out)
    assert.equal(#files, count_pending())
    local tables = said({ "psql", "--", "-Atc", "select count(*) from pg_tables where schemaname = 'public'" }, owner)
    assert.equal("0\n", tables)
  end)

  it("applies what is pending and says so, after which nothing is", function()
    local code, _, err = sijang({ "migrate" }, owner)
    assert.equal(0, code)
    assert.truthy(err:find(("%d migrations applied in "):format(#files), 1, true), err)
    local out = said({ "migrate", "status" }, owner)
    assert.truthy(out:find("\nnothing is pending\n", 1, true), out)
    assert.truthy(out:find("0001_create_mall%s+%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d%s+%d+ ms\n"), out)
    assert.equal("nothing is pending\n", said({ "migrate", "--dry-run" }, owner))
  end)

  it("refuses a word it does not know", function()
    local code, _, err = sijang({ "migrate", "down" }, owner)
    assert.equal(1, code)
    assert.truthy(err:find("migrate knows 'status', not 'down'", 1, true), err)
  end)
end)

describe("a command where CONFIG_FILE configures the mall", function()
  local question, settings

  setup(function()
    question, settings = folder .. "/question.lua", folder .. "/settings"
    assert(fs.write(question, "print(os.getenv 'REQUEST_DEADLINE', require('runtime').setting 'REQUEST_DEADLINE')"))
  end)

  it("uses what the file says rather than what the environment says, as serve does", function()
    assert.equal("7\t7\n", said({ "lua", question }, { REQUEST_DEADLINE = "7" }))
    assert(fs.write(settings, "# of this mall\nREQUEST_DEADLINE=9\n"))
    assert.equal("9\t9\n", said({ "lua", question }, { REQUEST_DEADLINE = "7", CONFIG_FILE = settings }))
  end)

  it("asks the database that the file names", function()
    address = database.fresh()
    assert(fs.write(settings, "DATABASE_URL=" .. address .. "\n"))
    assert.matches("nothing is pending", said({ "migrate", "status" }, { DATABASE_URL = "host=/nowhere", CONFIG_FILE = settings }))
  end)

  it("does nothing when the file cannot be read", function()
    local code, out, err = sijang({ "lua", question }, { CONFIG_FILE = folder .. "/absent" })
    assert.same({ 2, "" }, { code, out })
    assert.matches("CONFIG_FILE .*/absent: No such file", err)
  end)
end)

describe("sijang spec", function()
  it("says which file is not there, before it starts anything", function()
    local code, out, err = sijang { "spec", folder .. "/no_such_spec.lua" }
    assert.same({ 1, "", ("sijang: %s/no_such_spec.lua: no such spec file\n"):format(folder) }, { code, out, err })
  end)
end)
