local json = require "json"
local rules = require "queue.rules"
local fault = require "shared.fault"

local function kind(changes)
  local given = { kind = "mail.send", run = function() end }
  for name, value in pairs(changes or {}) do given[name] = value end
  return rules.kind(given)
end

local function job(changes)
  local given = { id = "j", lease_token = "t", attempt = 1, max_attempts = 10 }
  for name, value in pairs(changes or {}) do given[name] = value end
  return given
end

describe("a kind of job", function()
  it("has a name of words and dots", function()
    for _, name in ipairs { "mail", "mail.send", "a2.b_c.d" } do assert.is_true(rules.is_kind(name), name) end
    for _, name in ipairs { "", "Mail", "mail.", ".mail", "mail..send", "mail send", "2mail", "mail.2", ("a"):rep(101), 5 } do
      assert.is_false(rules.is_kind(name), tostring(name))
    end
  end)

  it("says little and gets the rest", function()
    local made = kind { backoff = { base = 1 } }
    assert.same({ 10, 60, 60, 1, { base = 1, cap = 3600 } }, { made.attempts, made.timeout, made.lease, made.format, made.backoff })
  end)

  it("cannot be without something to run, or run for ever", function()
    assert.error_matches(function() rules.kind { kind = "mail.send" } end, "a function run")
    assert.error_matches(function() kind { timeout = 3601 } end, "mail.send: timeout is 0.1 to 3600 seconds")
  end)
end)

describe("the args of a job", function()
  it("are a table of names, as JSON", function()
    assert.same({ nil, '{"mail_id":"x"}' }, { rules.args_problem { mail_id = "x" } })
    assert.equal("{}", (select(2, rules.args_problem {})))
    assert.equal("the args of a job are a table", rules.args_problem "x")
    assert.equal("the args of a job have names", rules.args_problem { "x" })
  end)

  it("are 16 KB at most", function()
    assert.is_nil((rules.args_problem { text = ("x"):rep(16384 - #'{"text":""}') }))
    assert.equal("the args of a job are 16385 bytes as JSON: 16384 at most",
      (rules.args_problem { text = ("x"):rep(16385 - #'{"text":""}') }))
  end)

  it("lead to no person", function()
    assert.equal("a job carries ids and no personal data: email", (rules.args_problem { email = "a@b.kr" }))
  end)

  it("are what their kind can work with", function()
    local wants = kind { args = { mail_id = "uuid", count = "integer", note = "string?", flag = "boolean?", list = "table?" } }
    local id = "01890000-0000-7000-8000-000000000000"
    assert.is_nil(rules.misfit(wants, { mail_id = id, count = 3, more = "is no harm" }))
    assert.is_nil(rules.misfit(wants, { mail_id = id, count = 3, note = json.null }))
    assert.equal("its args have no count", rules.misfit(wants, { mail_id = id }))
    assert.equal("mail_id of its args is no uuid", rules.misfit(wants, { mail_id = "x", count = 3 }))
    assert.equal("count of its args is no integer", rules.misfit(wants, { mail_id = id, count = 1.5 }))
    assert.equal("note of its args is no string", rules.misfit(wants, { mail_id = id, count = 1, note = 5 }))
    assert.is_nil(rules.misfit(kind(), { whatever = true }))
  end)
end)

describe("a job that failed", function()
  it("waits up to twice as long each time, and never longer than the cap", function()
    local backoff = { base = 5, cap = 100 }
    local longest = {}
    for attempt = 1, 7 do longest[attempt] = rules.backoff(attempt, backoff, 1) end
    assert.same({ 5, 10, 20, 40, 80, 100, 100 }, longest)
    assert.equal(100, rules.backoff(5000, backoff, 1))
  end)

  it("waits any time up to that, so that what failed together does not come back together", function()
    assert.equal(0, rules.backoff(3, { base = 5, cap = 100 }, 0))
    assert.equal(5, rules.backoff(3, { base = 5, cap = 100 }, 0.25))
  end)

  it("is tried again, and says why it failed", function()
    assert.same({ id = "j", token = "t", outcome = "retry", delay = 2.5, problem = "mail.refused: no" },
      rules.failed(job(), kind(), fault("mail.refused", { message = "no" }), 0.5))
  end)

  it("is a dead letter after its last attempt, or when another attempt cannot help", function()
    assert.equal("retry", rules.failed(job { attempt = 9 }, kind(), "x", 0).outcome)
    assert.equal("dead", rules.failed(job { attempt = 10 }, kind(), "x", 0).outcome)
    assert.equal("dead", rules.failed(job(), kind(), fault("mail.gone", { permanent = true }), 0).outcome)
  end)

  it("may ask to be put off, which does not count, even at its last attempt", function()
    assert.same({ id = "j", token = "t", outcome = "snooze", delay = 300, problem = "" },
      rules.failed(job { attempt = 10 }, kind(), fault("mail.later", { snooze = 300 }), 1))
  end)

  it("waits as long as the other side asked for, if that is longer", function()
    assert.equal(120, rules.failed(job(), kind(), fault("mail.busy", { retry_after = 120 }), 1).delay)
    assert.equal(5, rules.failed(job(), kind(), fault("mail.busy", { retry_after = 1 }), 1).delay)
  end)

  it("says why in text that can be kept, whatever it raised", function()
    assert.equal("a?b??", rules.failed(job(), kind(), "a\0b\255\254", 0).problem)
    assert.equal(2000, #rules.failed(job(), kind(), ("x"):rep(5000), 0).problem:gsub("…", ""))
  end)
end)

describe("a limited kind", function()
  it("runs so many at once", function()
    local two = kind { concurrency = 2 }
    assert.equal(2, (rules.allowance(two, 0, 0, 0, 10)))
    assert.equal(1, (rules.allowance(two, 0, 0, 1, 10)))
    assert.equal(0, (rules.allowance(two, 0, 0, 3, 10)))
    assert.equal(1, (rules.allowance(two, 0, 0, 0, 1)))
  end)

  it("begins so many a time, at most as many at once as the bucket holds", function()
    local slow = kind { rate = { count = 10, per = 60 } }
    assert.same({ 0, 0.5 }, { rules.allowance(slow, 0, 3, 0, 100) })
    assert.same({ 2, 2 }, { rules.allowance(slow, 0, 12, 0, 100) })
    assert.same({ 10, 10 }, { rules.allowance(slow, 5, 3600, 0, 100) })
  end)

  it("is not given more by a clock that goes back", function()
    assert.same({ 3, 3 }, { rules.allowance(kind { rate = { count = 10, per = 60 } }, 3, -100, 0, 100) })
  end)
end)
