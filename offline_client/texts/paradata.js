/** Words for what the device records of how an interview goes. */

/** @typedef {import("../runtime/types").ParadataKind} Kind */
/** @typedef {{title: string, why: string, nothing: string, kinds: Record<Kind, string>}} ParadataTexts */

/** @type {ParadataTexts} */
const en = {
  title: "What is recorded besides the answers",
  why: "It helps to find questions that are hard to ask, and goes to the office with the interview. It does not change an answer.",
  nothing: "Nothing is recorded besides the answers and when they were given.",
  kinds: {
    times: "How long you stay at each question, and how soon you answer it",
    moves: "Which pages you open, and when you go back",
    edits: "Which messages appear while you answer, and when they go away",
    connection: "When there is a network and when there is none",
    device: "The version of this program, the size of the screen, and when it is in front",
    battery: "How full the battery is",
    location: "Where you are when you open and when you complete the interview",
  },
};

/** @type {ParadataTexts} */
const vi = {
  title: "Ngoài câu trả lời, máy còn ghi những gì",
  why: "Để biết câu nào khó hỏi; được gửi về văn phòng cùng với phiếu và không làm thay đổi câu trả lời.",
  nothing: "Ngoài câu trả lời và thời điểm trả lời, máy không ghi gì thêm.",
  kinds: {
    times: "Anh chị dừng ở mỗi câu bao lâu, sau bao lâu thì trả lời",
    moves: "Anh chị mở những trang nào, khi nào quay lại trang trước",
    edits: "Thông báo kiểm tra nào hiện ra trong lúc trả lời, khi nào hết",
    connection: "Lúc nào có mạng, lúc nào không",
    device: "Phiên bản chương trình, cỡ màn hình, lúc nào màn hình đang mở",
    battery: "Pin còn bao nhiêu",
    location: "Vị trí của anh chị khi mở phiếu và khi hoàn thành phiếu",
  },
};

/** @type {Record<string, ParadataTexts>} */
const PARADATA = { vi, en };

/** English where the language is not known. @param {string} language @returns {ParadataTexts} */
export function paradataTexts(language) {
  return PARADATA[language] ?? en;
}
