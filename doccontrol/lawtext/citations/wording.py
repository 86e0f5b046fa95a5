"""The words by which Vietnamese laws act on each other, as expressions to be looked for.

Sources: Luật 64/2025/QH15, Điều 8, 53-58; Nghị định 78/2025/NĐ-CP; domain §4.4. In a list of words
each stands for itself, so that no text can be taken apart in two ways: every search is linear.
"""

from __future__ import annotations

import re

from doccontrol.lawtext.citations.mentions import TYPE
from doccontrol.lawtext.citations.quotes import QUOTED
from doccontrol.lawtext.relation_kinds import RelationKind

# Letters for private use: no text holds them (``plain_text`` leaves them out).
MENTIONED = "\ue000"
# How much of what stands before a word decides about it.
NEAR = 200


def words(pattern: str) -> str:
    """A pattern in which a space stands for the white space of paper, § for a mention, ¤ for a
    quotation."""
    white = pattern.replace(" ", r"\s{1,3}")
    return white.replace("§", MENTIONED).replace("¤", QUOTED)


def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(words(pattern), re.IGNORECASE)


VERBS: dict[str, RelationKind] = {
    "amends": RelationKind.AMENDS,
    "replaces": RelationKind.REPLACES,
    "repeals": RelationKind.REPEALS,
    "details": RelationKind.DETAILS,
    "guides": RelationKind.GUIDES,
    "corrects": RelationKind.CORRECTS,
    "suspends": RelationKind.SUSPENDS,
    "pauses": RelationKind.PAUSES,
    "consolidates": RelationKind.CONSOLIDATES,
}
# To exchange words, forms or annexes is to amend the text that holds them.
_PIECES = r"(?:cụm từ|từ|mẫu|biểu mẫu|phụ lục|danh mục)\b"
_PATTERNS = {
    "amends": rf"sửa đổi|bổ sung|thay (?:thế )?(?:(?:một số|các) )?{_PIECES}",
    "replaces": r"thay thế",
    "repeals": r"bãi bỏ|h[uủ][yỷ] bỏ",
    "details": r"quy định chi tiết|quy định (?:(?:các|một số) )?(?:biện pháp )?thi hành",
    "guides": r"hướng dẫn",
    "corrects": r"đính chính",
    "suspends": r"(?:tạm )?đình chỉ (?:việc )?(?:thi hành|hiệu lực|áp dụng)",
    "pauses": r"(?:tạm )?ngưng(?: (?:toàn bộ|một phần))? hiệu lực",
    "consolidates": r"hợp nhất",
}
# What has force only so long ends on the day after.
_LASTS = r"có hiệu lực(?: thi hành)? (?:cho )?(?:đến|tới) (?:hết )?ngày(?= \d)"
_VERB = words("|".join(_PATTERNS.values()))
TOKEN = re.compile(
    rf"(?P<mention>{MENTIONED}+)"
    rf"|(?P<this>\b{TYPE}\s{{1,3}}này\b)"
    r"|(?P<passive>\b(?:được|bị)\s{1,3}"
    rf"(?:{_VERB})(?:(?:\s?,\s?|\s{{1,3}}và\s{{1,3}}|\s{{1,3}})(?:{_VERB})){{0,3}})"
    rf"|(?P<ends>\b{words('(?:hết|chấm dứt) hiệu lực')}\b)"
    rf"|(?P<lasts>\b{words(_LASTS)})"
    + "".join(rf"|(?P<{name}>\b(?:{words(pattern)})\b)" for name, pattern in _PATTERNS.items())
    + rf"|(?P<stop>;|(?-i:\.(?=\s{{1,3}}[A-ZĐÀ-Ỵ{MENTIONED}{QUOTED}])))"
    rf"|(?P<open>\()|(?P<close>\))|(?P<besides>,?\s{{1,3}}{words('(?:ngoại )?trừ')}\b)",
    re.IGNORECASE,
)

# Before a verb

