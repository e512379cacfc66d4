-- What the demo malls show: files that are what the data says of them, small enough for a phone, and none that nobody shows.

local fs = require "fs"
local image = require "image"
local runtime = require "runtime"

local folder = runtime.root() .. "/app/seed/pictures/"

local malls = {}
for i, name in ipairs(require("seed.shape").malls) do malls[i] = require(name) end

-- The products of both malls that are not as they should be, by code.
local function products_that(are_wrong)
  local codes = {}
  for _, mall in ipairs(malls) do
    for _, product in ipairs(mall.products) do
      if are_wrong(product) then codes[#codes + 1] = product.code end
    end
  end
  return codes
end

-- Every picture of both malls, by file.
local function shown()
  local by_file = {}
  local function show(list)
    for _, picture in pairs(list) do by_file[picture.file] = picture end
  end
  for _, mall in ipairs(malls) do
    for _, hero in ipairs(mall.home.heroes) do show { hero.picture, hero.mobile_picture } end
    for _, category in ipairs(mall.categories) do show { category.picture } end
    for _, product in ipairs(mall.products) do
      show(product.pictures)
      show(product.detail_pictures)
    end
  end
  return by_file
end

describe("pictures of the demo malls", function()
  it("show every product in a gallery of one to four", function()
    assert.same({}, products_that(function(product) return #product.pictures < 1 or #product.pictures > 4 end))
  end)

  it("tell of every product in a long detail picture", function()
    assert.same({}, products_that(function(product)
      local picture = product.detail_pictures[1]
      return not picture or picture.width ~= 860 or picture.height < 1.5 * picture.width
    end))
  end)

  it("have words for whoever does not see them", function()
    assert.same({}, products_that(function(product)
      for _, list in ipairs { product.pictures, product.detail_pictures } do
        for _, picture in ipairs(list) do
          if picture.alt == "" then return true end
        end
      end
    end))
  end)

  it("are WebP of the size that the data says, none above 150 KB", function()
    for file, picture in pairs(shown()) do
      local head = assert(image.probe(folder .. file))
      assert.same({ file, "webp", picture.width, picture.height }, { file, head.format, head.width, head.height })
      assert.is_true(fs.stat(folder .. file).size <= 150 * 1024, file)
    end
  end)

  it("are all shown somewhere", function()
    local by_file, idle = shown(), {}
    for _, file in ipairs(fs.list(folder)) do
      if not by_file[file] then idle[#idle + 1] = file end
    end
    assert.same({}, idle)
  end)
end)
