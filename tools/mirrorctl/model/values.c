// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "model/names.h"
#include "model/values.h"
#include "util/error.h"
#include "util/pool.h"

/* strtoul() takes blanks, signs and leading digits; allow only digits. */
static bool to_number(const char *word, uint32_t max, uint32_t *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)*word))
		return false;
	errno = 0;
	value = strtoul(word, &end, 10);
	if (errno || *end || value > max)
		return false;
	*number = value;
	return true;
}

int parse_number(const char *option, const char *word, uint32_t min,
		 uint32_t max, uint32_t *number)
{
	if (!to_number(word, max, number) || *number < min)
		return bad_command("%s %s: a number from %u to %u is needed",
				   option, word, min, max);
	return DONE;
}

/* Do not repeat @word in the error: it is a secret. */
int parse_seed(const char *option, const char *word, uint64_t *seed)
{
	size_t digits = strspn(word, "0123456789abcdef");

	*seed = strtoull(word, NULL, 16);
	if (digits != SEED_DIGITS || word[digits] || !*seed)
		return bad_command(
			"%s: %d digits of 0123456789abcdef are needed, not all of them 0",
			option, SEED_DIGITS);
	return DONE;
}

int parse_choice(const char *option, const char *word,
		 const char *const *choices, uint32_t *choice)
{
	const char *list = "";
	uint32_t i;

	for (i = 0; choices[i]; i++) {
		if (!strcmp(choices[i], word)) {
			*choice = i;
			return DONE;
		}
		list = pool_printf("%s%s%s", list,
				   !i		  ? "" :
				   choices[i + 1] ? ", " :
						    " or ",
				   choices[i]);
	}
	return bad_command("%s %s: %s is needed", option, word, list);
}

static bool is_ipv6(const char *word, struct in6_addr *in6)
{
	return inet_pton(AF_INET6, word, in6) == 1;
}

/* "fe80::1%eth0" */
static bool names_device(const char *address)
{
	const char *percent = strchr(address, '%');
	struct in6_addr in6;

	return percent &&
	       is_ipv6(pool_strndup(address, percent - address), &in6);
}

/* @address: @word, or its part before a slash. */
static int to_address(const char *option, const char *word, const char *address,
		      const char *needed, struct in6_addr *in6)
{
	struct in_addr in;

	if (inet_pton(AF_INET, address, &in) == 1) {
		address_set(in6, &in, sizeof(in));
		return DONE;
	}
	if (names_device(address))
		return bad_command("%s %s: an address cannot name a device",
				   option, word);
	if (!is_ipv6(address, in6))
		return bad_command("%s %s: not an %s", option, word, needed);
	if (address_is_v4(in6))
		return bad_command("%s %s: this is IPv4; write %s", option,
				   word, address_text(in6));
	return DONE;
}

int parse_address(const char *option, const char *word, struct in6_addr *in6)
{
	return to_address(option, word, word, "IP address", in6);
}

static int check_host_bits(const struct cidr *cidr)
{
	struct cidr network = { .in6 = cidr_first(cidr), .len = cidr->len };

	if (IN6_ARE_ADDR_EQUAL(&network.in6, &cidr->in6))
		return DONE;
	return bad_command("%s: bits are set past /%u; %s is meant?",
			   cidr->word, cidr->len, cidr_text(&network));
}

int parse_cidr(const char *option, const char *word, struct cidr *cidr)
{
	const char *slash = strchr(word, '/');
	const char *address = word;
	uint32_t max, len;

	if (slash)
		address = pool_strndup(word, slash - word);
	if (to_address(option, word, address, "IP address or CIDR", &cidr->in6))
		return BAD_COMMAND;
	len = max = 8 * address_size(&cidr->in6);
	if (slash && !to_number(slash + 1, max, &len))
		return bad_command(
			"%s %s: a number from 0 to %u is needed after /",
			option, word, max);
	cidr->len = len;
	cidr->word = word;
	return check_host_bits(cidr);
}

