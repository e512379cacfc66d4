-- Compiled templates are kept from one generation to the next, and nothing but the very same text is ever drawn from them.

local buffer = require "string.buffer"
local fs = require "fs"

local file = require("runtime").data "templates" .. "/compiled"

describe("compiled templates", function()
  -- A generation draws a page: modules are its own, the disk is what they share.
  local function draw(source, name)
    for _, module in ipairs { "web.template", "web.template.kept" } do package.loaded[module] = nil end
    local template = require "web.template"
    local set = template.new { folders = { "templates/pc" }, read = function() return source end, functions = {} }
    template.begin()
    local html = set:render(name or "page", { who = "하나" })
    template.finish()
    return html
  end

  -- So that it shows whether what is kept was used.
  local function mark()
    local list = buffer.decode(assert(fs.read(file)))
    for _, entry in ipairs(list) do entry.compiled.source = entry.compiled.source:gsub("안녕", "보관") end
    assert(fs.write(file, buffer.encode(list)))
  end

  before_each(function() fs.remove(file) end)
  teardown(function()
    fs.remove(file)
    for _, module in ipairs { "web.template", "web.template.kept" } do package.loaded[module] = nil end
  end)

  it("are drawn by the next generation as they were kept", function()
    assert.equal("<p>안녕 하나</p>", draw "<p>안녕 {{ v.who }}</p>")
    mark()
    assert.equal("<p>보관 하나</p>", draw "<p>안녕 {{ v.who }}</p>")
  end)

  it("are compiled anew when a letter of them, or their place, is another", function()
    draw "<p>안녕 {{ v.who }}</p>"
    mark()
    assert.equal("<p>안녕, 하나</p>", draw "<p>안녕, {{ v.who }}</p>")
    assert.equal("<p>안녕 하나</p>", draw("<p>안녕 {{ v.who }}</p>", "other"))
    assert.equal("<p>보관 하나</p>", draw "<p>안녕 {{ v.who }}</p>")
  end)

  it("are compiled anew when what is kept is damaged or cannot be kept", function()
    for _, damage in ipairs { "", "no list", "\0\1\2\255", buffer.encode { { key = 1 } }, buffer.encode { "text", 1 },
      buffer.encode "text" } do
      assert(fs.write(file, damage))
      assert.equal("<p>안녕 하나</p>", draw "<p>안녕 {{ v.who }}</p>")
    end
    fs.remove(file)
    assert(fs.mkdir(file))
    assert.equal("<p>안녕 하나</p>", draw "<p>안녕 {{ v.who }}</p>")
    fs.remove(file, true)
  end)

  it("that do not compile are not kept", function()
    assert.has_error(function() draw "{% if v.who then %}" end)
    assert.is_nil(fs.stat(file))
  end)
end)
