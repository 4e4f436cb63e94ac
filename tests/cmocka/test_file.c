// SPDX-License-Identifier: GPL-2.0
/* Configuration files: their contents, and positions of errors. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/canonical.h"
#include "model/options.h"
#include "fake.h"
#include "file/read.h"
#include "files.h"
#include "run.h"
#include "file/yaml_write.h"

static const char *as_json(const json_t *tree)
{
	char *json = json_dumps(tree, JSON_COMPACT);
	const char *text = pool_strdup(json);

	free(json);
	return text;
}

/* Contents of the file, as "save -j" prints them. */
static const char *meaning(void)
{
	struct snapshot config;
	const char *json;
	json_t *tree;

	if (file_read(FILE_NAME, &config))
		return NULL;
	tree = canonical(&config);
	canonical_shorten(tree);
	json = as_json(tree);
	json_decref(tree);
	return json;
}

static void expect(const char *text, const char *json)
{
	const char *got;

	write_text(text);
	got = meaning();
	assert_non_null(got);
	assert_string_equal(got, json);
}

#define VPC "{\"name\":\"vpc\",\"cidrs\":[\"10.0.0.0/16\"]}"
#define CONFIG(networks, enis, sessions)               \
	"{\"networks\":[" networks "],\"enis\":[" enis \
	"],\"sessions\":[" sessions "]}"

static void networks(void **state)
{
	(void)state;
	expect("{}", CONFIG("", "", ""));
	expect("networks:\nenis: []\nsessions: ~\n", CONFIG("", "", ""));
	expect("networks:\n- name: vpc\n  cidrs: 10.0.0.0/16\n",
	       CONFIG(VPC, "", ""));
	expect("networks: [{name: vpc, cidrs: [10.0.0.0/16], max_sessions: 5,"
	       " sessions: 3}]",
	       CONFIG(VPC, "", ""));
	expect("networks: [{name: vpc, cidrs: [10.0.0.0/16],"
	       " seed: 0123456789012345}]",
	       CONFIG("{\"name\":\"vpc\",\"cidrs\":[\"10.0.0.0/16\"],"
		      "\"seed\":\"0123456789012345\"}",
		      "", ""));
	expect("networks:\n- {name: b, cidrs: '10.10.0.0/16, 10.2.0.0/16',"
	       " max_sessions: 7}\n- {name: '10', cidrs: 'fd00::/8'}\n",
	       CONFIG("{\"name\":\"10\",\"cidrs\":[\"fd00::/8\"]},{\"name\":\"b\","
		      "\"cidrs\":[\"10.2.0.0/16\",\"10.10.0.0/16\"],"
		      "\"max_sessions\":7}",
		      "", ""));
}

static void enis(void **state)
{
	(void)state;
	expect("enis:\n"
	       "- {name: tap0, network: vpc, guest_addresses: 10.0.3.7,"
	       " facing: guest}\n"
	       "- {name: lo, attached: false, network: null, facing: wire}\n"
	       "- name: eth0\n"
	       "  network: vpc\n"
	       "  attached: true\n"
	       "  guest_addresses: []\n"
	       "  ifindex: 2\n"
	       "  mac: 02:00:00:00:00:01\n"
	       "  mtu: 1500\n"
	       "  via: 10.0.0.0/16\n"
	       "  addresses: [10.0.0.14]\n"
	       "  owns_receiver: false\n"
	       "  sessions: [web]\n",
	       CONFIG("",
		      "{\"name\":\"eth0\",\"network\":\"vpc\"},"
		      "{\"name\":\"tap0\",\"network\":\"vpc\","
		      "\"guest_addresses\":[\"10.0.3.7\"],\"facing\":\"guest\"}",
		      ""));
	/* attached_as takes precedence over the name that show prints. */
	expect("enis:\n"
	       "- {name: eth0, attached_as: enp0s3, network: vpc}\n"
	       "- {name: eth1, attached_as: null, network: vpc}\n",
	       CONFIG("",
		      "{\"name\":\"enp0s3\",\"network\":\"vpc\"},"
		      "{\"name\":\"eth1\",\"network\":\"vpc\"}",
		      ""));
}

