//! Where bytes come from: files, data URIs, gateways, RPC endpoints, a cache; every limit and every refusal of the network is here.
