-- The `page` that every template sees as v.page: what the layout needs, the same on every page. A view may say
-- `page = { title, description, canonical, og, jsonld, postcode, window }`, the last two where an address is looked up and
-- where a payment window is opened (its hosts), and in the back office `crumbs`; the rest is filled in here, anew for each
-- request, without touching the view: that may be one which many requests share.

local crypto = require "crypto"
local runtime = require "runtime"
local csrf = require "web.csrf"
local refresh = require "web.development.refresh"

local page = {}

local switches = { pc = { to = "mobile", label = "모바일 버전 보기" }, mobile = { to = "pc",
  label = "PC 버전 보기" } }
local no_navigation = { categories = {} }
local nothing = {}

local development, generation = runtime.development(), runtime.generation()

-- A mall as templates see it: with the address that this request reached it by. The last one made of each mall is kept.
local faces = {}

local function face_of(mall, base_url)
  local known = faces[mall.id]
  if known and known.mall == mall and known.base_url == base_url then return known.face end
  local face = setmetatable({ base_url = base_url }, { __index = mall })
  faces[mall.id] = { mall = mall, base_url = base_url, face = face }
  return face
end

--- Where this mall lives: "https://mall.example", or in development the address that was asked. The back office is where
--- it was asked, whichever mall it acts on.
---@param ctx context
---@return string
function page.base_url(ctx)
  local mall = ctx.mall
  if development or ctx.device == "admin" or not mall or not mall.canonical_host then
    return ctx.scheme .. "://" .. (ctx.req:header("Host") or ctx.req:host())
  end
  return "https://" .. mall.canonical_host
end

--- Makes the page of a view.
---@param ctx context
---@param given table|nil  view.page
---@return table page
function page.new(ctx, given)
  given = given or nothing
  local base_url = ctx.base_url
  local canonical = given.canonical or ctx.path
  if canonical:byte() == 47 then canonical = base_url .. canonical end
  return {
    title = given.title or ctx.mall.name,
    description = given.description or ctx.mall.tagline,
    canonical = canonical,
    og = given.og or nothing,
    jsonld = given.jsonld or nothing,
    robots = given.robots,
    postcode = given.postcode,
    window = given.window,
    nonce = crypto.base64(crypto.random(18)),
    device = ctx.device,
    path = ctx.path,
    return_to = ctx.return_to,
    generation = generation,
    development = development,
    moment = development and refresh.moment(ctx) or nil,
    build_error = development and runtime.build_error() or nil,
    flash = ctx:take_flash(),
    -- kept pages tell by the shop's face that nothing has changed: the back office does not disturb it
    mall = ctx.device == "admin" and ctx.mall or face_of(ctx.mall, base_url),
    nav = no_navigation,
    cart_count = 0,
    search_q = given.search_q or "",
    category = given.category,
    crumbs = given.crumbs,
    csrf_token = csrf.token(ctx.session.sid),
    device_switch = switches[ctx.device],
  }
end

return page