#define WEB "{\"name\":\"web\",\"network\":\"vpc\",\"scope\":{\"type\":"
#define TO "\"receivers\":[\"10.0.0.20\"]"

static void scopes(void **state)
{
	(void)state;
	expect("sessions:\n- {name: web, network: vpc, scope: network,"
	       " receivers: 10.0.0.20}",
	       CONFIG("", "", WEB "\"network\"}," TO "}"));
	expect("sessions:\n- {name: web, network: vpc, scope: {type: network},"
	       " receivers: [10.0.0.20], direction: all, balance: flow,"
	       " filter: null, port: 4789, snaplen: 0, snap_fix: false,"
	       " mtu: resegment, rate: null, burst: 0, sample: 1, dscp: cs0, enabled: true, allow_outside: false,"
	       " tags: {}, enis: [], stats: {}}\nclassifier_bytes: 1",
	       CONFIG("", "", WEB "\"network\"}," TO "}"));
	expect("sessions:\n- {name: web, network: vpc, scope: {type: subnet,"
	       " cidrs: '10.0.2.0/24,10.0.1.0/24'}, receivers: 10.0.0.20}",
	       CONFIG("", "",
		      WEB "\"subnet\",\"cidrs\":[\"10.0.1.0/24\","
			  "\"10.0.2.0/24\"]}," TO "}"));
	/* On the command line a comma separates items, in YAML it does not. */
	expect("sessions:\n- {name: web, network: vpc, scope: {enis: [eth10,"
	       " 'a,b', eth2], type: eni}, receivers: 10.0.0.20}",
	       CONFIG("", "",
		      WEB "\"eni\",\"enis\":[\"a,b\",\"eth2\",\"eth10\"]}," TO
			  "}"));
}

static void session(void **state)
{
	(void)state;
	expect("sessions:\n"
	       "- name: web\n"
	       "  network: vpc\n"
	       "  scope: network\n"
	       "  receivers: [10.0.0.20]\n"
	       "  direction: out\n"
	       "  balance: random\n"
	       "  filter:\n"
	       "    match:\n"
	       "    - [{proto: tcp, dport: 80}, {src: 10.0.0.1}]\n"
	       "    - - proto: 253\n"
	       "        dst: fd00::/8\n"
	       "    except: [[{sport: 80-90}]]\n"
	       "    next_hop: 10.0.0.1\n"
	       "  vni: 0\n"
	       "  mtu: drop\n"
	       "  snap_fix: true\n"
	       "  snaplen: 64\n"
	       "  rate: 10000pps\n"
	       "  burst: 1k\n"
	       "  sample: 8\n"
	       "  dscp: ef\n"
	       "  port: 4790\n"
	       "  enabled: false\n"
	       "  allow_outside: true\n"
	       "  tags: {b: 1e3, a: true}\n",
	       CONFIG("", "",
		      WEB
		      "\"network\"}," TO
		      ",\"direction\":\"out\",\"balance\":\"random\","
		      "\"filter\":{\"match\":[[{\"proto\":\"tcp\",\"dport\":\"80\"},"
		      "{\"src\":\"10.0.0.1/32\"}],[{\"proto\":\"253\",\"dst\":\"fd00::/8\"}]],"
		      "\"except\":[[{\"sport\":\"80-90\"}]],\"next_hop\":\"10.0.0.1\"},"
		      "\"vni\":0,\"port\":4790,\"snaplen\":64,\"snap_fix\":true,\"mtu\":\"drop\",\"rate\":\"10kpps\",\"burst\":1000,\"sample\":8,\"dscp\":46,\"enabled\":false,\"allow_outside\":true,"
		      "\"tags\":{\"a\":\"true\",\"b\":\"1e3\"}}"));
}

/* All ways to say that there is no filter. */
static void no_filter(void **state)
{
	static const char *const filters[] = {
		"{}", "{match: [], except: [], next_hop: null}",
		"{next_hop: 0.0.0.0}", "{next_hop: '::'}"
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(filters) / sizeof(*filters); i++)
		expect(pool_printf(
			       "sessions:\n- {name: web, network: vpc, scope: network,"
			       " receivers: 10.0.0.20, filter: %s}",
			       filters[i]),
		       CONFIG("", "", WEB "\"network\"}," TO "}"));
}

