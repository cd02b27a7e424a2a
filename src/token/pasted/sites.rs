//! The links of marketplaces and explorers: which host is whose, and where in a path
//! the token stands.

use alloy_primitives::{Address, address};

use super::links::Link;
use super::{Pasted, PastedError, ens, networks, of_evm, of_solana, of_tezos};
use crate::token::ChainId;

/// Whose links a host serves.
#[derive(Clone, Copy, Debug)]
enum Site {
    OpenSea,
    Rarible,
    Zora,
    MagicEden,
    Objkt,
    /// The marketplaces around the contract of Hic et Nunc.
    Teia,
    FxHash,
    TzKt,
    /// Etherscan and its kin, of the chain with this number.
    Etherscan(u64),
    /// Blockscout's explorers, of the chain with this number.
    Blockscout(u64),
    /// Explorers and marketplaces of Solana.
    Solana,
    Ens,
    CryptoPunks,
}

/// `Media` of Zora's core contracts (2021), as deployed on Ethereum.
pub const ZORA_MEDIA: Address = address!("abEFBc9fD2F806065b4f3C237d4b59D9A97Bcac7");
/// The contract of Hic et Nunc, whose numbers are called OBJKTs.
const HIC_ET_NUNC: &str = "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton";
/// The contract of Versum, which has a name in links as well.
const VERSUM: &str = "KT1LjmAdYQCLBjwv4S2oFkEzyHVkomAf5MrW";
const CRYPTO_PUNKS: &str = "0xb47e3cd837dDF8e4c57F05d70Ab865de6e193BBB";

/// Reads the link of a site that is known.
pub(super) fn read(link: &Link) -> Result<Pasted, PastedError> {
    let known = HOSTS.iter().find(|(host, _)| *host == link.host);
    let (_, site) = known.ok_or_else(|| PastedError::Site(link.host.clone()))?;
    let path: Vec<&str> = link.path.iter().map(String::as_str).collect();
    let path = without_language(&path);
    site.token(link, path).unwrap_or_else(|| {
        Err(PastedError::Page { host: link.host.clone(), example: site.example() })
    })
}