int parse_ports(const char *option, const char *word, struct ports *ports)
{
	const char *dash = strchr(word, '-');
	uint32_t first, last;

	if (!to_number(dash ? pool_strndup(word, dash - word) : word,
		       UINT16_MAX, &first))
		goto bad;
	last = first;
	if (dash && !to_number(dash + 1, UINT16_MAX, &last))
		goto bad;
	if (first > last)
		return bad_command("%s %s: the first port is above the last",
				   option, word);
	ports->first = first;
	ports->last = last;
	return DONE;
bad:
	return bad_command("%s %s: N or N-M is needed, from 0 to 65535", option,
			   word);
}

int parse_proto(const char *word, uint32_t *proto)
{
	const struct protoent *entry;
	uint32_t number;

	if (to_number(word, UINT8_MAX, &number)) {
		*proto = number;
		return DONE;
	}
	/* /etc/protocols has it as 0, which no packet carries. */
	if (!strcmp(word, "ip"))
		return bad_command(
			"proto ip: all packets are of IP; without proto, each protocol matches");
	/* Before /etc/protocols, so that all hosts know the same names. */
	if (!strcmp(word, "ipv6-icmp"))
		word = proto_words[IPPROTO_ICMPV6];
	for (number = 0; number <= UINT8_MAX; number++) {
		if (proto_words[number] && !strcmp(proto_words[number], word)) {
			*proto = number;
			return DONE;
		}
	}
	entry = getprotobyname(word);
	if (!entry || entry->p_proto < 0 || entry->p_proto > UINT8_MAX)
		return bad_command(
			"proto %s: a protocol's name or a number from 0 to 255 is needed",
			word);
	*proto = entry->p_proto;
	return DONE;
}

int parse_dscp(const char *option, const char *word, uint32_t *dscp)
{
	uint32_t number;

	if (to_number(word, NFM_DSCP_MAX, &number)) {
		*dscp = number;
		return DONE;
	}
	for (number = 0; number <= NFM_DSCP_MAX; number++) {
		if (dscp_words[number] && !strcmp(dscp_words[number], word)) {
			*dscp = number;
			return DONE;
		}
	}
	return bad_command(
		"%s %s: a number from 0 to %u or a name such as le, cs1, af11 or ef is needed",
		option, word, NFM_DSCP_MAX);
}

/* Take the next item off the list at *@rest, in place; NULL: no more. */
static char *next_item(char **rest)
{
	char *item, *end;

	while ((item = strsep(rest, ",\n"))) {
		item += strspn(item, " \t\r");
		end = item + strlen(item);
		while (end > item && strchr(" \t\r", end[-1]))
			end--;
		*end = '\0';
		if (*item)
			return item;
	}
	return NULL;
}

int parse_addresses(const char *option, const char *word, const char *needed,
		    struct address_list *list)
{
	char *rest = pool_strdup(word);
	struct in6_addr in6;
	char *item;

	while ((item = next_item(&rest))) {
		if (parse_address(option, item, &in6))
			return BAD_COMMAND;
		address_add(list, &in6);
	}
	if (STAILQ_EMPTY(list))
		return bad_command(
			"%s: the list is empty; at least one %s is needed",
			option, needed);
	return DONE;
}

int parse_cidrs(const char *option, const char *word, struct cidr_list *list)
{
	char *rest = pool_strdup(word);
	char *item;

	while ((item = next_item(&rest))) {
		struct cidr *cidr = pool_zalloc(sizeof(*cidr));

		if (parse_cidr(option, item, cidr))
			return BAD_COMMAND;
		STAILQ_INSERT_TAIL(list, cidr, next);
	}
	if (STAILQ_EMPTY(list))
		return bad_command(
			"%s: the list is empty; at least one CIDR is needed",
			option);
	return DONE;
}

int parse_texts(const char *option, const char *word, struct text_list *list)
{
	char *rest = pool_strdup(word);
	char *item;

	while ((item = next_item(&rest)))
		text_add(list, item);
	if (STAILQ_EMPTY(list))
		return bad_command(
			"%s: the list is empty; at least one name is needed",
			option);
	return DONE;
}
