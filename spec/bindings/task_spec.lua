local clock = require "clock"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local pg = require "pg"
local task = require "task"

local function problem_of(handle)
  local ok, problem = pcall(handle.join, handle)
  assert.is_false(ok)
  return problem
end

describe("task", function()
  local before

  before_each(function() before = task.count() end)

  after_each(function()
    eventually(function() return task.count() == before end, 5000, "nothing is left open")
  end)

  describe("spawn", function()
    it("runs until the first wait and returns there; the rest comes while others wait", function()
      local steps = {}
      local function step(text) steps[#steps + 1] = text end
      local handle = task.spawn(function()
        step "begun"
        task.turn()
        step "ended"
      end)
      step "spawned"
      assert.equal(before + 1, task.count())
      handle:join()
      step "joined"
      assert.equal("begun spawned ended joined", table.concat(steps, " "))
    end)

    it("hands over its arguments, and join what the function returns, absent values included", function()
      local handle = task.spawn(function(...)
        task.turn()
        return select("#", ...), ...
      end, "a", nil, 3, nil)
      local function packed(...) return { n = select("#", ...), ... } end
      local expected = { n = 5, 4, "a", nil, 3, nil }
      assert.same(expected, packed(handle:join()))
      assert.same(expected, packed(handle:join()))
    end)

    it("is over at once when nothing waits", function()
      local handle = task.spawn(function() return "now" end)
      assert.equal(before, task.count())
      assert.equal("now", handle:join())
    end)

    it("needs no join: it lives until it ends", function()
      local ended = false
      task.spawn(function()
        task.sleep(20)
        ended = true
      end)
      collectgarbage()
      eventually(function() return ended end, 5000, "its end")
    end)

    it("is of one mind with its siblings: ten thousand of them share what they count", function()
      local sum, handles = 0, {}
      for i = 1, 10000 do
        handles[i] = task.spawn(function()
          task.turn()
          sum = sum + i
        end)
      end
      assert.equal(before + 10000, task.count())
      for _, handle in ipairs(handles) do handle:join() end
      assert.equal(50005000, sum)
    end)
  end)

  describe("join", function()
    it("raises what the task raised, tables as they are, each time", function()
      local fault = { code = "stock.sold_out" }
      local at_once = task.spawn(function() error(fault, 0) end)
      local later = task.spawn(function()
        task.turn()
        error("고장", 0)
      end)
      assert.equal(fault, problem_of(at_once))
      assert.equal(fault, problem_of(at_once))
      assert.equal("고장", problem_of(later))
    end)

    it("leaves the others alone when one raises", function()
      local handles = {}
      for i = 1, 3 do
        handles[i] = task.spawn(function()
          task.turn()
          if i == 2 then error "two" end
          return i
        end)
      end
      assert.equal(1, handles[1]:join())
      assert.matches("two", problem_of(handles[2]))
      assert.equal(3, handles[3]:join())
    end)

    it("may be called in a task, of a task that it made", function()
      local outer = task.spawn(function()
        local inner = task.spawn(function()
          task.sleep(5)
          return "inner"
        end)
        return inner:join() .. " outer"
      end)
      assert.equal("inner outer", outer:join())
    end)

    it("is for one at a time", function()
      local awaited = task.spawn(function() task.sleep(30) end)
      local first = task.spawn(function() awaited:join() end)
      assert.error_matches(function() awaited:join() end, "another task joins this one already")
      first:join()
      awaited:join()
    end)
  end)

  describe("cancel", function()
    it("ends a task where it waits, and join says so", function()
      local reached = false
      local handle = task.spawn(function()
        pcall(task.sleep, 60000) -- not even a pcall goes on
        reached = true
      end)
      handle:cancel()
      assert.equal(before, task.count())
      assert.equal("task was cancelled", problem_of(handle))
      assert.is_false(reached)
    end)

    it("wakes who joins", function()
      local handle = task.spawn(function() task.sleep(60000) end)
      local joiner = task.spawn(function() return select(2, pcall(handle.join, handle)) end)
      handle:cancel()
      assert.equal("task was cancelled", joiner:join())
    end)

    it("of who joins leaves alone who is joined", function()
      local handle = task.spawn(function()
        task.sleep(20)
        return "done"
      end)
      local joiner = task.spawn(function() handle:join() end)
      joiner:cancel()
      assert.equal("done", handle:join())
    end)

    it("of what has ended, or of oneself, is nothing", function()
      local handle = task.spawn(function() return 1 end)
      handle:cancel()
      assert.equal(1, handle:join())
      local own
      own = task.spawn(function()
        task.turn()
        own:cancel()
        return "went on"
      end)
      assert.equal("went on", own:join())
    end)

    it("gives back what the task held", function()
      pg.use(database.fresh())
      local handle = task.spawn(function() pg.tx(function(tx) return tx:rows "select pg_sleep(60)" end) end)
      eventually(function() return pg.stats().pool.in_use == 1 end, 5000, "a connection in use")
      handle:cancel()
      eventually(function()
        local pool = pg.stats().pool
        return pool.in_use == 0 and pool.cleaning == 0
      end, 5000, "the connection given back")
      assert.equal(1, pg.row("select 1 as one").one)
    end)
  end)

  describe("sleep", function()
    it("takes as long as it says, and whoever sleeps less is awake first", function()
      task.turn() -- the loop's clock stands since it last turned
      local order, handles, began = {}, {}, clock.monotonic()
      for _, ms in ipairs { 60, 20, 40 } do
        handles[#handles + 1] = task.spawn(function()
          task.sleep(ms)
          order[#order + 1] = ms
        end)
      end
      for _, handle in ipairs(handles) do handle:join() end
      assert.same({ 20, 40, 60 }, order)
      assert.truthy(clock.monotonic() - began >= 55)
    end)

    it("of nothing is a turn of the loop, in which everybody else gets on", function()
      local log = {}
      local function worker(name)
        return task.spawn(function()
          for i = 1, 3 do
            log[#log + 1] = name .. i
            task.turn()
          end
        end)
      end
      local a, b = worker "a", worker "b"
      a:join()
      b:join()
      assert.equal("a1 b1 a2 b2 a3 b3", table.concat(log, " "))
      task.sleep(0)
    end)

    it("raises for what is no time", function()
      for _, wrong in ipairs { -1, 86400001, "soon", 0 / 0 } do
        assert.error_matches(function() task.sleep(wrong) end, "#1")
      end
    end)
  end)

  describe("a wait", function()
    it("is refused in a coroutine of one's own, where nobody would take it up again", function()
      local sentence = "this call waits, and only a request, a job or a command's main line can wait"
      local own = coroutine.create(function() task.sleep(1) end)
      local ok, problem = coroutine.resume(own)
      assert.is_false(ok)
      assert.matches(sentence, problem, 1, true)
      local handle = task.spawn(function() return coroutine.wrap(function() return pcall(task.turn) end)() end)
      local went, why = handle:join()
      assert.is_false(went)
      assert.matches(sentence, why, 1, true)
    end)

    it("is refused within a sort or a gsub, and harms nobody", function()
      for _, within in ipairs {
        function() table.sort({ 3, 2, 1 }, function(x, y)
          task.sleep(1)
          return x < y
        end) end,
        function() ("x"):gsub("x", function() task.turn() end) end,
      } do
        assert.matches("this call waits", problem_of(task.spawn(within)))
      end
      task.sleep(20) -- what was begun in vain would end here
    end)

    it("is for something: a task that merely yields has failed", function()
      local handle = task.spawn(function() coroutine.yield() end)
      assert.matches("yielded without waiting", problem_of(handle))
    end)
  end)

  it("raises on misuse", function()
    assert.error_matches(function() task.spawn() end, "#1")
    assert.error_matches(function() task.spawn("x") end, "#1")
    local handle = task.spawn(function() end)
    assert.error_matches(function() handle.cancel({}) end, "#1")
    assert.error_matches(function() handle.join(io.stdout) end, "#1")
  end)
end)
