from datetime import date

from portal.opendata.domain import csv_file


def test_csv_file_opens_in_a_spreadsheet():
    data = csv_file(["小区", "台数", "完工"], [("东村", 3, date(2021, 5, 1)), ("西村", None, None)])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "小区,台数,完工\r\n东村,3,2021-05-01\r\n西村,,\r\n"


def test_csv_file_runs_nothing():
    rows = csv_file(["a"], [("=1+1",), ("+1",), ("-1",), ("@x",), ("\tx",), ("＝1",), ('a,"b"',)]).decode("utf-8-sig")
    assert rows.split("\r\n")[1:5] == ["'=1+1", "'+1", "'-1", "'@x"]
    assert rows.split("\r\n")[5:8] == ["'\tx", "'＝1", '"a,""b"""']
