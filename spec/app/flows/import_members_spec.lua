local database = require "spec.support.database"
local shop = require "spec.app.shop"
local csv = require "shared.csv"
local crypto = require "crypto"
local import_members = require "flows.import_members"
local log_in = require "flows.log_in"
local pbkdf2 = require "spec.app.pbkdf2"

local HEAD = "id,email,password,last_name,first_name,phone,birth_date,date_joined,grade,is_active,agree_email,agree_sms\n"

local function rows(sql) return (database.execute(sql):gsub("%s+$", "")) end

describe("members of another mall", function()
  local mall

  setup(function() mall = shop.open {} end)
  before_each(function()
    database.execute "DELETE FROM member_consent; DELETE FROM member; DELETE FROM throttle"
  end)

  local function import(text, options)
    local wrong = {}
    options = options or {}
    options.complain = function(line, sentence) wrong[#wrong + 1] = line .. ": " .. sentence end
    options.progress = function() end
    local run = import_members.start(mall, options)
    for i = 1, #text, 97 do
      local fed, problem = run.feed(text:sub(i, i + 96))
      if not fed then return nil, problem, wrong end
    end
    local report, problem = run.finish()
    return report, problem, wrong
  end

  it("come with their passwords, and log in as before", function()
    local hash = "pbkdf2_sha256$1000$salt$" .. crypto.base64(pbkdf2("옛 비밀번호", "salt", 1000))
    local report = import(HEAD .. ("7,Kim@Example.kr,%s,김,철수,010-1234-5678,1990-01-02,2019-03-04 05:06:07.89+00:00,VIP,True,1,0\n")
      :format(hash))
    assert.same({ rows = 1, added = 1, known = 0, wrong = 0, resets = 0 }, report)
    assert.equal("django:7|kim@example.kr|김철수|01012345678|1990-01-02|vip|active|2019-03-04 14:06:07+09",
      rows "SET timezone = 'Asia/Seoul'; SELECT source, email, name, phone, birth_date, grade, status, joined_at FROM member")
    assert.equal("marketing_email|t|2019\nmarketing_sms|f|2019\nprivacy|t|2019\nterms|t|2019",
      rows "SELECT kind, agreed, extract(year FROM at) FROM member_consent WHERE channel = 'import' ORDER BY kind")
    local found = assert(log_in.run(mall, "kim@example.kr", "옛 비밀번호", { ip = "192.0.2.1", base_url = "" }))
    assert.equal("김철수", found.name)
    assert.matches("^%$argon2id", rows "SELECT password_hash FROM member")
  end)

  it("stay out one by one, each with its line and what is wrong with it", function()
    local report, _, wrong = import(HEAD .. table.concat({
      "1,good@example.kr,!,김,철수,,,,,,,",
      "2,not an address,!,김,철수,12,1990-13-02,,,,,",
      ",b@example.kr,!,,,,,,,,,",
      "4,good@example.kr,!,,,,,,,,,",
      "1,c@example.kr,!,,,,,,,,,",
      "6,d@example.kr,!,,,,,2019-99-01,,,,",
      "7,e@example.kr,!,,,,,,,maybe,,",
      "8,f@example.kr,md5$x$y,\"여러\n줄\",,,,,,0,,",
    }, "\n"))
    assert.same({ rows = 8, added = 2, known = 0, wrong = 6, resets = 2 }, report)
    assert.same({
      "3: 생년월일을 19900102처럼 8자리 숫자로 입력해 주세요.",
      "3: 이메일을 name@example.com처럼 입력해 주세요.",
      "3: 휴대전화를 010-1234-5678처럼 입력해 주세요.",
      "4: 회원번호(id)이 비어 있어요.",
      "5: 2행과 회원번호나 이메일이 같아요.",
      "6: 2행과 회원번호나 이메일이 같아요.",
      "7: 가입일 ‘2019-99-01’ 값을 날짜로 읽을 수 없어요.",
      "8: 사용 여부 ‘maybe’ 값은 예/아니요로 읽을 수 없어요.",
    }, wrong)
    assert.equal("f@example.kr", rows "SELECT email FROM member WHERE blocked_at IS NOT NULL")
  end)

  it("are only looked at in a dry run", function()
    local report = import(HEAD .. "1,a@example.kr,!,,,,,,,,,\n2,b@example.kr,!,,,,,,,,,\n", { dry = true })
    assert.equal(2, report.added)
    assert.equal("0", rows "SELECT count(*) FROM member")
  end)

  it("come once, however often and wherever it was cut off", function()
    local lines = { HEAD }
    for i = 1, 1200 do lines[#lines + 1] = ("%d,m%d@example.kr,!,,,,,2020-01-01,,,1,0\n"):format(i, i) end
    local text = table.concat(lines)
    local run = import_members.start(mall, { complain = error, progress = function() end })
    assert(run.feed(text:sub(1, math.floor(#text * 0.7)))) -- and nobody ever finishes it
    assert.equal("500", rows "SELECT count(*) FROM member")
    local report = import(text)
    assert.same({ 500, 700 }, { report.known, report.added })
    report = import(text)
    assert.same({ 1200, 0 }, { report.known, report.added })
    assert.equal("1200|4800", rows "SELECT count(*), (SELECT count(*) FROM member_consent) FROM member")
  end)

  it("who changed something here since are left as they are", function()
    import(HEAD .. "1,a@example.kr,!,김,철수,,,,,,,\n")
    database.execute "UPDATE member SET name = '새 이름', email = 'new@example.kr'"
    import(HEAD .. "1,a@example.kr,!,김,철수,,,,,,,\n")
    assert.equal("새 이름|new@example.kr", rows "SELECT name, email FROM member")
  end)

  it("whose address somebody here has already stay out", function()
    database.execute(("INSERT INTO member (mall_id, email) VALUES ('%s', 'a@example.kr')"):format(mall.id))
    local report, _, wrong = import(HEAD .. "1,A@example.kr,!,,,,,,,,,\n2,b@example.kr,!,,,,,,,,,\n")
    assert.same({ 1, 1 }, { report.added, report.wrong })
    assert.same({ "2: a@example.kr 주소를 쓰는 회원이 이미 있어요." }, wrong)
  end)

  it("come from a spreadsheet in CP949 with Korean headings", function()
    local bytes = { "회원번호,이메일,이름,휴대폰,등급,이메일 수신\n", "1,a@example.kr,홍길동,010-1111-2222,,예\n" }
    local text = require "text"
    local encoded = {}
    for i, line in ipairs(bytes) do encoded[i] = (text.to_cp949 or error "no encoder")(line) end
    local report = import(table.concat(encoded))
    assert.equal(1, report.added)
    assert.equal("홍길동", rows "SELECT name FROM member")
  end)

  it("come from no file that has no such columns, is empty, or is of another encoding", function()
    assert.equal("첫 줄에 이메일(email) 열이 없어요.", select(2, import("id,name\n1,x\n")).message)
    assert.equal("파일이 비어 있어요.", select(2, import("")).message)
    assert.equal("이메일 열이 두 번 있어요.", select(2, import("id,email,이메일\n")).message)
    assert.equal("csv.encoding", select(2, import(HEAD .. "1,\255\254\253@example.kr,!,,,,,,,,,\n")).code)
  end)

  it("keep no formula of a spreadsheet", function()
    assert.equal("'=1", csv.guard "=1")
    import(HEAD .. "1,a@example.kr,!,,'=cmd,,,,,,,\n")
    assert.equal("=cmd", rows "SELECT name FROM member")
  end)
end)