static void aliases(void **state)
{
	(void)state;
	expect("networks: [{name: a, cidrs: &c [10.0.0.0/8]}, {name: b, cidrs: *c}]",
	       CONFIG("{\"name\":\"a\",\"cidrs\":[\"10.0.0.0/8\"]},"
		      "{\"name\":\"b\",\"cidrs\":[\"10.0.0.0/8\"]}",
		      "", ""));
}

/* @error: what follows the name of the file. */
static void expect_bad(const char *text, const char *error)
{
	write_text(text);
	assert_int_equal(RUN("apply", FILE_NAME), BAD_COMMAND);
	assert_string_equal(err,
			    pool_printf("mirrorctl: " FILE_NAME "%s\n", error));
	assert_int_equal(fake_requests(), 0);
}

static void syntax(void **state)
{
	(void)state;
	expect_bad(
		"networks: [\n",
		":2:1: while parsing a flow node: did not find expected node content");
	expect_bad(
		"networks:\n  - name: a\n cidrs: b\n",
		":3:2: while parsing a block mapping: did not find expected key");
	expect_bad("networks: *a\n", ":1:11: found undefined alias");
	expect_bad("", ": it is empty");
	expect_bad("# nothing\n", ": it is empty");
	expect_bad("{}\n---\n{}\n",
		   ":3:1: a second document: there can be one only");
	expect_bad("{}\n# käse\n# kä\xff\n",
		   ":3:5: invalid leading UTF-8 octet");
	expect_bad("networks: [{name: \"a\\0b\"}]",
		   ":1:19: a NUL character is in the text");
	unlink(FILE_NAME);
	assert_bad(FILE_NAME ": No such file or directory", "apply", FILE_NAME);
	assert_bad("/: Is a directory", "apply", "/");
}

static void kinds(void **state)
{
	(void)state;
	expect_bad("[]", ":1:1: configuration: a mapping is needed");
	expect_bad("~", ":1:1: configuration: a mapping is needed");
	expect_bad("networks: 3", ":1:11: networks: a list is needed");
	expect_bad("networks: {}", ":1:11: networks: a list is needed");
	expect_bad("networks:\n- vpc\n", ":2:3: network: a mapping is needed");
	expect_bad("networks:\n- name: [a]\n",
		   ":2:9: name: a single value is needed");
	expect_bad("networks:\n- name: a\n  cidrs: {}\n",
		   ":3:10: cidrs: a list is needed");
	expect_bad("networks:\n- name: a\n  cidrs: [[10.0.0.0/8]]\n",
		   ":3:11: cidrs: a single value is needed");
	expect_bad("networks:\n- name: a\n  cidrs: [~]\n",
		   ":3:11: cidrs: a single value is needed");
	expect_bad("networks:\n- ? [a]\n  : b\n",
		   ":2:5: network: a key is one word");
	expect_bad("sessions:\n- tags: a=b\n",
		   ":2:9: tags: a mapping is needed");
	expect_bad("sessions:\n- tags: {a: [b]}\n",
		   ":2:13: a: a single value is needed");
	expect_bad("sessions:\n- tags: {a: }\n",
		   ":2:13: a: a single value is needed");
	expect_bad("sessions:\n- filter: any\n",
		   ":2:11: filter: a mapping is needed");
	expect_bad(
		"sessions:\n- filter: {match: [{proto: tcp}]}\n",
		":2:20: match: this is a list of tables, each a list of rows");
	expect_bad(
		"sessions:\n- filter: {match: [[]]}\n",
		":2:20: match: this is a list of tables, each a list of rows");
	expect_bad("sessions:\n- filter: {match: [[{}]]}\n",
		   ":2:21: row: proto, src, dst, sport or dport is needed");
}

