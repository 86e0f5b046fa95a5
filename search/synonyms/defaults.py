"""What the synonym table holds at first: abbreviations of Vietnamese public administration and of
ISO 9001, and everyday words for legal ones. The ISO secretary changes it in the admin.

A line is a short form and its long forms. Facts of general use; abbreviations of ministries and of
kinds of texts: domain notes, 4.1 and 4.2.
"""

from __future__ import annotations

# Said both ways.
ABBREVIATIONS = """
TTHC: thủ tục hành chính
CCHC: cải cách hành chính
HTQLCL: hệ thống quản lý chất lượng
QLCL: quản lý chất lượng
CSCL: chính sách chất lượng
MTCL: mục tiêu chất lượng
STCL: sổ tay chất lượng
KSTL: kiểm soát tài liệu
KPH: không phù hợp
HĐKP: hành động khắc phục
ĐGNB: đánh giá nội bộ
XXLĐ: xem xét của lãnh đạo; xem xét lãnh đạo
QMR: đại diện lãnh đạo về chất lượng; đại diện lãnh đạo
BCĐ: ban chỉ đạo
TCVN: tiêu chuẩn quốc gia; tiêu chuẩn Việt Nam
QCVN: quy chuẩn kỹ thuật quốc gia
QPPL: quy phạm pháp luật
VBQPPL: văn bản quy phạm pháp luật
VBPL: văn bản pháp luật
VBHN: văn bản hợp nhất
TTLT: thông tư liên tịch
UBND: ủy ban nhân dân
HĐND: hội đồng nhân dân
UBTVQH: ủy ban thường vụ quốc hội
UBMTTQ: ủy ban mặt trận tổ quốc
VPCP: văn phòng chính phủ
TTCP: thanh tra chính phủ
TAND: tòa án nhân dân
VKSND: viện kiểm sát nhân dân
THADS: thi hành án dân sự
KBNN: kho bạc nhà nước
NSNN: ngân sách nhà nước
QLNN: quản lý nhà nước
LĐTBXH: lao động thương binh và xã hội
GDĐT: giáo dục và đào tạo
KHCN: khoa học và công nghệ
KHĐT: kế hoạch và đầu tư
TNMT: tài nguyên và môi trường
NNPTNT: nông nghiệp và phát triển nông thôn
TTTT: thông tin và truyền thông
VHTTDL: văn hóa thể thao và du lịch
CBCC: cán bộ công chức
CCVC: công chức viên chức
CBCCVC: cán bộ công chức viên chức
NLĐ: người lao động
NSDLĐ: người sử dụng lao động
HĐLĐ: hợp đồng lao động
BLLĐ: bộ luật lao động
BLDS: bộ luật dân sự
BLHS: bộ luật hình sự
BLTTDS: bộ luật tố tụng dân sự
BLTTHS: bộ luật tố tụng hình sự
TƯLĐTT: thỏa ước lao động tập thể
TNLĐ: tai nạn lao động
BNN: bệnh nghề nghiệp
ATLĐ: an toàn lao động
VSLĐ: vệ sinh lao động
ATVSLĐ: an toàn vệ sinh lao động
BHLĐ: bảo hộ lao động
GPLĐ: giấy phép lao động
GQVL: giải quyết việc làm
DVVL: dịch vụ việc làm
TTDVVL: trung tâm dịch vụ việc làm
GDNN: giáo dục nghề nghiệp
BHXH: bảo hiểm xã hội
BHYT: bảo hiểm y tế
BHTN: bảo hiểm thất nghiệp
NCC: người có công; nhà cung cấp
TBLS: thương binh liệt sĩ
BTXH: bảo trợ xã hội
TGXH: trợ giúp xã hội
NKT: người khuyết tật
NCT: người cao tuổi
TNXH: tệ nạn xã hội
PCTNXH: phòng chống tệ nạn xã hội
BĐG: bình đẳng giới
BLGĐ: bạo lực gia đình
BVCSTE: bảo vệ chăm sóc trẻ em; bảo vệ và chăm sóc trẻ em
CCCD: căn cước công dân; căn cước
CMND: chứng minh nhân dân
GPLX: giấy phép lái xe
GPXD: giấy phép xây dựng
GCN: giấy chứng nhận
GCNQSDĐ: giấy chứng nhận quyền sử dụng đất
QSDĐ: quyền sử dụng đất
GKS: giấy khai sinh
ĐKKD: đăng ký kinh doanh
DNNVV: doanh nghiệp nhỏ và vừa
HTX: hợp tác xã
GTGT: giá trị gia tăng
VAT: giá trị gia tăng
TNCN: thu nhập cá nhân
TNDN: thu nhập doanh nghiệp
PCCC: phòng cháy chữa cháy; phòng cháy và chữa cháy
CNCH: cứu nạn cứu hộ
ATGT: an toàn giao thông
ATTP: an toàn thực phẩm
VSATTP: vệ sinh an toàn thực phẩm
BVMT: bảo vệ môi trường
ĐTM: đánh giá tác động môi trường
ANTT: an ninh trật tự
NVQS: nghĩa vụ quân sự
KTXH: kinh tế xã hội
CNTT: công nghệ thông tin
CĐS: chuyển đổi số
CKS: chữ ký số
DVC: dịch vụ công
DVCTT: dịch vụ công trực tuyến
BPMC: bộ phận một cửa; bộ phận tiếp nhận và trả kết quả
PVHCC: phục vụ hành chính công
KNTC: khiếu nại tố cáo
PAKN: phản ánh kiến nghị
PCTN: phòng chống tham nhũng
VPHC: vi phạm hành chính
XPVPHC: xử phạt vi phạm hành chính
XLVPHC: xử lý vi phạm hành chính
SHTT: sở hữu trí tuệ
"""

