"""A register of many rows, as a workbook and as plain rows."""

import xlsxwriter

HEADINGS = ("小区", "楼号", "室号", "楼层", "建筑面积", "业主姓名")


def rows(count):
    for at in range(count):
        group, flat = divmod(at, 24)
        floor = flat // 4 + 1
        yield (
            f"{group // 200 + 1}村",
            f"{group % 200 + 1}号",
            f"{floor}{flat % 4 + 1:02d}",
            floor,
            48.5 + at % 9,
            f"业主{at}",
        )


def workbook(path, count):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate((HEADINGS, *rows(count))):
        sheet.write_row(line, 0, row)
    book.close()
