-- Staff, invitations and networks.

local people = require "samples.admin.people"

return {
  full = {
    people = { people.owner, people.closed },
    invites = { { id = "invite-1", role = { role = "owner", label = "소유자", mall = "모든 가게" }, invited_by = "shell:hana",
      expires_at = 1795000000 },
      { id = "invite-2", email = "duri@sample.example", role = { role = "cs", label = "고객 담당", mall = "견본상회" },
        invited_by = "hana@sample.example", expires_at = 1795003600 } },
    networks = { { network = "203.0.113.0/24", note = "사무실", created_at = 1795000000 }, { network = "198.51.100.7/32",
      note = "",
      created_at = 1795000000 } },
    may_change = true, choices = people.choices, link = { url = "https://sample.example/admin/join?token=abc",
      email = "duri@sample.example" },
    invite_form = { values = { email = "duri", role = "cs", mall_id = "" },
      errors = { email = "이메일을 name@example.com처럼 입력해 주세요." } },
    network_form = { values = { network = "x", note = "" },
      errors = { network = "203.0.113.7이나 203.0.113.0/24처럼 입력해 주세요." } },
    page = { title = "직원" },
  },
  least = { people = { people.owner }, invites = {}, networks = {}, may_change = false, choices = people.choices,
    invite_form = { values = {}, errors = {} }, network_form = { values = {}, errors = {} }, page = { title = "직원" } },
}
