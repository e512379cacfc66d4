local lineage = require "release.rules.lineage"

-- "A B <A C(D)": deploys of A and B, a rollback to A, C with a canary D.
local function history(text)
  local rows = {}
  for back, stable, canary in text:gmatch("(<?)(%u)%(?(%u?)%)?") do
    rows[#rows + 1] = { epoch = #rows + 1, stable = stable, canary = canary ~= "" and canary or nil,
      kind = back ~= "" and "rollback" or "deploy" }
  end
  return rows
end

describe("a rollback that names no release", function()
  local cases = {
    { "", nil, "nowhere while nothing is live" },
    { "A", nil, "nowhere from the first release" },
    { "A B", "A", "to the release before" },
    { "A B B", "A", "past the same release that was deployed twice" },
    { "A B C", "B", "to the last one, not the first" },
    { "A B A", "B", "to the one between, where a release was deployed again on purpose" },
    { "A B <A", nil, "never forward to what was rolled back" },
    { "A B C <B", "A", "further back, the second time" },
    { "A B C D <B", "A", "past all that a rollback to a named release skipped" },
    { "A B <A C", "A", "to what was live before a deploy that followed a rollback" },
    { "B <A", "B", "to what was live before a rollback to a release that never was" },
    { "A B(C)", "B", "to the stable release, which ends its canary" },
    { "A B(C) C", "B", "to the release that was stable while its canary was tried" },
    { "A B(C) <B", "A", "past a canary that was ended" },
  }
  for _, case in ipairs(cases) do
    it("leads " .. case[3], function() assert.equal(case[2], lineage.back(history(case[1]))) end)
  end

  it("is known to a migration even while a canary is tried", function()
    assert.equal("A", lineage.before(history "A B(C)"))
  end)
end)
