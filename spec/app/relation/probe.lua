-- Tables of every kind of column, for the specs of raw editing.

local database = require "spec.support.database"
local pg = require "pg"
local relation = require "relation"

local probe = {}

probe.author = { id = "00000000-0000-7000-8000-000000000001", name = "owner@sijang.test" }

--- A fresh database with a mall and the tables to probe.
---@return relation.catalog
function probe.open()
  database.fresh()
  database.execute [[
    INSERT INTO mall (id, code, name, theme) VALUES ('00000000-0000-7000-8000-0000000000aa', 'one', '하나', 'food'),
      ('00000000-0000-7000-8000-0000000000bb', 'two', '둘', 'living');
    CREATE TABLE shelf (mall_id uuid NOT NULL REFERENCES mall (id), id uuid NOT NULL DEFAULT uuid7(), name text NOT NULL,
      position smallint NOT NULL DEFAULT 0, PRIMARY KEY (mall_id, id), UNIQUE (mall_id, name));
    CREATE TABLE probe (mall_id uuid NOT NULL REFERENCES mall (id), id bigint NOT NULL, words text, code char(3) NOT NULL DEFAULT 'abc',
      size integer, wide bigint, share numeric(6,2), on_sale boolean NOT NULL DEFAULT true, day date, at timestamptz DEFAULT now(),
      facts jsonb NOT NULL DEFAULT '{}', raw json, tags text[] NOT NULL DEFAULT '{}', numbers bigint[], picture bytea,
      kind text NOT NULL DEFAULT 'a' CHECK (kind IN ('a', 'b''c', 'd, e')), qty integer CHECK (qty BETWEEN 1 AND 99),
      shelf_id uuid, email text, password_hash text, twice bigint GENERATED ALWAYS AS (size::bigint * 2) STORED, "weird ""name" text,
      version integer NOT NULL DEFAULT 1, short text CHECK (length(short) BETWEEN 2 AND 5),
      PRIMARY KEY (mall_id, id), CONSTRAINT probe_code_once UNIQUE (mall_id, code),
      CONSTRAINT probe_words_or_size CHECK (words IS NOT NULL OR size IS NOT NULL),
      FOREIGN KEY (mall_id, shelf_id) REFERENCES shelf (mall_id, id));
    CREATE TABLE probe_part (mall_id uuid NOT NULL, probe_id bigint NOT NULL, n integer NOT NULL, note text NOT NULL DEFAULT '',
      PRIMARY KEY (mall_id, probe_id, n), FOREIGN KEY (mall_id, probe_id) REFERENCES probe (mall_id, id) ON DELETE CASCADE);
    CREATE TABLE probe_note (mall_id uuid NOT NULL, probe_id bigint NOT NULL, part integer NOT NULL, n integer NOT NULL,
      PRIMARY KEY (mall_id, probe_id, part, n), FOREIGN KEY (mall_id, probe_id) REFERENCES probe (mall_id, id) ON DELETE CASCADE,
      FOREIGN KEY (mall_id, probe_id, part) REFERENCES probe_part (mall_id, probe_id, n) ON DELETE CASCADE);
    CREATE TABLE probe_ticket (token_hash bytea PRIMARY KEY, note text NOT NULL DEFAULT '');
    CREATE TABLE probe_ledger (id integer PRIMARY KEY, amount integer NOT NULL);
    REVOKE UPDATE, DELETE ON probe_ledger FROM sijang_app;
    CREATE TABLE probe_loose (a text, b text);
  ]]
  return relation.catalog()
end

probe.mall, probe.other_mall = "00000000-0000-7000-8000-0000000000aa", "00000000-0000-7000-8000-0000000000bb"

--- Runs fn(tx) in a transaction that commits what it returns.
function probe.transaction(fn) return pg.tx(fn) end

--- What a browser sends back of a row's form: every field as it stands, but for what somebody changes; false leaves one out.
---@param html string
---@param changes table<string, string|false>|nil
---@return table<string, string>
function probe.fill(html, changes)
  local sent = {}
  local form = html:match '<form class="form row%-form".-</form>'
  for input in form:gmatch "<input.->" do
    local name, value = input:match 'name="([^"]+)"', input:match 'value="([^"]*)"'
    local is_box = input:find('type="checkbox"', 1, true)
    if name and (not is_box or input:find(" checked", 1, true)) then sent[name] = value end
  end
  for attributes, value in form:gmatch "<textarea(.-)>\n(.-)</textarea>" do sent[attributes:match 'name="([^"]+)"'] = value end
  for attributes, options in form:gmatch "<select(.-)>(.-)</select>" do
    sent[attributes:match 'name="([^"]+)"'] = options:match '<option value="([^"]*)" selected>'
      or options:match '<option value="([^"]*)"'
  end
  for name, value in pairs(sent) do
    sent[name] = value:gsub("&#(%d+);", function(code) return string.char(code) end):gsub("&lt;", "<"):gsub("&gt;", ">")
      :gsub("&amp;", "&"):gsub("\n", "\r\n")
  end
  local named = {}
  for name, value in pairs(sent) do named[name:gsub("&#34;", '"')] = value end
  for name, value in pairs(changes or {}) do named[name] = value or nil end
  return named
end

return probe
