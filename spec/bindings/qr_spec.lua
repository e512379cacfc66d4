local fs = require "fs"
local image = require "image"
local process = require "process"
local qr = require "qr"

-- What a reader that knows nothing of ours sees in a picture.
local function read(png)
  local path = assert(fs.temp "qr") .. "/code.png"
  assert(fs.write(path, png))
  local code, out, problem = process.run { argv = { "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path } }
  fs.remove(path:match "^(.*)/", true)
  assert(code == 0, problem)
  return (out:gsub("\n$", ""))
end

describe("a QR code", function()
  local uri = "otpauth://totp/%EB%AA%A8%EB%9D%BD:kim%40shop.kr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%EB%AA%A8%EB%9D%BD"

  it("is read by another reader as what it was made of, at every scale and size", function()
    for _, text in ipairs { "1", uri, uri .. ("x"):rep(700) } do
      for _, scale in ipairs { 3, 6, 16 } do assert.equal(text, read(assert(qr.png(text, scale)))) end
    end
  end)

  it("is a picture that others open, of the size that is told", function()
    local png, pixels = qr.png(uri)
    assert.is_true(#png < 2000)
    local folder = assert(fs.temp "qr")
    assert(fs.write(folder .. "/code.png", png))
    local kind = assert(image.probe(folder .. "/code.png"))
    assert.same({ "png", pixels, pixels }, { kind.format, kind.width, kind.height })
    assert.matches("^#%x+$", assert(image.color(folder .. "/code.png")))
    fs.remove(folder, true)
  end)

  it("is also had as modules: square, with a dark corner of seven", function()
    local modules, width = qr.modules "1"
    assert.equal(21, width)
    assert.equal(width * width, #modules)
    assert.equal("1111111", modules:sub(1, 7))
    assert.equal("0", modules:sub(8, 8))
  end)

  it("refuses what does not fit, and raises for what is no text", function()
    assert.is_nil((qr.png(("x"):rep(2332))))
    assert.equal("too_long", (select(3, qr.modules(("가"):rep(2000)))))
    assert.truthy(qr.png(("x"):rep(2331), 1))
    assert.has_error(function() qr.png "" end)
    assert.has_error(function() qr.png(7) end)
    assert.has_error(function() qr.png("a", 17) end)
    assert.has_error(function() qr.png("a", 0) end)
  end)
end)
