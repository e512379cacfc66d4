-- A storm of deploys on two nodes behind nginx, with shoppers there all the while: bench/deploy.lua makes the long one.
-- Runs alone: its load is as much as the machine bears.

local breakages = require("bench.deploy.breakages").all
local database = require "spec.support.database"
local developer = require "bench.deploy.developer"
local fs = require "fs"
local nodes = require "bench.deploy.nodes"
local pg = require "pg"
local process = require "process"
local storm = require "bench.deploy.storm"

-- Each kind of breakage once, and some that are sound among them.
local BROKEN = #breakages
local DEPLOYS = BROKEN + 6

describe("a storm of deploys, many of them broken", function()
  local folder, name, hana, field

  setup(function()
    folder, name = assert(fs.temp "storm"), database.create_seeded()
    pg.use(database.address(name, "sijang"))
    hana = developer.new(folder, { user = database.address(name), owner = database.address(name, "sijang") })
    field = nodes.new { folder = folder, database = database.address(name), keys = hana.public_key }
    for _, one in ipairs(nodes.names) do field:start(one) end
    field:start_nginx()
  end)

  teardown(function()
    field:stop()
    pg.use(database.address("postgres", "sijang"))
    database.drop(name)
    process.run { argv = { "rm", "-rf", folder } }
  end)

  it("fails no request, mixes none, refuses what is broken for its reason, and leaves both nodes on one epoch", function()
    local found = storm.run(hana, field, DEPLOYS, BROKEN)
    assert.same({}, found.wrong)
    assert.equal(BROKEN, #found.refusals) -- how long each took is the bench's to tell
    assert.same({ failed = 0, mixed = 0, draining = 0 }, { failed = found.visit.failed, mixed = found.mixed, draining = found.draining })
    assert.is_true(found.visit.requests > 2000, found.visit.requests .. " requests")
    assert.same({ east = found.epoch, west = found.epoch }, found.epochs)
    assert.same({ east = found.sha:sub(1, 12), west = found.sha:sub(1, 12) }, found.serves)
  end)
end)