static void keys(void **state)
{
	(void)state;
	expect_bad("vpcs: []", ":1:1: vpcs: no key of configuration");
	expect_bad("networks:\n- name: a\n  cidr: 10.0.0.0/8\n",
		   ":3:3: cidr: no key of network");
	expect_bad("networks:\n- name: a\n  name: b\n",
		   ":3:3: name: given twice");
	expect_bad("networks:\n- name: a\n  name:\n",
		   ":3:3: name: given twice");
	expect_bad("enis: []\nnetworks: []\nenis: []\n",
		   ":3:1: enis: given twice");
	expect_bad("sessions:\n- tags: {a: b, c: d, a: b}\n",
		   ":2:22: tags: a: given twice");
	expect_bad("networks:\n- name: a\n",
		   ":2:3: network: cidrs: this key is needed");
	expect_bad("networks:\n- name: a\n  cidrs:\n",
		   ":2:3: network: cidrs: this key is needed");
	expect_bad("enis:\n- name: a\n  attached: true\n",
		   ":2:3: eni: network: this key is needed");
	expect_bad("sessions:\n- {name: a, network: b, scope: network}\n",
		   ":2:3: session: receivers: this key is needed");
	expect_bad("sessions:\n- {scope: {enis: a}}\n",
		   ":2:11: scope: type: this key is needed");
	expect_bad("sessions:\n- {scope: {type: eni, cidrs: 10.0.0.0/8}}\n",
		   ":2:11: scope: {type: eni, enis: LIST} is needed");
	expect_bad("sessions:\n- {scope: {type: network, enis: a}}\n",
		   ":2:11: scope: {type: network} is needed");
	expect_bad("sessions:\n- {scope: subnet}\n",
		   ":2:11: scope: {type: subnet, cidrs: LIST} is needed");
}

static void values(void **state)
{
	(void)state;
	expect_bad(
		"networks:\n- {name: a, cidrs: [10.0.0.0/8,\n  10.0.0.1/8]}\n",
		":3:3: 10.0.0.1/8: bits are set past /8; 10.0.0.0/8 is meant?");
	expect_bad(
		"networks:\n- {name: a, cidrs: []}\n",
		":2:20: cidrs: the list is empty; at least one CIDR is needed");
	expect_bad(
		"networks:\n- {seed: set}\n",
		":2:10: seed: 16 digits of 0123456789abcdef are needed, not all of them 0");
	expect_bad("networks:\n- {max_sessions: 0}\n",
		   ":2:18: max_sessions 0: a number from 1 to 16384 is needed");
	expect_bad("enis:\n- {facing: me}\n",
		   ":2:12: facing me: auto, wire or guest is needed");
	expect_bad("enis:\n- {tap: bridge}\n",
		   ":2:9: tap bridge: auto, ip or device is needed");
	expect_bad("sessions:\n- {frames: arp}\n",
		   ":2:12: frames arp: ip or all is needed");
	expect_bad("sessions:\n- {once: never}\n",
		   ":2:10: once never: false or true is needed");
	expect_bad("enis:\n- {attached: no}\n",
		   ":2:14: attached no: false or true is needed");
	expect_bad("enis:\n- {guest_addresses: [10.0.0.1/8]}\n",
		   ":2:22: guest_addresses 10.0.0.1/8: not an IP address");
	expect_bad("sessions:\n- receivers: 10.0.0.20,x\n",
		   ":2:14: receivers x: not an IP address");
	expect_bad("sessions:\n- receivers:\n  - 10.0.0.20\n  - x\n",
		   ":4:5: receivers x: not an IP address");
	expect_bad("sessions:\n- direction: up\n",
		   ":2:14: direction up: all, in or out is needed");
	expect_bad("sessions:\n- vni: 16777216\n",
		   ":2:8: vni 16777216: a number from 0 to 16777215 is needed");
	expect_bad("sessions:\n- vni: 1.0\n",
		   ":2:8: vni 1.0: a number from 0 to 16777215 is needed");
	expect_bad("sessions:\n- port: 0\n",
		   ":2:9: port 0: a number from 1 to 65535 is needed");
	expect_bad("sessions:\n- enabled: 1\n",
		   ":2:12: enabled 1: false or true is needed");
	expect_bad("sessions:\n- filter:\n    match:\n    - - proto: tcp\n"
		   "      - dport: 90-80\n",
		   ":5:16: dport 90-80: the first port is above the last");
	expect_bad("sessions:\n- filter: {next_hop: a}\n",
		   ":2:22: next_hop a: not an IP address");
}

