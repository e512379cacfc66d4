-- Members of another mall come over from a file, batch by batch, each in a transaction of its own: whenever it is cut off,
-- what was taken in stays, and a second run goes on where the first one ended. A row that is wrong stays out, alone, with
-- a sentence and its line.

local csv = require "shared.csv"
local member = require "member"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local import_members = {}

local BATCH = 500

local WORDING = "이전 쇼핑몰에서 회원가입할 때 동의"
local MARKETING = "이전 쇼핑몰에 남아 있던 수신 동의 상태"

---@class import_members.report
---@field rows integer     that were read
---@field added integer
---@field known integer    that were here already
---@field wrong integer
---@field resets integer   added whose password cannot be verified here: they set a new one

---@class import_members.run
---@field feed fun(bytes: string): true|nil, fault|nil
---@field finish fun(): import_members.report|nil, fault|nil
---@field report import_members.report

-- The mark of a batch that is only looked at: it rolls back, and nobody hears of it.
local DRY = {}

local function consents_of(person, id)
  local at = person.consented_at or person.joined_at
  local list = {}
  for _, kind in ipairs { "terms", "privacy" } do
    list[#list + 1] = { member_id = id, kind = kind, agreed = true, wording = WORDING, at = person.joined_at }
  end
  for _, kind in ipairs { "marketing_email", "marketing_sms" } do
    if person[kind] ~= nil then
      list[#list + 1] = { member_id = id, kind = kind, agreed = person[kind], wording = MARKETING, at = at }
    end
  end
  return list
end

local function take_in(tx, mall, people)
  local sources = {}
  for i, person in ipairs(people) do sources[i] = person.source end
  local known, fresh = member.import.known(tx, mall.id, sources), {}
  for _, person in ipairs(people) do
    if not known[person.source] then fresh[#fresh + 1] = person end
  end
  local ids, consents = member.import.add(tx, mall.id, fresh), {}
  for _, person in ipairs(fresh) do
    local id = ids[person.source]
    for _, consent in ipairs(id and consents_of(person, id) or {}) do consents[#consents + 1] = consent end
  end
  if #consents > 0 then member.import.consent(tx, mall.id, consents) end
  return { known = known, ids = ids }
end

-- Counts what became of a batch, and says what is wrong with whom.
local function account_for(self, people, done)
  local report = self.report
  for _, person in ipairs(people) do
    if done.known[person.source] then
      report.known = report.known + 1
    elseif done.ids[person.source] then
      report.added = report.added + 1
      if person.password_hash == "!" then report.resets = report.resets + 1 end
    else
      report.wrong = report.wrong + 1
      self.complain(person.line, ("%s 주소를 쓰는 회원이 이미 있어요."):format(person.email))
    end
  end
end

local function flush(self)
  local people = self.batch
  if #people == 0 then return true end
  self.batch = {}
  local seen
  local done, problem = transaction(function(tx)
    seen = take_in(tx, self.mall, people)
    if self.dry then return nil, DRY end
    return seen
  end)
  if not done and problem ~= DRY then return nil, problem end
  account_for(self, people, done or seen)
  self.progress(self.report)
  return true
end

local function refuse(self, line, sentences)
  self.report.wrong = self.report.wrong + 1
  for _, sentence in ipairs(sentences) do self.complain(line, sentence) end
end

local function row(self, cells)
  if not self.columns then
    local columns, sentence, unknown = member.import.columns(cells)
    if not columns then return nil, fault("members.columns", { line = cells.line, message = sentence }) end
    self.columns, self.unknown = columns, unknown
    return true
  end
  self.report.rows = self.report.rows + 1
  local person, wrong = member.import.person(cells, self.columns)
  if not person then
    refuse(self, cells.line, wrong)
    return true
  end
  local twin = self.ids[person.id] or self.emails[person.email]
  if twin then
    refuse(self, cells.line, { ("%d행과 회원번호나 이메일이 같아요."):format(twin) })
    return true
  end
  self.ids[person.id], self.emails[person.email] = cells.line, cells.line
  person.source, person.line = self.prefix .. person.id, cells.line
  self.batch[#self.batch + 1] = person
  return #self.batch < BATCH or flush(self)
end

local function rows(self, list, problem)
  if not list then return nil, problem end
  for _, cells in ipairs(list) do
    local done, refused = row(self, cells)
    if not done then return nil, refused end
  end
  return true
end

--- Begins an import: feed it the file's bytes, then finish.
---@param mall mall
---@param options { dry: boolean|nil, encoding: "utf-8"|"cp949"|nil, source: string|nil,
---  complain: fun(line: integer, sentence: string), progress: fun(report: import_members.report) }
---  dry: nothing is kept; source: which mall they come from ("django" unless told)
---@return import_members.run
function import_members.start(mall, options)
  local reader = csv.reader { encoding = options.encoding }
  local self = { mall = mall, dry = options.dry, complain = options.complain, progress = options.progress, batch = {},
    ids = {}, emails = {}, prefix = (options.source or "django") .. ":", unknown = {},
    report = { rows = 0, added = 0, known = 0, wrong = 0, resets = 0 } }
  function self.feed(bytes) return rows(self, reader:feed(bytes)) end
  function self.finish()
    local done, problem = rows(self, reader:finish())
    if done then done, problem = flush(self) end
    if not done then return nil, problem end
    if not self.columns then return nil, fault("members.columns", { line = 1, message = "파일이 비어 있어요." }) end
    return self.report
  end
  return self
end

return import_members
