# Makes and reads workbooks with openpyxl, for spec/bindings/xlsx_spec.lua: `make FOLDER` or `read FILE`.
import datetime
import json
import sys
import zipfile

import openpyxl
from openpyxl.cell.cell import TYPE_FORMULA


def make(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "상품"
    sheet.append(["이름", "가격", "날", "때", "판매", "수식"])
    sheet.append(["사과 <&>", 12000, datetime.date(2026, 11, 29), datetime.datetime(2026, 11, 29, 13, 5, 9), True, "=1+1"])
    sheet.append([None, 1.5, datetime.date(1900, 2, 28), datetime.time(6, 30), False, None])
    sheet["B5"] = -3
    sheet["B5"].number_format = '#,##0"원"'
    sheet["C5"] = 46355
    sheet["C5"].number_format = 'yyyy"년" m"월" d"일"'
    sheet["AB5"] = "멀리"
    other = book.create_sheet("둘째 장")
    other["A1"] = "x"
    book.save(folder + "/openpyxl.xlsx")
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet["C2"] = datetime.date(2026, 11, 29)
    book.save(folder + "/1904.xlsx")
    many = openpyxl.Workbook(write_only=True)
    sheet = many.create_sheet("많음")
    for i in range(5000):
        sheet.append([i, "행 %d" % i])
    many.save(folder + "/many.xlsx")


def read(path):
    sheets = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows = []
        for row in sheet.iter_rows():
            rows.append([[str(cell.value) if cell.value is not None else "", cell.data_type, cell.number_format] for cell in row])
            assert all(cell.data_type != TYPE_FORMULA for cell in row)
        hidden = [name for name, column in sheet.column_dimensions.items() if column.hidden]
        sheets.append({"name": sheet.title, "rows": rows, "frozen": sheet.freeze_panes, "hidden": hidden})
    print(json.dumps(sheets))


def pack(folder):
    for number, parts in enumerate(json.load(open(folder + "/packages.json"))):
        with zipfile.ZipFile("%s/packed-%d.xlsx" % (folder, number + 1), "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in parts.items():
                file.writestr(name, content)


{"make": make, "read": read, "pack": pack}[sys.argv[1]](*sys.argv[2:])
