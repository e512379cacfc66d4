-- The letters this shop writes, as data: templates/mail/<name>.html is what each says, samples/letters/<name>.lua what it is
-- rehearsed with.
--
-- `kind` decides who still gets one after a complaint: "security" letters are asked for by the very person, or warn of
-- somebody else in the account, and so only an address where nobody is stops them; "notice" letters tell of what the
-- person bought or asked; "marketing" letters need a way out of them and stop at any complaint.

---@class mail.letter
---@field kind "security"|"notice"|"marketing"
---@field label string  what staff call it

---@type table<string, mail.letter>
return {
  ["member/verify"] = { kind = "security", label = "이메일 인증" },
  ["member/reset"] = { kind = "security", label = "비밀번호 재설정" },
  ["member/known"] = { kind = "security", label = "이미 가입된 이메일 안내" },
  ["member/email"] = { kind = "security", label = "새 이메일 확인" },
  ["member/password_changed"] = { kind = "security", label = "비밀번호 변경 알림" },
  ["member/withdrawn"] = { kind = "notice", label = "탈퇴 확인" },
  ["member/welcome"] = { kind = "notice", label = "가입 환영" },
  ["member/email_changed"] = { kind = "security", label = "이메일 변경 알림" },
  ["member/grade_changed"] = { kind = "notice", label = "등급 변경" },
  ["member/dormancy_notice"] = { kind = "notice", label = "휴면 전환 안내" },
  ["member/new_device"] = { kind = "security", label = "새 기기 로그인" },
  ["points/expiring"] = { kind = "notice", label = "적립금 소멸 예정" },
  ["inquiry/answered"] = { kind = "notice", label = "문의 답변" },
  ["order/placed"] = { kind = "notice", label = "주문 접수" },
  ["order/deposit_due"] = { kind = "notice", label = "입금 기한 안내" },
  ["order/paid"] = { kind = "notice", label = "결제 확인" },
  ["order/held"] = { kind = "notice", label = "배송 보류" },
  ["order/freed"] = { kind = "notice", label = "배송 보류 해제" },
  ["order/shipped"] = { kind = "notice", label = "발송 알림" },
  ["order/recalled"] = { kind = "notice", label = "발송 되돌림" },
  ["order/delivered"] = { kind = "notice", label = "배송 완료" },
  ["order/confirm_soon"] = { kind = "notice", label = "구매확정 예정" },
  ["order/confirmed"] = { kind = "notice", label = "구매확정" },
  ["claim/received"] = { kind = "notice", label = "취소·반품·교환 접수" },
  ["claim/approved"] = { kind = "notice", label = "취소·반품·교환 승인" },
  ["claim/completed"] = { kind = "notice", label = "반품 완료" },
  ["claim/converted"] = { kind = "notice", label = "교환을 반품으로 전환" },
  ["claim/withdrawn"] = { kind = "notice", label = "취소·반품·교환 철회" },
  ["claim/rejected"] = { kind = "notice", label = "취소·반품·교환 거부" },
  ["claim/refunded"] = { kind = "notice", label = "환불 완료" },
  ["staff/new_device"] = { kind = "security", label = "직원: 새 기기 로그인" },
  ["staff/payment"] = { kind = "security", label = "직원: 확인이 필요한 돈" },
  ["staff/invite"] = { kind = "security", label = "직원: 초대" },
  ["staff/restock"] = { kind = "notice", label = "직원: 재입고 알림" },
  ["staff/locked"] = { kind = "security", label = "직원: 계정 잠김" },
}
