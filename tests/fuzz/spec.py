# SPDX-License-Identifier: GPL-2.0
"""What docs/netlink.yaml says, for those that fuzz the family:

    spec.py c SPEC      tables in C, as spec.h wants them
    spec.py syz SPEC    a description for syzkaller
"""
import sys

import yaml

NUMBERS = {"u32": 4, "u64": 8}
NOTE = "SPDX-License-Identifier: GPL-2.0"


class Spec:
    def __init__(self, path):
        with open(path) as file:
            spec = yaml.safe_load(file)
        sets = {each["name"]: each for each in spec["attribute-sets"]}
        self.sets = {name: each for name, each in sets.items() if "subset-of" not in each}
        # What the object in a request to a command may have.
        self.objects = {name: [attr["name"] for attr in each["attributes"]]
                        for name, each in sets.items() if "subset-of" in each}
        self.commands = spec["operations"]["list"]
        self.definitions = {each["name"]: each for each in spec["definitions"]}

        # Attributes that there can be in a request, by set.
        self.asked = {}
        for _, command, _, names in asking(self):
            self.reach("main", names, self.objects.get(command["name"]))

    def reach(self, name, names=None, inside=None):
        """Notes attributes of a set, all without names, and what is inside of them."""
        for attr in self.sets[name]["attributes"]:
            if names is None or attr["name"] in names:
                self.asked.setdefault(name, set()).add(attr["name"])
                if "nested-attributes" in attr:
                    self.reach(attr["nested-attributes"], inside)

    def mask(self, name, names):
        """The bits of the types of attributes of a set."""
        every = [attr["name"] for attr in self.sets[name]["attributes"]]
        return sum(1 << every.index(each) + 1 for each in names)

    def number(self, value):
        return self.definitions[value]["value"] if isinstance(value, str) else value

    def range(self, attr):
        """The least and the largest that it may be."""
        checks = attr.get("checks", {})
        most = (1 << 8 * NUMBERS[attr["type"]]) - 1
        if "enum" in attr:
            most = len(self.definitions[attr["enum"]]["entries"]) - 1
        return self.number(checks.get("min", 0)), self.number(checks.get("max", most))


def asking(spec):
    """Commands, with their numbers, that are for asking."""
    for number, command in enumerate(spec.commands, 1):
        for kind in "do", "dump":
            if kind in command:
                yield number, command, kind, command[kind].get("request", {}).get("attributes", [])


def c_name(name):
    return name.replace("-", "_")


def in_c(spec):
    print(f"/* {NOTE} */")
    index = {name: number for number, name in enumerate(spec.sets)}
    for name, attributes in spec.sets.items():
        print(f"static const struct spec_attr attrs_{c_name(name)}[] = {{")
        for attr in attributes["attributes"]:
            kind = attr["type"]
            low, high = spec.range(attr) if kind in NUMBERS else (0, 0)
            if attr.get("display-hint") == "ipv6":
                kind = "address"
            text = spec.number(attr.get("checks", {}).get("max-len", 255))
            print(f'\t{{ "{name}.{attr["name"]}", SPEC_{kind.upper()}, {index.get(attr.get("nested-attributes"), 0)},'
                  f' {int(attr.get("multi-attr", False))}, {low}u, {high}ull, {text} }},')
        print("};")
    print(f"const unsigned int spec_n_sets = {len(spec.sets)};")
    print("const struct spec_set spec_sets[] = {")
    for name, attributes in spec.sets.items():
        print(f'\t{{ attrs_{c_name(name)}, {len(attributes["attributes"])} }},')
    print("};")
    print("const struct spec_command spec_commands[] = {")
    for number, command, kind, attributes in asking(spec):
        inside = spec.objects.get(command["name"], [])
        nest = next((attr["nested-attributes"] for attr in spec.sets["main"]["attributes"]
                     if attr["name"] in attributes and "nested-attributes" in attr), "main")
        print(f'\t{{ "{command["name"]}", {number}, {int(kind == "dump")},'
              f' {spec.mask("main", attributes):#x}, {spec.mask(nest, inside):#x} }},')
    print("};\nconst unsigned int spec_n_commands = sizeof(spec_commands) / sizeof(*spec_commands);")


def constant(prefix, name):
    return (prefix + name).upper().replace("-", "_")


def syz_payload(spec, attr):
    kind = attr["type"]
    if kind in NUMBERS:
        low, high = spec.range(attr)
        size = 8 * NUMBERS[kind]
        return f"int{size}[{low}:{high}]" if high - low < (1 << size) - 1 else f"int{size}"
    if kind == "string":
        return "string[nfm_texts]"
    if kind == "binary":
        return "nfm_address"
    return "void"


def syz_attr(spec, attributes, attr):
    name = constant(attributes["name-prefix"], attr["name"])
    field = name if name != constant("", attr["name"]) else attr["name"]
    if attr["type"] == "nest":
        return f'{field} nlnest[{name}, array[nfm_{c_name(attr["nested-attributes"])}]]'
    return f"{field} nlattr[{name}, {syz_payload(spec, attr)}]"


def in_syz(spec):
    print(f"""# {NOTE}
#
# The family nf_mirror for syzkaller; made by tests/fuzz/spec.py from
# docs/netlink.yaml.
#
# To use it, copy it to sys/linux/ of syzkaller's source, and the header
# include/uapi/linux/nf_mirror.h to include/uapi/linux/ of the kernel's, then
#
#     make extract TARGETOS=linux SOURCEDIR=KERNEL FILES=sys/linux/nf_mirror.txt
#     make generate && make
#
# The kernel under test has to load nf_mirror.ko at boot, or to have it built in;
# "enable_syscalls" of the manager's configuration: "syz_genetlink_get_family_id$nf_mirror",
# "socket$nl_generic", "sendmsg$NFM_CMD_*", and "unshare" and "close" for
# namespaces and transactions that are given up.

include <linux/net.h>
include <net/netlink.h>
include <linux/genetlink.h>
include <uapi/linux/nf_mirror.h>

resource genl_nf_mirror_family_id[int16]

type msghdr_nf_mirror[CMD] msghdr_netlink[netlink_msg_t[genl_nf_mirror_family_id, genlmsghdr_t[CMD], nfm_main]]

syz_genetlink_get_family_id$nf_mirror(name ptr[in, string["nf_mirror"]], fd sock_nl_generic) genl_nf_mirror_family_id
""")
    for _, command, _, _ in asking(spec):
        name = constant("nfm-cmd-", command["name"])
        print(f"sendmsg${name}(fd sock_nl_generic, msg ptr[in, msghdr_nf_mirror[{name}]], f flags[send_flags])")
    print('\nnfm_texts = "a", "b", "vpc", "web", "lo", "eth0", "syz_tun", ""\n')
    print("nfm_address [\n\tv4\tipv4_addr\n\tv6\tipv6_addr\n] [varlen]")
    for name, attributes in spec.sets.items():
        if name not in spec.asked:
            continue
        print(f"\nnfm_{c_name(name)} [")
        for attr in filter(lambda attr: attr["name"] in spec.asked[name], attributes["attributes"]):
            print("\t" + syz_attr(spec, attributes, attr).replace(" ", "\t", 1))
        print("] [varlen]")


{"c": in_c, "syz": in_syz}[sys.argv[1]](Spec(sys.argv[2]))
