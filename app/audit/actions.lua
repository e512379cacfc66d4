-- What an action is called in the log. Actions that features have and this list has not are shown as they are.

local things = { staff = "직원", product = "상품", category = "분류", member = "회원", order = "주문",
  inquiry = "문의",
  point = "적립금", mall = "가게", job = "작업", mail = "메일", table = "데이터", deployment = "배포",
    review = "후기",
  content = "콘텐츠", audit = "기록" }
local deeds = { view = "조회", change = "변경", create = "등록", delete = "삭제",
  unmask = "개인정보 전체 보기", export = "내려받기" }

local labels = {
  ["staff.login"] = "로그인", ["staff.logout"] = "로그아웃", ["staff.login_failed"] = "로그인 실패",
    ["staff.locked"] = "계정 잠금",
  ["staff.invite"] = "직원 초대", ["staff.invite_withdrawn"] = "초대 취소", ["staff.join"] = "계정 만들기",
    ["staff.role"] = "역할 변경",
  ["staff.disable"] = "계정 닫기", ["staff.enable"] = "계정 열기", ["staff.reset_totp"] = "인증 앱 해제",
    ["staff.enrol"] = "인증 앱 등록",
  ["staff.recovery_renewed"] = "복구 코드 재발급", ["staff.password"] = "비밀번호 변경",
    ["staff.revoke"] = "기기 로그아웃",
  ["staff.proved"] = "다시 확인", ["staff.network_added"] = "허용 주소 추가",
    ["staff.network_removed"] = "허용 주소 삭제",
  ["member.block"] = "회원 이용 제한", ["member.unblock"] = "회원 이용 제한 해제",
    ["member.send_reset"] = "회원 비밀번호 링크",
  ["member.log_out"] = "회원 로그아웃", ["member.note"] = "회원 메모",
  ["order.prepare"] = "발주확인", ["order.invoice"] = "송장 등록", ["order.invoice_sheet"] = "송장 일괄 등록",
  ["order.dispatch"] = "발송 처리", ["order.recall"] = "발송 되돌리기", ["order.deliver"] = "배송완료", ["order.renumber"] = "송장 변경",
  ["order.withdraw_parcel"] = "송장 등록 취소", ["order.hold"] = "배송 보류", ["order.free"] = "배송 보류 해제",
  ["order.address"] = "배송지 변경", ["order.note"] = "주문 메모", ["order.confirm"] = "구매확정", ["order.print"] = "거래명세서",
  ["order.to_ship"] = "보낼 상품 내려받기", ["carrier.create"] = "택배사 등록", ["carrier.change"] = "택배사 변경",
  ["mall.fulfilment"] = "배송과 구매확정 설정",
  ["payment.accept"] = "결제 인정", ["payment.restore"] = "결제 되돌림", ["payment.dismiss"] = "결제 닫기",
  ["payment.take_back"] = "결제사 취소", ["payment.difference"] = "대사 확인",
  ["deposit.file"] = "거래내역 반영", ["deposit.add"] = "입금 적기", ["deposit.view"] = "입금 조회",
  ["deposit.returning"] = "입금 돌려주기",
  ["deposit.returned"] = "입금 돌려줌", ["deposit.ignored"] = "입금 넘어감",
  ["deposit.open"] = "입금 다시 확인",
  ["receipt.view"] = "현금영수증 조회", ["receipt.issued"] = "현금영수증 발급", ["receipt.cancelled"] = "현금영수증 취소",
  ["receipt.again"] = "현금영수증 다시 요청", ["receipt.drop"] = "현금영수증 발급 안 함",
  ["receipts.export"] = "현금영수증 목록 내려받기",
  ["settlement.file"] = "정산 내역 반영", ["settlement.explain"] = "정산 차이 확인", ["settlement.export"] = "정산 내려받기",
  ["settlement.rematch"] = "정산 다시 맞추기",
  ["claim.request"] = "취소·반품 접수",
  ["claim.approve"] = "취소·반품·교환 승인", ["claim.reject"] = "취소·반품·교환 거부", ["claim.withdraw"] = "취소·반품·교환 철회",
  ["claim.collect"] = "반품 수거 지시", ["claim.receive"] = "반품 도착", ["claim.inspect"] = "반품 검수",
  ["claim.complete"] = "취소·반품·교환 완료",
  ["claim.reship"] = "교환 재배송", ["claim.convert"] = "교환을 반품으로 전환", ["claims.export"] = "취소·반품·교환 목록 내려받기",
  ["refund.approve"] = "환불 승인", ["refund.retry"] = "환불 다시 요청", ["refund.transfer"] = "계좌 환불로 바꿈",
  ["refund.transferred"] = "환불 송금 완료", ["refund.unmask"] = "환불 계좌 보기", ["refunds.export"] = "환불 목록 내려받기",
  ["mall.claims"] = "취소·반품·교환 설정",
  ["order.deposit"] = "입금 확인", ["orders.export"] = "주문 목록 내려받기", ["products.export"] = "상품 목록 내려받기",
  ["members.export"] = "회원 목록 내려받기", ["view.keep"] = "보기 저장", ["view.forget"] = "보기 지움",
  ["mall.facts"] = "기본 정보 설정", ["mall.payment"] = "결제 설정", ["mall.shipping"] = "배송 설정",
    ["mall.home"] = "첫 화면 설정",
  ["mall.points"] = "적립금 설정", ["mall.dormancy"] = "휴면 설정",
  ["mall.popular"] = "인기 검색어 설정", ["deployment.rollback"] = "배포 되돌리기",
    ["deployment.promote"] = "모두에게 배포",
  ["deployment.freeze"] = "배포 멈춤", ["deployment.unfreeze"] = "배포 멈춤 해제",
  ["audit.verify"] = "기록 검증", ["stock.adjust"] = "재고 조정", ["stock.policy"] = "판매 기준 변경",
  ["stock.lot_stopped"] = "로트 판매 중지", ["stock.lot_resumed"] = "로트 판매 중지 풀기", ["goods.sheet"] = "가격·재고 일괄 수정",
  ["member.grades"] = "등급 다시 정하기", ["goods.undo"] = "일괄 수정 되돌리기",
  ["job.retry"] = "작업 다시 시도", ["job.retry_all"] = "작업 모두 다시 시도",
  ["job.discard"] = "작업 버리기", ["job.run_now"] = "작업 지금 실행",
}

--- An action in words.
---@param action string
---@return string
return function(action)
  local thing, deed = action:match "^([%w_]+)%.([%w_]+)"
  return labels[action] or things[thing] and deeds[deed] and things[thing] .. " " .. deeds[deed] or action
end
