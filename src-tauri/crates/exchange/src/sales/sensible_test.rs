//! Headers nobody described, such as people have: read right or asked about, never wrong.

use crate::propose::{Answers, propose};
use crate::sales::test::read_path;
use crate::sniff::sniff;

/// What the letters behind the names stand for: an order, its day, a stock code, a name, a count, a price, an amount,
/// a discount, what is left of it, a list price, and things that are in such files beside.
const HEADERS: &[(&str, &str)] = &[
    (
        "en, a web shop",
        "Order #=o|Order Date=d|Item SKU=s|Item Name=t|Item Qty=q|Item Price=p|Item Total=a|Customer Email=E",
    ),
    (
        "en, a point of sale",
        "Receipt Number=o|Transaction Date=d|Product=t|SKU=s|Qty Sold=q|Unit Price=p|Gross Sales=a|Discounts=n|Net Sales=g|Staff=b",
    ),
    (
        "en, a marketplace",
        "Order No.=o|Order Creation Time=d|Seller SKU=s|Item Title=t|Purchased Quantity=q|Deal Price=p|Order State=x|Receiver Phone=h",
    ),
    (
        "en, an accountant",
        "Document No=o|Posting Date=d|Item No.=s|Item Description=t|Quantity Invoiced=q|Sales Price=p|Line Amount=a",
    ),
    (
        "en, a live tool",
        "Order Reference=o|Ordered At=d|Product Code=s|Product Title=t|Units Ordered=q|Price Each=p|Platform Name=c|Live ID=u",
    ),
    (
        "en, a fulfilment house",
        "External Order ID=o|Order Placed Date=d|Merchant SKU=s|Product Description=t|Quantity Ordered=q|Unit Selling Price=p|Weight (kg)=w",
    ),
    (
        "en, list and sale",
        "Order ID=o|Purchase Date=d|SKU=s|Title=t|Qty=q|List Price=l|Sale Price=p|Subtotal=a",
    ),
    (
        "vi, KiotViet",
        "Mã hóa đơn=o|Thời gian=d|Mã hàng=s|Tên hàng=t|Số lượng=q|Đơn giá=p|Giảm giá=n|Thành tiền=a|Khách hàng=b|Điện thoại=h",
    ),
    (
        "vi, Sapo",
        "Mã đơn=o|Ngày chứng từ=d|Mã SKU=s|Tên phiên bản sản phẩm=t|SL=q|Giá bán lẻ=p|Tiền hàng=a|Tên khách hàng=b",
    ),
    (
        "vi, Pancake",
        "Mã đơn hàng=o|Thời điểm tạo đơn=d|Mã mẫu mã=s|Tên sản phẩm=t|Số lượng=q|Đơn giá=p|Trạng thái=X|Nguồn đơn hàng=c",
    ),
    ("vi, Excel tự làm", "STT=i|Số đơn=o|Ngày mua=d|Tên hàng hoá=t|SL mua=q|Giá=p|T.Tiền=a|Ghi chú=e"),
    (
        "vi, Lazada",
        "Mã số đơn hàng=o|Ngày đặt đơn=d|SKU người bán=s|Tên mặt hàng=t|Số lượng đặt=q|Giá bán sản phẩm=p|Phí vận chuyển=f",
    ),
    (
        "vi, giá niêm yết",
        "Mã đơn hàng=o|Ngày tạo=d|Mã sản phẩm=s|Tên sản phẩm=t|Số lượng=q|Giá niêm yết=l|Giá bán=p|Thành tiền=a",
    ),
    ("vi, viết tắt", "Mã ĐH=o|Ngày ĐH=d|Mã SP=s|Tên SP=t|SL bán ra=q|Đơn giá bán=p|Doanh số=a"),
    (
        "vi, không dấu",
        "Ma don hang=o|Ngay dat hang=d|Ma san pham=s|Ten san pham=t|So luong=q|Don gia=p|Thanh tien=a|So dien thoai=h",
    ),
    (
        "id, Shopee",
        "No. Pesanan=o|Waktu Pesanan Dibuat=d|Nomor Referensi SKU=s|Nama Produk=t|Jumlah=q|Harga Setelah Diskon=p|Total Harga Produk=a|Status Pesanan=Y",
    ),
    (
        "id, Tokopedia",
        "Nomor Invoice=o|Tanggal Pembayaran=d|Nomor SKU=s|Nama Produk=t|Jumlah Produk Dibeli=q|Harga Jual (IDR)=p|Nama Pembeli=b",
    ),
    (
        "id, kasir",
        "No Nota=o|Tanggal Transaksi=d|Kode Barang=s|Nama Barang=t|Qty=q|Harga Satuan=p|Sub Total=a|Kasir=b",
    ),
    (
        "id, Jubelio",
        "No. Transaksi=o|Tgl Pesanan=d|Kode Item=s|Nama Item=t|Jml=q|Harga Satuan=p|Jumlah Harga=a",
    ),
    (
        "ms, kedai",
        "No. Resit=o|Tarikh Jualan=d|Kod Produk=s|Nama Produk=t|Kuantiti=q|Harga Seunit=p|Jumlah=a",
    ),
    (
        "th, Shopee",
        "หมายเลขคำสั่งซื้อ=o|วันที่ทำการสั่งซื้อ=d|เลขอ้างอิง SKU (SKU Reference No.)=s|ชื่อสินค้า=t|จำนวน=q|ราคาขาย=p|ราคาขายสุทธิ=a|สถานะการสั่งซื้อ=Z",
    ),
    ("th, ร้านค้า", "เลขที่ใบเสร็จ=o|วันที่ขาย=d|รหัสสินค้า=s|รายการ=t|จำนวน=q|ราคาต่อหน่วย=p|จำนวนเงิน=a|ลูกค้า=b"),
    ("th, Lazada", "เลขที่คำสั่งซื้อ=o|วันที่สร้าง=d|รหัส SKU=s|ชื่อรายการ=t|จำนวนสินค้า=q|ราคาต่อชิ้น=p|เบอร์โทรศัพท์=h"),
    ("th, ไลฟ์", "ออเดอร์=o|วันเวลาที่สั่ง=d|โค้ดสินค้า=s|สินค้า=t|จำนวน (ชิ้น)=q|ราคา/ชิ้น=p|รวมเงิน=a"),
    (
        "zh, 淘宝",
        "订单编号=o|订单创建时间=d|商家编码=s|宝贝标题=t|购买数量=q|商品单价=p|买家会员名=b|联系手机=h",
    ),
    ("zh, 京东", "订单号=o|下单时间=d|商品编号=s|商品名称=t|订购数量=q|京东价=p|订单状态=C"),
    ("zh, 快手", "订单号=o|订单创建时间=d|商品ID=k|商品名称=t|成交数量=q|商品单价=p|实付款=a|主播昵称=b"),
    ("zh, 收银", "单据号=o|销售日期=d|货号=s|品名=t|数量=q|零售价=p|金额=a"),
    ("zh-TW, 蝦皮", "訂單編號=o|訂單成立日期=d|商品選項貨號=s|商品名稱=t|數量=q|商品活動價格=p|訂單狀態=u"),
    ("en, amounts alone", "Order ID=o|Date=d|Product=t|Quantity=q|Line Total=a"),
];

