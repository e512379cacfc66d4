-- xlsx: what other programs wrote is read, what we write they read, and what means harm is refused.
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local process = require "process"
local runtime = require "runtime"
local task = require "task"
local xlsx = require "xlsx"

local megabyte = 1048576

local function python(...)
  local code, out, message = process.run { argv = { "/usr/bin/python3", runtime.root() .. "/spec/bindings/xlsx.py", ... } }
  assert(code == 0, message)
  return out
end

local function read(path, options)
  local book, message, code = xlsx.open(path, options)
  if not book then return nil, message, code end
  local all = {}
  while true do
    local rows
    rows, message, code = book:rows()
    if code then return nil, message, code end
    if not rows then return all end
    for _, row in ipairs(rows) do all[#all + 1] = row end
  end
end

local main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
local office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

local function relations(list)
  local out = { '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' }
  for id, one in ipairs(list) do
    out[#out + 1] = ('<Relationship Id="r%d" Type="%s/%s" Target="%s"/>'):format(id, office, one[1], one[2])
  end
  return table.concat(out) .. "</Relationships>"
end

describe("xlsx", function()
  local folder

  setup(function()
    folder = assert(fs.temp "xlsx-spec")
    python("make", folder)
  end)

  teardown(function() fs.remove(folder, true) end)

  local function parts_of(sheet_data, more)
    local parts = {
      ["_rels/.rels"] = relations { { "officeDocument", "xl/workbook.xml" } },
      ["xl/workbook.xml"] = ('<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        :format(main, office),
      ["xl/_rels/workbook.xml.rels"] = relations { { "worksheet", "/xl/worksheets/sheet1.xml" },
        { "sharedStrings", "sharedStrings.xml" }, { "styles", "styles.xml" } },
      ["xl/worksheets/sheet1.xml"] = ('<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>'):format(main, sheet_data),
      ["xl/sharedStrings.xml"] = ('<sst xmlns="%s"><si><t>하나</t></si></sst>'):format(main),
      ["xl/styles.xml"] = ('<styleSheet xmlns="%s"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'):format(main),
    }
    for name, content in pairs(more or {}) do parts[name] = content or nil end
    return parts
  end

  -- Packages whose sheets hold this XML, each { XML, parts that are added or replaced }; their paths, in order.
  local function pack_all(list)
    local packages, paths = {}, {}
    for i, one in ipairs(list) do
      packages[i], paths[i] = parts_of(one[1], one[2]), ("%s/packed-%d.xlsx"):format(folder, i)
    end
    assert(fs.write(folder .. "/packages.json", json.encode(packages)))
    python("pack", folder)
    return paths
  end

  local function pack(sheet_data, more) return pack_all { { sheet_data, more } }[1] end

  describe("reading", function()
    it("takes texts, numbers, days, truths and holes from what openpyxl wrote", function()
      local rows = assert(read(folder .. "/openpyxl.xlsx"))
      assert.same({ line = 1, "이름", "가격", "날", "때", "판매", "수식" }, rows[1])
      assert.same({ line = 2, "사과 <&>", 12000, "2026-11-29", "2026-11-29 13:05:09", true }, rows[2])
      assert.same({ line = 3, [2] = 1.5, [3] = "1900-02-28", [4] = "06:30:00", [5] = false }, rows[3])
      assert.same({ line = 5, [2] = -3, [3] = "2026-11-29", [28] = "멀리" }, rows[4])
      assert.equal(4, #rows)
    end)

    it("finds a sheet by its name, and names those there are", function()
      local book = assert(xlsx.open(folder .. "/openpyxl.xlsx", { sheet = "둘째 장" }))
      assert.same({ "상품", "둘째 장" }, book:sheets())
      assert.same({ { line = 1, "x" } }, book:rows())
      assert.is_nil(book:rows())
      assert.is_nil(book:rows())
      assert.equal("no_sheet", select(3, xlsx.open(folder .. "/openpyxl.xlsx", { sheet = "셋째" })))
    end)

    it("counts days from 1904 where the workbook does", function()
      assert.equal("2026-11-29", read(folder .. "/1904.xlsx")[2][3])
    end)

    it("hands out many rows in their order, some at a time", function()
      local book, stretches, seen = assert(xlsx.open(folder .. "/many.xlsx")), 0, 0
      for rows in function() return book:rows() end do
        stretches = stretches + 1
        for _, row in ipairs(rows) do
          assert.same({ line = seen + 1, seen, "행 " .. seen }, row)
          seen = seen + 1
        end
      end
      assert.equal(5000, seen)
      assert.is_true(stretches > 2)
    end)

    it("takes rich texts, inline ones, formulas' results, errors and escapes, and cells that do not say where they are", function()
      local path = pack('<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>'
        .. '<c t="str"><f>A1&amp;""</f><v>c_x000D_d</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f><v>2</v></c><c t="s"><v>1</v></c></row>'
        .. '<row r="7"><c r="B7" t="d"><v>2026-11-29</v></c></row>', {
          ["xl/sharedStrings.xml"] = '<x:sst xmlns:x="' .. main .. '"><x:si><x:r><x:t>굵은 </x:t></x:r><x:r><x:t>글</x:t></x:r>'
            .. '<x:rPh><x:t>bal</x:t></x:rPh></x:si><x:si><x:t/></x:si></x:sst>',
        })
      assert.same({ { line = 1, "굵은 글", "ab", "c\rd", "#N/A", 2 }, { line = 7, [2] = "2026-11-29" } }, read(path))
    end)

    it("knows a day by its format alone", function()
      local formats = { ['yyyy"년" m"월"'] = true, ["[$-412]d"] = true, ['#,##0"day"'] = false, ["[Red]0.00"] = false,
        ["0\\d"] = false, ["General"] = false, ["mm:ss"] = true, ['0_m;"y"'] = false }
      local cells, own, styles, wanted, n = {}, {}, {}, {}, 0
      for format, is_day in pairs(formats) do
        n = n + 1
        cells[n] = ('<c s="%d"><v>61</v></c>'):format(n - 1)
        own[n] = ('<numFmt numFmtId="%d" formatCode="%s"/>'):format(163 + n, (format:gsub('"', "&quot;")))
        styles[n] = ('<xf numFmtId="%d"/>'):format(163 + n)
        wanted[n] = is_day and "1900-03-01" or 61
      end
      wanted.line = 1
      local path = pack("<row>" .. table.concat(cells) .. "</row>", { ["xl/styles.xml"] = '<styleSheet xmlns="' .. main
        .. '"><numFmts>' .. table.concat(own) .. "</numFmts><cellXfs>" .. table.concat(styles) .. "</cellXfs></styleSheet>" })
      assert.same({ wanted }, read(path))
    end)
  end)

  describe("a file that means harm", function()
    it("is refused when it is no workbook, or a damaged one", function()
      assert(fs.write(folder .. "/no.xlsx", "이름,가격\n"))
      local whole = assert(fs.read(folder .. "/many.xlsx"))
      local at = whole:find("xl/worksheets/sheet1.xml", 1, true) + 2000 -- within the packed sheet
      assert(fs.write(folder .. "/cut.xlsx", whole:sub(1, #whole / 2)))
      assert(fs.write(folder .. "/changed.xlsx", whole:sub(1, at) .. ("x"):rep(600) .. whole:sub(at + 601)))
      for _, name in ipairs { "no.xlsx", "cut.xlsx", "changed.xlsx" } do
        assert.equal("format", select(3, read(folder .. "/" .. name)), name)
      end
      assert.equal("format", select(3, read(folder)))
      assert.equal("ENOENT", select(3, read(folder .. "/nowhere.xlsx")))
      local lacking = { { "", { ["xl/workbook.xml"] = false } }, { "", { ["xl/worksheets/sheet1.xml"] = false } },
        { "", { ["_rels/.rels"] = false } } }
      for i, path in ipairs(pack_all(lacking)) do assert.equal("format", select(3, read(path)), "package " .. i) end
    end)

    it("is refused for entities, a document type, and XML that nests without end", function()
      local bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
      local paths = pack_all { { "", { ["xl/sharedStrings.xml"] = bomb .. "<sst>&b;</sst>" } }, { "<row><c><v>&b;</v></c></row>" },
        { ("<a>"):rep(100) .. ("</a>"):rep(100) } }
      assert.matches("document type", select(2, read(paths[1])))
      assert.equal("format", select(3, read(paths[2])))
      assert.matches("nested", select(2, read(paths[3])))
    end)

    it("is refused when it unpacks to more than allowed, also by one text that many cells show", function()
      local path = pack(("<row><c><v>1</v></c></row>"):rep(100000))
      assert.is_true(fs.stat(path).size < 30000)
      assert.same({ nil, "it unpacks to more than allowed", "too_large" }, { read(path, { bytes = megabyte }) })
      path = pack(("<row><c t='s'><v>0</v></c></row>"):rep(1000), { ["xl/sharedStrings.xml"] = "<sst><si><t>" .. ("x"):rep(30000) .. "</t></si></sst>" })
      assert.equal("too_large", select(3, read(path, { bytes = 10 * megabyte })))
    end)

    it("is refused for more rows or columns than allowed; empty ones do not count", function()
      local path = pack('<row/><row r="900000"><c r="XFD900000"/><c r="XFE900000"/></row>')
      assert.equal("format", select(3, read(path)))
      path = pack('<row/><row r="900000"><c r="A900000"><v>1</v></c><c r="XFD900000"/></row>')
      assert.same({ { line = 900000, 1 } }, read(path, { rows = 1, columns = 1 }))
      path = pack("<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>")
      assert.equal("more than 1 rows", select(2, read(path, { rows = 1 })))
      assert.equal("more than 1 columns in row 1", select(2, read(path, { columns = 1 })))
    end)

    it("is refused for cells and rows that go backwards, texts that are not there and numbers that are none", function()
      local wrong = { '<row r="2"/><row r="1"/>', '<row r="0"/>', '<row r="1048577"/>', '<row><c r="B1"/><c r="A1"/></row>',
        '<row><c t="s"><v>1</v></c></row>', '<row><c t="s"><v>-1</v></c></row>', "<row><c><v>zwei</v></c></row>",
        "<row><c><v>inf</v></c></row>", "<c><v>1</v></c>", '<row><c r="1"><v>1</v></c></row>' }
      local list = {}
      for i, data in ipairs(wrong) do list[i] = { data } end
      for i, path in ipairs(pack_all(list)) do assert.equal("format", select(3, read(path)), wrong[i]) end
    end)
  end)

  describe("writing", function()
    local function written(fill)
      local writer = assert(xlsx.create())
      fill(writer)
      local path = folder .. "/written.xlsx"
      assert(fs.write(path, assert(writer:finish())))
      return path
    end

    it("is read by openpyxl: typed cells, a frozen line of titles, and no formula", function()
      local path = written(function(writer)
        writer:sheet("상품", { { title = "이름", width = 30 }, { title = "가격", kind = "won" }, { title = "날", kind = "date" },
          { title = "때", kind = "time" }, { title = "열쇠", kind = "number", hidden = true } })
        writer:row { "=HYPERLINK(\"http://evil\")", 12000, "2026-11-29", 1795924800, 1.5 }
        writer:row { "<사과> & \1", nil, "미정", "2026-11-29T13:05", true }
        writer:sheet("둘째", { { title = "a" } })
      end)
      local sheets = json.decode(python("read", path))
      local rows = sheets[1].rows
      assert.same({ "상품", "A2", { "E" } }, { sheets[1].name, sheets[1].frozen, sheets[1].hidden })
      assert.same({ { '=HYPERLINK("http://evil")', "s", "General" }, { "12000", "n", "#,##0" },
        { "2026-11-29 00:00:00", "d", "yyyy-mm-dd" }, { "2026-11-29 13:00:00", "d", "yyyy-mm-dd hh:mm" },
        { "1.5", "n", "General" } }, rows[2])
      assert.same({ "미정", "s", "General" }, rows[3][3])
      assert.same({ "2026-11-29 13:05:00", "d", "yyyy-mm-dd hh:mm" }, rows[3][4])
      assert.same({ "True", "b", "General" }, rows[3][5])
      assert.same({ "둘째", { { { "a", "s", "General" } } } }, { sheets[2].name, sheets[2].rows })
    end)

    it("is read by ourselves, row by row", function()
      local path = written(function(writer)
        writer:sheet("a", { { title = "말" }, { title = "수", kind = "number" }, { title = "날", kind = "time" } })
        for i = 1, 3000 do writer:row { "=행 " .. i .. " \1", i / 4, "2026-01-02 03:04:05" } end
      end)
      local rows = assert(read(path))
      assert.equal(3001, #rows)
      for i = 1, 3000 do assert.same({ line = i + 1, "=행 " .. i .. " \1", i / 4, "2026-01-02 03:04:05" }, rows[i + 1]) end
    end)

    it("cuts a text that no cell holds, at a letter", function()
      local path = written(function(writer)
        writer:sheet("a", { { title = "말" } })
        writer:row { ("가"):rep(20000) }
      end)
      assert.equal(("가"):rep(10922), read(path)[2][1])
    end)

    it("raises for what is no sheet, no row, and what is finished", function()
      local writer = assert(xlsx.create())
      assert.error_matches(function() writer:row { 1 } end, "no sheet yet")
      assert.error_matches(function() writer:sheet("a/b", { { title = "x" } }) end, "new sheet's name")
      assert.error_matches(function() writer:sheet("a", {}) end, "1 to 256 columns")
      assert.error_matches(function() writer:sheet("a", { { kind = "won" } }) end, "no title")
      writer:sheet("a", { { title = "x" } })
      assert.error_matches(function() writer:sheet("a", { { title = "x" } }) end, "new sheet's name")
      assert.error_matches(function() writer:row { {} } end, "not a table")
      assert.error_matches(function() writer:row { "\255" } end, "UTF%-8")
      assert(writer:finish())
      assert.error_matches(function() writer:row { 1 } end, "finished")
      assert.error_matches(function() writer:finish() end, "finished")
      writer:close()
      assert.error_matches(function() writer:row { 1 } end, "finished")
    end)
  end)

  it("lets the loop turn while a large workbook is packed and unpacked", function()
    local turns, done = 0, false
    local ticking = task.spawn(function()
      while not done do
        task.sleep(1)
        turns = turns + 1
      end
    end)
    local writer = assert(xlsx.create())
    writer:sheet("a", { { title = "말" } })
    for i = 1, 20000 do writer:row { "행 " .. i } end
    local before = turns
    assert(fs.write(folder .. "/large.xlsx", assert(writer:finish())))
    assert.is_true(turns - before >= 5)
    before = turns
    assert.equal(20001, #read(folder .. "/large.xlsx"))
    assert.is_true(turns - before >= 5)
    done = true
    ticking:join()
  end)

  it("frees what nobody waits for any more, and leaves nothing open", function()
    local function work()
      for i = 1, 10 do
        local book = xlsx.open(folder .. "/many.xlsx")
        if i % 2 == 0 then book:close() else book:rows() end
        xlsx.open(folder .. "/cut.xlsx")
        local writer = assert(xlsx.create())
        writer:sheet("a", { { title = "x" } })
        if i % 2 == 0 then writer:close() end
        for _, waits in ipairs {
          function() xlsx.open(folder .. "/many.xlsx") end, function() xlsx.open(folder .. "/many.xlsx"):rows() end,
          function()
            local other = xlsx.create()
            other:sheet("a", { { title = "x" } })
            other:finish()
          end,
        } do
          local handle = task.spawn(waits)
          handle:cancel()
        end
      end
      read(folder .. "/many.xlsx") -- behind what was cancelled
      collectgarbage()
      collectgarbage()
    end
    work()
    local descriptors = #fs.list "/proc/self/fd"
    work()
    eventually(function() return descriptors == #fs.list "/proc/self/fd" end, 5000, "what was cancelled is freed")
    local left = 0
    for _, name in ipairs(fs.list "/tmp") do
      if name:find "^sijang%-xlsx%-" then left = left + 1 end
    end
    assert.equal(0, left)
  end)
end)
