-- The script ./sijang, in a tree of its own whose path has spaces and Hangul, with stand-ins for the programs it calls:
-- each notes that it was called, so that what would be installed and built can be told without doing it.
-- Runs alone: it measures how fast the script is.

local fs = require "fs"
local process = require "process"
local runtime = require "runtime"

local top, root, programs, calls

local stand_ins = {
  ["dpkg-query"] = [[case " $PRESENT " in *" $4 "*) printf 'ii ' ;; *) exit 1 ;; esac]],
  -- What root would do is written down and not done.
  sudo = [[[ "$2" = true ] && exit 0; echo "as root: $*" >>"$CALLS"; exit ${APT_FAILS:-0}]],
  id = [[echo "${WHO:-1000}"]],
  cmake = [[echo cmake >>"$CALLS"; touch build/build.ninja]],
  ninja = [[echo ninja >>"$CALLS"; printf '#!/bin/sh\necho "ran: $* in $PWD"\n' >build/sijang; chmod +x build/sijang]],
  npm = [[echo npm >>"$CALLS"; mkdir -p static/node_modules]],
  node = [[echo node >>"$CALLS"; mkdir -p build/static; echo '{}' >build/static/manifest.json]],
}

local function write(path, text, mode)
  assert(fs.mkdir(path:match("^(.*)/"), 493, true))
  assert(fs.write(path, text, mode))
end

local function called()
  local text = fs.read(calls) or ""
  fs.remove(calls)
  return text
end