#define OTHER "name: a, network: b, scope: network, receivers: 10.0.0.20"

static void names(void **state)
{
	(void)state;
	expect_bad("networks:\n- {name: a, cidrs: 10.0.0.0/8}\n"
		   "- {cidrs: 10.0.0.0/8, name: a}\n",
		   ":3:29: network a: given twice, first in line 2");
	expect_bad(
		"enis:\n- {name: b, network: b, attached_as: a}\n- {name: a, network: c}\n",
		":3:10: eni a: given twice, first in line 2");
	expect_bad("enis:\n- {name: a, network: b}\n- {name: a, network: c}\n",
		   ":3:10: eni a: given twice, first in line 2");
	expect_bad("sessions:\n- {" OTHER "}\n- {" OTHER "}\n",
		   ":3:10: session a: given twice, first in line 2");
}

/* Small files that expand endlessly, or nearly so. */
static void bombs(void **state)
{
	FILE *file;
	int i;

	(void)state;
	expect_bad("sessions: &a [*a]", ":1:11: session: a mapping is needed");
	expect_bad("sessions:\n- filter:\n    match: &a [*a]",
		   ":3:12: row: a mapping is needed");
	file = fopen(FILE_NAME, "w");
	fputs("sessions:\n- filter:\n    match:\n    - &t\n", file);
	for (i = 0; i < 5000; i++)
		fputs("      - {proto: tcp}\n", file);
	for (i = 0; i < 5000; i++)
		fputs("    - *t\n", file);
	fclose(file);
	assert_int_equal(RUN("apply", FILE_NAME), BAD_COMMAND);
	assert_string_equal(strstr(err, ": this"),
			    ": this is more than fits into the kernel\n");
}

/* Strings that other programs, or YAML, could read as something else. */
static const char *const nasty[] = {
	"",
	" ",
	"null",
	"~",
	"yes",
	"No",
	"true",
	"10",
	"007",
	"0x1f",
	"1e3",
	"1.5",
	"1:30",
	"-",
	"- a",
	"a: b",
	"a #b",
	"#a",
	"'",
	"\"",
	"it's",
	"\\",
	"\\n",
	"[a]",
	"{a: b}",
	"&a",
	"*a",
	"!a",
	"| a",
	"> a",
	"%a",
	"@a",
	"`a`",
	"?",
	"? a",
	"a,b",
	" lead",
	"trail ",
	"=",
	"<<",
	"网络",
	"é",
	"😀",
	"a\nb",
	"a\n",
	"\ta",
	"a\rb",
	"\x01",
	"\x7f",
	"\xc2\x85",
	"\xe2\x80\xa8",
	"\xef\xbb\xbf",
	"\xef\xbf\xbe",
	"2001-01-01",
	".inf",
	"...",
	"---",
};

static void add_nasty(struct snapshot *config, const char *text)
{
	struct session *s = session_new();
	struct eni *eni = eni_new();

	eni->name = eni->network = text;
	eni->has = BIT(NFM_A_ENI_ATTACHED);
	STAILQ_INSERT_TAIL(&config->enis, eni, next);
	s->name = s->network = text;
	s->port = 1;
	address_add(&s->receivers, &in6addr_loopback);
	tag_add(&s->tags, text, text);
	STAILQ_INSERT_TAIL(&config->sessions, s, next);
}

/* Each string is read back unchanged. */
static void round_trip(void **state)
{
	struct snapshot config;
	const char *json;
	json_t *tree;
	FILE *file;
	size_t i;

	(void)state;
	snapshot_init(&config);
	for (i = 0; i < sizeof(nasty) / sizeof(*nasty); i++)
		add_nasty(&config, nasty[i]);
	tree = canonical(&config);
	canonical_shorten(tree);
	file = fopen(FILE_NAME, "w");
	yaml_write(tree, file);
	fclose(file);
	json = as_json(tree);
	json_decref(tree);
	assert_string_equal(meaning(), json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(networks),	  TEST(enis),	 TEST(scopes), TEST(session),
		TEST(no_filter),  TEST(aliases), TEST(syntax), TEST(kinds),
		TEST(keys),	  TEST(values),	 TEST(names),  TEST(bombs),
		TEST(round_trip),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