/// Four lines of three orders; quantity times price comes to 1 049 000.
const GMV: i128 = 10_490_000_000;
const DISCOUNTS: i128 = 150_000_000;

fn cell(what: &str, line: usize) -> String {
    let of = |cells: [&str; 4]| cells[line].to_owned();
    match what {
        "o" => of(["240501001", "240501001", "240501002", "240501003"]),
        "d" => of(["2026-05-21 10:00", "2026-05-21 10:00", "2026-05-22 11:30", "2026-05-23 09:15"]),
        "s" => of(["SON-01", "KEM-02", "SON-01", "AO-03"]),
        "k" => of(["3600018001", "3600018002", "3600018001", "3600018003"]),
        "t" => of(["Son môi", "Kem", "Son môi", "Áo thun"]),
        "q" => of(["2", "1", "3", "1"]),
        "p" => of(["150000", "200000", "150000", "99000"]),
        "l" => of(["180000", "200000", "180000", "99000"]),
        "a" => of(["300000", "200000", "450000", "99000"]),
        "n" => of(["10000", "0", "5000", "0"]),
        "g" => of(["290000", "200000", "445000", "99000"]),
        "f" => of(["15000", "12000", "0", "30000"]),
        "w" => of(["0.2", "0.3", "0.2", "0.5"]),
        "i" => of(["1", "2", "3", "4"]),
        "h" => of(["0901234567", "0901234567", "0912345678", "0987654321"]),
        "b" => of(["Lan", "Lan", "Minh", "Hoa"]),
        "E" => of(["a@b.vn", "a@b.vn", "c@d.vn", "e@f.vn"]),
        "x" => of(["Completed"; 4]),
        "X" => of(["Đã giao"; 4]),
        "Y" => of(["Selesai"; 4]),
        "Z" => of(["จัดส่งแล้ว"; 4]),
        "C" => of(["已完成"; 4]),
        "c" => of(["TikTok"; 4]),
        _ => of(["x", "", "y", ""]),
    }
}

#[test]
fn headers_people_have_are_read_right_or_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.csv");
    let answers = [("currency", "VND"), ("zone", "Asia/Ho_Chi_Minh")];
    let (mut right, mut asked, mut wrong) = (0, Vec::new(), Vec::new());
    for (what, columns) in HEADERS {
        let columns: Vec<(&str, &str)> = columns.split('|').filter_map(|one| one.rsplit_once('=')).collect();
        let mut text = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
        for line in 0..4 {
            text.push('\n');
            text.push_str(&columns.iter().map(|(_, what)| cell(what, line)).collect::<Vec<_>>().join(","));
        }
        std::fs::write(&path, text + "\n").unwrap();
        let sniffed = sniff(&path).unwrap();
        let mut given = Answers::default();
        answers.iter().for_each(|(key, value)| given.add(*key, *value));
        let questions = propose(&path, &sniffed, &given).unwrap().questions;
        if !questions.is_empty() {
            let keys: Vec<String> = questions.into_iter().map(|question| question.key).collect();
            asked.push(format!("{what}: {}", keys.join(", ")));
            continue;
        }
        let read = read_path(&path, &answers);
        let gmv: i128 = read.lines.iter().map(|line| i128::from(line.amount_e4)).sum();
        let discounts: i128 = read.lines.iter().map(|line| i128::from(line.discount_e4)).sum();
        let has_discounts = columns.iter().any(|(_, what)| *what == "n");
        let named =
            read.lines.iter().all(|line| line.sku.is_some() || columns.iter().all(|(_, what)| *what != "s"));
        if gmv == GMV
            && (discounts == 0 || discounts == DISCOUNTS && has_discounts)
            && named
            && read.rejects.is_empty()
        {
            right += 1;
        } else {
            wrong.push(format!("{what}: {gmv} {discounts} {named} {:?}", read.rejects.first()));
        }
    }
    println!("right {right}\nasked {asked:#?}\nwrong {wrong:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(right >= 27, "{right} of {} are read; asked are {asked:#?}", HEADERS.len());
}
