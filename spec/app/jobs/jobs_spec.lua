local fs = require "fs"
local queue = require "queue"
local rules = require "queue.rules"
local runtime = require "runtime"
local schedule = require "queue.schedule"
local shop = require "spec.app.shop"

local listed = require "jobs.kinds"

describe("the kinds of jobs", function()
  it("are whole, and none is called like another", function()
    queue.know(listed)
    queue.know {}
  end)

  it("are all listed: one that is not would never run", function()
    local known = {}
    for _, kind in ipairs(listed) do known[kind.kind] = true end
    for _, name in ipairs(assert(fs.list(runtime.root() .. "/app/jobs"))) do
      local module = name:match "^([%w_]+)%.lua$"
      if module and module ~= "kinds" and module ~= "schedule" then
        assert.is_true(known[require("jobs." .. module).kind], "jobs/kinds.lua does not list jobs." .. module)
      end
    end
  end)

  it("are those that app/ enqueues", function()
    local known = {}
    for _, kind in ipairs(listed) do known[kind.kind] = true end
    local function look(folder)
      for _, name in ipairs(assert(fs.list(folder))) do
        local path = folder .. "/" .. name
        if fs.stat(path).type == "directory" then
          look(path)
        elseif name:find "%.lua$" then
          for kind in assert(fs.read(path)):gsub("%-%-[^\n]*", ""):gmatch "%.enqueue%(%s*[%w_.]+,%s*\"([^\"]+)\"" do
            assert.is_true(known[kind], ("%s enqueues %s, which is no kind"):format(path, kind))
          end
        end
      end
    end
    look(runtime.root() .. "/app")
  end)
end)

describe("the schedule", function()
  it("is one that can be kept", function()
    queue.know(listed, require "jobs.schedule")
    for _, entry in ipairs(schedule.entries) do
      assert.is_number(require("queue.rules.cron").next(entry.spec, 1767193200), entry.name)
      assert.is_nil(rules.misfit(queue.kinds()[entry.kind], entry.args), entry.name)
    end
    queue.know {}
  end)

  it("asks for jobs that can be done in a mall where nothing has happened yet", function()
    shop.open { { code = "apple", name = "사과" } }
    for _, entry in ipairs(require "jobs.schedule") do
      for _, kind in ipairs(listed) do
        if kind.kind == entry.kind then assert.is_true(kind.run(entry.args or {}, { id = "x", attempt = 1 }), entry.name) end
      end
    end
  end)
end)