impl Site {
    /// The token of a page, or none for a page of another kind.
    fn token(self, link: &Link, path: &[&str]) -> Option<Result<Pasted, PastedError>> {
        match (self, path) {
            (Self::OpenSea, ["assets" | "item" | "nft", rest @ ..])
            | (Self::MagicEden, ["item-details", rest @ ..]) => token_of(rest, link),
            (Self::MagicEden, ["ordinals", "item-details", _, ..]) => {
                Some(Err(PastedError::Chain("Bitcoin")))
            }
            (Self::Rarible, ["token" | "items", rest @ ..]) => token_of(&divided(rest), link),
            // Its newer links name the chain first: `ethereum/items/0x…:42`.
            (Self::Rarible, [network, "items", rest @ ..]) => {
                token_of(&[&[*network], divided(rest).as_slice()].concat(), link)
            }
            // Its oldest links call its own contract as newer ones call its own chain.
            (Self::Zora, ["collections", "zora", number, ..]) if !is_evm(number) => {
                let media = ZORA_MEDIA.to_checksum(None);
                token_of(&[media.as_str(), *number], link)
            }
            (Self::Zora, ["collect" | "collections", rest @ ..]) => token_of(&divided(rest), link),
            (Self::Objkt, ["tokens" | "asset", "hicetnunc", number, ..])
            | (Self::Teia, ["objkt", number, ..]) => {
                Some(of_tezos(HIC_ET_NUNC, Some(number), number))
            }
            (Self::Objkt, ["tokens" | "asset", "versum_items", number, ..]) => {
                Some(of_tezos(VERSUM, Some(number), number))
            }
            // Further collections have a word that the site alone can look up.
            (Self::Objkt, ["tokens" | "asset", word, _, ..]) if !is_tezos(word) => {
                let word = (*word).to_owned();
                Some(Err(PastedError::Collection { host: link.host.clone(), word }))
            }
            (Self::Objkt, ["tokens" | "asset", contract, rest @ ..])
            | (Self::TzKt, [contract, "tokens", rest @ ..]) => {
                let whole = path.join("/");
                is_tezos(contract).then(|| of_tezos(contract, rest.first().copied(), &whole))
            }
            (Self::FxHash, ["gentk", id] | ["iteration", "id", id] | ["iteration", id]) => {
                let id = ["FX0-", "FX1-"].iter().find_map(|start| id.strip_prefix(start));
                let id = id.or_else(|| path.last().copied())?;
                let (contract, number) = id.rsplit_once('-')?;
                is_tezos(contract).then(|| of_tezos(contract, Some(number), id))
            }
            (Self::Etherscan(chain), ["nft", contract, number, ..])
            | (Self::Blockscout(chain), ["token", contract, "instance", number, ..]) => {
                Some(of_evm(ChainId::evm(chain), contract, Some(number), contract))
            }
            (Self::Etherscan(chain), ["token", contract]) => {
                // `?a=0x…` is a holder, and no token.
                let number = link.query("a").filter(|value| !value.starts_with("0x"));
                Some(of_evm(ChainId::evm(chain), contract, number, contract))
            }
            (Self::Blockscout(chain), ["token" | "address", contract]) => {
                Some(of_evm(ChainId::evm(chain), contract, None, contract))
            }
            (Self::Solana, ["token" | "address" | "account" | "item", mint, ..]) => {
                let chain = match link.query("cluster") {
                    None | Some("mainnet-beta" | "mainnet") => ChainId::solana(),
                    Some(cluster) => match solana_chain(cluster) {
                        Some(chain) => chain,
                        None => return Some(Err(PastedError::Network(cluster.to_owned()))),
                    },
                };
                Some(mint.parse().map(|mint| of_solana(chain, mint)).map_err(PastedError::Id))
            }
            // Its older links put a word before the name and another behind it.
            (Self::Ens, [name] | ["name", name, ..]) if ens::is_name(name) => {
                Some(ens::token(name).map(Pasted::Token))
            }
            (Self::CryptoPunks, ["cryptopunks", "details", number]) => {
                Some(of_evm(ChainId::evm(1), CRYPTO_PUNKS, Some(number), number))
            }
            _ => None,
        }
    }

    /// How the link of a token looks there.
    fn example(self) -> &'static str {
        match self {
            Self::OpenSea => "https://opensea.io/item/ethereum/0x…/42",
            Self::Rarible => "https://rarible.com/token/0x…:42",
            Self::Zora => "https://zora.co/collect/eth:0x…/42",
            Self::MagicEden => "https://magiceden.io/item-details/ethereum/0x…/42",
            Self::Objkt => "https://objkt.com/tokens/KT1…/42",
            Self::Teia => "https://teia.art/objkt/42",
            Self::FxHash => "https://www.fxhash.xyz/gentk/FX1-KT1…-42",
            Self::TzKt => "https://tzkt.io/KT1…/tokens/42",
            Self::Etherscan(_) => "https://etherscan.io/nft/0x…/42",
            Self::Blockscout(_) => "https://eth.blockscout.com/token/0x…/instance/42",
            Self::Solana => "https://solscan.io/token/… with the mint's address",
            Self::Ens => "https://app.ens.domains/name.eth",
            Self::CryptoPunks => "https://cryptopunks.app/cryptopunks/details/42",
        }
    }
}

/// Sites of test networks: what names no network there lies on none that is known.
const OF_TESTS: [&str; 2] = ["testnets.opensea.io", "testnet.zora.co"];

