//! What the contracts of `tests/contracts` can be told and asked.

use alloy_sol_types::sol;

sol! {
    /// Every contract with tokens of ERC-721.
    interface Erc721 {
        function ownerOf(uint256 number) external view returns (address);
        function tokenURI(uint256 number) external view returns (string memory);
        function transferFrom(address from, address to, uint256 number) external;
        function approve(address to, uint256 number) external;
        function burn(uint256 number) external;
    }
    /// Every contract with editions of ERC-1155.
    interface Erc1155 {
        function balanceOf(address holder, uint256 number) external view returns (uint256);
        function totalSupply(uint256 number) external view returns (uint256);
        function mint(address to, uint256 number, uint256 editions) external;
        function mintBatch(address to, uint256[] numbers, uint256[] editions) external;
        function safeTransferFrom(address from, address to, uint256 number, uint256 editions, bytes data) external;
    }
    /// `Paintings`, `Changing`, `UpgradeablePaintings` and what is behind `Diamond`.
    interface Named {
        function mint(address to, uint256 number, string uri) external;
        function change(uint256 number, string uri) external;
        function changeAll(uint256 first, uint256 last) external;
    }
    /// `Rewritable`, `Pausing`, `Lent` and `Bound`.
    interface Numbered {
        function mint(address to, uint256 number) external;
        function rewrite(uint256 number, address to) external;
    }
    /// `Pausing`.
    interface Pauses {
        function pause() external;
    }
    /// `Series`, in batches.
    interface Batched {
        function mint(address to, uint256 quantity) external;
    }
    /// `Many`, each with a slot of its own.
    interface Ranged {
        function mint(address to, uint256 first, uint256 count) external;
    }
    /// Behind proxies, and `Cloner`, which makes them.
    interface Upgradeable {
        function initialize(address owner) external;
        function upgradeToAndCall(address implementation, bytes data) external;
        function clone(address implementation, bytes32 salt) external;
        event Cloned(address clone);
    }
    /// `UpgradeablePrints`.
    interface UpgradeableEditions {
        function initialize(address owner, string uri) external;
    }
    /// The constructor's arguments of `Diamond`, and its loupe.
    interface Cut {
        struct FacetCut {
            address facetAddress;
            uint8 action;
            bytes4[] functionSelectors;
        }
        struct Facet {
            address facetAddress;
            bytes4[] functionSelectors;
        }
        function diamondCut(FacetCut[] cuts, address init, bytes data) external;
        function facets() external view returns (Facet[] memory);
        function facetAddress(bytes4 selector) external view returns (address);
    }
    /// `PunksLedger`.
    interface Punks {
        function assign(address to, uint256 index) external;
        function transferPunk(address to, uint256 index) external;
        function offerPunkForSale(uint256 index, uint256 minValue) external;
        function buyPunk(uint256 index) external payable;
        function punkIndexToAddress(uint256 index) external view returns (address);
    }
    /// `Lent` (ERC-4907) and `Bound` (ERC-5192).
    interface Rights {
        function setUser(uint256 number, address user, uint64 expires) external;
        function userOf(uint256 number) external view returns (address);
        function userExpires(uint256 number) external view returns (uint256);
        function locked(uint256 number) external view returns (bool);
        function unlock(uint256 number) external;
    }
    /// `AccountRegistry` and `TokenAccount` (ERC-6551).
    interface Accounts {
        function createAccount(address implementation, bytes32 salt, uint256 chainId, address tokenContract, uint256 tokenId) external returns (address);
        function account(address implementation, bytes32 salt, uint256 chainId, address tokenContract, uint256 tokenId) external view returns (address);
        function token() external view returns (uint256 chainId, address tokenContract, uint256 tokenId);
        function owner() external view returns (address);
    }
    /// `DelegateRegistry`.
    interface Delegates {
        function delegateAll(address to, bytes32 rights, bool enable) external payable returns (bytes32);
        function delegateERC721(address to, address contract_, uint256 tokenId, bytes32 rights, bool enable) external payable returns (bytes32);
        function checkDelegateForERC721(address to, address from, address contract_, uint256 tokenId, bytes32 rights) external view returns (bool);
    }
    /// `NameRegistry` and `NameResolver` (ENS).
    interface Names {
        function setRecord(bytes32 node, address owner, address resolver) external;
        function setAddr(bytes32 node, address to) external;
        function setName(bytes32 node, string to) external;
        function resolver(bytes32 node) external view returns (address);
        function addr(bytes32 node) external view returns (address);
        function name(bytes32 node) external view returns (string memory);
    }
    /// `Multicall`.
    interface Calls {
        struct Call3 {
            address target;
            bool allowFailure;
            bytes callData;
        }
        struct Result {
            bool success;
            bytes returnData;
        }
        function aggregate3(Call3[] calls) external payable returns (Result[] memory results);
    }
    /// `Market`.
    interface Sales {
        function sell(address token, uint256 number, address buyer, uint256 price) external;
    }
    /// `Mortal` and `Nest`.
    interface Ends {
        function end() external;
        function hatch(bool lives) external;
        event Hatched(address mortal);
    }
    /// `Shifting`.
    interface Shifts {
        function write(uint256 place, address to) external;
    }
}
