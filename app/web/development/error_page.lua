-- The page a developer sees when a page raised: what, where, with which values, after which SQL. Only in development;
-- every value on it is escaped, for it may be the very input that broke the page.

local crypto = require "crypto"
local headers = require "web.headers"
local manifest = require "web.manifest"
local refresh = require "web.development.refresh"
local report = require "web.development.report"
local escape = require "web.template.escape"

local format, concat = string.format, table.concat
local shown = escape.html

local error_page = {}

local style = [[
body{font:15px/1.6 system-ui,sans-serif;margin:0;color:#1d2328;background:#f6f7f8}
main{max-width:1080px;margin:0 auto;padding:32px 24px}h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:32px 0 8px}
.message{white-space:pre-wrap;font:600 16px/1.5 ui-monospace,monospace;background:#fff1f0;border-left:4px solid #d4380d;
padding:12px 16px;overflow-wrap:anywhere}section,details{background:#fff;border:1px solid #e3e6e8;border-radius:6px;margin:8px 0;
padding:10px 14px}summary{cursor:pointer}code,pre,td{font:13px/1.55 ui-monospace,monospace}pre{margin:8px 0;overflow-x:auto}
.here{background:#fff3bf;font-weight:600}.n{color:#5c656e;user-select:none}table{border-collapse:collapse;width:100%}
td{border-top:1px solid #eef0f1;padding:3px 8px;vertical-align:top;overflow-wrap:anywhere}td.num{text-align:right}td.num,td.name{white-space:nowrap;width:1%;color:#66707a}
.warn{background:#fff9db;border-left:4px solid #f08c00;padding:8px 14px;margin:8px 0}.dim{color:#66707a}]]

local function source_lines(frame)
  if #frame.source == 0 then return "" end
  local lines = {}
  for i, line in ipairs(frame.source) do
    lines[i] = format('<span class="n">%4d</span> %s', line.n, shown(line.text))
    if line.here then lines[i] = '<span class="here">' .. lines[i] .. "</span>" end
  end
  return "<pre>" .. concat(lines, "\n") .. "</pre>"
end

local function locals_table(frame)
  if #frame.locals == 0 then return "" end
  local rows = {}
  for i, one in ipairs(frame.locals) do
    rows[i] = '<tr><td class="name">' .. shown(one.name) .. "</td><td>" .. shown(one.value) .. "</td></tr>"
  end
  return "<table>" .. concat(rows) .. "</table>"
end

local function frames_html(frames)
  local parts = {}
  for i, frame in ipairs(frames) do
    parts[i] = format('<details%s><summary><code>%s:%d</code> <span class="dim">%s</span></summary>%s%s</details>',
      i == 1 and " open" or "", shown(frame.place), frame.line, shown(frame.name), source_lines(frame),
      locals_table(frame))
  end
  return concat(parts)
end

local function statements_html(statements)
  if #statements == 0 then return "<p class=\"dim\">This request asked the database nothing.</p>" end
  local parts = {}
  for _, often in ipairs(report.repeated(statements)) do
    parts[#parts + 1] = format('<p class="warn">%d times in one request, %.1f ms in all: '
      .. "one query could fetch these rows.<br><code>%s</code></p>", often.times, often.ms, shown(often.sql))
  end
  parts[#parts + 1] = "<section><table>"
  for _, one in ipairs(statements) do
    parts[#parts + 1] = format('<tr><td class="num">%.1f ms</td><td class="num">%s rows</td><td>%s</td></tr>',
      one.ms or 0, tostring(one.rows or "?"), shown(one.sql))
  end
  parts[#parts + 1] = "</table></section>"
  return concat(parts)
end

local function request_html(ctx)
  local rows = { { "request", ctx.method .. " " .. ctx.return_to }, { "id", ctx.req:id() },
    { "route", ctx.route and ctx.route.name .. " → " .. ctx.route.target or "none" },
    { "mall", ctx.mall and ctx.mall.code or "none" }, { "params", report.show(ctx.params or {}) },
    { "query", report.show(ctx.args) }, { "form", report.show(ctx.form_fields) }, { "device", ctx.device } }
  for i, row in ipairs(rows) do
    rows[i] = '<tr><td class="name">' .. row[1] .. "</td><td>" .. shown(tostring(row[2])) .. "</td></tr>"
  end
  return "<section><table>" .. concat(rows) .. "</table></section>"
end

-- The page is drawn anew when the file is saved, if the script for it is built.
local function watch_html(ctx)
  local moment, built, url = refresh.moment(ctx), pcall(manifest.url, "js/development.js")
  if not built or not moment then return "" end
  return format('<div hidden data-moment="%s"></div><script type="module" src="%s"></script>', moment, shown(url))
end

--- Answers with the page of a report.
---@param ctx context
---@param gathered table  from report.gather
---@return integer, string[], string
function error_page.answer(ctx, gathered)
  local nonce = crypto.base64(crypto.random(18))
  return 500, headers.page(nonce, ctx.scheme == "https", true), concat {
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>500 · ', shown(gathered.message:sub(1, 80)),
    '</title><style nonce="', nonce, '">', style, "</style></head><body><main><h1>This page raised an error</h1>",
    '<p class="dim">Save a corrected file: the next request runs it.</p><p class="message">',
    shown(gathered.message), "</p><h2>Where</h2>", frames_html(gathered.frames), "<h2>SQL of this request</h2>",
    statements_html(report.statements()), "<h2>Request</h2>", request_html(ctx), "</main>", watch_html(ctx),
    "</body></html>" }
end

return error_page