/// `0x…/42` on Ethereum, `polygon/0x…/42`, `tezos/KT1…/42`, `solana/MINT`, `MINT`.
fn token_of(path: &[&str], link: &Link) -> Option<Result<Pasted, PastedError>> {
    let is_of_tests = OF_TESTS.contains(&link.host.as_str());
    let no_network = || Err(PastedError::NoNetwork { host: link.host.clone() });
    let whole = path.join("/");
    let number = |path: &[&str]| path.get(1).map(|number| (*number).to_owned());
    let solana = |mint: &str| {
        mint.parse().map(|mint| of_solana(ChainId::solana(), mint)).map_err(PastedError::Id)
    };
    Some(match path {
        [contract, ..] if is_evm(contract) && is_of_tests => no_network(),
        ["tezos" | "solana", _, ..] if is_of_tests => no_network(),
        [contract, ..] if is_evm(contract) => {
            of_evm(ChainId::evm(1), contract, number(path).as_deref(), &whole)
        }
        ["tezos", rest @ ..] if !rest.is_empty() => {
            of_tezos(rest[0], number(rest).as_deref(), &whole)
        }
        ["solana", mint, ..] => solana(mint),
        ["flow", contract, ..] if contract.starts_with("A.") => {
            Err(PastedError::Chain("Flow outside its EVM"))
        }
        [network, rest @ ..] if !rest.is_empty() => match networks::chain_of(network) {
            Some(chain) => of_evm(chain, rest[0], number(rest).as_deref(), &whole),
            None => Err(PastedError::Network((*network).to_owned())),
        },
        [mint] => match mint.parse() {
            Ok(_) if is_of_tests => no_network(),
            Ok(mint) => Ok(of_solana(ChainId::solana(), mint)),
            Err(_) => return None,
        },
        _ => return None,
    })
}

/// A path whose colons divide as its slashes do.
fn divided<'a>(path: &[&'a str]) -> Vec<&'a str> {
    path.iter().flat_map(|part| part.split(':')).collect()
}

/// A path without the language that it begins with: `zh-CN/assets/…`.
fn without_language<'a, 'b>(path: &'a [&'b str]) -> &'a [&'b str] {
    const LANGUAGES: [&str; 10] =
        ["en", "de", "de-DE", "es", "fr", "ja", "kr", "ko", "zh-CN", "zh-TW"];
    match path {
        [first, rest @ ..] if LANGUAGES.contains(first) => rest,
        _ => path,
    }
}

fn is_evm(text: &str) -> bool {
    text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x"))
}

fn is_tezos(text: &str) -> bool {
    text.starts_with("KT1")
}

/// The chain of one of Solana's other clusters, by the hash that it began with.
fn solana_chain(cluster: &str) -> Option<ChainId> {
    let reference = match cluster {
        "devnet" => "EtWTRABZaYq6iMfeYKouRu166VU2xqa1",
        "testnet" => "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z",
        _ => return None,
    };
    format!("solana:{reference}").parse().ok()
}

