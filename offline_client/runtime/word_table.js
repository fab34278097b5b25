// How conditions are said in a language: one row a relation, function and aggregate. `words.js` puts the parts in.
// `{x}`, `{y}` are operands, `{rows}` a roster, `{where}` a condition on its rows. A language that is not here reads English.

/** @typedef {Record<string, string>} Words */

/** @type {Record<string, Words>} */
export const TABLE = {
  vi: {
    eq: "là {x}", ne: "khác {x}", lt: "dưới {x}", le: "không quá {x}", gt: "trên {x}", ge: "từ {x} trở lên", between: "từ {x} đến {y}", in: "là một trong: {x}",
    lt_date: "trước {x}", le_date: "không sau {x}", gt_date: "sau {x}", ge_date: "từ {x} trở về sau", not_between: "ngoài khoảng từ {x} đến {y}", not_in: "không thuộc: {x}",
    selected: "có chọn {x}", not_selected: "không chọn {x}", matches: "đúng dạng quy định", not_matches: "không đúng dạng quy định",
    missing: "{x}: chưa có câu trả lời", answered: "{x}: đã có câu trả lời", on_route: "{x}: có hỏi", off_route: "{x}: không hỏi", no_value: "chưa có", must: "phải {x}",
    and: " và ", or: " hoặc ", not: "không phải: {x}", implies: "nếu {x} thì {y}", if: "(nếu {x} thì {y}, không thì {z})", yes: "có", no: "không", yes_is: "{x} đúng", no_is: "{x} không đúng",
    count: "số {rows}", count_where: "số {rows} mà {where}", any: "có {rows} mà {where}", none: "không có {rows} nào mà {where}", all: "mọi {rows} đều {where}", not_all: "không phải mọi {rows} đều {where}",
    sum: "tổng {x} của {rows}", min: "{x} nhỏ nhất của {rows}", max: "{x} lớn nhất của {rows}", mean: "trung bình {x} của {rows}", first: "{x} của {rows} đầu tiên", unique: "{x} của các {rows} không trùng nhau", not_unique: "{x} của các {rows} bị trùng",
    such: "{x} mà {where}", namely: "{x} – {y}", today: "ngày điều tra", position: "số thứ tự", before: "{x} (dòng trước)", previous: "{x} (kỳ trước)", reason: "lý do thiếu của {x}", attr: "{y} của {x}", parent: "nhóm trên của {x}",
    age: "tuổi tính theo {x}", abs: "độ lệch của {x}", length: "số chữ của {x}", count_selected: "số mục chọn của {x}", year: "năm của {x}", months_between: "số tháng từ {x} đến {y}", days_between: "số ngày từ {x} đến {y}", first_code: "{y} ký hiệu đầu của {x}", distance: "khoảng cách từ {x} đến {y}",
  },
  en: {
    eq: "is {x}", ne: "is not {x}", lt: "less than {x}", le: "at most {x}", gt: "more than {x}", ge: "{x} or more", between: "from {x} to {y}", in: "one of: {x}",
    lt_date: "before {x}", le_date: "{x} or before", gt_date: "after {x}", ge_date: "{x} or later", not_between: "not from {x} to {y}", not_in: "none of: {x}",
    selected: "includes {x}", not_selected: "does not include {x}", matches: "of the right form", not_matches: "not of the right form",
    missing: "{x}: no answer", answered: "{x}: has an answer", on_route: "{x}: is asked", off_route: "{x}: is not asked", no_value: "not known", must: "must be: {x}",
    and: " and ", or: " or ", not: "not: {x}", implies: "if {x}, then {y}", if: "({y} if {x}, else {z})", yes: "yes", no: "no", yes_is: "{x} is so", no_is: "{x} is not so",
    count: "number of {rows}", count_where: "number of {rows} where {where}", any: "some of {rows} where {where}", none: "none of {rows} where {where}", all: "all of {rows}: {where}", not_all: "not all of {rows}: {where}",
    sum: "total of {x} over {rows}", min: "smallest {x} of {rows}", max: "largest {x} of {rows}", mean: "mean of {x} over {rows}", first: "{x} of the first of {rows}", unique: "{x} differs in all of {rows}", not_unique: "{x} is the same in some of {rows}",
    such: "{x} where {where}", namely: "{x} – {y}", today: "reference date", position: "number in the list", before: "{x} (row before)", previous: "{x} (last round)", reason: "why {x} has no answer", attr: "{y} of {x}", parent: "group above {x}",
    age: "age from {x}", abs: "size of {x}", length: "length of {x}", count_selected: "number chosen in {x}", year: "year of {x}", months_between: "months from {x} to {y}", days_between: "days from {x} to {y}", first_code: "first {y} signs of {x}", distance: "distance from {x} to {y}",
  },
};

/** What functions give, where it is always the same type. */
export const GIVES = /** @type {Record<string, string>} */ ({
  age: "integer", length: "integer", count_selected: "integer", year: "integer", month: "integer", day: "integer", weekday: "integer", months_between: "integer", days_between: "integer",
  year_month: "year_month", first_day: "date", add_months: "date", add_days: "date", first_code: "text", concat: "text", distance: "real", sqrt: "real",
});
