-- What happens without anybody asking, and how often (in seconds). Each is safe to run twice at once: it locks what it
-- changes, and finds nothing left to do the second time.

return {
  { name = "expire_unpaid", every = 60, run = require("jobs.expire_unpaid").run },
  { name = "sweep", every = 3600, run = require("jobs.sweep").run },
}