local function run(words, env, cwd)
  local given = { PATH = programs .. ":/usr/bin:/bin", CALLS = calls, PRESENT = env and env.PRESENT or nil }
  for name, value in pairs(env or {}) do given[name] = value end
  local argv = { "env", "-i" }
  for name, value in pairs(given) do argv[#argv + 1] = name .. "=" .. value end
  argv[#argv + 1] = (env and env.SCRIPT) or root .. "/sijang"
  for _, word in ipairs(words) do argv[#argv + 1] = word end
  local code, out, err = process.run { argv = argv, cwd = cwd or "/" }
  return code, out, err
end

-- Every package that the script knows of.
local function everything()
  local names = {}
  for list in fs.read(root .. "/sijang"):gmatch("_packages='([^']*)'") do
    for name in list:gmatch("%S+") do names[#names + 1] = name end
  end
  return table.concat(names, " ")
end

describe("./sijang", function()
  before_each(function()
    top = assert(fs.temp("sijang-install"))
    root, programs, calls = top .. "/한글 가게/sijang", top .. "/programs", top .. "/calls"
    write(root .. "/sijang", assert(fs.read(runtime.root() .. "/sijang")), 493)
    write(root .. "/runtime/command/up.lua", [[
return {
  summary = "open the mall",
  flags = {
    { name = "data", value = "DIR", kind = "path", help = "keep the data there" },
  },
}
]])
    write(root .. "/runtime/command/status.lua", 'return {\n  summary = "show what runs",\n}\n')
    for _, name in ipairs { "explain.awk", "serve.c", "config.c" } do
      write(root .. "/runtime/" .. name, assert(fs.read(runtime.root() .. "/runtime/" .. name)))
    end
    write(root .. "/runtime/main.c", "")
    write(root .. "/bindings/pg.c", "")
    write(root .. "/CMakeLists.txt", "")
    write(root .. "/static/package-lock.json", "{}")
    for name, text in pairs(stand_ins) do write(programs .. "/" .. name, "#!/bin/sh\n" .. text .. "\n", 493) end
  end)

  after_each(function() fs.remove(top, true) end)

  it("installs, builds, makes the assets, and hands over with its arguments, in the folder it was called in", function()
    local code, out, err = run({ "up", "--data", "새 자료" }, nil, "/usr")
    assert.equal(0, code, err)
    assert.equal("ran: up --data 새 자료 in /usr\n", out)
    local log = called()
    assert.truthy(log:find("^as root: "), log)
    assert.truthy(log:find("apt%-get install [^\n]*%-%-no%-install%-recommends"), log)
    assert.truthy(log:find(" postgresql-15 redis-tools\n", 1, true), log)
    assert.truthy(log:find("\ncmake\nninja\nnpm\nnode\n", 1, true), log)
    assert.truthy(err:find("Debian packages to install: gcc", 1, true), err)
  end)

  it("does nothing again when nothing has changed", function()
    local present = { PRESENT = everything() }
    run({ "up" }, present)
    called()
    assert.equal(0, (run({ "up" }, present)))
    assert.equal("", called())
  end)

  it("builds again only what a change concerns", function()
    local present = { PRESENT = everything() }
    run({ "up" }, present)
    called()
    require("task").sleep(20)
    write(root .. "/runtime/main.c", "int main(void);")
    run({ "up" }, present)
    assert.equal("ninja\n", called())
    write(root .. "/static/css/pc.css", "a{}")
    run({ "up" }, present)
    assert.equal("node\n", called())
    write(root .. "/runtime/command/up.lua", 'return {\n  summary = "open it",\n}\n')
    run({ "up" }, present)
    assert.falsy(called():find("node", 1, true))
  end)

  it("asks only for the packages of the asked command", function()
    local _, _, err = run({ "up" })
    local up = err:match("packages to install:([^\n]*)") .. " "
    for _, name in ipairs { "chromium", "nginx", "wrk", "python3-django", "lua-busted", "clang" } do
      assert.falsy(up:find(" " .. name .. " ", 1, true), name)
    end
    assert.truthy(up:find(" postgresql-15 ", 1, true))
    _, _, err = run({ "serve" }, { DATABASE_URL = "host=db", REDIS_URL = "redis://cache" })
    assert.falsy(err:match("packages to install:([^\n]*)"):find("postgresql", 1, true))
  end)

  it("makes the assets for a release that is built, and for no other word about releases", function()
    write(root .. "/runtime/command/release.lua", 'return {\n  summary = "make a release",\n}\n')
    run({ "release", "show", "abcd" }, { PRESENT = everything() })
    assert.falsy(called():find("node", 1, true))
    run({ "release", "build" }, { PRESENT = everything() })
    assert.truthy(called():find("npm\nnode\n", 1, true))
  end)

  it("finds its tree through a symbolic link", function()
    assert(fs.symlink(root .. "/sijang", top .. "/link"))
    local code, out = run({ "up" }, { PRESENT = everything(), SCRIPT = top .. "/link" })
    assert.equal(0, code)
    assert.equal("ran: up in /\n", out)
  end)

  it("stops with the end of the log and its place when installing fails", function()
    local code, _, err = run({ "up" }, { APT_FAILS = "100" })
    assert.equal(1, code)
    assert.truthy(err:find("Installing Debian packages: failed", 1, true), err)
    assert.truthy(err:find("build/log/install.log", 1, true), err)
    assert.falsy(called():find("\ncmake\n", 1, true))
  end)

  it("says what an administrator should run when there is no way to become root", function()
    fs.remove(programs .. "/sudo")
    write(programs .. "/sudo", "#!/bin/sh\nexit 1\n", 493)
    local code, _, err = run({ "up" })
    assert.equal(1, code)
    assert.truthy(err:find("Let an administrator run: apt-get install --no-install-recommends gcc", 1, true), err)
  end)

  it("lists the commands without building anything", function()
    local code, out = run({ "--help" })
    assert.equal(0, code)
    assert.truthy(out:find("  up        open the mall\n", 1, true), out)
    assert.equal(2, (run({})))
    assert.equal("", called())
  end)

  it("refuses an unknown command and an unknown option before it installs anything", function()
    local code, _, err = run({ "upp" })
    assert.equal(2, code)
    assert.truthy(err:find("unknown command 'upp'", 1, true))
    code, _, err = run({ "--port" })
    assert.equal(2, code)
    assert.truthy(err:find("unknown option '--port'", 1, true))
    assert.equal("", called())
  end)

  it("explains every command on a bare machine in the words of the binary, and installs nothing for it", function()
    local binary = fs.realpath("/proc/self/exe")
    local names = { "serve" }
    for _, file in ipairs(fs.list(runtime.root() .. "/runtime/command")) do
      names[#names + 1] = file:match("^(%a+)%.lua$")
      write(("%s/runtime/command/%s"):format(root, file), fs.read(("%s/runtime/command/%s"):format(runtime.root(), file)))
    end
    for _, name in ipairs(names) do
      local _, page = process.run { argv = { binary, name, "--help" } }
      for _, words in ipairs { { name, "--help" }, { name, "-h" }, { "help", name } } do
        local code, out, err = run(words)
        assert.equal(0, code, err)
        assert.equal(page, out)
      end
    end
    assert.equal("", called())
    assert.is_nil((fs.stat(root .. "/build")))
  end)

  it("refuses an unknown flag of a command on a bare machine, and installs nothing for it", function()
    for _, words in ipairs { { "up", "--bogus" }, { "up", "--data", "x", "--bogus=1" }, { "serve", "--bogus" } } do
      local code, out, err = run(words)
      assert.equal(2, code)
      assert.equal("", out)
      assert.equal(("sijang: %s: unknown option --bogus; sijang %s --help explains it\n"):format(words[1], words[1]), err)
    end
    assert.equal(2, (run { "help", "upp" }))
    assert.equal("", called())
    assert.is_nil((fs.stat(root .. "/build")))
  end)

  it("takes a flag's value, and what follows --, for no flag", function()
    local present = { PRESENT = everything() }
    local _, out = run({ "up", "--data", "--help" }, present)
    assert.equal("ran: up --data --help in /\n", out)
    _, out = run({ "up", "--data=x", "--", "--help" }, present)
    assert.equal("ran: up --data=x -- --help in /\n", out)
    _, out = run({ "serve", "--dev" }, present)
    assert.equal("ran: serve --dev in /\n", out)
  end)

  it("lets the binary explain and refuse when there is one, without building it anew", function()
    local present = { PRESENT = everything() }
    run({ "up" }, present)
    called()
    require("task").sleep(20)
    write(root .. "/runtime/main.c", "broken")
    local _, out = run({ "help", "up" }, present)
    assert.equal("ran: up --help in /\n", out)
    _, out = run({ "up", "--bogus" }, present)
    assert.equal("ran: up --bogus in /\n", out)
    assert.equal("", called())
  end)

  it("shows status, looks and stops without building first, so that a broken tree can be seen and stopped", function()
    run({ "up" }, { PRESENT = everything() })
    called()
    require("task").sleep(20)
    write(root .. "/runtime/main.c", "broken")
    for _, name in ipairs { "status", "doctor" } do
      write(("%s/runtime/command/%s.lua"):format(root, name), "return {}")
      local code, out = run({ name }, { PRESENT = everything() })
      assert.equal(0, code)
      assert.equal(("ran: %s in /\n"):format(name), out)
    end
    assert.equal("", called())
  end)
end)
