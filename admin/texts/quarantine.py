"""Why something is in quarantine and what to do about it. The English words are those of `engine.sync`."""

from __future__ import annotations

from engine.sync.faults import FAULTS
from engine.sync.mistakes import QUARANTINE as REASONS

_REASONS: dict[str, tuple[str, str]] = {
    "unreadable": (
        "Không đọc được gói dữ liệu gửi lên: {detail}.",
        "Hãy cập nhật ứng dụng trên thiết bị rồi gửi lại; thiết bị vẫn giữ các câu trả lời.",
    ),
    "unreadable_segment": (
        "Không đọc được phần này: {detail}.",
        "Hãy cập nhật ứng dụng trên thiết bị; các câu trả lời vẫn đọc được trong nội dung giữ ở đây.",
    ),
    "unreadable_event": (
        "Không đọc được sự kiện {detail}.",
        "Hãy cập nhật ứng dụng trên thiết bị; các sự kiện khác vẫn đọc được trong nội dung giữ ở đây.",
    ),
    "too_large": ("Gói dữ liệu lớn hơn {detail} byte.", "Hãy cho thiết bị gửi ít phiếu hơn mỗi lần."),
    "unknown_form": (
        "Phiếu điều tra {detail} chưa được phát hành ở đây.",
        "Hãy phát hành phiên bản này rồi thử nhận lại.",
    ),
    "unknown_assignment": (
        "Không có phân công {detail}.",
        "Hãy xem thiết bị có thuộc máy chủ khác không; các câu trả lời vẫn đọc được trong nội dung giữ ở đây.",
    ),
    "wrong_assignment": (
        "Phiếu thuộc phân công khác với phân công {detail}.",
        "Hãy so sánh hai phiếu rồi quyết định có cần dữ liệu này không.",
    ),
    "wrong_form": (
        "Phiếu hoặc phân công thuộc phiếu điều tra khác với {detail}.",
        "Hãy hỏi điều tra viên đây là hộ nào.",
    ),
    "not_yours": (
        "Phiếu hoặc phân công đã giao cho người khác ({detail}).",
        "Nếu các câu trả lời đúng thì hãy thử nhận lại, hoặc giao phân công cho người đang giữ phiếu.",
    ),
    "not_allowed": ("Chỉ văn phòng mới được ghi: {detail}.", "Hãy cập nhật ứng dụng trên thiết bị."),
    "wrong_device": (
        "Các sự kiện mang tên thiết bị khác với thiết bị gửi ({detail}).",
        "Hãy tìm hiểu xem dữ liệu có bị chép từ thiết bị này sang thiết bị khác không.",
    ),
    "sequence_reused": (
        "Máy chủ đã có các sự kiện khác mang cùng số: {detail}.",
        "Hãy so sánh với lịch sử của phiếu: thiết bị có thể đã được khôi phục từ bản sao cũ.",
    ),
    "server_error": (
        "Máy chủ gặp lỗi khi ghi dữ liệu này; mã sự cố {detail}.",
        "Hãy thử nhận lại; nếu vẫn lỗi, hãy báo mã sự cố cho quản trị viên.",
    ),
}

_FAULTS: dict[str, str] = {
    "missing": "thiếu “{at}”",
    "wrong": "“{at}” là {seen}, giá trị không được phép",
    "not_an_object": "không phải là đối tượng JSON",
    "not_json": "không phải là JSON ({seen})",
    "gzip_damaged": "dữ liệu nén bị hỏng ({seen})",
    "gzip_cut": "dữ liệu nén bị cắt cụt hoặc có phần thừa",
    "no_events": "không có danh sách sự kiện",
    "doubled": "hai sự kiện cùng mang số {seen}",
    "more": "và {seen} lỗi nữa",
}

QUARANTINE: dict[str, tuple[str, str]] = {
    **{f"reason.{code}": (_REASONS[code][0], wrong) for code, (wrong, _) in REASONS.items()},
    **{f"reason_remedy.{code}": (_REASONS[code][1], remedy) for code, (_, remedy) in REASONS.items()},
    **{f"fault.{kind}": (_FAULTS[kind], words) for kind, words in FAULTS.items()},
    "quarantine.remedy": ("Cần làm", "What to do"),
}
