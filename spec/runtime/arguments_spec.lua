local arguments = require "arguments"

local command = {
  summary = "serve the shop",
  usage = "[NAME] [OPTIONS]",
  flags = {
    { name = "port", value = "PORT", kind = "integer", help = "where to listen" },
    { name = "data", value = "DIR", kind = "path", help = "where to keep things" },
    { name = "dry-run", help = "only say it" },
  },
  operands = { min = 0, max = 1 },
}

local function read(...) return arguments.read(command, { ... }) end

describe("a command line", function()
  it("gives flags by name and operands by number, in any order", function()
    assert.same({ "cart", port = 80, dry_run = true }, read("--port", "80", "cart", "--dry-run"))
    assert.same({ "cart", port = 80 }, read("cart", "--port=80"))
    assert.same({}, read())
  end)

  it("knows a flag by its letter", function()
    local lettered = { summary = "", usage = "", operands = { min = 0 }, flags = {
      { name = "why", short = "w", value = "TEXT", help = "the reason" },
      { name = "force", short = "f", help = "all the same" },
    } }
    local function letters(...) return arguments.read(lettered, { ... }) end
    assert.same({ "cart", why = "새 규칙", force = true }, letters("-f", "cart", "-w", "새 규칙"))
    assert.same({ "-w" }, letters("--", "-w"))
    assert.same({ nil, "--why wants a value: TEXT" }, { letters("-w") })
    assert.truthy(arguments.help("serve", lettered):find("\n  -w, --why TEXT  the reason\n", 1, true))
  end)

  it("reads a duration as seconds, and refuses one without a unit", function()
    local lasting = { summary = "", usage = "", flags = { { name = "watch", value = "DURATION", kind = "duration", help = "" } } }
    local function lasts(text) return arguments.read(lasting, { "--watch", text }) end
    assert.same({ watch = 90 }, lasts "90s")
    assert.same({ watch = 600 }, lasts "10m")
    assert.same({ watch = 7200 }, lasts "2h")
    for _, text in ipairs { "10", "m", "1.5h", "-1s", "10 m", "10d", "" } do
      assert.same({ nil, ("--watch wants a duration such as 90s, 10m or 2h, not '%s'"):format(text) }, { lasts(text) })
    end
  end)

  it("takes everything after -- as operands, and a lone - as one", function()
    assert.same({ "--port" }, read("--", "--port"))
    assert.same({ "-" }, read("-"))
  end)

  it("keeps values with spaces, Hangul and equal signs whole", function()
    assert.same({ data = "한글 가게=1" }, read("--data=한글 가게=1"))
    assert.same({ data = "한글 가게" }, read("--data", "한글 가게"))
  end)

  it("refuses what is not declared, and names what was probably meant", function()
    assert.same({ nil, "unknown option --prot (did you mean --port?)" }, { read("--prot", "80") })
    assert.same({ nil, "unknown option --zzzzzz" }, { read("--zzzzzz") })
    assert.same({ nil, "unknown option -p" }, { read("-p") })
  end)

  it("refuses a switch with a value, a flag without one, and a number that is none", function()
    assert.same({ nil, "--dry-run takes no value" }, { read("--dry-run=yes") })
    assert.same({ nil, "--port wants a value: PORT" }, { read("--port") })
    assert.same({ nil, "--port wants a whole number, not '8o'" }, { read("--port", "8o") })
    assert.same({ nil, "--port wants a whole number, not '-1'" }, { read("--port", "-1") })
    assert.same({ nil, "--data wants a value" }, { read("--data=") })
  end)

  it("refuses more operands than there are, and fewer", function()
    assert.same({ nil, "'b' is one argument too many" }, { read("a", "b") })
    local strict = { usage = "NUMBER", operands = { min = 1, max = 1 } }
    assert.same({ nil, "something is missing: NUMBER" }, { arguments.read(strict, {}) })
    assert.same({ nil, "'a' is one argument too many" }, { arguments.read({ usage = "" }, { "a" }) })
  end)

  it("asks for help wherever the flag stands", function()
    assert.same({ help = true }, read("cart", "--help"))
    assert.same({ help = true }, read("-h"))
  end)
end)

describe("the page of help", function()
  it("lists every flag with its value and meaning, lined up", function()
    local page = arguments.help("serve", command)
    assert.truthy(page:find("Usage: sijang serve [NAME] [OPTIONS]\n\nServe the shop.\n", 1, true))
    assert.truthy(page:find("\n  --port PORT  where to listen\n", 1, true))
    assert.truthy(page:find("\n  --dry-run    only say it\n", 1, true))
    assert.truthy(page:find("\n  --help       show this page\n", 1, true))
  end)
end)

describe("the nearest name", function()
  it("is a name that the word begins, or is a slip away from", function()
    local names = { "migrate", "status", "stop" }
    assert.equal("migrate", arguments.nearest("migr", names))
    assert.equal("status", arguments.nearest("statsu", names))
    assert.equal("stop", arguments.nearest("sotp", names))
    assert.is_nil(arguments.nearest("checkout", names))
  end)
end)
