"""Words of the modes of collection, attempts at contact, and codes of respondents."""

from __future__ import annotations

MODES: dict[str, tuple[str, str]] = {
    "mode": ("Hình thức", "Mode"),
    "mode.capi": ("Đến tận nơi", "Visit"),
    "mode.cati": ("Điện thoại", "Telephone"),
    "mode.self": ("Tự trả lời", "Self-completion"),
    "mode.keying": ("Nhập từ giấy", "Keying from paper"),
    "mode.training": ("Tập huấn", "Training"),
    "paper.form": ("lô {batch}, phiếu giấy {paper}", "batch {batch}, paper form {paper}"),
    "contacts.title": ("Các lần liên hệ", "Attempts at contact"),
    "contacts.count": ("{count} lần liên hệ", "{count} attempts"),
    "contacts.again": ("hẹn {when}", "again {when}"),
    "outcome.no_answer": ("Không nghe máy", "No answer"),
    "outcome.busy": ("Máy bận", "Busy"),
    "outcome.nobody_home": ("Không có ai ở nhà", "Nobody at home"),
    "outcome.call_back": ("Hẹn lại", "Asked to come back later"),
    "outcome.refused": ("Từ chối", "Refused"),
    "outcome.wrong_number": ("Nhầm số", "Wrong number"),
    "outcome.moved": ("Đã chuyển đi", "Moved away"),
    "outcome.other": ("Khác", "Other"),
    "assign.bad_mode": (
        "“{text}”: phiếu này chỉ cho phép {allowed}.",
        "“{text}”: this questionnaire allows {allowed}.",
    ),
    "codes.title": ("Mã tự trả lời", "Codes for respondents"),
    "codes.intro": (
        "Mỗi mã mở đúng một phiếu để hộ hoặc cơ sở tự trả lời trên mạng. Mã chỉ hiện một lần, khi tạo; "
        "máy chủ không giữ lại. Tạo mã mới thì mã cũ hết hiệu lực, câu trả lời vẫn còn.",
        "A code opens one questionnaire for its household or enterprise to answer on the web. Codes are shown once, "
        "when they are made; the server does not keep them. A new code ends the old one; the answers stay.",
    ),
    "codes.none": (
        "Không có phân công nào phù hợp mà phiếu cho phép tự trả lời.",
        "No assignment fits whose questionnaire allows self-completion.",
    ),
    "codes.state": ("Mã", "Code"),
    "codes.no_code": ("chưa có", "none"),
    "codes.made": ("tạo {when}", "made {when}"),
    "codes.used": ("đã dùng {when}", "used {when}"),
    "codes.revoked": ("đã hủy", "ended"),
    "codes.all": ("Tất cả trong danh sách lọc ({count})", "All that fit the filter ({count})"),
    "codes.choose": ("Chọn {label}", "Choose {label}"),
    "codes.csv": ("Tạo mã, tải tệp CSV", "Make codes, download CSV"),
    "codes.print": ("Tạo mã, mở trang in", "Make codes, open a page to print"),
    "codes.revoke": ("Hủy mã", "End codes"),
    "codes.ended": ("Đã hủy {count} mã.", "Ended codes: {count}."),
    "codes.nothing": ("Chưa chọn phân công nào.", "No assignment was chosen."),
    "codes.too_many": (
        "Nhiều nhất {most} mã một lần; hãy lọc hẹp hơn.",
        "At most {most} codes at a time; narrow the filter.",
    ),
    "codes.warning": (
        "In hoặc lưu ngay: trang này không mở lại được.",
        "Print or save it now: this page cannot be opened again.",
    ),
    "codes.letter_picture": (
        "Quét mã QR bằng máy ảnh của điện thoại: phiếu mở ra ngay.",
        "Scan the QR code with the camera of a phone: the questionnaire opens at once.",
    ),
    "codes.letter": ("Hoặc mở trang {address} và nhập mã này:", "Or open {address} and type this code:"),
    "codes.picture": ("Mã QR mở phiếu của {label}", "QR code that opens the questionnaire of {label}"),
    "codes.by": ("Trả lời trước ngày {day}", "Answer by {day}"),
    "codes.now_print": ("In", "Print"),
}
