-- A telephone is set up.

return {
  full = { secret = "JBSW Y3DP EHPK 3PXP", action = "/admin/login/enrol", problem = "휴대폰 시계가 약 90초 늦어요.",
    page = { title = "인증 앱 등록" } },
  least = { secret = "JBSW Y3DP EHPK 3PXP", action = "/admin/me/phone", page = { title = "인증 앱 등록" } },
}
