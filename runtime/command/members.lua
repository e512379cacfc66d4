--- `members`: members of another mall move over; who would move between grades.

local clock = require "clock"
local terminal = require "terminal"

local actions = {}

local CHUNK, SHOWN = 262144, 20

local WRONG = { ["csv.encoding"] = "%d행: UTF-8도 CP949도 아닌 글자가 있습니다. 파일을 UTF-8 CSV로 다시 저장해 주세요.",
  ["csv.quote"] = "%d행: 따옴표가 맞지 않습니다.", ["csv.too_large"] = "%d행: 한 줄이 너무 깁니다." }

local function fail(problem)
  if WRONG[problem.code] then terminal.fail(WRONG[problem.code], problem.line) end
  if problem.code == "members.columns" then terminal.fail("%d행: %s", problem.line, problem.message) end
  terminal.fail("%s", tostring(problem))
end

local function mall_of(code)
  local malls = require "mall"
  if code then return malls.of_code(code) or terminal.fail("there is no mall %s", code) end
  local all = malls.all()
  if #all == 0 then terminal.fail("there is no mall yet: seed makes the demo ones") end
  if #all > 1 then terminal.fail("there are several malls: name one of them by --mall CODE") end
  return malls.of_id(all[1].id)
end

-- The first mistakes are shown; all of them go to a file that is asked for.
local function complaints(path)
  local file = path and assert(io.open(path, "wb"))
  local shown = 0
  return function(line, sentence)
    if file then file:write(("%d행: %s\n"):format(line, sentence)) end
    shown = shown + 1
    if shown <= SHOWN then terminal.say("%d행: %s", line, sentence) end
    if shown == SHOWN + 1 and file then terminal.say("… the rest is in %s", path) end
    if shown == SHOWN + 1 and not file then terminal.say("… and more: --errors FILE keeps all of them") end
  end, file
end

local function read(run, file)
  for bytes in function() return file:read(CHUNK) end do
    local done, problem = run.feed(bytes)
    if not done then return nil, problem end
  end
  return run.finish()
end

function actions.import(path, args)
  if not path then terminal.fail("which file? members import FILE.csv") end
  local file, message = io.open(path, "rb")
  if not file then terminal.fail("%s", message) end
  local mall, began = mall_of(args.mall), clock.monotonic()
  local complain, errors = complaints(args.errors)
  local report, problem
  terminal.progress("Reading members", function(update)
    local run = require("flows.import_members").start(mall, { dry = args.dry_run, encoding = args.encoding,
      source = args.source, complain = complain, progress = function(now) update(("%d rows"):format(now.rows)) end })
    report, problem = read(run, file)
    if #run.unknown > 0 then terminal.say("columns that nothing is made of: %s", table.concat(run.unknown, ", ")) end
  end)
  file:close()
  if errors then errors:close() end
  if not report then fail(problem) end
  local resets = report.resets > 0 and (" (비밀번호를 다시 정해야 하는 회원 %d)"):format(report.resets) or ""
  print(("%s: 읽은 행 %d, 새 회원 %d%s, 이미 있는 회원 %d, 오류 %d (%.1f초)"):format(args.dry_run and "미리 보기" or "완료",
    report.rows, report.added, resets, report.known, report.wrong, (clock.monotonic() - began) / 1000))
  return report.wrong == 0 and 0 or 2
end

-- Without --dry-run nothing is shown before it happens: the first day of the month does that by itself.
function actions.grades(_, args)
  if not args.dry_run then
    terminal.fail("grades are decided on the first day of each month: --dry-run says who would move")
  end
  local money = require("shared.money")
  local seen = require("flows.move_grades").preview(mall_of(args.mall).id, 1, SHOWN)
  local moves = {}
  for i, move in ipairs(seen.moves) do
    moves[i] = { move.name, move.email, move.from .. " → " .. move.to, money.won(move.sum):format() }
  end
  if #moves > 0 then terminal.table({ "WHO", "E-MAIL", "GRADE", "BOUGHT FOR" }, moves) end
  if seen.moving > #moves then terminal.say("… and %d more", seen.moving - #moves) end
  for _, way in ipairs(seen.ways) do print(("%s → %s: %d"):format(way.from, way.to, way.members)) end
  print(("%s: 회원 %d명 가운데 %d명의 등급이 바뀝니다"):format(seen.month, seen.members, seen.moving))
  return 0
end

return {
  summary = "members of another mall move over; who would move between grades",
  usage = "import FILE.csv | grades --dry-run [OPTIONS]",
  text = [[
members import FILE.csv   take members in from a file with one row each and headings in its first line, in UTF-8 or CP949
members grades --dry-run  who would move on the next first day of a month, by what was bought until now; people are masked

Columns, by Django's names or Korean ones: id, email (both needed), password, name (or last_name and first_name), phone,
birth_date, date_joined, last_login, grade, is_active, agree_email, agree_sms, consented_at. Passwords that Django hashed by
PBKDF2-SHA256 or Argon2 keep working; whoever has another kind sets a new one by a letter. A row that is wrong stays out and is
named by its line. What was cut off is simply started again: who is here already is left as they are.

Ends with 0 when every row was good, with 2 when some stayed out.]],
  flags = {
    { name = "mall", value = "CODE", help = "which mall; needed where there are several" },
    { name = "dry-run", help = "only say what would happen" },
    { name = "source", value = "NAME", help = "which mall they come from, where ids of several meet (django)" },
    { name = "encoding", value = "NAME", help = "utf-8 or cp949; found out by itself unless told" },
    { name = "errors", value = "FILE", help = "write every mistake there" },
  },
  operands = { min = 1, max = 2 },
  needs = "database",
  run = function(args)
    local action = actions[args[1]]
    if not action then terminal.fail("members knows 'import' and 'grades', not '%s'", args[1]) end
    return action(args[2], args)
  end,
}
