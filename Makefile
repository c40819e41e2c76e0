# The doors of the house. `make demo` and `make test` need Debian, python3 and make; the rest they bring themselves.
PYTHON := .venv/bin/python
ADDRESS ?= 127.0.0.1:8000
POSTGRESQL ?= postgres://postgres@127.0.0.1:5432
REDIS ?= redis://127.0.0.1:6379/15
export LINLI_DATA ?= $(CURDIR)/.data

CODE := communities portal projects seeds tests manage.py
PYTEST := env -u LINLI_DATA -u LINLI_PRODUCTION $(PYTHON) -m pytest -q -n 2 --dist worksteal
# What production must be told, so that `check --deploy` judges the settings that will be served.
AS_PRODUCTION := LINLI_PRODUCTION=1 ALLOWED_HOSTS=linli.example SITE_URL=https://linli.example \
	SECRET_KEY=lint-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ IDENTITY_KEY=lint-only-9876543210

.PHONY: setup demo test test-sqlite test-browser test-postgresql lint bench messages

setup: .venv/locked

.venv/bin/pip:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo '需要 Python 3.11 或更新的版本 (Python 3.11 or newer is needed).' >&2; exit 1; }
	@python3 -c 'import ensurepip' 2>/dev/null || { test "$$(id -u)" = 0 && apt-get update -q && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q python3-venv; } || \
		{ echo '缺少 python3-venv，请先运行 (please run first): sudo apt-get install python3-venv' >&2; exit 1; }
	python3 -m venv .venv

# Installed again only when the lock changed.
.venv/locked: requirements.txt | .venv/bin/pip
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/locked-dev: requirements-dev.txt | .venv/bin/pip
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Compressing takes seconds, so only when a file or the lock changed.
$(LINLI_DATA)/static/staticfiles.json: .venv/locked $(shell find portal/static -type f)
	$(PYTHON) manage.py collectstatic --no-input --verbosity 0

demo: setup $(LINLI_DATA)/static/staticfiles.json
	@mkdir -p "$(LINLI_DATA)"
	$(PYTHON) manage.py migrate --verbosity 0
	$(PYTHON) manage.py createcachetable
	$(PYTHON) manage.py seed
	@echo
	@echo '  居民网页 (residents)   http://$(ADDRESS)/'
	@echo '  居委会后台 (committee) http://$(ADDRESS)/admin/'
	@echo '  数据在 $(LINLI_DATA)，再次运行会保留 (kept on the next run)。按 Ctrl+C 停止 (stops).'
	@echo
	@exec $(PYTHON) -m gunicorn portal.wsgi --preload --bind $(ADDRESS) --worker-class gthread --workers 2 --threads 4 \
		--no-control-socket --access-logfile "$(LINLI_DATA)/access.log"

# Each in processes of its own (a browser's event loop is not for Django's); `make -k test` runs all, whichever fails.
test: test-sqlite test-browser test-postgresql

test-sqlite: .venv/locked-dev
	@echo '== SQLite =='
	env -u DATABASE_URL -u REDIS_URL $(PYTEST) -m 'not slow and not browser'

test-browser: .venv/locked-dev
	@echo '== 浏览器 (browser) =='
	@command -v chromium >/dev/null || echo '没有 chromium：跳过浏览器测试 (no Chromium: browser tests skipped).'
	env -u DATABASE_URL -u REDIS_URL $(PYTEST) -m 'browser and not slow'

test-postgresql: .venv/locked-dev
	@if ! $(PYTHON) -c 'import psycopg; psycopg.connect("$(POSTGRESQL)/postgres", connect_timeout=2)' 2>/dev/null; then \
		echo '没有 PostgreSQL 应答 $(POSTGRESQL)：跳过 (no PostgreSQL answers: skipped).'; \
	else \
		if $(PYTHON) -c 'import redis; redis.Redis.from_url("$(REDIS)").ping()' 2>/dev/null; then \
			export REDIS_URL=$(REDIS); else echo '没有 Redis 应答 (no Redis answers): 用数据库缓存。'; fi; \
		echo "== PostgreSQL $${REDIS_URL:+和 Redis }=="; \
		DATABASE_URL=$(POSTGRESQL)/linli $(PYTEST) -m 'not slow and not browser'; \
	fi

# Templates are linted, not reformatted: a line break put between two Han characters shows as a gap.
# request.META stays where each request passes (request.headers builds a dictionary every time).
lint: .venv/locked-dev
	.venv/bin/ruff check $(CODE)
	.venv/bin/ruff format --check $(CODE)
	.venv/bin/djlint --quiet --lint templates
	find $(CODE) -name '*.py' -not -path '*/migrations/*' -exec .venv/bin/django-upgrade --check \
		--target-version 5.2 --skip request_headers {} +
	.venv/bin/lint-imports --no-cache
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(AS_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

bench: .venv/locked-dev
	$(PYTHON) -m tests.bench

# English catalogue of the residents' pages: collect the Chinese strings, then compile (needs Debian's gettext).
# Staff read Chinese, so their templates stay out. A run that finds nothing new changes no file.
messages: .venv/locked-dev
	$(PYTHON) manage.py makemessages --locale en --no-obsolete --no-location --no-wrap --ignore '.*' --ignore tests \
		--ignore 'templates/admin' --ignore 'templates/account' --ignore 'templates/mfa'
	sed -i '/^"POT-Creation-Date:/d;/^"Report-Msgid-Bugs-To:/d' portal/locale/en/LC_MESSAGES/django.po
	$(PYTHON) manage.py compilemessages --locale en --ignore '.*'
