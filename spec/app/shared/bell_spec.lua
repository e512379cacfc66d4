local bell = require "shared.bell"
local eventually = require "spec.support.eventually"
local redis = require "redis"

describe("a bell", function()
  it("is heard by who listens, and wakes nobody else", function()
    local heard, other = 0, 0
    local door, phone = bell.new "spec-door", bell.new "spec-phone"
    door.on_ring(function() heard = heard + 1 end)
    phone.on_ring(function() other = other + 1 end)
    redis.start_subscribing()
    eventually(function() return door.is_heard() and heard > 0 and other > 0 end, 3000, "that something may have been missed")
    heard, other = 0, 0
    door.ring()
    eventually(function() return heard == 1 end, 3000, "a ring")
    phone.ring()
    eventually(function() return other == 1 end, 3000, "another ring")
    assert.equal(1, heard)
  end)
end)
