local image = require "image"
local shop = require "spec.app.shop"
local database = require "spec.support.database"
local pages = require "media.pages"
local fs = require "fs"
local runtime = require "runtime"

describe("a picture", function()
  local mall, id, address

  setup(function()
    address = database.fresh()
    local file = assert(fs.list(runtime.root() .. "/app/seed/pictures"))[1]
    local picture = { file = file, alt = "", width = 1000, height = 1000, color = "#AABBCC" }
    local data = shop.data { { code = "apple", name = "사과" } }
    data.products[1].pictures = { picture }
    assert(require("seed").import(data, 1))
    mall = require("mall").of_code "shop"
    id = database.execute("SELECT id FROM media"):match("%S+")
  end)

  local function ask(name, of)
    local answer
    local ctx = { mall = mall, params = { id = of or id, name = name } }
    function ctx:not_found() answer = 404 end
    function ctx:file(path, kind) answer = { path = path, kind = kind } end
    pages.picture(ctx)
    return answer
  end

  it("comes at the width asked for, in the format asked for, and is the same the next time", function()
    for name, kind in pairs { ["160.webp"] = "image/webp", ["80.jpg"] = "image/jpeg" } do
      local first = ask(name)
      assert.equal(kind, first.kind)
      assert.equal(tonumber(name:match("%d+")), image.probe(first.path).width)
      assert.same(first, ask(name))
    end
  end)

  it("is found again by a worker that never made it, while PostgreSQL is away", function()
    local first = ask "240.webp"
    package.loaded["media.pages"] = nil
    pages = require "media.pages"
    require("pg").use "host=/nowhere"
    local again = ask "240.webp"
    assert.same(first, again)
    assert.same(first, ask("240.webp", id:upper()))
    assert.has_error(function() ask "320.webp" end)
    require("pg").use(address)
    assert.equal("image/webp", ask("320.webp").kind)
  end)

  it("comes at no other width, and not to another mall, be it made or not", function()
    assert.equal(404, ask "161.webp")
    local own = mall
    ask "160.webp"
    mall = { id = "01900000-0000-7000-8000-000000000000" }
    assert.equal(404, ask "160.webp")
    assert.equal(404, ask "800.webp")
    mall = own
    assert.equal(404, ask("160.webp", "01900000-0000-7000-8000-000000000000"))
    assert.equal(404, ask("160.webp", "../../../etc/passwd"))
  end)
end)