const HOSTS: [(&str, Site); 78] = [
    ("opensea.io", Site::OpenSea),
    ("testnets.opensea.io", Site::OpenSea),
    ("rarible.com", Site::Rarible),
    ("app.rarible.com", Site::Rarible),
    ("og.rarible.com", Site::Rarible),
    ("zora.co", Site::Zora),
    ("testnet.zora.co", Site::Zora),
    ("magiceden.io", Site::MagicEden),
    ("magiceden.us", Site::MagicEden),
    ("objkt.com", Site::Objkt),
    ("teia.art", Site::Teia),
    ("hicetnunc.xyz", Site::Teia),
    ("hicetnunc.art", Site::Teia),
    ("fxhash.xyz", Site::FxHash),
    ("tzkt.io", Site::TzKt),
    ("app.ens.domains", Site::Ens),
    ("cryptopunks.app", Site::CryptoPunks),
    ("etherscan.io", Site::Etherscan(1)),
    ("cn.etherscan.com", Site::Etherscan(1)),
    ("optimistic.etherscan.io", Site::Etherscan(10)),
    ("cronoscan.com", Site::Etherscan(25)),
    ("bscscan.com", Site::Etherscan(56)),
    ("testnet.bscscan.com", Site::Etherscan(97)),
    ("gnosisscan.io", Site::Etherscan(100)),
    ("monadscan.com", Site::Etherscan(143)),
    ("sonicscan.org", Site::Etherscan(146)),
    ("bttcscan.com", Site::Etherscan(199)),
    ("opbnb.bscscan.com", Site::Etherscan(204)),
    ("ftmscan.com", Site::Etherscan(250)),
    ("fraxscan.com", Site::Etherscan(252)),
    ("era.zksync.network", Site::Etherscan(324)),
    ("worldscan.org", Site::Etherscan(480)),
    ("hyperevmscan.io", Site::Etherscan(999)),
    ("zkevm.polygonscan.com", Site::Etherscan(1_101)),
    ("moonscan.io", Site::Etherscan(1_284)),
    ("moonbeam.moonscan.io", Site::Etherscan(1_284)),
    ("moonriver.moonscan.io", Site::Etherscan(1_285)),
    ("seiscan.io", Site::Etherscan(1_329)),
    ("uniscan.xyz", Site::Etherscan(130)),
    ("polygonscan.com", Site::Etherscan(137)),
    ("abscan.org", Site::Etherscan(2_741)),
    ("mantlescan.xyz", Site::Etherscan(5_000)),
    ("basescan.org", Site::Etherscan(8_453)),
    ("holesky.etherscan.io", Site::Etherscan(17_000)),
    ("apescan.io", Site::Etherscan(33_139)),
    ("arbiscan.io", Site::Etherscan(42_161)),
    ("celoscan.io", Site::Etherscan(42_220)),
    ("nova.arbiscan.io", Site::Etherscan(42_170)),
    ("snowtrace.io", Site::Etherscan(43_114)),
    ("snowscan.xyz", Site::Etherscan(43_114)),
    ("lineascan.build", Site::Etherscan(59_144)),
    ("berascan.com", Site::Etherscan(80_094)),
    ("amoy.polygonscan.com", Site::Etherscan(80_002)),
    ("blastscan.io", Site::Etherscan(81_457)),
    ("sepolia.basescan.org", Site::Etherscan(84_532)),
    ("taikoscan.io", Site::Etherscan(167_000)),
    ("sepolia.arbiscan.io", Site::Etherscan(421_614)),
    ("scrollscan.com", Site::Etherscan(534_352)),
    ("hoodi.etherscan.io", Site::Etherscan(560_048)),
    ("sepolia.etherscan.io", Site::Etherscan(11_155_111)),
    ("sepolia-optimism.etherscan.io", Site::Etherscan(11_155_420)),
    ("eth.blockscout.com", Site::Blockscout(1)),
    ("optimism.blockscout.com", Site::Blockscout(10)),
    ("explorer.optimism.io", Site::Blockscout(10)),
    ("gnosis.blockscout.com", Site::Blockscout(100)),
    ("polygon.blockscout.com", Site::Blockscout(137)),
    ("zksync.blockscout.com", Site::Blockscout(324)),
    ("base.blockscout.com", Site::Blockscout(8_453)),
    ("arbitrum.blockscout.com", Site::Blockscout(42_161)),
    ("base-sepolia.blockscout.com", Site::Blockscout(84_532)),
    ("scroll.blockscout.com", Site::Blockscout(534_352)),
    ("explorer.zora.energy", Site::Blockscout(7_777_777)),
    ("eth-sepolia.blockscout.com", Site::Blockscout(11_155_111)),
    ("solscan.io", Site::Solana),
    ("explorer.solana.com", Site::Solana),
    ("solana.fm", Site::Solana),
    ("tensor.trade", Site::Solana),
    ("xray.helius.xyz", Site::Solana),
];
