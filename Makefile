# SPDX-License-Identifier: GPL-2.0
#
# nf_mirror: traffic mirroring of network devices. 'make help' lists targets.

VERSION := 0.1.0
KERNELRELEASE ?= $(shell uname -r)
KERNELDIR ?= /lib/modules/$(KERNELRELEASE)/build
DESTDIR ?=
PREFIX ?= /usr/local

KMAKE = $(MAKE) -C $(KERNELDIR) M=$(CURDIR) NFM_VERSION=$(VERSION)

all: module cli

help:
	@echo 'make              builds the module for the running kernel, and mirrorctl'
	@echo 'make module       builds src/ into nf_mirror.ko (KERNELRELEASE=, KERNELDIR=)'
	@echo 'make cli          builds tools/mirrorctl/mirrorctl'
	@echo 'make install      installs both, manual pages, bash completion and service'
	@echo '                  (DESTDIR=, PREFIX=/usr/local, COMPLETIONDIR=, UNITDIR=)'
	@echo 'make deb          builds Debian packages of both in build/deb'
	@echo 'make demo         shows the main job on real traffic, in a virtual machine'
	@echo 'make check        runs every test; its parts are:'
	@echo '  check-style       formatting, sparse, warnings as errors'
	@echo '  check-kunit       the steps of the packet path, under User-Mode Linux'
	@echo '  check-cmocka      mirrorctl without a kernel'
	@echo '  check-lab         that the lab fails when it should'
	@echo '  bench-check       that mirroring costs what tests/bench/expected.json says'
	@echo '  check-e2e         the module on a stock kernel (E2E=names of tests)'
	@echo '  check-deb         the packages, in a Debian of their own'
	@echo 'make check-kernels  check-e2e on each kernel from 5.10 to the newest (hours;'
	@echo '                  KERNELS=suites of Debian, or releases)'
	@echo 'make check-debug    the end-to-end tests on kernels that check themselves'
	@echo 'make check-mutants  that the end-to-end tests fail when a requirement is'
	@echo '                  broken (two hours; M="M07 S03-vni" for a part)'
	@echo 'make fuzz         a million cases each for mirrorctl, the family and the'
	@echo '                  packet path, under sanitizers (hours; NFM_FUZZ_CASES=,'
	@echo '                  NFM_FUZZ_SEED=, F="netlink packets" for a part)'
	@echo 'make bench        counts what mirroring costs, in instructions for a packet'
	@echo 'make bench-update what that measured is what bench-check expects'
	@echo 'make bench-time   measures it in time, as ratios to what others take'
	@echo 'make generate     derives the uapi header and words from docs/netlink.yaml'
	@echo 'make soak         an hour of random changes under traffic (MINUTES=)'
	@echo 'make clean        removes what the above built'

module:
	@test -e $(KERNELDIR)/Makefile || { \
		echo "No headers of kernel $(KERNELRELEASE) in $(KERNELDIR):" \
		     "apt-get install linux-headers-$(KERNELRELEASE)" >&2; exit 1; }
	$(KMAKE) modules

cli:
	$(MAKE) -C tools/mirrorctl VERSION=$(VERSION)

install: all
	$(KMAKE) INSTALL_MOD_PATH=$(DESTDIR) modules_install
	$(MAKE) -C tools/mirrorctl install VERSION=$(VERSION) \
		DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

deb:
	@tests/lab/deps build deb
	$(RM) -r build/deb
	mkdir -p build/deb/nf-mirror
	tar c -X .gitignore Kbuild LICENSE Makefile README.md debian docs \
		include src tools | tar x -C build/deb/nf-mirror
	cd build/deb/nf-mirror && \
		DEB_BUILD_OPTIONS=noautodbgsym dpkg-buildpackage -us -uc -b

demo:
	@tests/demo/run

check:
	@tests/check

check-style check-kunit check-cmocka check-lab check-e2e check-deb check-kernels check-debug:
	@tests/check $(@:check-%=%)

bench:
	@tests/lab/deps build lab check bench
	@tests/bench/run
	@tests/bench/plot

bench-check:
	@tests/check bench

bench-update:
	@tests/bench/update

generate:
	@tests/lab/deps check
	@scripts/netlink "$$(tests/lab/ynl)"
	@/usr/bin/python3 tests/fuzz/spec.py syz docs/netlink.yaml >tests/fuzz/nf_mirror.txt

soak:
	@tests/lab/deps build lab check
	@tests/soak/run $(MINUTES)

bench-time:
	@tests/lab/deps build lab check
	@tests/bench/time/run

check-mutants:
	@tests/mutate/run $(M)

fuzz:
	@tests/fuzz/run $(F)

clean:
	-test ! -e $(KERNELDIR)/Makefile || $(KMAKE) clean
	$(MAKE) -C tools/mirrorctl clean
	$(MAKE) -C tests/cmocka clean
	$(RM) -r build

.PHONY: all help module cli install deb demo generate check check-style check-kunit \
	check-cmocka check-lab check-e2e check-deb check-kernels check-debug \
	check-mutants fuzz soak bench bench-check bench-update bench-time clean
