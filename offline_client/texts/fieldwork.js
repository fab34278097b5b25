/** Words of attempts at contact, of the modes of collection, and of keying from paper. */

/** @typedef {typeof en} FieldworkTexts */

const en = {
  contact: "Contact",
  contact_title: (/** @type {string} */ label) => `Contact: ${label}`,
  call: (/** @type {string} */ number) => `Call ${number}`,
  attempts: "Attempts so far",
  attempt_new: "A new attempt",
  outcome: "What came of it",
  outcomes: /** @type {Record<string, string>} */ ({
    no_answer: "No answer", busy: "Busy", nobody_home: "Nobody at home", call_back: "Asked to come back later", refused: "Refused",
    wrong_number: "Wrong number", moved: "Moved away", other: "Other",
  }),
  appointment: "When to try again",
  note: "Note",
  save: "Save the attempt",
  choose_outcome: "Choose what came of it.",
  appointment_missing: "Say when to try again.",
  go_on_by: "Go on by",
  modes: /** @type {Record<string, string>} */ ({ capi: "Visit", cati: "Telephone", self: "The respondent answers on the web", keying: "Keying from paper" }),
  call_at: (/** @type {string} */ when) => `Try again ${when}`,
  call_was: (/** @type {string} */ when) => `To try again since ${when}`,
  attempts_count: (/** @type {number} */ count, /** @type {string} */ last) => `${count === 1 ? "1 attempt" : `${count} attempts`}, last: ${last}`,
  saved: "The attempt is saved.",
  busy_elsewhere: "This interview is open in another tab. Close it there first.",

  batch: "Batch",
  paper: "Paper form no.",
  keys_title: "Keys",
  keys: /** @type {[string, string][]} */ ([
    ["Enter", "keep the answer and go to the next question on the route"],
    ["Shift + Enter", "back to the question before"],
    ["1, 2, 21 …", "the code of an answer; it goes on by itself once no longer code begins so"],
    ["1 3 6", "several codes with spaces between"],
    ["31122026", "a date as digits: day, month, year; 122026 a month"],
    ["*1, *2 …", "why an answer is missing, by the number shown beside the question"],
    ["Enter at “New row”", "ends the rows; anything typed there begins the next one"],
    ["F8", "to the next message, Alt + C confirms it"],
    ["F9", "completes the form and opens the next one"],
    ["Esc", "back to the list; everything is kept"],
  ]),
  missing_as: (/** @type {string} */ list) => `missing: ${list}`,
  no_such_code: (/** @type {string} */ typed) => `There is no code ${typed}.`,
  no_such_reason: "There is no such reason here.",
  not_understood: (/** @type {string} */ typed) => `“${typed}” is no answer here.`,
  by_mouse: "Answer this in the usual view.",
  messages: "Messages",
  no_messages: "Nothing to check so far.",
  complete: "Complete",
  complete_left: (/** @type {number} */ count) => `Not yet: ${count} left to settle`,
  usual_view: "Usual view",
  fast_view: "Fast entry",
  row_new: (/** @type {string} */ roster) => `New row: ${roster}`,
  keyed: (/** @type {number} */ answered, /** @type {number} */ asked) => `${answered} of ${asked}`,
  paper_missing: "Type the number of the paper form first.",
  paper_done: (/** @type {string} */ paper, /** @type {boolean} */ more) => `Paper form ${paper} is completed.${more ? "" : " There is no other to key."}`,
};

/** @type {FieldworkTexts} */
const vi = {
  contact: "Liên hệ",
  contact_title: (label) => `Liên hệ: ${label}`,
  call: (number) => `Gọi ${number}`,
  attempts: "Các lần đã liên hệ",
  attempt_new: "Lần liên hệ mới",
  outcome: "Kết quả",
  outcomes: {
    no_answer: "Không nghe máy", busy: "Máy bận", nobody_home: "Không có ai ở nhà", call_back: "Hẹn lại", refused: "Từ chối",
    wrong_number: "Nhầm số", moved: "Đã chuyển đi", other: "Khác",
  },
  appointment: "Hẹn lại lúc",
  note: "Ghi chú",
  save: "Lưu lần liên hệ",
  choose_outcome: "Hãy chọn kết quả.",
  appointment_missing: "Hãy ghi hẹn lại lúc nào.",
  go_on_by: "Làm tiếp bằng",
  modes: { capi: "Đến tận nơi", cati: "Điện thoại", self: "Người trả lời tự làm trên mạng", keying: "Nhập từ phiếu giấy" },
  call_at: (when) => `Hẹn ${when}`,
  call_was: (when) => `Quá hẹn từ ${when}`,
  attempts_count: (count, last) => `${count} lần liên hệ, gần nhất: ${last}`,
  saved: "Đã lưu lần liên hệ.",
  busy_elsewhere: "Phiếu đang mở ở tab khác. Hãy đóng ở đó trước.",

  batch: "Lô",
  paper: "Phiếu giấy số",
  keys_title: "Phím",
  keys: [
    ["Enter", "giữ câu trả lời, sang câu tiếp theo trên đường đi"],
    ["Shift + Enter", "quay lại câu trước"],
    ["1, 2, 21 …", "mã trả lời; tự sang câu sau khi không còn mã nào dài hơn bắt đầu như vậy"],
    ["1 3 6", "nhiều mã, cách nhau bằng dấu cách"],
    ["31122026", "ngày viết liền: ngày, tháng, năm; 122026 là tháng"],
    ["*1, *2 …", "lý do không có câu trả lời, theo số ghi bên câu hỏi"],
    ["Enter ở “Dòng mới”", "hết các dòng; gõ vào đó là bắt đầu dòng tiếp theo"],
    ["F8", "đến thông báo tiếp theo, Alt + C xác nhận"],
    ["F9", "hoàn thành phiếu và mở phiếu tiếp theo"],
    ["Esc", "về danh sách; mọi thứ được giữ lại"],
  ],
  missing_as: (list) => `thiếu: ${list}`,
  no_such_code: (typed) => `Không có mã ${typed}.`,
  no_such_reason: "Câu này không có lý do đó.",
  not_understood: (typed) => `“${typed}” không phải là câu trả lời ở đây.`,
  by_mouse: "Hãy trả lời câu này ở màn hình thường.",
  messages: "Thông báo",
  no_messages: "Chưa có gì cần kiểm tra.",
  complete: "Hoàn thành",
  complete_left: (count) => `Chưa được: còn ${count} chỗ`,
  usual_view: "Màn hình thường",
  fast_view: "Nhập nhanh",
  row_new: (roster) => `Dòng mới: ${roster}`,
  keyed: (answered, asked) => `${answered} trên ${asked}`,
  paper_missing: "Hãy nhập số phiếu giấy trước.",
  paper_done: (paper, more) => `Đã hoàn thành phiếu giấy ${paper}.${more ? "" : " Không còn phiếu nào để nhập."}`,
};

/** @type {Record<string, FieldworkTexts>} */
const FIELDWORK = { vi, en };

/** English where the language is not known. @param {string} language @returns {FieldworkTexts} */
export function fieldworkTexts(language) {
  return FIELDWORK[language] ?? en;
}
