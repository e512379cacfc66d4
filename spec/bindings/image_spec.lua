local clock = require "clock"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local image = require "image"
local picture = require "spec.bindings.picture"
local process = require "process"
local task = require "task"

local function descriptors()
  return #fs.list("/proc/self/fd")
end

describe("image", function()
  local folder, before
  local png, formats

  local function write(name, data)
    local path = folder .. "/" .. name
    assert(fs.write(path, data))
    return path
  end

  local function code_of(...)
    local result, message, code = ...
    assert.is_nil(result)
    assert.is_string(message)
    return code
  end

  local function thumbnail(options)
    options.from = options.from or png
    options.to = options.to or folder .. "/made"
    options.width = options.width or 40
    return image.thumbnail(options)
  end

  setup(function()
    folder = assert(fs.temp("image-spec"))
    png = write("plain.png", picture.plain(300, 200, "\200\80\40"))
    -- Noise, so that every byte of the files carries some of the picture.
    math.randomseed(1)
    local noise = write("noise.png", picture.png(300, 200, function()
      local bytes = {}
      for i = 1, 900 do
        bytes[i] = math.random(0, 255)
      end
      return string.char(unpack(bytes))
    end))
    formats = {}
    for _, format in ipairs { "jpg", "png", "webp", "avif" } do
      formats[format] = folder .. "/source." .. format
      assert(image.thumbnail { from = noise, to = formats[format], width = 300, format = format })
    end
    formats.gif = write("source.gif", "GIF89a\1\0\1\0\128\0\0\200\80\40\0\0\0!\249\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")
  end)

  teardown(function()
    fs.remove(folder, true)
  end)

  before_each(function()
    before = descriptors()
  end)

  after_each(function()
    eventually(function() return descriptors() == before end, 5000, "nothing is left open")
    assert.equal(0, task.count())
    for _, name in ipairs(fs.list(folder)) do
      assert.is_nil(name:find("%.%w%w%w%w%w%w$"), "a half-made file is left: " .. name)
    end
  end)

  describe("probe", function()
    it("knows each format and its size", function()
      for format, path in pairs(formats) do
        local expected = { format = format, width = 300, height = 200 }
        if format == "gif" then
          expected.width, expected.height = 1, 1
        end
        assert.same(expected, image.probe(path))
      end
    end)

    it("says what is not there and what is no file", function()
      assert.equal("ENOENT", code_of(image.probe(folder .. "/nothing")))
      assert.equal("unsupported", code_of(image.probe(folder)))
      assert.equal("unsupported", code_of(image.probe("/dev/zero")))
      assert.equal("unsupported", code_of(image.probe(write("empty.png", ""))))
    end)

    it("goes by content, not by name", function()
      assert.equal("unsupported", code_of(image.probe(write("text.jpg", "그림이 아니에요\n"))))
      assert.equal("unsupported", code_of(image.probe(write("svg.png", "<svg xmlns='http://www.w3.org/2000/svg'/>"))))
      assert.equal("unsupported", code_of(image.probe(write("heic.avif", "\0\0\0\24ftypheic\0\0\0\0mif1heic"))))
      assert.equal("png", image.probe(write("wrong.jpg", fs.read(png))).format)
    end)

    it("refuses more than 50 megapixels or 20,000 pixels a side, by what the header declares", function()
      local function declared(width, height)
        local function four(n)
          return string.char(math.floor(n / 16777216) % 256, math.floor(n / 65536) % 256, math.floor(n / 256) % 256, n % 256)
        end
        return write("bomb.png", "\137PNG\r\n\26\n" .. picture.chunk("IHDR", four(width) .. four(height) .. "\8\2\0\0\0"))
      end
      assert.equal("too_large", code_of(image.probe(declared(65500, 65500))))
      assert.equal("too_large", code_of(image.probe(declared(2147483647, 2147483647))))
      assert.equal("too_large", code_of(image.probe(declared(20001, 1))))
      assert.equal("too_large", code_of(image.probe(declared(10000, 5001))))
      assert.equal(10000, image.probe(declared(10000, 5000)).width)
      assert.equal("corrupt", code_of(image.probe(declared(0, 10))))
      local start = clock.monotonic()
      assert.equal("too_large", code_of(thumbnail { from = declared(65500, 65500) }))
      assert.is_true(clock.monotonic() - start < 1000)
    end)
  end)

  describe("thumbnail", function()
    it("fits into the box in every format and never grows", function()
      for _, format in ipairs { "webp", "avif", "jpg", "png" } do
        for _, from in pairs(formats) do
          local made = assert(thumbnail { from = from, width = 60, height = 20, format = format })
          local probed = assert(image.probe(folder .. "/made"))
          assert.equal(format, probed.format)
          assert.same({ made.width, made.height }, { probed.width, probed.height })
          assert.equal(made.bytes, fs.stat(folder .. "/made").size)
          assert.same(from == formats.gif and { 1, 1 } or { 30, 20 }, { made.width, made.height })
        end
      end
      assert.equal(300, assert(thumbnail { width = 4000 }).width)
      assert.equal(27, assert(thumbnail { width = 40 }).height)
    end)

    it("fills the box when told to crop", function()
      local made = assert(thumbnail { width = 50, height = 50, crop = true })
      assert.same({ 50, 50 }, { made.width, made.height })
    end)

    it("keeps the colour, and shows white behind transparency where the format has none", function()
      for _, format in ipairs { "webp", "avif", "jpg", "png" } do
        assert(thumbnail { format = format, quality = 95 })
        local red, green, blue = image.color(folder .. "/made"):match("^#(%x%x)(%x%x)(%x%x)$")
        assert.is_true(math.abs(tonumber(red, 16) - 200) <= 4 and math.abs(tonumber(green, 16) - 80) <= 4
          and math.abs(tonumber(blue, 16) - 40) <= 4, format .. red .. green .. blue)
      end
      local clear = write("clear.png", picture.plain(20, 20, "\0\0\0\0"))
      assert(thumbnail { from = clear, format = "jpg" })
      assert.equal("#ffffff", image.color(folder .. "/made"))
    end)

    it("stands upright as the camera was held, and carries no camera data away", function()
      local turned = write("turned.jpg", picture.turned(fs.read(formats.jpg), 6))
      local made = assert(thumbnail { from = turned, width = 20, format = "jpg" })
      assert.same({ 20, 30 }, { made.width, made.height })
      assert.is_nil(fs.read(folder .. "/made"):find("Exif", 1, true))
    end)

    it("makes the folders above, readable for the web server", function()
      assert(thumbnail { to = folder .. "/new/한글/made.webp" })
      assert.equal(tonumber("644", 8), fs.stat(folder .. "/new/한글/made.webp").mode)
    end)

    it("says why it cannot write", function()
      assert.equal("ENOTDIR", code_of(thumbnail { to = png .. "/made" }))
      fs.mkdir(folder .. "/taken")
      assert.equal("EISDIR", code_of(thumbnail { to = folder .. "/taken" }))
    end)

    it("leaves what was there when the new one fails", function()
      assert(thumbnail { to = folder .. "/kept" })
      local kept = fs.read(folder .. "/kept")
      local broken = write("broken.png", fs.read(formats.png):sub(1, 40000))
      assert.equal("corrupt", code_of(thumbnail { from = broken, to = folder .. "/kept" }))
      assert.equal(kept, fs.read(folder .. "/kept"))
    end)

    it("takes a picture of nearly 50 megapixels", function()
      local line = ("\170"):rep(875)
      local large = write("large.png", picture.png(7000, 7000, function() return line end, 0, 1))
      assert.same({ 40, 40 }, (function(made) return { made.width, made.height } end)(assert(thumbnail { from = large })))
    end)
  end)

  it("says that cut and scrambled pictures are corrupt, and goes on", function()
    for format, path in pairs(formats) do
      local data = fs.read(path)
      for _, part in ipairs { 0.95, 0.6, 0.3, 0.1 } do
        local cut = write("cut", data:sub(1, math.floor(#data * part)))
        local made, message, code = thumbnail { from = cut }
        if made then
          assert.equal("gif", format, part) -- whose one pixel is whole before its end
        else
          assert.truthy(code == "corrupt" or code == "unsupported", format .. part .. message)
        end
      end
      math.randomseed(7)
      for _ = 1, 10 do
        local at = math.random(30, math.max(31, #data - 8))
        local scrambled = write("scrambled", data:sub(1, at - 1) .. string.char(math.random(0, 255)):rep(8) .. data:sub(at + 8))
        local made, _, code = thumbnail { from = scrambled }
        assert.is_true(made ~= nil or code == "corrupt" or code == "unsupported" or code == "too_large", tostring(code))
      end
    end
    assert(thumbnail {})
  end)

  it("outlives a small file that unpacks to 200 MB of text", function()
    local path = folder .. "/text.png"
    local code = process.run {
      argv = { "node", "-", png, path },
      input = [[
        const fs = require("fs"), zlib = require("zlib");
        const table = Array.from({ length: 256 }, (_, n) => {
          for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xEDB88320 : n >>> 1;
          return n;
        });
        const crc = (b) => ~b.reduce((c, x) => table[(c ^ x) & 255] ^ (c >>> 8), -1);
        const data = Buffer.concat([Buffer.from("zTXtComment\0\0"), zlib.deflateSync(Buffer.alloc(200e6), { level: 9 })]);
        const chunk = Buffer.alloc(data.length + 8);
        chunk.writeUInt32BE(data.length - 4, 0);
        data.copy(chunk, 4);
        chunk.writeInt32BE(crc(data) | 0, data.length + 4);
        const png = fs.readFileSync(process.argv[2]);
        fs.writeFileSync(process.argv[3], Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]));]],
    }
    assert.equal(0, code)
    local start = clock.monotonic()
    thumbnail { from = path }
    assert.is_true(clock.monotonic() - start < 5000)
    assert(thumbnail {})
  end)

  describe("the helper", function()
    it("may do nothing but compute", function()
      assert(thumbnail {})
      local status = fs.read("/proc/" .. image.helper() .. "/status")
      assert.truthy(status:find("Seccomp:\t2", 1, true))
      assert.truthy(status:find("NoNewPrivs:\t1", 1, true))
      assert.truthy(status:find("Name:\tsijang-image", 1, true))
      local environment = fs.read("/proc/" .. image.helper() .. "/environ")
      assert.is_true(environment == nil or environment == "" or environment == "LANG=C.UTF-8\0")
    end)

    it("costs one job when it is killed in the middle, and the next finds another", function()
      assert(thumbnail {})
      local pid = image.helper()
      process.kill(pid, "STOP")
      local broken = task.spawn(function() return code_of(thumbnail { to = folder .. "/never" }) end)
      -- The new file is made just before the helper gets the job.
      eventually(function() return table.concat(fs.list(folder), " "):find("never.", 1, true) end, 5000, "it writes")
      task.sleep(100)
      local waiting = task.spawn(function() return assert(thumbnail {}).width end)
      process.kill(pid, "KILL")
      assert.equal("crashed", broken:join())
      assert.equal(40, waiting:join())
      assert.is_nil(fs.stat(folder .. "/never"))
      assert.not_equal(pid, image.helper())
      eventually(function() return fs.stat("/proc/" .. pid) == nil end, 5000, "it is reaped")
    end)

    it("is replaced unnoticed when it died while idle", function()
      assert(thumbnail {})
      local pid = image.helper()
      process.kill(pid, "KILL")
      eventually(function() return fs.stat("/proc/" .. pid) == nil end, 5000, "it is reaped")
      assert.equal(40, assert(thumbnail {}).width)
    end)

    it("is killed when it hangs", function()
      assert(thumbnail {})
      process.kill(image.helper(), "STOP")
      local start = clock.monotonic()
      assert.equal("timeout", code_of(thumbnail {}))
      assert.is_true(clock.monotonic() - start < 12000)
      assert(thumbnail {})
    end)

    it("serves many in turn, and refuses when too many wait", function()
      assert(thumbnail {})
      local pid = image.helper()
      process.kill(pid, "STOP")
      local handles, busy, done = {}, 0, 0
      for i = 1, 80 do
        handles[i] = task.spawn(function()
          local made, _, code = thumbnail { to = folder .. "/many" .. i }
          busy = busy + (code == "busy" and 1 or 0)
          done = done + (made and 1 or 0)
        end)
      end
      eventually(function() return busy == 15 end, 5000, "all who found no room are refused")
      process.kill(pid, "CONT")
      for _, handle in ipairs(handles) do
        handle:join()
      end
      assert.same({ 15, 65 }, { busy, done })
    end)

    it("is renewed after some hundred jobs", function()
      assert(thumbnail {})
      local pid = image.helper()
      for _ = 1, 200 do
        assert(image.color(formats.gif))
      end
      assert.not_equal(pid, image.helper())
    end)
  end)

  it("finishes what a cancelled task had begun", function()
    local handle = task.spawn(function() thumbnail { to = folder .. "/later" } end)
    handle:cancel()
    eventually(function() return fs.stat(folder .. "/later") ~= nil end, 5000, "the picture")
  end)

  it("raises on misuse", function()
    local function misuse(options, word)
      assert.error_matches(function() image.thumbnail(options) end, word)
    end
    misuse(nil, "#1")
    misuse({ to = "b", width = 1 }, "from")
    misuse({ from = "a", width = 1 }, "to must")
    misuse({ from = "a\0", to = "b", width = 1 }, "from")
    misuse({ from = "a", to = "b" }, "width")
    misuse({ from = "a", to = "b", width = 0 }, "width")
    misuse({ from = "a", to = "b", width = 20001 }, "width")
    misuse({ from = "a", to = "b", width = 1, height = 1.5 }, "height")
    misuse({ from = "a", to = "b", width = 1, crop = true }, "crop")
    misuse({ from = "a", to = "b", width = 1, quality = 101 }, "quality")
    misuse({ from = "a", to = "b", width = 1, format = "gif" }, "format")
    assert.error_matches(function() image.probe(5) end, "path")
    assert.error_matches(function() image.color("") end, "path")
  end)
end)