# Said one way only: the everyday words mean less, or something else besides.
EVERYDAY_WORDS = """
NĐ: nghị định
QĐ: quyết định
TT: thông tư
NQ: nghị quyết
CV: công văn
VB: văn bản
QT: quy trình
BM: biểu mẫu
ĐK: đăng ký; điều kiện
GP: giấy phép
HĐ: hợp đồng; hội đồng
HS: hồ sơ; học sinh
DN: doanh nghiệp
LĐ: lao động; lãnh đạo
TE: trẻ em
bìa đỏ: giấy chứng nhận quyền sử dụng đất
sổ đỏ: giấy chứng nhận quyền sử dụng đất
sổ hồng: giấy chứng nhận quyền sử dụng đất
ở tù: phạm nhân; chấp hành án phạt tù
đi tù: phạm nhân; chấp hành án phạt tù
ngồi tù: phạm nhân; chấp hành án phạt tù
gà vịt: gia cầm
trâu bò: gia súc
chó mèo: vật nuôi
thuốc sâu: thuốc bảo vệ thực vật
xe hơi: xe ô tô
xe máy: xe mô tô; xe gắn máy
bằng lái: giấy phép lái xe
bằng lái xe: giấy phép lái xe
vượt đèn đỏ: không chấp hành hiệu lệnh của đèn tín hiệu giao thông
vỉa hè: hè phố
rượu bia: đồ uống có cồn; nồng độ cồn
nghỉ đẻ: nghỉ thai sản; thai sản
về hưu: nghỉ hưu; hưu trí
tiền thất nghiệp: trợ cấp thất nghiệp
đuổi việc: sa thải; đơn phương chấm dứt hợp đồng lao động
xin việc: tìm việc làm; việc làm
giúp việc nhà: giúp việc gia đình
xuất khẩu lao động: người lao động đi làm việc ở nước ngoài; làm việc ở nước ngoài
người tàn tật: người khuyết tật
người già: người cao tuổi
trẻ mồ côi: trẻ em mồ côi; trẻ em có hoàn cảnh đặc biệt
nghiện hút: nghiện ma túy
hộ khẩu: đăng ký cư trú; nơi thường trú
chứng minh thư: chứng minh nhân dân; căn cước
ly dị: ly hôn
lấy vợ: kết hôn
lấy chồng: kết hôn
giấy kết hôn: giấy chứng nhận kết hôn
làm khai sinh: đăng ký khai sinh
thi công chức: tuyển dụng công chức
bỏ phiếu: bầu cử
dấu mộc: con dấu
công chứng bản sao: chứng thực bản sao
phàn nàn: phản ánh kiến nghị; khiếu nại
lương tối thiểu: mức lương tối thiểu
qua mạng: trực tuyến; môi trường điện tử
online: trực tuyến; môi trường điện tử
một cửa: tiếp nhận và trả kết quả
"""


def table() -> list[tuple[str, str, bool]]:
    """Each entry: the short form, the long forms one on each line, whether both ways."""
    return [
        (short.strip(), "\n".join(form.strip() for form in long.split(";")), both_ways)
        for lines, both_ways in ((ABBREVIATIONS, True), (EVERYDAY_WORDS, False))
        for short, _colon, long in (line.partition(":") for line in lines.split("\n") if line)
    ]