# That opens an item or a title.
AT_START = _expression(
    r"\W*(?:(?-i:[A-ZĐÀ-Ỵ]{4,})\s){0,4}(?:(?:nay|về việc|v/v|đồng thời|và|hoặc"
    r"|(?:kể )?từ ngày[^;,§¤]{0,90},|chính thức) )*\Z"
)
# Of which "Nghị định này" is the subject.
AFTER_THIS = _expression(
    r"\W*(?:[^§]{0,300}(?:,|;|\bvà|\bnhằm|\bđể))?\s*(?:(?:chính thức|sẽ|đồng thời) )*\Z"
)
ONLY_AND = _expression(r"\s*\)?\s*(?:(?:,|và|đồng thời)\s*){1,3}\Z")
# In the line that enacts a text, as in its title.
ENACTED = _expression(rf"[^;:.§]{{2,200}}\bban hành {TYPE} \Z")
AFTER_STOP = _expression(r"\s*(?:(?:,|và|đồng thời|còn)\s*){0,3}\Z")
AND_LATE = _expression(r"(?: và|, đồng thời) \Z")
# Verbs one beside the other: "sửa đổi, bổ sung", "quy định chi tiết và hướng dẫn".
TOGETHER = _expression(r"\s*(?:,|và|hoặc|,\s?và)?\s*")
NOT_YET = _expression(r"\b(?:chưa|không|khi|sắp) \Z")
PAST = _expression(r"\bđã \Z")
# "Trước ngày Nghị định số 1 hết hiệu lực": a time is named, nothing is ended.
NAMES_A_TIME = _expression(r"\b(?:ngày|khi|thời điểm|lúc|trước|sau) \Z")
# "Cho đến khi được thay thế", "nếu bị bãi bỏ": nothing is done yet.
IF_IT_IS = _expression(r"\b(?:khi|nếu|trường hợp|mà|chưa|không|hoặc)(?: (?!này\b)\w+){0,4} \Z")

# What a text before it does to "các nghị định liên quan" ends the title of that text.
OF_SOME_TEXTS = _expression(
    rf"\bcủa (?:các|một số) (?:{TYPE}|văn bản)\b[^§]{{0,300}}(?:,|;|\bvà) (?:số )?\Z"
)
TITLE = _expression(r"\s*(?:quy định|về|hướng dẫn|ban hành|sửa đổi)\b")

# Between a verb and a mention

# The end of what stands between two objects of one verb.
ANOTHER = _expression(
    r"(?:\A|,|;|:|\n|\bvà\b|\bhoặc\b|\bcùng\b)(?:\s*(?:[-–+*]|\d{1,3}[.)]|[a-zđ]{1,2}\)))?\s*"
    r"(?:(?:các|những|toàn bộ|một số|điều|nội dung|quy định|của|tại|số|với) )*\Z"
)
# What is done "theo" a text is not done to it; "kèm theo" only attaches.
UNDER = _expression(
    r"(?<!kèm)\stheo\b|\b(?:thực hiện|phù hợp với|trái với|so với|bằng|thành|như)"
    r"(?: (?:các|quy định|nội dung|hướng dẫn|yêu cầu|tại|của|trong))*\s*\Z"
)
AS_FOLLOWS = _expression(r"như sau")
OBJECT_OF_GUIDING = _expression(
    r"\s*(?:(?:chi tiết|việc|thi hành|thực hiện|áp dụng|tổ chức|biện pháp|và|một số|các|điều"
    r"|khoản|điểm|nội dung|quy định|cụ thể|hướng dẫn|của|tại|về|để|trong|,|số)\s*)*\Z"
    r"|[^.:¤]{0,160}\b(?:của|tại) \Z"
)
# Between "Căn cứ" and a text that is not itself the basis.
NO_BASIS = _expression(r"\b(?:kết quả|thực hiện|đề nghị|ý kiến|biên bản|theo|đề xuất)\b")
THEO = _expression(r"(?<!kèm)\stheo\b")
# Words by which only a part of the mentioned text is meant; or anything at all, if it stands in it.
PART = _expression(
    r"\W*(?:(?:các|những|một số|phần|toàn bộ|\d{1,3}) )*(?:quy định|nội dung|điều|khoản|điểm|cụm từ"
    r"|từ [“\"]|phụ lục|mẫu|biểu|danh mục|thủ tục|quy trình|mức|một phần|tên|việc|chế độ|phí|lệ phí"
    r"|bảng|chương|mục|tiểu mục|đoạn|câu|dòng|cột|số thứ tự|tiêu chuẩn|tiêu chí|định mức)\b"
    r"|[\s,:]*(?!(?:các|những|toàn bộ|hiệu lực|thi hành|áp dụng|thực hiện|văn bản|đối với"
    r"|quyết định|nghị định|thông tư|nghị quyết|việc)\b)\w[^;§¤]{2,200}"
    r"\b(?:tại|trong|kèm theo) (?:các )?\Z"
)
# Before the next text of a list, and what leads from the named part of a text into that text.
LIST_MARK = _expression(r"(?:,|;|:|\n|\bvà\b|\bhoặc\b|\bcùng\b)\s*(?:số\b)?")
LEADS_INTO = _expression(r"\b(?:của|tại|trong|thuộc|kèm theo) (?:các )?\Z")
INTO = _expression(r" vào (?:sau|trước) \Z")
WORDS_EXCHANGED = _expression(r"\btừ [“\"]|\bsố thứ tự\b")

