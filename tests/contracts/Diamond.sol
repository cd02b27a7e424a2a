// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// A diamond (ERC-2535): each function lies in a facet of its own, and its owner may
/// exchange any of them.
contract Diamond {
    struct Facet {
        address facetAddress;
        bytes4[] functionSelectors;
    }

    enum FacetCutAction {
        Add,
        Replace,
        Remove
    }

    struct FacetCut {
        address facetAddress;
        FacetCutAction action;
        bytes4[] functionSelectors;
    }

    event DiamondCut(FacetCut[] cuts, address init, bytes data);

    address public owner;
    mapping(bytes4 => address) public facetAddress;
    bytes4[] private selectors;

    constructor(FacetCut[] memory cuts) {
        owner = msg.sender;
        cut(cuts);
    }

    function diamondCut(FacetCut[] calldata cuts, address, bytes calldata) external {
        require(msg.sender == owner, "not the owner");
        cut(cuts);
    }

    function facets() external view returns (Facet[] memory all) {
        address[] memory addresses = facetAddresses();
        all = new Facet[](addresses.length);
        for (uint256 i = 0; i < addresses.length; i++) {
            all[i] = Facet(addresses[i], facetFunctionSelectors(addresses[i]));
        }
    }

    function facetFunctionSelectors(address facet) public view returns (bytes4[] memory own) {
        own = new bytes4[](selectors.length);
        uint256 count = 0;
        for (uint256 i = 0; i < selectors.length; i++) {
            if (facetAddress[selectors[i]] == facet) own[count++] = selectors[i];
        }
        assembly {
            mstore(own, count)
        }
    }

    function facetAddresses() public view returns (address[] memory addresses) {
        addresses = new address[](selectors.length);
        uint256 count = 0;
        for (uint256 i = 0; i < selectors.length; i++) {
            address facet = facetAddress[selectors[i]];
            bool known = facet == address(0);
            for (uint256 j = 0; j < count; j++) {
                known = known || addresses[j] == facet;
            }
            if (!known) addresses[count++] = facet;
        }
        assembly {
            mstore(addresses, count)
        }
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        // ERC-165, ERC-721 and the loupe.
        return id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0x48e2b093;
    }

    function cut(FacetCut[] memory cuts) private {
        for (uint256 i = 0; i < cuts.length; i++) {
            for (uint256 j = 0; j < cuts[i].functionSelectors.length; j++) {
                bytes4 selector = cuts[i].functionSelectors[j];
                if (cuts[i].action == FacetCutAction.Add) selectors.push(selector);
                bool removed = cuts[i].action == FacetCutAction.Remove;
                facetAddress[selector] = removed ? address(0) : cuts[i].facetAddress;
            }
        }
        emit DiamondCut(cuts, address(0), "");
    }

    fallback() external payable {
        address facet = facetAddress[msg.sig];
        require(facet != address(0), "no such function");
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), facet, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }
}

/// Who owns what, with the storage of the diamond that it is called in.
contract OwnersFacet {
    struct Ledger {
        mapping(uint256 => address) owners;
        mapping(uint256 => string) uris;
        mapping(address => uint256) balances;
    }

    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);

    function ledger() internal pure returns (Ledger storage own) {
        bytes32 place = keccak256("gallery.diamond.owners");
        assembly {
            own.slot := place
        }
    }

    function mint(address to, uint256 number, string calldata uri) external {
        require(ledger().owners[number] == address(0));
        ledger().owners[number] = to;
        ledger().uris[number] = uri;
        ledger().balances[to]++;
        emit Transfer(address(0), to, number);
    }

    function ownerOf(uint256 number) external view returns (address) {
        require(ledger().owners[number] != address(0), "no such token");
        return ledger().owners[number];
    }

    function balanceOf(address holder) external view returns (uint256) {
        return ledger().balances[holder];
    }
}

/// The metadata, in a second facet.
contract WordsFacet is OwnersFacet {
    function name() external pure returns (string memory) {
        return "A diamond";
    }

    function tokenURI(uint256 number) external view returns (string memory) {
        return ledger().uris[number];
    }
}
