-- A connection and the ways in which a server dies, against a server of our own that dies exactly when told: it lives in
-- this very process, so that what it does between two turns of the loop reaches the binding as one event.

local clock = require "clock"
local eventually = require "spec.support.eventually"
local ffi = require "ffi"
local fs = require "fs"
local pg = require "pg"
local task = require "task"

ffi.cdef [[
struct spec_address { unsigned short family; char path[108]; };
int socket(int domain, int type, int protocol);
int bind(int fd, const struct spec_address *address, unsigned length);
int listen(int fd, int backlog);
int accept4(int fd, void *address, void *length, int flags);
ssize_t recv(int fd, void *bytes, size_t size, int flags);
ssize_t send(int fd, const void *bytes, size_t size, int flags);
int close(int fd);
]]

local C, AF_UNIX, STREAM, NONBLOCK, PEEK, DONTWAIT = ffi.C, 1, 1, 2048, 2, 64

local function message(kind, body)
  local n = #body + 4
  return kind .. string.char(bit.rshift(n, 24), bit.band(bit.rshift(n, 16), 255), bit.band(bit.rshift(n, 8), 255),
    bit.band(n, 255)) .. body
end

local welcome = message("R", "\0\0\0\0") .. message("Z", "I")

local function last_words(sqlstate, text)
  return message("E", ("SFATAL\0VFATAL\0C%s\0M%s\0\0"):format(sqlstate, text))
end

describe("a connection to PostgreSQL", function()
  local folder, listening
  local room = ffi.new("char[?]", 4096)

  local function has_unread(client) return tonumber(C.recv(client, room, 4096, PEEK + DONTWAIT)) > 0 end

  -- Somebody who has connected and says who they are.
  local function accept()
    local client = eventually(function()
      local fd = C.accept4(listening, nil, nil, NONBLOCK)
      return fd >= 0 and fd
    end, 2000, "somebody connects")
    eventually(function() return has_unread(client) end, 2000, "the start-up message")
    return client
  end

  -- The first to ask something. All others are let in as well: which lanes this process has had is not known.
  local function asked()
    local guests = {}
    return eventually(function()
      local fd = C.accept4(listening, nil, nil, NONBLOCK)
      if fd >= 0 then guests[fd] = "new" end
      for client, state in pairs(guests) do
        if has_unread(client) then
          if state == "let in" then return client end
          C.recv(client, room, 4096, 0)
          C.send(client, welcome, #welcome, 0)
          guests[client] = "let in"
        end
      end
    end, 2000, "the question")
  end

  -- What was sent to it stays unread, which the kernel tells the other side as an error of its socket.
  local function die(client, words)
    C.send(client, words, #words, 0)
    C.close(client)
  end

  setup(function()
    folder = assert(fs.temp "sijang-pg")
    local address = ffi.new("struct spec_address", { family = AF_UNIX })
    ffi.copy(address.path, folder .. "/.s.PGSQL.5432")
    listening = C.socket(AF_UNIX, STREAM + NONBLOCK, 0)
    assert(C.bind(listening, address, ffi.sizeof(address)) == 0 and C.listen(listening, 16) == 0)
    pg.use(("host=%s user=spec dbname=spec"):format(folder))
  end)

  teardown(function()
    C.close(listening)
    fs.remove(folder, true)
  end)

  it("tells at once when the server died with the question unread", function()
    local heard
    task.spawn(function() heard = { pg.query "select 1" } end)
    die(asked(), last_words("57P01", "terminating connection due to administrator command"))
    eventually(function() return heard end, 2000, "an answer")
    assert.is_nil(heard[1])
    assert.equal("57P01", heard[3])
  end)

  it("tries again at once when the server died with the greeting unread", function()
    local heard
    task.spawn(function() heard = { pg.query "select 1" } end)
    local client = accept()
    local died = clock.monotonic()
    die(client, last_words("57P03", "the database system is shutting down"))
    client = accept()
    -- a pause between attempts is 50 ms at first; one attempt alone may take 3 s
    assert.is_true(clock.monotonic() - died < 1000)
    C.close(client)
    eventually(function() return heard end, 2000, "an answer")
    assert.equal("08006", heard[3])
  end)
end)
