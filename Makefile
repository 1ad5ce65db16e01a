# NumSight: `make run` and everything else is one word. `make help` lists them.

PG_CONFIG ?= /usr/lib/postgresql/15/bin/pg_config
LOCAL = deploy/local

# What a caller may choose, on the command line or in the environment.
export NUMSIGHT_VAR NUMSIGHT_PORT NUMSIGHT_SAMPLE NUMSIGHT_VERIFY NUMSIGHT_SEND_COMMAND
export FILE FORMAT REGION OWNER MAP KEEP_GEO YES FUZZ_SECONDS COUNT SEED PG_CONFIG

.DEFAULT_GOAL = all
.PHONY: all run stop status psql logs env token load test check lint nightly \
	asan bench docs update-metadata indent install clean purge help

all:
	$(MAKE) -C extension PG_CONFIG='$(PG_CONFIG)' with_llvm=no
	$(MAKE) -C fcgi
	$(MAKE) -C load PG_CONFIG='$(PG_CONFIG)'
	$(MAKE) -C send PG_CONFIG='$(PG_CONFIG)'

## run	make or update the instance in var/ and start it
run:
	@$(LOCAL)/up

## stop	stop it; nothing is lost
stop:
	@$(LOCAL)/down

## status	what of it runs
status:
	@$(LOCAL)/status

## psql	a superuser's session; ARGS="-c 'SELECT 1'"
psql:
	@$(LOCAL)/psql $(ARGS)

## logs	follow the logs of all servers
logs:
	@$(LOCAL)/logs

## env	shell assignments of a running instance: eval "$(make -s env)"
env:
	@$(LOCAL)/env

## load	people, complaints or a block list: FILE=people.csv [FORMAT= REGION= OWNER= MAP=] [KIND=spam SOURCE=]
load:
	@$(LOCAL)/load

## test	everything that is checked, in instances of its own
test:
	@.ci/run

## check	the same without installing packages; SUITES="unit regress" for some
check:
	@test/run $(SUITES)

## lint	compilers, cppcheck, shellcheck: silent when all is well
lint:
	@output=$$(test/lint) || { printf '%s\n' "$$output" | grep -v '^ok '; exit 1; }

## nightly	an hour of fuzzing for each target; bent requests; libphonenumber beside us
nightly:
	@$(LOCAL)/packages run test bench
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-3600} SUITE_SECONDS=$${SUITE_SECONDS:-86400} \
		test/run fuzz nightly; status=$$?; \
		sed -n 's/^[a-z ]*ok [0-9]* - //p' build/test/compare.log; exit $$status

## asan	unit tests and fuzz targets under sanitizers
asan:
	@$(MAKE) -C test SANITIZE=address,undefined unit

## bench	all measurements; bench-NAME for one
bench: $(patsubst bench/%,bench-%,$(filter-out %.md %.sql %.lua %.c,$(wildcard bench/*)))

bench-%:
	@$(LOCAL)/packages run bench $$(command -v npm >/dev/null || echo npm)
	@if [ -d bench/$* ]; then $(MAKE) -s -C bench/$* speed; else bench/$*; fi

## docs	write docs/api.md and web/openapi.json, out of a running instance
docs:
	@eval "$$($(LOCAL)/env)" && docs/generate api >docs/api.md && \
		docs/generate openapi >web/openapi.json

## update-metadata	fetch and rebuild numbering plans, carriers and places; needs npm
update-metadata:
	@$(MAKE) -C extension/data/phone update
	@$(MAKE) -C extension/data/place update

## indent	format the C sources as PostgreSQL does
indent:
	@$(LOCAL)/indent

## install	the extension, the worker and what they need, under DESTDIR
prefix = /usr
libdir = $(DESTDIR)$(prefix)/lib/numsight
sharedir = $(DESTDIR)$(prefix)/share/numsight
unitdir = $(DESTDIR)$(prefix)/lib/systemd/system
install: all
	$(MAKE) -C extension PG_CONFIG='$(PG_CONFIG)' with_llvm=no install
	install -d '$(libdir)' '$(sharedir)'
	install -m 755 fcgi/numsight-worker load/numsight-load send/numsight-send '$(libdir)/'
	install -m 644 nginx.conf '$(sharedir)/'
	install -d '$(unitdir)'
	install -m 644 deploy/systemd/* '$(unitdir)/'
	cp -R sql web '$(sharedir)/'

## clean	what was built; instances stay
clean:
	-@$(MAKE) -s -C extension PG_CONFIG='$(PG_CONFIG)' clean
	-@$(MAKE) -s -C fcgi clean
	-@$(MAKE) -s -C load clean
	-@$(MAKE) -s -C send clean
	@rm -rf build

## purge	stop the instance and delete its folder; asks, unless YES=1
purge:
	@$(LOCAL)/purge

## help	this list
help:
	@sed -n 's/^## //p' Makefile | expand -t 18
	@echo
	@echo 'NUMSIGHT_PORT (8080) and NUMSIGHT_VAR (var) choose port and folder;'
	@echo 'NUMSIGHT_SAMPLE (200000) the people of the sample data, 0 for none.'
	@echo 'NUMSIGHT_VERIFY=required: who registers proves his number by a code, which'
	@echo "NUMSIGHT_SEND_COMMAND='program' is given to send: docs/codes.md."
