-- The pictures of a page that workers remember, while PostgreSQL is away: the page would be half a page without them.
-- Runs alone: it stops the run's PostgreSQL.

local mall = require "spec.system.mall"
local postgres = require "cluster.postgres"
local process = require "process"

local services = os.getenv "SPEC_SERVICES"
local cluster = { data = services, sockets = services .. "/s", user = process.uid() == 0 and "sijang" or nil, temporary = true }

describe("pictures", function()
  local open

  setup(function() open = mall.open() end)
  teardown(function()
    postgres.start(cluster)
    open:close()
  end)

  it("are shown while PostgreSQL is away, by every worker", function()
    local page
    -- every worker remembers the page: each new connection may come to another one
    for _ = 1, 12 do page = open:get("/p/galbitang", { Connection = "close" }).body end
    local urls = {}
    for url in page:gmatch('<img src="(/media/[^"]+)"') do urls[#urls + 1] = url end
    assert.truthy(#urls >= 2)
    for _, url in ipairs(urls) do assert.equal(200, open:get(url).status) end
    postgres.stop(cluster)
    for _ = 1, 6 do
      assert.equal(200, open:get("/p/galbitang", { Connection = "close" }).status)
      for _, url in ipairs(urls) do
        local answer = open:get(url, { Connection = "close" })
        assert.equal(200, answer.status, url)
        assert.equal("image/webp", answer.headers["content-type"])
        assert.equal("RIFF", answer.body:sub(1, 4))
      end
    end
  end)
end)
