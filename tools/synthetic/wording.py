"""Words for made-up laws: subjects sound like Vietnamese administrative titles and mean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ACTS = (
    "quy định chi tiết một số điều", "hướng dẫn thi hành", "sửa đổi, bổ sung một số điều",
    "ban hành quy chế", "quy định mức thu", "phê duyệt đề án", "quy định chức năng, nhiệm vụ",
    "bãi bỏ một số văn bản", "quy định tiêu chuẩn", "quy định trình tự, thủ tục",
    "công bố danh mục", "quy định chế độ báo cáo", "quy định việc quản lý, sử dụng",
)  # fmt: skip
SUBJECTS = (
    "bảo hiểm xã hội", "lao động nước ngoài", "giáo dục nghề nghiệp", "người có công",
    "an toàn vệ sinh lao động", "trợ giúp xã hội", "bảo vệ trẻ em", "bình đẳng giới",
    "phòng chống mại dâm", "cai nghiện ma túy", "tiền lương tối thiểu", "hợp đồng lao động",
    "thanh tra chuyên ngành", "lưu trữ hồ sơ", "văn thư điện tử", "chuyển đổi số",
    "thủ tục hành chính", "quản lý đất đai", "xây dựng nhà ở", "môi trường làng nghề",
    "ngân sách địa phương", "tài sản công", "đấu thầu qua mạng", "phí và lệ phí", "thuế thu nhập",
    "hải quan", "giao thông đường bộ", "đường thủy nội địa", "hàng không dân dụng", "khoáng sản",
    "tài nguyên nước", "thú y", "kiểm dịch thực vật", "thủy sản", "lâm nghiệp", "khám bệnh",
    "dược phẩm", "an toàn thực phẩm", "dân số", "văn hóa cơ sở", "du lịch", "báo chí", "xuất bản",
    "thể dục thể thao", "khoa học và công nghệ", "đo lường chất lượng", "sở hữu trí tuệ",
    "năng lượng nguyên tử", "điện lực", "hóa chất", "vật liệu nổ", "quản lý thị trường",
    "thương mại điện tử", "xuất nhập khẩu", "đầu tư công", "doanh nghiệp nhỏ và vừa", "hợp tác xã",
    "hộ tịch", "chứng thực", "công chứng", "luật sư", "đấu giá tài sản", "trợ giúp pháp lý",
    "thi hành án dân sự", "cư trú", "căn cước", "phòng cháy chữa cháy", "dân quân tự vệ",
    "nghĩa vụ quân sự", "biên phòng", "tín ngưỡng tôn giáo", "công tác dân tộc",
    "thi đua khen thưởng",
    "cán bộ công chức", "viên chức", "tổ chức bộ máy", "địa giới hành chính", "hội quần chúng",
)  # fmt: skip
CONDITIONS = (
    "trên địa bàn tỉnh", "trong lĩnh vực", "thuộc phạm vi quản lý nhà nước",
    "giai đoạn 2021 - 2025",
    "đối với cơ quan, đơn vị sự nghiệp", "đối với hộ gia đình, cá nhân", "tại cấp xã",
    "theo cơ chế một cửa", "phục vụ phát triển kinh tế - xã hội", "cho đối tượng yếu thế",
    "trong tình hình mới", "và các văn bản hướng dẫn", "áp dụng trong cơ quan hành chính",
)  # fmt: skip
PROVINCES = (
    "Hà Nội", "Huế", "Quảng Ninh", "Cao Bằng", "Lạng Sơn", "Lai Châu", "Điện Biên", "Sơn La",
    "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ",
    "Bắc Ninh", "Hưng Yên", "Hải Phòng", "Ninh Bình", "Quảng Trị", "Đà Nẵng", "Quảng Ngãi",
    "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk", "Đồng Nai", "Tây Ninh", "Cần Thơ", "Vĩnh Long",
    "Đồng Tháp", "Cà Mau", "An Giang", "Thành phố Hồ Chí Minh",
)  # fmt: skip
MINISTRIES = {
    "BNV": "Bộ Nội vụ", "BTC": "Bộ Tài chính", "BYT": "Bộ Y tế", "BTP": "Bộ Tư pháp",
    "BCT": "Bộ Công Thương", "BXD": "Bộ Xây dựng", "BCA": "Bộ Công an", "BQP": "Bộ Quốc phòng",
    "BKHCN": "Bộ Khoa học và Công nghệ", "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BNNMT": "Bộ Nông nghiệp và Môi trường", "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: how common, how high, and how its number ends ({0}: who issues)."""

    name: str
    share: int
    rank: int
    symbol: str
    is_normative: bool = True


# Shares as in the register of the State's Codex, with the texts of provinces added.
KINDS = (
    Kind("Luật", 1, 1, "QH15"),
    Kind("Nghị định", 9, 2, "NĐ-CP"),
    Kind("Quyết định của Thủ tướng", 6, 3, "QĐ-TTg"),
    Kind("Thông tư", 27, 4, "TT-{0}"),
    Kind("Nghị quyết", 15, 5, "NQ-HĐND"),
    Kind("Quyết định", 38, 6, "QĐ-UBND"),
    Kind("Công văn", 4, 7, "CV-{0}", is_normative=False),
)


def subject(random: Random) -> str:
    """Between one and three subjects, common ones far more often than rare ones."""
    things = [SUBJECTS[int(len(SUBJECTS) * random.random() ** 2)] for _n in range(2)]
    words = f"{random.choice(ACTS)} về {' và '.join(dict.fromkeys(things))}"
    return f"{words} {random.choice(CONDITIONS)}".capitalize()
