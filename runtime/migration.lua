--- Migrations: plain SQL files migrations/NNNN_name.sql, applied in order, each in one transaction together with the
--- row that remembers it. An advisory lock keeps two nodes from doing the same; a lock timeout keeps a migration from
--- queueing the whole mall behind it, and is retried. A file that changed after it was applied, a number left out or
--- one that comes too late is refused before anything is touched.
---
--- Migrations add. One that takes something away, or changes what is there so that older code would stumble over it, says
--- so in its first line: `-- contracts`. It is remembered as such, and who runs it may object.

local clock = require "clock"
local crypto = require "crypto"
local fs = require "fs"
local pg = require "pg"
local runtime = require "runtime"
local task = require "task"

local migration = {}

local advisory_lock = 7350274 -- any number, as long as it stays
local tries = 8

---@class migration
---@field version integer
---@field name string
---@field sha256 string
---@field sql string
---@field contracts boolean      it takes something away that older code may need
---@field applied_at number|nil  epoch seconds
---@field ms integer|nil         what it took

local create_table = [[
create table if not exists schema_migration (
  version integer primary key,
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null default clock_timestamp(),
  ms integer not null,
  contracts boolean not null default false
)]]

-- Databases of before there was a column for it; those that have it are not locked for the question.
local add_column = [[
do $$ begin
  if not exists (select from pg_attribute where attrelid = 'schema_migration'::regclass and attname = 'contracts') then
    alter table schema_migration add column contracts boolean not null default false;
  end if;
end $$]]

-- What a migration made belongs to the role that migrates, be it run by that one or by the owner of the database: else
-- neither could alter what the other made. Sequences follow their tables, and extensions keep what is theirs.
local hand_over = [[
do $$
declare
  statement text;
begin
  if not exists (select from pg_roles where rolname = 'sijang_migrator') then return; end if;
  if current_user = 'sijang_migrator' or not pg_has_role(current_user, 'sijang_migrator', 'member') then return; end if;
  for statement in
    select format('alter %s owner to sijang_migrator', made.what) from (
      select c.oid, 'table ' || c.oid::regclass as what from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relowner = current_user::regrole
          and c.relkind in ('r', 'p', 'v', 'm', 'S')
      union all select p.oid, 'routine ' || p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.proowner = current_user::regrole
      union all select t.oid, 'type ' || t.oid::regtype from pg_type t
        where t.typnamespace = 'public'::regnamespace and t.typowner = current_user::regrole and t.typtype in ('d', 'e')
    ) made
    where not exists (select from pg_depend d where d.objid = made.oid
      and (d.deptype = 'e' or d.deptype in ('a', 'i') and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0))
  loop
    execute statement;
  end loop;
end $$]]

-- The roles are made by the first migration; the application may look, for `doctor`.
local grant = [[
do $$ begin
  if exists (select from pg_roles where rolname = 'sijang_app') then
    grant select on schema_migration to sijang_app;
  end if;
end $$]]

--- The files, in order.
---@param folder string|nil  migrations/ of the tree unless told
---@return migration[]|nil, string|nil problem
function migration.files(folder)
  folder = folder or runtime.root() .. "/migrations"
  local names, message = fs.list(folder)
  if not names then return nil, message end
  local files = {}
  for _, file in ipairs(names) do
    if file:find("%.sql$") then
      local version, name = file:match("^(%d%d%d%d)_([%w_]+)%.sql$")
      if not version then return nil, ("%s: a migration is named NNNN_name.sql"):format(file) end
      local sql, problem = fs.read(folder .. "/" .. file)
      if not sql then return nil, problem end
      local sha256 = crypto.hex(crypto.sha256(sql))
      files[#files + 1] = { version = tonumber(version), name = name, sql = sql, sha256 = sha256,
        contracts = sql:find("^%-%- contracts%f[%W]") ~= nil }
    end
  end
  table.sort(files, function(a, b) return a.version < b.version end)
  for i, file in ipairs(files) do
    if file.version < i then return nil, ("%04d is there twice"):format(file.version) end
    if file.version > i then return nil, ("%04d is missing before %04d_%s.sql"):format(i, file.version, file.name) end
  end
  return files
end

--- Compares what is in the folder with what a database remembers. Pure.
---@param files migration[]
---@param applied {version: integer, name: string, sha256: string, applied_at: number, ms: integer}[]  by version
---@return migration[]|nil pending, string|nil problem
function migration.compare(files, applied)
  for i, row in ipairs(applied) do
    local file = files[row.version]
    if not file then
      return nil, ("the database has %04d_%s, which this tree does not know: the tree is older than the database")
        :format(row.version, row.name)
    end
    if row.version ~= i then
      return nil, ("%04d_%s comes too late: %04d_%s is applied already; give it the next number")
        :format(i, files[i].name, row.version, row.name)
    end
    if file.sha256 ~= row.sha256 then
      return nil, ("%04d_%s.sql was changed after it was applied: take the change back and write a new migration")
        :format(file.version, file.name)
    end
    file.applied_at, file.ms = row.applied_at, row.ms
  end
  local pending = {}
  for i = #applied + 1, #files do pending[#pending + 1] = files[i] end
  return pending
