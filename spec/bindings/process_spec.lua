local eventually = require "spec.support.eventually"
local fs = require "fs"
local process = require "process"
local task = require "task"
local clock = require "clock"

local function descriptors()
  return #fs.list("/proc/self/fd")
end

-- Runs the script in a command state of its own, as `sijang lua` does.
local function command(script)
  return process.run {
    argv = { fs.realpath("/proc/self/exe"), "lua", "/dev/stdin" },
    input = script .. "\nreturn 0",
    env = { LOG_FILE = false, LOG_LEVEL = false },
  }
end

-- State, parent and session of a process, as the kernel tells them.
local function kernel_view(pid)
  local text = fs.read("/proc/" .. pid .. "/stat") or ""
  local state, parent, session = text:match("%) (%a) (%d+) %d+ (%d+)")
  return { state = state, parent = tonumber(parent), session = tonumber(session) }
end

local function zombies()
  local found = {}
  for _, name in ipairs(fs.list("/proc")) do
    local view = tonumber(name) and kernel_view(name) or {}
    if view.parent == process.pid() and view.state == "Z" then
      found[#found + 1] = name
    end
  end
  return found
end

describe("process", function()
  local folder, before, tasks

  setup(function()
    process.run { argv = { "true" } } -- the loop and the watch on children exist from here on
  end)

  before_each(function()
    collectgarbage()
    before, tasks = descriptors(), task.count()
    folder = assert(fs.temp("process-spec"))
  end)

  after_each(function()
    fs.remove(folder, true)
    task.turn()
    collectgarbage()
    assert.equal(before, descriptors(), "something is left open")
    assert.equal(tasks, task.count())
    eventually(function() return #zombies() == 0 end, 5000, "no zombie is left")
  end)

  describe("run", function()
    it("gives the exit code and both outputs", function()
      local code, out, err = process.run { argv = { "sh", "-c", "printf out; printf err >&2; exit 3" } }
      assert.equal(3, code)
      assert.equal("out", out)
      assert.equal("err", err)
    end)

    it("feeds input of any size and takes output of any size at the same time", function()
      local input = ("시장\0\n"):rep(200000)
      local code, out = process.run { argv = { "cat" }, input = input }
      assert.equal(0, code)
      assert.is_true(out == input)
    end)

    it("survives a program that does not read its input", function()
      assert.equal(0, (process.run { argv = { "true" }, input = ("x"):rep(1000000) }))
    end)

    it("has an empty input when none is given", function()
      assert.same({ 0, "" }, { process.run { argv = { "cat" } }, (select(2, process.run { argv = { "cat" } })) })
    end)

    it("tells the signal that ended it", function()
      local code, _, _, signal = process.run { argv = { "sh", "-c", "kill -TERM $$" } }
      assert.equal(128 + 15, code)
      assert.equal("TERM", signal)
    end)

    it("kills what takes too long", function()
      local start = clock.monotonic()
      local code, _, reason = process.run { argv = { "sleep", "30" }, timeout_ms = 100 }
      assert.is_nil(code)
      assert.equal("timeout", reason)
      assert.is_true(clock.monotonic() - start < 2000)
    end)

    it("kills what says too much", function()
      local code, _, reason = process.run { argv = { "cat", "/dev/zero" } }
      assert.is_nil(code)
      assert.equal("too_large", reason)
    end)

    it("does not wait for a server that the program left behind", function()
      local start = clock.monotonic()
      local code, out = process.run { argv = { "sh", "-c", "sleep 20 & echo $!" } }
      assert.equal(0, code)
      assert.is_true(clock.monotonic() - start < 2000)
      assert.is_true(process.kill(tonumber(out), "KILL"))
    end)

    it("joins the error output to the other, or to a file", function()
      local _, out = process.run { argv = { "sh", "-c", "echo a; echo b >&2; echo c" }, stderr = "stdout" }
      assert.equal("a\nb\nc\n", out)
      fs.write(folder .. "/log", "first\n")
      process.run { argv = { "sh", "-c", "echo a; echo b >&2" }, stdout = folder .. "/log", stderr = folder .. "/log" }
      assert.equal("first\na\nb\n", fs.read(folder .. "/log"))
    end)

    it("runs in the folder and with the environment asked for", function()
      process.setenv("SIJANG_SPEC", "inherited")
      local _, out = process.run {
        argv = { "sh", "-c", "pwd; echo $SIJANG_SPEC $NEW ${HOME-none}" },
        cwd = folder,
        env = { NEW = "새 값", HOME = false },
      }
      process.setenv("SIJANG_SPEC", nil)
      assert.equal(fs.realpath(folder) .. "\ninherited 새 값 none\n", out)
      assert.is_nil(os.getenv("SIJANG_SPEC"))
    end)

    it("kills the program when the task that waits for it is cancelled", function()
      local marker = folder .. "/pid"
      local handle = task.spawn(function()
        process.run { argv = { "sh", "-c", "echo $$ > " .. marker .. "; exec sleep 30" } }
      end)
      eventually(function() return #(fs.read(marker) or "") > 0 end, 5000, "it runs")
      handle:cancel()
      local pid = tonumber(fs.read(marker))
      eventually(function() return not process.alive(pid) end, 5000, "its end")
    end)

    it("takes away nobody's pipe whose number a pipe of its own once had", function()
      local function shell(line) return process.run { argv = { "sh", "-c", line }, timeout_ms = 5000 } end
      -- it closes its outputs, and so lets go of our ends of them, long before it ends
      local first = task.spawn(shell, "exec >&- 2>&-; sleep 0.4")
      task.sleep(150)
      local second = task.spawn(shell, "sleep 0.6; head -c 1000000 /dev/zero")
      assert.equal(0, (first:join()))
      local code, out = second:join()
      assert.same({ 0, 1000000 }, { code, #out })
    end)

    it("serves many at once", function()
      local handles, sum = {}, 0
      for i = 1, 20 do
        handles[i] = task.spawn(function()
          return tonumber((select(2, process.run { argv = { "sh", "-c", "sleep 0.05; echo " .. i } })))
        end)
      end
      for _, handle in ipairs(handles) do
        sum = sum + handle:join()
      end
      assert.equal(210, sum)
    end)
  end)

  it("returns the world's errors with errno names", function()
    assert.same({ "ENOENT" }, { (select(3, process.run { argv = { "no-such-program-시장" } })) })
    assert.equal("ENOENT", (select(3, process.spawn { argv = { folder .. "/nothing" } })))
    assert.equal("ENOENT", (select(3, process.run { argv = { "true" }, cwd = folder .. "/nowhere" })))
    fs.write(folder .. "/text", "no program", tonumber("644", 8))
    assert.equal("EACCES", (select(3, process.run { argv = { folder .. "/text" } })))
    local ok, message, code = process.spawn { argv = { "true" }, stdout = folder .. "/no/log" }
    assert.is_nil(ok)
    assert.equal("ENOENT", code)
    assert.truthy(message:find("/no/log", 1, true))
    assert.equal("ENOENT", (select(3, process.exec { "no-such-program" })))
  end)

  describe("spawn", function()
    it("follows a program to its end, for everyone who waits, then and later", function()
      local child = assert(process.spawn { argv = { "sh", "-c", "sleep 0.05; exit 7" } })
      assert.is_true(process.alive(child.pid))
      local other = task.spawn(function() return child:wait() end)
      assert.equal(7, (child:wait()))
      assert.equal(7, (other:join()))
      assert.equal(7, (child:wait(0)))
      assert.is_false(process.alive(child.pid))
    end)

    it("stops waiting after the time given, and the program goes on", function()
      local child = assert(process.spawn { argv = { "sleep", "30" } })
      local code, reason = child:wait(50)
      assert.is_nil(code)
      assert.equal("timeout", reason)
      assert.is_true(process.kill(child.pid, "TERM"))
      local ended, signal = child:wait(5000)
      assert.equal(143, ended)
      assert.equal("TERM", signal)
      assert.equal("ESRCH", (select(3, process.kill(child.pid, "TERM"))))
    end)

    it("reaps a program that nobody waits for", function()
      local child = assert(process.spawn { argv = { "true" } })
      local pid = child.pid
      child = nil -- luacheck: ignore
      collectgarbage()
      eventually(function() return fs.stat("/proc/" .. pid) == nil end, 5000, "it is reaped")
    end)

    it("gives a detached program a session of its own", function()
      local child = assert(process.spawn { argv = { "sleep", "30" }, detach = true })
      assert.equal(child.pid, kernel_view(child.pid).session)
      process.kill(-child.pid, "KILL")
      assert.equal(137, (child:wait()))
    end)

    it("appends to the files given as outputs", function()
      local child = assert(process.spawn { argv = { "echo", 5 }, stdin = "null", stdout = folder .. "/out" })
      child:wait()
      assert.equal("5\n", fs.read(folder .. "/out"))
    end)

    it("ends a program with us when asked to", function()
      local function grandchild(option)
        local code, out = command(([[
          local child = require("process").spawn { argv = { "sleep", "30" }, stdout = "null", %s }
          print(child.pid)]]):format(option))
        assert.equal(0, code)
        return tonumber(out)
      end
      local bound, free = grandchild("die_with_parent = true"), grandchild("detach = true")
      eventually(function() return not process.alive(bound) end, 5000, "the end of the bound one")
      assert.is_true(process.alive(free))
      process.kill(free, "KILL")
    end)

    it("becomes another user with that user's groups, when we are root", function()
      if process.uid() ~= 0 then
        assert.error_matches(function() process.spawn { argv = { "id" }, user = "root" } end, "only root")
        return
      end
      local nobody = process.user("nobody")
      local _, out = process.run { argv = { "sh", "-c", "id -u; id -g; id -G" }, user = "nobody" }
      assert.equal(("%d\n%d\n%d\n"):format(nobody.uid, nobody.gid, nobody.gid), out)
      fs.chmod(folder, tonumber("700", 8))
      assert.equal("EACCES", (select(3, process.run { argv = { "true" }, user = "nobody", cwd = folder })))
    end)

    it("passes on no descriptor but the standard three", function()
      local _, out = process.run { argv = { "ls", "/proc/self/fd" } }
      assert.equal("0\n1\n2\n3\n", out) -- the fourth is the folder that ls reads
    end)
  end)

  describe("on_signal", function()
    it("runs a function as a task, which may wait, until it is taken back", function()
      local heard = {}
      process.on_signal("USR2", function(name)
        task.sleep(1)
        heard[#heard + 1] = name
      end)
      process.kill(process.pid(), "USR2")
      eventually(function() return #heard == 1 end, 5000, "the signal is heard")
      process.on_signal("USR2", function(name) heard[#heard + 1] = name .. " again" end)
      process.kill(process.pid(), "USR2")
      eventually(function() return #heard == 2 end, 5000, "it is heard again")
      assert.same({ "USR2", "USR2 again" }, heard)
      process.on_signal("USR2", nil)
    end)

    it("leaves the signal's default when taken back", function()
      local code = command([[
        local process, task = require "process", require "task"
        process.on_signal("TERM", function() end)
        process.kill(process.pid(), "TERM")
        task.sleep(300)
        process.on_signal("TERM", nil)
        process.kill(process.pid(), "TERM")
        task.sleep(1000)]])
      assert.equal(143, code)
    end)

    it("logs what its function raises and goes on", function()
      local code, out, err = command([[
        local process, task = require "process", require "task"
        process.on_signal("HUP", function() error("고장") end)
        process.kill(process.pid(), "HUP")
        task.sleep(300)
        print("still here")]])
      assert.equal(0, code)
      assert.truthy((out .. err):find("고장", 1, true))
      assert.truthy(out:find("still here", 1, true))
    end)
  end)

  it("becomes another program", function()
    local code, out = command([[
      io.write("before ")
      require("process").exec({ "sh", "-c", "echo $A; exit 4" }, { A = "after" })]])
    assert.equal(4, code)
    assert.equal("before after\n", out)
  end)

  it("knows itself and users", function()
    assert.is_true(process.alive(process.pid()))
    assert.equal("/root", process.user("root").home)
    assert.equal("root", process.user(0).name)
    assert.is_nil(process.user("no-such-user"))
  end)

  it("raises on misuse", function()
    assert.error_matches(function() process.spawn { argv = {} } end, "empty")
    assert.error_matches(function() process.spawn { argv = { "a\0b" } } end, "NUL")
    assert.error_matches(function() process.spawn { argv = { "true" }, user = "no-such-user" } end, "no user")
    assert.error_matches(function() process.spawn { argv = { "true" }, env = { A = {} } } end, "env")
    assert.error_matches(function() process.run { argv = { "cat" }, input = 5 } end, "input")
    assert.error_matches(function() process.kill(process.pid(), "NOSUCH") end, "#2")
    assert.error_matches(function() process.kill(-1, "TERM") end, "#1")
    assert.error_matches(function() process.on_signal("KILL", print) end, "#1")
    assert.error_matches(function() process.spawn({ argv = { "true" } }):wait(-1) end, "#1")
  end)
end)
