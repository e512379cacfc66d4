-- What a member says of themselves: sent back, and of somebody whose birth date is not known.

return {
  full = { title = "회원 정보", my = "profile", email = "kim@example.kr", birth_date = "1990.01.02",
    joined_at = 1790000000, version = 3,
    form = { values = { name = "김", phone = "010" }, errors = { name = "이름은 2자 이상 입력해 주세요.", phone = "휴대전화를 확인해 주세요." } },
    page = { title = "회원 정보 | 견본상회", robots = "noindex" } },
  least = { title = "회원 정보", my = "profile", email = "kim@example.kr", joined_at = 1790000000, version = 1,
    form = { values = {}, errors = {} } },
}