end

local function fault_text(message, sqlstate)
  return sqlstate and ("%s (%s)"):format(message, sqlstate) or tostring(message)
end

-- What a database remembers; an empty one remembers nothing, and is not written to for the question.
local function applied(connection)
  local there = connection:query("select to_regclass('schema_migration') is not null as there")
  if not there or not there[1].there then return {} end
  return connection:rows("select version, name, sha256, applied_at, ms from schema_migration order by version")
end

--- All files, those that are applied with their time, and what is pending.
---@param folder string|nil
---@return migration[]|nil all, migration[]|string pending_or_problem
function migration.status(folder)
  local files, problem = migration.files(folder)
  if not files then return nil, problem end
  local rows, fault = pg.tx(function(tx) return applied(tx) end, { read_only = true })
  if not rows then return nil, tostring(fault) end
  local pending, mismatch = migration.compare(files, rows)
  if not pending then return nil, mismatch end
  return files, pending
end

-- Applies one file in the open transaction.
local function apply(tx, file, objection)
  local reason = objection and file.contracts and objection(tx, file)
  if reason then return nil, reason end
  local began = clock.monotonic()
  local done, message, sqlstate = tx:script(file.sql)
  if not done then return nil, message, sqlstate end
  local ms = math.floor(clock.monotonic() - began + 0.5)
  tx:rows(hand_over)
  tx:rows("insert into schema_migration (version, name, sha256, ms, contracts) values ($1, $2, $3, $4, $5)", file.version,
    file.name, file.sha256, ms, file.contracts)
  return ms
end

local function begin(tx, lock_timeout_ms)
  tx:rows("set local statement_timeout = 0")
  tx:rows("set local client_min_messages = 'warning'")
  -- Another node that migrates is waited for as long as it takes; only then does the timeout begin to count.
  tx:rows("select pg_advisory_xact_lock($1)", advisory_lock)
  tx:rows(("set local lock_timeout = %d"):format(lock_timeout_ms or 5000))
  tx:rows(create_table)
  tx:rows(add_column)
  tx:rows(grant)
end

-- One step: the next pending file under the lock, since another node may have been faster meanwhile.
local function step(files, options)
  local reason, state
  local done, fault = pg.tx(function(tx)
    begin(tx, options.lock_timeout_ms)
    local pending, mismatch = migration.compare(files, applied(tx))
    if not pending then reason = mismatch; return nil, mismatch end
    local file = pending[1]
    if not file then return "none" end
    local ms
    ms, reason, state = apply(tx, file, options.objection)
    if not ms then
      reason = ("%04d_%s.sql: %s"):format(file.version, file.name, fault_text(reason, state))
      return nil, reason
    end
    file.ms = ms
    return file
  end)
  if done then return done end
  return nil, reason or tostring(fault), state or (type(fault) == "table" and fault.sqlstate)
end

--- Applies what is pending.
---@param options {folder: string|nil, report: fun(file: migration)|nil, waiting: fun(problem: string)|nil,
---  lock_timeout_ms: integer|nil, objection: (fun(tx: pg.tx, file: migration): string|nil)|nil}  lock_timeout_ms: a
---  statement that waits longer for a lock gives up and is tried again; 5000 unless told. objection: asked, in its
---  transaction, why one that contracts must not run now
---@return integer|nil count, string|nil problem
function migration.run(options)
  local files, problem = migration.files(options.folder)
  if not files then return nil, problem end
  local count, try = 0, 1
  while true do
    local done, reason, state = step(files, options)
    if done == "none" then return count end
    if done then
      count, try = count + 1, 1
      if options.report then options.report(done) end
    elseif (state == "55P03" or state == "40P01") and try < tries then
      if options.waiting then options.waiting(reason) end
      task.sleep(250 * 2 ^ try)
      try = try + 1
    else
      return nil, reason
    end
  end
end

--- Applies what is pending in one transaction, and rolls it back.
---@param folder string|nil
---@param objection (fun(tx: pg.tx, file: migration): string|nil)|nil
---@return migration[]|nil pending, string|nil problem
function migration.rehearse(folder, objection)
  local files, problem = migration.files(folder)
  if not files then return nil, problem end
  local pending, reason
  pg.tx(function(tx)
    begin(tx)
    pending, reason = migration.compare(files, applied(tx))
    for _, file in ipairs(pending or {}) do
      local ms, message, sqlstate = apply(tx, file, objection)
      if not ms then
        pending, reason = nil, ("%04d_%s.sql: %s"):format(file.version, file.name, fault_text(message, sqlstate))
        break
      end
      file.ms = ms
    end
    return nil, "rehearsed"
  end)
  return pending, reason
end

return migration
