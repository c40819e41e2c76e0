from django.contrib import admin


class Desk(admin.AdminSite):
    site_header = site_title = "邻里 · 工作台"
    index_title = "今天要做"
