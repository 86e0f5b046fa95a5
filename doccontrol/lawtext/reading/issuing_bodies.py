"""How the bodies that issue texts are named and written, by ``running_text.key``. Plain data.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục II (capitals in names of bodies); Nghị quyết 202/2025/QH15
and the division before it (provinces).
"""

from __future__ import annotations

from doccontrol.lawtext.reading.running_text import key, plain

CITIES = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk",
    "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Tây",
    "Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang",
    "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An",
    "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi",
    "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên",
    "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
    "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip

_CENTRAL = {
    "QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội", "CTN": "Chủ tịch nước",
    "CP": "Chính phủ", "TTG": "Thủ tướng Chính phủ", "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội", "VPCTN": "Văn phòng Chủ tịch nước",
    "HĐTP": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "TANDTC": "Tòa án nhân dân tối cao", "VKSTC": "Viện kiểm sát nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao", "KTNN": "Kiểm toán nhà nước",
    "BNV": "Bộ Nội vụ", "BTC": "Bộ Tài chính", "BCA": "Bộ Công an", "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao", "BTP": "Bộ Tư pháp", "BCT": "Bộ Công Thương", "BXD": "Bộ Xây dựng",
    "BGDĐT": "Bộ Giáo dục và Đào tạo", "BGD&ĐT": "Bộ Giáo dục và Đào tạo", "BYT": "Bộ Y tế",
    "BKHCN": "Bộ Khoa học và Công nghệ", "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BNNMT": "Bộ Nông nghiệp và Môi trường", "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội", "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BTTTT": "Bộ Thông tin và Truyền thông", "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn", "BGTVT": "Bộ Giao thông vận tải",
    "NHNN": "Ngân hàng Nhà nước Việt Nam", "TTCP": "Thanh tra Chính phủ",
    "UBDT": "Ủy ban Dân tộc", "BHXH": "Bảo hiểm xã hội Việt Nam",
}  # fmt: skip
# Whose abbreviation means one body in the whole country, so that a number names its issuer.
BY_ABBREVIATION = {
    abbreviation: name for abbreviation, name in _CENTRAL.items() if abbreviation != "BHXH"
}

_OTHERS = (
    "Ngân hàng Nhà nước", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Đài Truyền hình Việt Nam",
    "Tổng Liên đoàn Lao động Việt Nam", "Bộ Văn hóa - Thông tin", "Bộ Thương mại",
    "Bộ Công nghiệp", "Bộ Thủy sản", "Bộ Bưu chính, Viễn thông", "Ban Chấp hành Trung ương",
    "Ban Bí thư", "Bộ Chính trị", "Văn phòng Trung ương Đảng", "Ban Tổ chức Trung ương",
    "Ủy ban Kiểm tra Trung ương", "Tổng cục Thuế", "Tổng cục Hải quan", "Tổng cục Thống kê",
    "Kho bạc Nhà nước", "Ủy ban nhân dân", "Hội đồng nhân dân",
)  # fmt: skip
_FIELDS = (
    "Y tế", "Nội vụ", "Tài chính", "Tư pháp", "Xây dựng", "Công Thương", "Giáo dục và Đào tạo",
    "Khoa học và Công nghệ", "Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch",
    "Văn hóa và Thể thao", "Du lịch", "Ngoại vụ", "Dân tộc và Tôn giáo", "An toàn thực phẩm",
    "Quy hoạch - Kiến trúc", "Lao động - Thương binh và Xã hội", "Kế hoạch và Đầu tư",
    "Thông tin và Truyền thông", "Tài nguyên và Môi trường", "Giao thông vận tải",
    "Nông nghiệp và Phát triển nông thôn", "Giao thông công chánh",
)  # fmt: skip

# Full names by key: letter case and marks as they should be, whatever a scanner made of them.
KNOWN = {
    key(name): name
    for name in (*_CENTRAL.values(), *_OTHERS, *(f"Sở {field}" for field in _FIELDS))
}
# By ``plain`` name, without the level; "Bà Rịa - Vũng Tàu" keeps its dash. Of the cities only Hồ
# Chí Minh bears its level as a part of its name (Nghị định 30/2020/NĐ-CP, Phụ lục II).
PLACES = {
    **{plain(name): f"tỉnh {name}" for name in PROVINCES},
    **{plain(name): f"thành phố {name}" for name in CITIES},
    plain("Hồ Chí Minh"): "Thành phố Hồ Chí Minh",
}

# The words with which the name of a body begins, in ``plain`` letters; longest first.
HEADS = tuple(
    sorted(
        (
            "bo", "so", "ubnd", "hdnd", "uy ban", "hoi dong", "cuc", "chi cuc", "tong cuc", "vu",
            "vien", "trung tam", "benh vien", "truong", "ban", "phong", "van phong", "chinh phu",
            "thu tuong", "quoc hoi", "chu tich", "toa an", "kiem toan", "ngan hang", "bao hiem",
            "kho bac", "cong an", "tinh uy", "thanh uy", "huyen uy", "dang uy", "dang bo",
            "thanh tra", "dai hoc", "hoc vien", "tong cong ty", "lien doan", "thue", "hai quan",
            "quan khu", "tram", "hoi", "doan", "tong lien doan", "mat tran", "dai", "xi nghiep",
            "cong ty", "nha hat", "bao tang", "thu vien", "quy", "hat",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
