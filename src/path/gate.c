// SPDX-License-Identifier: GPL-2.0
#include "path/gate.h"

DEFINE_PER_CPU(bool, nfm_gate_shut);