# After a verb

AGENT_FOLLOWS = _expression(r"[^;§¤]{0,120}\b(?:theo|bởi|tại|bằng|do)\b[^;§¤]{0,90}\Z")
ANEW = _expression(r"\s*(?:lại )?như sau\b")
SETTLED = _expression(r"\s*(?:(?:kể )?từ|toàn bộ|khi|[.;,]|\Z)")
# Before the provisions that an item of an amending text names: "2. Bổ sung khoản 3 …".
OPENING_VERB = _expression(r"\W*(?:sửa đổi|bổ sung|thay(?: thế)?|bãi bỏ|bỏ)\b")
PARTLY = _expression(r"\s*một phần\b")
STOP = re.compile(r";|\.(?=\s)")

# Of a whole sentence or text

CONDITION = _expression(r"\W*(?:trường hợp|khi|nếu|trong khi|cho đến khi)\b")
DUTY = _expression(
    r"trách nhiệm|nhiệm vụ|\bgiao\b|đề nghị|kiến nghị|chỉ đạo|yêu cầu|phân công|đề xuất"
)
CLOSING_ARTICLE = _expression(r"hiệu lực|thi hành|thực hiện|điều khoản")
# Before a text that a consolidated one consolidates, from the beginning of its clause.
BEFORE_CONSOLIDATED = _expression(
    r"\W*(?:số\W*)?\Z|\W*(?:ban hành )?kèm theo \Z|[^.;]{0,200}\bhợp nhất \Z"
)
# A title stands in the lines before one that is said to have force, or to be amended.
BEHIND_A_TITLE = _expression(r"[^;]{0,400}\b(?<!tại)(?<!của)(?<!theo)(?<!với)(?<!và)\s{1,3}\Z")
SAID_TO_HAVE_FORCE = _expression(r"[^;§]{0,200}\b(?:có hiệu lực|được sửa đổi)\b")
CONSOLIDATED = re.compile(r"^[ ]*VĂN\s{1,3}BẢN\s{1,3}HỢP\s{1,3}NHẤT\b", re.MULTILINE)


def kind_of_passive(verb: str) -> RelationKind | None:
    """What is done to the subject of "được sửa đổi", "bị bãi bỏ"."""
    for name in ("amends", "replaces", "repeals", "suspends", "pauses", "corrects"):
        if _expression(_PATTERNS[name]).search(verb):
            return VERBS[name]
    return None
