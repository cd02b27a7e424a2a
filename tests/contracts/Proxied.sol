// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {BeaconProxy} from "@openzeppelin/contracts/proxy/beacon/BeaconProxy.sol";
import {UpgradeableBeacon} from "@openzeppelin/contracts/proxy/beacon/UpgradeableBeacon.sol";
import {TransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC721URIStorageUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/extensions/ERC721URIStorageUpgradeable.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {ERC1155SupplyUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC1155/extensions/ERC1155SupplyUpgradeable.sol";


/// ERC-721 that stands behind proxies of any kind, and that its owner can replace.
contract UpgradeablePaintings is ERC721URIStorageUpgradeable, OwnableUpgradeable, UUPSUpgradeable {
    function initialize(address owner) external initializer {
        __ERC721_init("Upgradeable Paintings", "UPAINT");
        __Ownable_init(owner);
    }

    function mint(address to, uint256 number, string calldata uri) external {
        _mint(to, number);
        _setTokenURI(number, uri);
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}
}

/// What may come after it: every token belongs to whoever owns the contract.
contract SeizedPaintings is UpgradeablePaintings {
    function ownerOf(uint256 number) public view override(ERC721Upgradeable, IERC721) returns (address) {
        _requireOwned(number);
        return owner();
    }
}

/// ERC-1155 that stands behind proxies, and counts its editions.
contract UpgradeablePrints is ERC1155SupplyUpgradeable, OwnableUpgradeable, UUPSUpgradeable {
    function initialize(address owner, string calldata uri) external initializer {
        __ERC1155_init(uri);
        __Ownable_init(owner);
    }

    function mint(address to, uint256 number, uint256 editions) external {
        _mint(to, number, editions, "");
    }

    function _authorizeUpgrade(address) internal override onlyOwner {}
}

/// Makes ERC-1167 clones, which only say where they are.
contract Cloner {
    event Cloned(address clone);

    function clone(address implementation, bytes32 salt) external {
        emit Cloned(Clones.cloneDeterministic(implementation, salt));
    }
}
