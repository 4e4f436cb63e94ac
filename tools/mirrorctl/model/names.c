// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>

#include "model/names.h"
#include "util/pool.h"

const char *const proto_words[UINT8_MAX + 1] = {
	[IPPROTO_ICMP] = "icmp",
	[IPPROTO_IGMP] = "igmp",
	[IPPROTO_IPIP] = "ipip",
	[IPPROTO_TCP] = "tcp",
	[IPPROTO_UDP] = "udp",
	[IPPROTO_DCCP] = "dccp",
	[IPPROTO_GRE] = "gre",
	[IPPROTO_ESP] = "esp",
	[IPPROTO_AH] = "ah",
	[IPPROTO_ICMPV6] = "icmpv6",
	[89] = "ospf",
	[IPPROTO_PIM] = "pim",
	[112] = "vrrp",
	[IPPROTO_SCTP] = "sctp",
	[IPPROTO_UDPLITE] = "udplite",
};

const char *const dscp_words[NFM_DSCP_MAX + 1] = {
	[0] = "cs0",   [1] = "le",    [8] = "cs1",  [10] = "af11",
	[12] = "af12", [14] = "af13", [16] = "cs2", [18] = "af21",
	[20] = "af22", [22] = "af23", [24] = "cs3", [26] = "af31",
	[28] = "af32", [30] = "af33", [32] = "cs4", [34] = "af41",
	[36] = "af42", [38] = "af43", [40] = "cs5", [44] = "voice-admit",
	[46] = "ef",   [48] = "cs6",  [56] = "cs7",
};

const char *word_of(const char *const *words, unsigned int value)
{
	while (*words && value--)
		words++;
	return *words ? *words : "unknown";
}

const char *address_text(const struct in6_addr *in6)
{
	char text[INET6_ADDRSTRLEN];

	return pool_strdup(inet_ntop(address_family(in6), address_bytes(in6),
				     text, sizeof(text)));
}

const char *cidr_text(const struct cidr *cidr)
{
	return pool_printf("%s/%u", address_text(&cidr->in6), cidr->len);
}

const char *cidrs_text(const struct cidr_list *cidrs)
{
	const struct cidr *cidr;
	const char *text = "";

	STAILQ_FOREACH(cidr, cidrs, next)
		text = pool_printf("%s%s%s", text, *text ? "," : "",
				   cidr_text(cidr));
	return text;
}

const char *ports_text(const struct ports *ports)
{
	if (ports->first == ports->last)
		return pool_printf("%u", ports->first);
	return pool_printf("%u-%u", ports->first, ports->last);
}

const char *proto_text(uint32_t proto)
{
	const char *word = proto <= UINT8_MAX ? proto_words[proto] : NULL;

	return word ? word : pool_printf("%u", proto);
}

const char *dscp_text(uint32_t dscp)
{
	const char *word = dscp <= NFM_DSCP_MAX ? dscp_words[dscp] : NULL;

	return word ? word : pool_printf("%u", dscp);
}

const char *row_text(const struct row *row)
{
	const char *text = "match";

	if (row->has & BIT(NFM_A_ROW_PROTO))
		text = pool_printf("%s proto %s", text, proto_text(row->proto));
	if (row->has & BIT(NFM_A_ROW_SRC))
		text = pool_printf("%s src %s", text, cidr_text(&row->src));
	if (row->has & BIT(NFM_A_ROW_DST))
		text = pool_printf("%s dst %s", text, cidr_text(&row->dst));
	if (row->has & BIT(NFM_A_ROW_SPORT))
		text = pool_printf("%s sport %s", text,
				   ports_text(&row->sport));
	if (row->has & BIT(NFM_A_ROW_DPORT))
		text = pool_printf("%s dport %s", text,
				   ports_text(&row->dport));
	return text;
}

const char *flow_text(const struct flow *flow)
{
	const char *text = pool_printf("proto %s src %s",
				       proto_text(flow->proto),
				       address_text(&flow->src));

	if (flow->sport)
		text = pool_printf("%s sport %u", text, flow->sport);
	text = pool_printf("%s dst %s", text, address_text(&flow->dst));
	if (flow->dport)
		text = pool_printf("%s dport %u", text, flow->dport);
	return text;
}
